package dev.lodestar.openlineage;

import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Expectation.Rule;
import dev.lodestar.spec.Model;
import java.util.Optional;

/** The one column that a rule is about, where there is one. */
final class RuleColumn {
  private RuleColumn() {}

  static Optional<String> of(Model model, String rule) {
    return model.expectations().stream()
        .filter(expectation -> expectation.name().equals(rule))
        .findFirst()
        .map(Expectation::rule)
        .flatMap(r -> r.match(RuleColumn::ofRow, RuleColumn::ofTable));
  }

  private static Optional<String> ofRow(Rule.OfRow rule) {
    return rule.matchRow(
        holds -> Optional.empty(),
        references -> Optional.of(references.column()),
        values -> Optional.of(values.column()));
  }

  private static Optional<String> ofTable(Rule.OfTable rule) {
    if (rule instanceof Rule.Unique unique && unique.columns().size() == 1) {
      return Optional.of(unique.columns().get(0));
    }
    if (rule instanceof Rule.Fresh fresh) {
      return Optional.of(fresh.column());
    }
    return rule instanceof Rule.SumEquals sum ? Optional.of(sum.column()) : Optional.empty();
  }
}
