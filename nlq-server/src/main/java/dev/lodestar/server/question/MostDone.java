package dev.lodestar.server.question;

import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;

/** By what those are ranked who did most, and that with which most was done. */
final class MostDone {
  private final Model model;
  private final Scales scales;

  MostDone(Model model, Scales scales) {
    this.model = model;
    this.scales = scales;
  }

  /** Who did most of what the verb tells of; by the usual measure when it tells of none. */
  List<Measure> by(Part.Acted did) {
    return did.measured().or(() -> did.fact().map(this::times)).stream().toList();
  }

  /** What was bought most: by how much of it was sold, else how often; none if that is unknown. */
  List<Measure> with(Part.Acted did) {
    if (did.measured().isPresent()) {
      return by(did);
    }
    List<Measure> sold = did.fact().isPresent() ? List.of() : scales.sold();
    return sold.isEmpty()
        ? did.fact().or(this::usualFact).map(this::times).stream().toList()
        : sold;
  }

  /** What is used most is so most often. */
  List<Measure> used() {
    return usualFact().map(this::times).stream().toList();
  }

  private Optional<String> usualFact() {
    return model
        .defaultMetric()
        .map(model::metric)
        .flatMap(metric -> metric.formula().aggregates().stream().findFirst())
        .flatMap(model::base);
  }

  private Measure times(String fact) {
    return Measures.timesOf(model, fact);
  }
}
