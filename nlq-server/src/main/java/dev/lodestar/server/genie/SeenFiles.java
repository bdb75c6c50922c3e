package dev.lodestar.server.genie;

import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.semantic.SeenModel;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.spec.semantic.Wordings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a domain's files say of how it is asked, for a caller from whom something is kept back: only
 * questions that are understood without it, as those words may be shown.
 */
final class SeenFiles {
  private final Asker asker;
  private final Catalog catalog;
  private final Predicate<String> keptBack;

  private SeenFiles(Asker asker, Catalog catalog, Predicate<String> keptBack) {
    this.asker = asker;
    this.catalog = catalog;
    this.keptBack = keptBack;
  }

  /**
   * What is left.
   *
   * @param model as the caller sees it
   * @param keptBack whether a text is a value that they do not see
   */
  static AnswerFiles of(
      AnswerFiles files,
      SemanticModel model,
      Asker asker,
      Catalog catalog,
      Predicate<String> keptBack) {
    SeenFiles seen = new SeenFiles(asker, catalog, keptBack);
    return new AnswerFiles(
        Optional.of(seen.of(model)),
        Optional.empty(),
        files.questions().stream().flatMap(question -> seen.of(question).stream()).toList(),
        List.of());
  }

  private SemanticModel of(SemanticModel model) {
    return new SemanticModel(
        model.name(),
        model.description(),
        model.ai(),
        model.datasets(),
        model.relationships(),
        model.metrics(),
        model.others(),
        model.naming(),
        model.calendar(),
        model.currency(),
        model.defaultMetric(),
        model.filters(),
        model.verified().stream()
            .map(query -> new VerifiedQuery(understood(query.ask()), query.answer(), query.at()))
            .filter(query -> !query.ask().byLanguage().isEmpty())
            .toList(),
        understood(model.samples()),
        model.at());
  }

  /** A question that goes on from another is only understood after that one, so it is left out. */
  private Optional<Question> of(Question question) {
    boolean reads =
        question.expect() == Question.Expect.ANSWERED
            && question
                .sql()
                .filter(sql -> SeenModel.reads(sql.text(), catalog, keptBack))
                .isPresent();
    Wordings ask = understood(question.ask());
    return reads && !ask.byLanguage().isEmpty()
        ? Optional.of(
            new Question(ask, question.expect(), question.sql(), List.of(), question.at()))
        : Optional.empty();
  }

  private Wordings understood(Wordings wordings) {
    Map<String, List<String>> left = new TreeMap<>();
    for (Language language : Language.values()) {
      List<String> understood =
          wordings.in(language.code()).stream()
              .filter(wording -> asker.understands(wording, language))
              .toList();
      if (!understood.isEmpty()) {
        left.put(language.code(), understood);
      }
    }
    return new Wordings(left);
  }
}
