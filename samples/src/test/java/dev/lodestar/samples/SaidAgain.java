package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.tables.WarehouseAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an answer says it means is a question that means the same: people click it and copy it. So
 * it has to stand alone, also where the question went on from another one.
 */
final class SaidAgain {
  private final Asker asker;
  private final List<String> others = new ArrayList<>();
  private int answered;

  private SaidAgain(Asker asker) {
    this.asker = asker;
  }

  /** Asks every question of a sample in each of its languages, and again in the answer's words. */
  static void assertOf(Sample sample, Domain domain) throws Exception {
    AnswerFiles files = AnswerFiles.of(domain);
    try (ServedDomain served = new ServedDomain(domain, WarehouseAddress.of(sample.warehouse()));
        QueryEngine engine = QueryEngine.over(served.warehouse())) {
      Catalog catalog = served.current().orElseThrow();
      LocalDate clock = LocalDate.of(2025, 12, 31);
      SaidAgain again =
          new SaidAgain(Asker.over(files.model().orElseThrow(), catalog, engine, clock, false));
      for (Language language : Language.values()) {
        for (Question question : files.questions()) {
          for (String wording : question.ask().in(language.code())) {
            again.ask(question, wording, language);
          }
        }
      }
      assertThat(again.others).isEmpty();
      assertThat(again.answered).isGreaterThan(files.questions().size());
    }
  }

  /** What is asked next goes on from the answer before it. */
  private void ask(Question question, String wording, Language language) throws Exception {
    Optional<Answer> last = Optional.of(ask(wording, language, Optional.empty()));
    for (Question next : question.then()) {
      for (String following : next.ask().in(language.code())) {
        last = Optional.of(ask(following, language, last));
      }
    }
  }

  private Answer ask(String wording, Language language, Optional<Answer> before) throws Exception {
    Answer answer = asker.ask(wording, Optional.of(language), before);
    if (answer.status() == Answer.Status.ANSWERED) {
      answered++;
      sayAgain(answer);
    }
    return answer;
  }

  private void sayAgain(Answer answer) throws Exception {
    String words =
        answer.thoughts().stream()
            .filter(thought -> thought.kind() == Answer.Thought.Kind.UNDERSTANDING)
            .map(Answer.Thought::text)
            .findFirst()
            .orElseThrow()
            .replaceFirst("\\.$", "");
    Answer again = asker.ask(words, Optional.of(answer.language()), Optional.empty());
    if (!again.query().equals(answer.query())) {
      others.add(answer.question() + " > " + words + " > " + again.text());
    }
  }
}
