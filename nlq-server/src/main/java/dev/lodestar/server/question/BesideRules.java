package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Model;
import org.jspecify.annotations.Nullable;

/**
 * One number of a row beside another: products whose price is below their cost, with less stock
 * than the reorder level. Both are named, and told of the same row.
 */
final class BesideRules extends Rules {
  BesideRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("AMOUNTOF", "the? ATTR", a -> a.<Attribute>at(1));
    g.rule("AMOUNTOF", "the? METRIC", a -> summed(a.<Sense.OfMetric>at(1)));
    g.rule(
        PART,
        "that|with|prep? have? AMOUNTOF is? CMP AMOUNTOF",
        a -> beside(a.at(2), a.at(4), a.at(5)));
    g.rule(
        PART,
        "that? with|have MORE of? AMOUNTOF than AMOUNTOF",
        a -> beside(a.at(4), a.at(2), a.at(6)));
  }

  /** The stock of each row, where a metric adds that up. */
  private @Nullable Attribute summed(Sense.OfMetric metric) {
    return Measures.summed(model, metric.metric()).orElse(null);
  }

  private @Nullable Part beside(Attribute one, String sign, Attribute other) {
    Field a = model.field(one.field());
    Field b = model.field(other.field());
    boolean alike =
        a.measuredIn().isEmpty()
            || b.measuredIn().isEmpty()
            || a.measuredIn().equals(b.measuredIn());
    return areOfOneRow(one, other) && isAmount(a) && isAmount(b) && alike
        ? new Part.Where(new Condition.Beside(one, Comparison.of(sign), other))
        : null;
  }

  private static boolean areOfOneRow(Attribute one, Attribute other) {
    return !one.equals(other)
        && one.field().dataset().equals(other.field().dataset())
        && one.role().equals(other.role());
  }

  private boolean isAmount(Field field) {
    return field.isNumber() && !field.isTime() && !entities.isKey(field.ref());
  }
}
