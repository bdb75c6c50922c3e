package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What measures are made of: each becomes text over leaves, so that its aggregates can be written
 * where their rows are, alone or beside those of other facts.
 */
final class Shapes {
  /** An aggregate over the rows of one dataset. */
  record Leaf(String base, boolean lastOnly, Writer writer) {}

  interface Writer {
    String write(Branch branch) throws CannotPlan;
  }

  /** A measure over leaves: text with their numbers between braces. */
  record Shaped(String text) {}

  private final Work work;
  private final Model model;
  private final List<Leaf> leaves = new ArrayList<>();

  Shapes(Work work) {
    this.work = work;
    this.model = work.model;
  }

  /** The leaves of all measures that were shaped so far, in the order of their numbers. */
  List<Leaf> leaves() {
    return leaves;
  }

  private boolean addsUp(Measure measure) {
    return measure instanceof Measure.OfMetric of
        ? model.metric(of.metric()).addsUp()
        : (measure instanceof Measure.Rows rows
                && model.dataset(rows.dataset()).countedBy().isEmpty())
            || (measure instanceof Measure.OfField field
                && field.aggregation() == dev.lodestar.server.semantic.Aggregation.SUM);
  }

  /** Some of what is counted are a part of all, also where groups have some of them in common. */
  private boolean isCount(Measure measure) {
    return measure instanceof Measure.Rows
        || (measure instanceof Measure.OfMetric of && model.metric(of.metric()).counts());
  }

  void mustAddUp(Measure measure) throws CannotPlan {
    if (!addsUp(measure)) {
      throw new CannotPlan(
          Reason.NOT_ADDITIVE,
          ColumnNames.of(measure) + " does not add up over groups",
          List.of(ColumnNames.of(measure)));
    }
  }

  Shaped shape(Measure measure, List<Condition> only) throws CannotPlan {
    if (measure instanceof Measure.OfMetric of) {
      Metric metric = model.metric(of.metric());
      Formula formula = metric.formula();
      StringBuilder text = new StringBuilder(formula.parts().get(0));
      for (int i = 0; i < formula.aggregates().size(); i++) {
        Formula.Aggregate aggregate = formula.aggregates().get(i);
        String base =
            model
                .base(aggregate)
                .orElseThrow(
                    () ->
                        new CannotPlan(
                            Reason.UNREACHABLE,
                            "The fields of " + metric.name() + " have no rows in common",
                            List.of(metric.name())));
        text.append(
            leaf(
                new Leaf(
                    base,
                    metric.semiAdditive(),
                    branch -> branch.aggregate(aggregate, filter(branch, only)))));
        text.append(formula.parts().get(i + 1));
      }
      return new Shaped(
          formula.isOne() ? text.toString().strip() : "(" + text.toString().strip() + ")");
    }
    if (measure instanceof Measure.OfField of) {
      return new Shaped(
          leaf(
              new Leaf(
                  of.attribute().field().dataset(),
                  false,
                  branch ->
                      filtered(
                          of.aggregation().of(branch.attribute(of.attribute())),
                          filter(branch, only)))));
    }
    if (measure instanceof Measure.Delay delay) {
      return new Shaped(
          leaf(
              new Leaf(
                  delay.to().field().dataset(),
                  false,
                  branch ->
                      filtered(
                          delay.aggregation().of(Days.between(branch, delay.from(), delay.to())),
                          filter(branch, only)))));
    }
    if (measure instanceof Measure.Rows rows) {
      return new Shaped(
          leaf(
              new Leaf(
                  rows.dataset(),
                  false,
                  branch -> filtered(branch.count(rows.dataset()), filter(branch, only)))));
    }
    if (measure instanceof Measure.Distinct distinct) {
      return new Shaped(
          leaf(
              new Leaf(
                  distinct.from(),
                  false,
                  branch ->
                      filtered(
                          "count(DISTINCT " + branch.belongsTo(distinct.dataset()) + ")",
                          filter(branch, only)))));
    }
    if (measure instanceof Measure.Values values) {
      return new Shaped(
          leaf(
              new Leaf(
                  values.from(),
                  false,
                  branch ->
                      filtered(
                          "count(DISTINCT " + branch.attribute(values.attribute()) + ")",
                          filter(branch, only)))));
    }
    if (measure instanceof Measure.Ratio ratio) {
      String above = (ratio.inPercent() ? "100.0 * " : "") + shape(ratio.above(), only).text();
      return new Shaped(above + " / nullif(" + shape(ratio.below(), only).text() + ", 0)");
    }
    if (measure instanceof Measure.PartOf part) {
      List<Condition> more = new ArrayList<>(only);
      more.add(part.condition());
      if (!isCount(part.of())) {
        mustAddUp(part.of());
      }
      String some = shape(part.of(), more).text();
      return new Shaped("100.0 * " + some + " / nullif(" + shape(part.of(), only).text() + ", 0)");
    }
    if (measure instanceof Measure.In in) {
      return shape(in.of(), with(only, in.range()));
    }
    if (measure instanceof Measure.Between between) {
      String later = ofSide(between.of(), with(only, between.later()));
      String earlier = ofSide(between.of(), with(only, between.earlier()));
      String difference = later + " - " + earlier;
      return new Shaped(between.inPercent() ? inPercent(difference, earlier) : difference);
    }
    throw new CannotPlan(
        Reason.UNSUPPORTED, "Cannot compute " + ColumnNames.of(measure) + " here", List.of());
  }

  /** Of nothing, or of a loss, no growth is so many percent. */
  static String inPercent(String difference, String earlier) {
    return "100.0 * (" + difference + ") / CASE WHEN " + earlier + " > 0 THEN " + earlier + " END";
  }

  /**
   * Where some of many are ranked or chosen by how they grew, those that have nothing any more have
   * lost all they had.
   */
  private String ofSide(Measure of, List<Condition> only) throws CannotPlan {
    String text = shape(of, only).text();
    boolean some =
        work.query.limit().isPresent()
            || work.query.having().stream().anyMatch(b -> b.measure() instanceof Measure.Between);
    return some && addsUp(of) ? "coalesce(" + text + ", 0)" : text;
  }

  private List<Condition> with(List<Condition> only, TimeRange range) {
    List<Condition> more = new ArrayList<>(only);
    more.add(new Condition.During(List.of(range), Optional.empty(), false));
    return more;
  }

  private Optional<String> filter(Branch branch, List<Condition> only) throws CannotPlan {
    return only.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(" AND ", work.conditions(branch, only)));
  }

  private String filtered(String sql, Optional<String> filter) {
    return filter.map(f -> sql + " FILTER (WHERE " + f + ")").orElse(sql);
  }

  private String leaf(Leaf leaf) {
    leaves.add(leaf);
    return "{" + (leaves.size() - 1) + "}";
  }

  List<String> written(Branch branch) throws CannotPlan {
    List<String> written = new ArrayList<>();
    for (Leaf leaf : leaves) {
      written.add(leaf.writer().write(branch));
    }
    return written;
  }

  String fill(Shaped shaped, List<String> written) {
    String text = shaped.text();
    for (int i = written.size() - 1; i >= 0; i--) {
      text = text.replace("{" + i + "}", written.get(i));
    }
    return text;
  }

  static String branchOf(Leaf leaf) {
    return leaf.base() + (leaf.lastOnly() ? " at the end" : "");
  }
}
