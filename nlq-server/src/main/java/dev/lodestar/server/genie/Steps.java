package dev.lodestar.server.genie;

import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.spec.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was done to rows, one step after the other. */
final class Steps {
  private Steps() {}

  static Optional<String> of(Answer answer) {
    return answer.query().map(query -> of(answer, query));
  }

  private static String of(Answer answer, LogicalQuery query) {
    Language language = answer.language();
    List<String> steps = new ArrayList<>();
    if (!query.where().isEmpty()) {
      steps.add(
          language.say(
              "keep the rows that fulfil "
                  + (query.where().size() == 1
                      ? "the condition"
                      : query.where().size() + " conditions"),
              "garder les lignes qui remplissent "
                  + (query.where().size() == 1
                      ? "la condition"
                      : query.where().size() + " conditions")));
    }
    List<String> columns = answer.columns().stream().map(Column::name).toList();
    int groups = Math.min(query.groups().size(), columns.size());
    if (!query.measures().isEmpty()) {
      if (groups > 0) {
        steps.add(
            language.say("put them together by ", "les regrouper par ")
                + String.join(", ", columns.subList(0, groups)));
      }
      steps.add(
          language.say("work out ", "calculer ")
              + String.join(", ", columns.subList(groups, columns.size())));
    } else {
      steps.add(language.say("show ", "montrer ") + String.join(", ", columns));
    }
    if (!query.having().isEmpty()) {
      steps.add(
          language.say("keep what lies within the bounds", "garder ce qui respecte les bornes"));
    }
    if (!query.order().isEmpty()) {
      steps.add(language.say("put them in order", "les trier"));
    }
    query
        .limit()
        .ifPresent(
            limit ->
                steps.add(
                    kept(limit.kept(), language)
                        + (limit.per().isEmpty()
                            ? ""
                            : language.say(" of each group", " de chaque groupe"))
                        + (limit.apart().isEmpty()
                            ? ""
                            : language.say(", each broken down", ", chacun détaillé"))));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      text.append(i == 0 ? "" : "; ").append(i + 1).append(". ").append(steps.get(i));
    }
    return text.append('.').toString();
  }

  private static String kept(Kept kept, Language language) {
    return kept.match(
        first -> language.say("keep the first ", "garder les premiers : ") + first.rows(),
        nth -> language.say("keep the one at place ", "garder celui de la place ") + nth.place(),
        part ->
            language.say("keep the first ", "garder les premiers : ")
                + part.percent().toPlainString()
                + " %");
  }
}
