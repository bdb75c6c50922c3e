package dev.lodestar.server.genie;

import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.answer.StatementRunner;
import dev.lodestar.server.conversation.Message;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryFailed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What has been said, as far as the next question may go on from it. It is not kept anywhere: the
 * same words, said again, mean the same.
 *
 * @param before the last answer that a question may change
 * @param choices what the asker may choose from, after a question back
 */
record Talk(Optional<Answer> before, List<String> choices) {
  static final Talk NEW = new Talk(Optional.empty(), List.of());

  Talk {
    choices = List.copyOf(choices);
  }

  /**
   * Goes through messages again, without running any statement, and without asking a language model
   * again: what that understood stands in the answer.
   */
  static Talk of(List<Message> messages, Asker asker) throws QueryFailed, IOException {
    Asker unaided = asker.unaided();
    Talk talk = NEW;
    for (Message message : messages) {
      Optional<String> drafted = MessageJson.drafted(message);
      Answer answer =
          (drafted.isPresent() ? NEW : talk)
              .ask(
                  unaided,
                  drafted.orElse(message.content()),
                  Language.of(message.language()),
                  sql -> StatementRunner.Rows.NONE);
      talk = talk.after(answer);
    }
    return talk;
  }

  /** Asks what comes next: a choice, by its words or its number, or a question. */
  Answer ask(
      Asker asker, String content, Optional<Language> language, StatementRunner statementRunner)
      throws QueryFailed, IOException {
    Optional<String> chosen = chosen(content.strip());
    return asker.ask(
        chosen.orElse(content),
        language,
        chosen.isPresent() ? Optional.empty() : before,
        statementRunner);
  }

  private Optional<String> chosen(String content) {
    for (int i = 0; i < choices.size(); i++) {
      if (content.equals(String.valueOf(i + 1)) || content.equalsIgnoreCase(choices.get(i))) {
        return Optional.of(choices.get(i));
      }
    }
    return Optional.empty();
  }

  Talk after(Answer answer) {
    return new Talk(
        answer.query().isPresent() ? Optional.of(answer.withoutRows()) : before, answer.choices());
  }
}
