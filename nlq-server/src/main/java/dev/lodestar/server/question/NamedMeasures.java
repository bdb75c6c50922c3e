package dev.lodestar.server.question;

import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Map;

/**
 * What is asked of a field and is a metric of the model is that metric: the average of grades is
 * the average grade, however it was asked, with its unit and format.
 */
final class NamedMeasures {
  private static final Map<Aggregation, String> FUNCTIONS =
      Map.of(
          Aggregation.SUM, "sum",
          Aggregation.AVERAGE, "avg",
          Aggregation.MIN, "min",
          Aggregation.MAX, "max",
          Aggregation.MEDIAN, "median");

  private final Model model;
  private final Delays delays;

  NamedMeasures(Model model) {
    this.model = model;
    this.delays = new Delays(model);
  }

  LogicalQuery in(LogicalQuery query) {
    List<Measure> each = query.measures().stream().map(measure -> named(query, measure)).toList();
    List<Measure> measures = each.stream().distinct().toList();
    return new LogicalQuery(
        query.listed(),
        measures,
        query.groups(),
        query.where(),
        query.having().stream()
            .map(
                bound ->
                    new LogicalQuery.Having(
                        named(query, bound.measure()), bound.comparison(), bound.number()))
            .toList(),
        query.order().stream()
            .map(
                by ->
                    by.measure()
                        ? new LogicalQuery.Order(
                            true, measures.indexOf(each.get(by.index())), by.descending())
                        : by)
            .toList(),
        query.limit());
  }

  /** What is chosen by a bound is counted by its own rows, of which the bound is told. */
  private Measure named(LogicalQuery query, Measure measure) {
    boolean rows = measure instanceof Measure.Rows && !query.having().isEmpty();
    return rows ? measure : named(measure);
  }

  private Measure named(Measure measure) {
    if (measure instanceof Measure.OfField of) {
      List<Measure> metrics =
          model.metrics().stream()
              .filter(metric -> isOf(metric, of))
              .map(metric -> (Measure) new Measure.OfMetric(metric.name()))
              .toList();
      return metrics.size() == 1 ? metrics.get(0) : measure;
    } else if (measure instanceof Measure.Delay delay) {
      return delays.metric(delay).orElse(measure);
    } else if (measure instanceof Measure.Rows rows) {
      return Measures.rows(model, rows.dataset());
    } else if (measure instanceof Measure.PerGroup per && !(per.of() instanceof Measure.Delay)) {
      return new Measure.PerGroup(named(per.of()), per.group(), per.how());
    } else if (measure instanceof Measure.Ratio ratio) {
      return new Measure.Ratio(named(ratio.above()), named(ratio.below()), ratio.inPercent());
    } else if (measure instanceof Measure.Share share) {
      return new Measure.Share(named(share.of()));
    } else if (measure instanceof Measure.PartOf part) {
      return new Measure.PartOf(named(part.of()), part.condition());
    } else if (measure instanceof Measure.Running running) {
      return new Measure.Running(named(running.of()));
    } else if (measure instanceof Measure.In in) {
      return new Measure.In(named(in.of()), in.range());
    } else if (measure instanceof Measure.Change change) {
      return new Measure.Change(named(change.of()), change.back(), change.inPercent());
    } else if (measure instanceof Measure.Between between) {
      return new Measure.Between(
          named(between.of()), between.earlier(), between.later(), between.inPercent());
    }
    return measure;
  }

  private static boolean isOf(Metric metric, Measure.OfField of) {
    Formula formula = metric.formula();
    if (!formula.isOne() || of.attribute().role().isPresent()) {
      return false;
    }
    Formula.Aggregate only = formula.aggregates().get(0);
    return only.plain()
        && only.function().equals(FUNCTIONS.get(of.aggregation()))
        && only.argument().pieces().size() == 1
        && List.copyOf(only.argument().fields()).equals(List.<FieldRef>of(of.attribute().field()));
  }
}
