package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That the rows a metric is of can be among those that are asked for: revenue that is only of
 * completed sales is nothing of cancelled ones.
 */
final class OwnRows {
  private static final Pattern ON_VALUE =
      Pattern.compile("(?is)\\bcase\\s+when\\s+(\\w+\\.\\w+)\\s*=\\s*'([^']*)'\\s+then\\s");

  private OwnRows() {}

  /** Refuses metrics of which there can be nothing. */
  static void mustBeAmong(Model model, LogicalQuery query) throws CannotPlan {
    for (Measure measure : query.measures()) {
      Measure of = DerivedMeasures.isDerived(measure) ? DerivedMeasures.inside(measure) : measure;
      if (of instanceof Measure.OfMetric metric) {
        mustBeAmong(model, metric.metric(), query.where());
      }
    }
  }

  private static void mustBeAmong(Model model, String metric, List<Condition> where)
      throws CannotPlan {
    Optional<FieldRef> excluded = Optional.empty();
    for (Formula.Aggregate aggregate : model.metric(metric).formula().aggregates()) {
      excluded = excluded(aggregate, where);
      if (excluded.isEmpty()) {
        return;
      }
    }
    if (excluded.isPresent()) {
      throw new CannotPlan(
          Reason.OTHER_ROWS,
          "There is nothing of " + metric + " where " + excluded.get() + " has other values",
          List.of(metric, excluded.get().toString()));
    }
  }

  /** The field of which an aggregate takes one value that no condition allows. */
  private static Optional<FieldRef> excluded(Formula.Aggregate aggregate, List<Condition> where) {
    Matcher on = ON_VALUE.matcher(aggregate.text().write(FieldRef::toString));
    if (!on.find()) {
      return Optional.empty();
    }
    FieldRef field = FieldRef.parse(on.group(1));
    String value = on.group(2);
    return where.stream()
            .anyMatch(
                c ->
                    c instanceof Condition.OneOf one
                        && one.attribute().equals(Attribute.of(field))
                        && one.values().contains(value) == one.negated())
        ? Optional.of(field)
        : Optional.empty();
  }
}
