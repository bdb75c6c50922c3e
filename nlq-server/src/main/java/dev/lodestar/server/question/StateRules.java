package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has become of rows, by a noun, and how many of them: cancellations, the cancellation rate.
 */
final class StateRules extends Rules {
  /** What the model calls a rate is rather that. */
  private static final int RATE = 3;

  StateRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "the? countof the? distinct? STATED", a -> counted(a.at(4)));
    g.rule(PART, 1, "the? STATED", a -> counted(a.at(1)));
    // Claim rejections, « annulations de commandes », the order cancellation rate.
    g.rule("STATED", "ENTITY|COUNTMETRIC STATED", a -> ofThose(a.at(0), a.at(1)));
    g.rule("STATED", "STATED of|poss the? ENTITIES|COUNTMETRIC", a -> ofThose(a.at(3), a.at(0)));
    g.rule(
        PART,
        "the? countof? the? STATED prep? WHENS",
        a -> new Part.Several(List.of(counted(a.at(3)), new Part.When(a.<List<TimeRange>>at(5)))));
    g.rule(PART, "the? STATED counted", a -> counted(a.at(1)));
    g.rule(PART, RATE, "the? STATED rate", a -> share(a.at(1)));
    g.rule(PART, RATE, "the? rate of|poss the? STATED", a -> share(a.at(4)));
    g.rule(PART, "share oftotal? the? STATED", a -> share(a.at(3)));
    // The late rate, the rate of late orders, « taux de commandes en retard ».
    g.rule(PART, RATE, "the? FILTER rate", a -> shareOf(a.<Sense.OfFilter>at(1).filter()));
    g.rule(
        PART,
        RATE,
        "the? rate of|poss the? FILTER",
        a -> shareOf(a.<Sense.OfFilter>at(4).filter()));
    g.rule(PART, RATE, "the? COND COUNTED|METRIC rate", a -> share(measure(a, 2), a.at(1)));
  }

  private Sense.@Nullable OfState ofThose(Object things, Sense.OfState state) {
    Measure counted = countOf(state.dataset());
    boolean same =
        things instanceof Sense.OfEntity of
            ? of.dataset().equals(state.dataset())
            : counted.equals(new Measure.OfMetric(((Sense.OfCount) things).metric()));
    return same ? state : null;
  }

  private Measure countOf(String dataset) {
    return model.facts().contains(dataset) ? timesOf(dataset) : Measures.rows(model, dataset);
  }

  private Part counted(Sense.OfState state) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Select(List.of(countOf(state.dataset()))));
    parts.add(
        state
            .date()
            .map(date -> (Part) new Part.Occurred(Attribute.of(date), state.is()))
            .orElseGet(() -> new Part.Where(state.is())));
    return new Part.Several(parts);
  }

  private @Nullable Part share(Sense.OfState state) {
    return share(countOf(state.dataset()), state.is());
  }

  private @Nullable Part share(@Nullable Measure counted, Condition condition) {
    return counted != null && Measures.counts(model, counted)
        ? new Part.Several(
            List.of(new Part.PartOf(counted, Optional.of(condition)), new Part.Where(condition)))
        : null;
  }

  private @Nullable Part shareOf(String filter) {
    List<String> datasets =
        model.filter(filter).condition().fields().stream()
            .map(field -> field.dataset())
            .distinct()
            .toList();
    return datasets.size() == 1
        ? share(countOf(datasets.get(0)), new Condition.Named(filter, false))
        : null;
  }
}
