package dev.lodestar.semantic.exchange;

import dev.lodestar.semantic.Star;
import dev.lodestar.spec.semantic.Additivity;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.SemanticModel;
import java.util.List;

/** Writes a semantic model in the formats of other makers. */
public final class Export {
  private Export() {}

  /**
   * A file in another format.
   *
   * @param leftOut what had no place in it
   */
  public record Written(String yaml, List<String> leftOut) {
    public Written {
      leftOut = leftOut.stream().distinct().toList();
    }
  }

  /** Whether a metric is a level, of which over time the last counts: no plain aggregate is. */
  static boolean isLevel(Metric metric) {
    return metric.additivity().filter(Additivity.SEMI_ADDITIVE::equals).isPresent();
  }

  /** The datasets to which no other leads: a metric view is about one of them. */
  public static List<Dataset> facts(SemanticModel model) {
    return model.datasets().stream()
        .filter(d -> model.relationships().stream().noneMatch(r -> r.to().name().equals(d.name())))
        .toList();
  }

  /** As a Databricks metric view about one fact. */
  public static Written metricView(SemanticModel model, Dataset fact) {
    MetricViewWriter writer = new MetricViewWriter(model, fact);
    return new Written(writer.tree().yaml(), writer.leftOut());
  }

  /** As a semantic model of Snowflake's Cortex Analyst. */
  public static Written cortex(SemanticModel model, Star star) {
    CortexWriter writer = new CortexWriter(model, star);
    return new Written(writer.tree().yaml(), writer.leftOut());
  }
}
