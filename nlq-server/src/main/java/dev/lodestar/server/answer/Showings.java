package dev.lodestar.server.answer;

import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
import java.util.Map;
import java.util.TreeMap;

/** How the numbers of a model are shown: its own words for each metric and each field. */
final class Showings {
  private static final Showing PERCENT = new Showing("", "%", "", false);

  private final Map<String, Showing> metrics = new TreeMap<>();
  private final Map<FieldRef, Showing> fields = new TreeMap<>();

  Showings(SemanticModel model) {
    for (Metric metric : model.metrics()) {
      metrics.put(metric.name(), metric.showing());
    }
    for (Dataset dataset : model.datasets()) {
      for (Field field : dataset.fields()) {
        fields.put(new FieldRef(dataset.name(), field.name()), field.showing());
      }
    }
  }

  /** What computed measures are made of says how they are shown; parts are told in percent. */
  Showing of(Measure measure) {
    if (measure instanceof Measure.OfMetric of) {
      return metrics.getOrDefault(of.metric(), Showing.PLAIN);
    }
    if (measure instanceof Measure.OfField of) {
      return of.aggregation() == Aggregation.COUNT_DISTINCT
          ? Showing.PLAIN
          : fields.getOrDefault(of.attribute().field(), Showing.PLAIN);
    }
    if (measure instanceof Measure.Share || measure instanceof Measure.PartOf) {
      return PERCENT;
    }
    if (measure instanceof Measure.Ratio ratio && ratio.inPercent()) {
      return PERCENT;
    }
    if (measure instanceof Measure.Change change) {
      return change.inPercent() ? PERCENT : of(change.of());
    }
    if (measure instanceof Measure.Between between) {
      return between.inPercent() ? PERCENT : of(between.of());
    }
    if (measure instanceof Measure.Running running) {
      return of(running.of());
    }
    if (measure instanceof Measure.In in) {
      return of(in.of());
    }
    if (measure instanceof Measure.PerGroup per) {
      Showing showing = of(per.of());
      // The mean of whole numbers is none.
      return new Showing("", showing.unit(), showing.currency(), showing.betterIsLower());
    }
    return Showing.PLAIN;
  }
}
