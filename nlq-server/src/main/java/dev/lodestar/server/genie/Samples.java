package dev.lodestar.server.genie;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Questions to show to people who have none yet. */
final class Samples {
  private static final int MOST = 10;

  private Samples() {}

  /** Those that the model names; then verified ones; then those that are to be answered. */
  static List<String> of(AnswerFiles files, Language language) {
    String code = language.code();
    Set<String> samples = new LinkedHashSet<>();
    if (files.model().isPresent()) {
      SemanticModel model = files.model().get();
      samples.addAll(model.samples().in(code));
      for (VerifiedQuery query : model.verified()) {
        query.ask().in(code).stream().findFirst().ifPresent(samples::add);
      }
    }
    for (Question question : files.questions()) {
      if (question.expect() == Question.Expect.ANSWERED) {
        question.ask().in(code).stream().findFirst().ifPresent(samples::add);
      }
    }
    return samples.stream().limit(MOST).toList();
  }
}
