package dev.lodestar.semantic.exchange;

import dev.lodestar.semantic.Star;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.semantic.Additivity;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Extension;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.SemanticModel;
import java.util.ArrayList;
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

  /** What keeps a model from being written in another format: an extension of it cannot be read. */
  public static List<Problem> problems(SemanticModel model) {
    List<Problem> problems = new ArrayList<>();
    problems.addAll(problems(model.others(), model.at()));
    for (Dataset dataset : model.datasets()) {
      problems.addAll(problems(dataset.others(), dataset.at()));
      dataset.fields().forEach(f -> problems.addAll(problems(f.others(), f.at())));
    }
    model.relationships().forEach(r -> problems.addAll(problems(r.others(), r.at())));
    model.metrics().forEach(m -> problems.addAll(problems(m.others(), m.at())));
    return problems;
  }

  private static List<Problem> problems(List<Extension> extensions, Position at) {
    return extensions.stream()
        .filter(e -> List.of(CortexModel.VENDOR, MetricView.VENDOR).contains(e.vendor()))
        .flatMap(
            e ->
                Residue.unreadable(e).stream()
                    .map(
                        why ->
                            new Problem(
                                at,
                                "the extension of "
                                    + e.vendor()
                                    + " cannot be read as a JSON object, "
                                    + why
                                    + ": "
                                    + e.data(),
                                "mend it, or take it out of custom_extensions")))
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
