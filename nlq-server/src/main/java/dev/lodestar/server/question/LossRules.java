package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done at a loss: rows that brought in less than they cost, by the one metric of profit
 * that takes the one from the other.
 */
final class LossRules extends Rules {
  LossRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    List<Condition> losses = model.metrics().stream().flatMap(this::loss).distinct().toList();
    if (losses.size() == 1) {
      g.rule("COND", "atloss", a -> losses.get(0));
    }
  }

  private Stream<Condition> loss(Metric metric) {
    Formula formula = metric.formula();
    boolean difference =
        formula.aggregates().size() == 2
            && formula.parts().get(0).isBlank()
            && formula.parts().get(1).strip().equals("-")
            && formula.parts().get(2).isBlank();
    if (!difference || !Measures.isMoney(metric)) {
      return Stream.empty();
    }
    Optional<FieldRef> in = summed(formula.aggregates().get(0));
    Optional<FieldRef> out = summed(formula.aggregates().get(1));
    boolean oneRow =
        in.isPresent() && out.isPresent() && in.get().dataset().equals(out.get().dataset());
    return oneRow
        ? Stream.of(
            new Condition.Beside(
                Attribute.of(in.get()), Comparison.of("<"), Attribute.of(out.get())))
        : Stream.empty();
  }

  private static Optional<FieldRef> summed(Formula.Aggregate aggregate) {
    boolean field =
        aggregate.plain()
            && aggregate.function().equals("sum")
            && aggregate.argument().pieces().size() == 1;
    return field ? aggregate.argument().fields().stream().findFirst() : Optional.empty();
  }
}
