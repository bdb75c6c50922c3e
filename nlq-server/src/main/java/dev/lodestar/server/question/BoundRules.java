package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bounds of measures, and of how often something was done: more than five orders. */
final class BoundRules extends Rules {
  private static final int YEARS = 14;

  BoundRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("BOUND", "the? MEAS CMP AMOUNT", a -> bound(a.at(1), a.at(2), a.at(3)));
    g.rule("BOUND", "the? MEAS CMP NUM percent", a -> percent(a.at(1), a.at(2), a.at(3)));
    g.rule("BOUND", "CMP NUM percent of? the? MEAS", a -> percent(a.at(5), a.at(0), a.at(1)));
    g.rule("BOUND", "CMP AMOUNT of? the? MEAS", a -> bound(a.at(4), a.at(0), a.at(1)));
    g.rule("BOUND", "CMP AMOUNT the? COUNTED", a -> bound(a.at(3), a.at(0), a.at(1)));
    g.rule("BOUND", "AMOUNT CMP the? COUNTED|MEAS", a -> bound(a.at(3), a.at(1), a.at(0)));
    g.rule("BOUND", "AMOUNT the? COUNTED|MEAS CMPAFTER", a -> bound(a.at(2), a.at(3), a.at(0)));
    g.rule("BOUND", "AMOUNT CMPAFTER the? COUNTED|MEAS", a -> bound(a.at(3), a.at(1), a.at(0)));
    g.rule(PART, "with|have|prep? DID? BOUND", a -> done(a, 1, a.<Part>at(2)));
    // Customers with a late order.
    g.rule(PART, "withsome METRIC", a -> some(a.<Sense.OfMetric>at(1).metric()));
    // Who cancelled more than three orders: as many of those that are so.
    g.rule(PART, "that? have? VALS BOUND", a -> ofSome(a.at(2), a.<Part.Bound>at(3)));
    g.rule("COND", 1, "with|have AMOUNT FIELD|FIELDS", a -> exactly(a.at(1), field(a, 2)));
    // Stays of 14 nights.
    g.rule("COND", 2, "of AMOUNT FIELD|FIELDS", a -> ofRows(a.at(1), field(a, 2)));
    // Four-star hotels, « chambres 3 places »: of those whose number is so, where it tells of them.
    g.rule("COND", 1, "NUM dash? FIELD|FIELDS", a -> told(a.at(0), field(a, 2)));
    g.rule(
        PART, 1, "with|have AMOUNT COUNTED", a -> exactly(a.<BigDecimal>at(1), a.<Measure>at(2)));
    g.rule(
        PART, "that|with|have|prep? DID CMP AMOUNT times", a -> often(a.at(1), a.at(2), a.at(3)));
    g.rule(
        PART, "that|with|have|prep? DID AMOUNT times CMP", a -> often(a.at(1), a.at(4), a.at(2)));
    g.rule(
        PART,
        "that|with|have|prep? DID CMP? ONCE",
        a -> often(a.at(1), a.has(2) ? a.at(2) : "=", BigDecimal.valueOf(a.<Integer>at(3))));
    g.rule(
        PART,
        "that|with|have|prep? DID CMP AMOUNT",
        a ->
            a.<Part.Acted>at(1)
                .measured()
                .map(measure -> done(a, 1, bound(measure, a.at(2), a.at(3))))
                .orElse(null));
    g.rule(PART, "that|with|have|prep? spent BOUND", a -> doing(a.at(2), Deed.GOT));
    g.rule(
        PART,
        "that|with|have|prep? spent CMP AMOUNT",
        a -> doing(spent(a.at(2), a.at(3)), Deed.GOT));
    g.rule(PART, 4, "CMP NUM", a -> bare(a.at(0), a.at(1), Optional.empty()));
    g.rule(PART, 4, "CMP NUM CURRENCY", a -> bare(a.at(0), a.at(1), Optional.of(a.at(2))));
    g.rule(PART, 4, "CMP CURRENCY NUM", a -> bare(a.at(0), a.at(2), Optional.of(a.at(1))));
    g.rule(
        "BOUND2",
        "the? MEAS between AMOUNT to AMOUNT",
        a -> areYears(a.at(3), a.at(5)) ? null : bounds(a.at(1), a.at(3), a.at(5)));
    // Of two years that is rather a time.
    g.rule(
        "BOUND2",
        YEARS,
        "the? MEAS between AMOUNT to AMOUNT",
        a -> areYears(a.at(3), a.at(5)) ? bounds(a.at(1), a.at(3), a.at(5)) : null);
    g.rule(PART, "with|have|prep? DID? BOUND2", a -> done(a, 1, new Part.Bounds(a.at(2))));
  }

  /** A phrase with the verb before it. */
  private @Nullable Part done(Args a, int place, Part part) {
    if (a.has(place)
        && part instanceof Part.Bound bound
        && !tellsOf(a.at(place), bound.measure())) {
      return null;
    }
    return !a.has(place)
        ? part
        : a.<Part.Acted>at(place).fact().isPresent()
            ? new Part.Several(List.of(part, a.<Part.Acted>at(place)))
            : doing(part, a.<Part.Acted>at(place).deed());
  }

  private @Nullable Part some(String metric) {
    Measure counted = new Measure.OfMetric(metric);
    return Measures.counts(model, counted) && !Measures.takesAll(model.metric(metric))
        ? bound(counted, ">=", BigDecimal.ONE)
        : null;
  }

  private @Nullable Part ofSome(List<Sense.OfValue> values, Part.Bound bound) {
    return Measures.counts(model, bound.measure())
            && Measures.bases(model, bound.measure())
                .equals(Set.of(values.get(0).field().dataset()))
        ? new Part.Several(List.of(new Part.Where(oneOf(values, false)), bound))
        : null;
  }

  /** Ordered more than five times: counts what the verb tells of. */
  private @Nullable Part often(Part.Acted did, String sign, BigDecimal number) {
    Optional<String> told =
        did.measured().isPresent() ? did.fact() : did.fact().or(this::usualFact);
    return told.map(
            fact -> (Part) new Part.Several(List.of(bound(timesOf(fact), sign, number), did)))
        .orElse(null);
  }

  /** Spent more than 1000: of what is usually measured, when that is an amount. */
  private @Nullable Part spent(String sign, BigDecimal number) {
    return model
        .defaultMetric()
        .filter(metric -> model.metric(metric).addsUp())
        .map(metric -> (Measure) new Measure.OfMetric(metric))
        .filter(usual -> !Measures.counts(model, usual))
        .map(usual -> bound(usual, sign, number))
        .orElse(null);
  }

  /**
   * A bound of nothing said is one of what is in its unit, else of the usual amount; years are
   * none.
   */
  private static @Nullable Part bare(String sign, BigDecimal number, Optional<String> unit) {
    return mayBeYear(number) && unit.isEmpty()
        ? null
        : new Part.Bare(Comparison.of(sign), number, unit);
  }

  private static List<Part.Bound> bounds(Measure measure, BigDecimal low, BigDecimal high) {
    return List.of(bound(measure, ">=", low), bound(measure, "<=", high));
  }

  private static boolean areYears(BigDecimal low, BigDecimal high) {
    return mayBeYear(low) && mayBeYear(high);
  }

  private static boolean mayBeYear(BigDecimal number) {
    return number.scale() <= 0
        && number.compareTo(BigDecimal.valueOf(1900)) >= 0
        && number.compareTo(BigDecimal.valueOf(2199)) <= 0;
  }

  /** Reviews with 5 stars. */
  private @Nullable Condition exactly(BigDecimal number, FieldRef field) {
    return mayBeYear(number) || entities.isKey(field)
        ? null
        : compared(Attribute.of(field), "=", number);
  }

  private @Nullable Condition ofRows(BigDecimal number, FieldRef field) {
    return model.facts().contains(field.dataset()) ? exactly(number, field) : null;
  }

  private @Nullable Condition told(BigDecimal number, FieldRef field) {
    boolean tells = model.field(field).isNumber() && model.field(field).aggregation().isEmpty();
    return tells ? exactly(number, field) : null;
  }

  /** Customers with 2 orders: neither more nor less. */
  private static @Nullable Part exactly(BigDecimal number, Measure counted) {
    return mayBeYear(number) ? null : bound(counted, "=", number);
  }

  private @Nullable Part percent(Measure measure, String sign, BigDecimal number) {
    return Units.of(Contradictions.unit(model, measure)).equals(Units.PERCENT)
        ? bound(measure, sign, number)
        : null;
  }

  private static Part.Bound bound(Measure measure, String sign, BigDecimal number) {
    return new Part.Bound(measure, Comparison.of(sign), number);
  }
}
