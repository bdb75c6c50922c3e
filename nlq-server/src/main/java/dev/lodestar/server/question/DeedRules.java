package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was done, and how many did it: bought, admitted, had an interview. */
final class DeedRules extends Rules {
  DeedRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, 3, "verb anything?", a -> new Part.Acted(Optional.empty(), deed(a, 0)));
    g.rule(PART, 1, "have? ACT anything?", a -> acted(a, 1));
    // Who reported a claim: rows of claims tell of it.
    g.rule(
        PART,
        1,
        "have? ACT the ENTITY|ENTITIES",
        a -> act(a, 1).equals(entity(a, 3)) ? acted(a, 1) : null);
    g.rule(PART, 1, "is ACT anything?", a -> new Part.Acted(Optional.of(act(a, 1)), Deed.ANY));
    // Driven by electric vehicles: of those, and not by vehicle.
    g.rule(PART, "ACT by the? COND ENTITIES", a -> doneBy(acted(a, 0), a.at(3), entity(a, 4)));
    g.rule(
        PART,
        "the? METRIC AMOUNTDONE by the? COND ENTITIES",
        a ->
            a.<Sense.OfDone>at(2).measures(metric(a, 1))
                ? doneBy(new Part.Select(List.of(metric(a, 1))), a.at(5), entity(a, 6))
                : null);
    // Who had an interview: rows that are counted otherwise tell of it.
    g.rule(PART, "had anything? the? METRIC", a -> hadSome(metric(a, 3)));
    g.rule(
        PART,
        "had anything? the? COUNTMETRIC",
        a -> hadSome(new Measure.OfMetric(a.<Sense.OfCount>at(3).metric())));
    g.rule(
        PART,
        "had anything? the? METRIC|COUNTMETRIC|ENTITY|ENTITIES and the?"
            + " METRIC|COUNTMETRIC|ENTITY|ENTITIES",
        a -> hadBoth(a.at(3), a.at(6)));
    g.rule(
        PART,
        2,
        "the? countof the? distinct? COND the? COUNTED|METRIC",
        a -> countedWhere(a.at(4), a.at(6)));
    // « Ventes annulées » : those of a value of their own are counted as they are elsewhere.
    g.rule(PART, "the? METRIC VALS", a -> countedAs(metric(a, 1), a.at(2)));
    g.rule(PART, 4, "the? countof the? VALS", a -> piecesOf(a.at(3), false));
    g.rule(PART, 4, "the? countof the? VALS", a -> piecesOf(a.at(3), true));
    g.rule(PART, 1, "the? countof the? FILTER", a -> countedBy(a.<Sense.OfFilter>at(3).filter()));
    g.rule(PART, 3, "the? countof the? FIELD|FIELDS", a -> truths(field(a, 3), false));
    g.rule(PART, 2, "the? countof the? DENIED", a -> truths(a.<Sense.OfDenied>at(3).field(), true));
    g.rule("DID", "verb", a -> new Part.Acted(Optional.empty(), deed(a, 0)));
    g.rule("DID", "ACT", a -> acted(a, 0));
    g.rule("DID", "AMOUNTDONE", a -> done(a.at(0)));
  }

  private static Part.Acted done(Sense.OfDone of) {
    return new Part.Acted(
        Optional.empty(), of.deed(), Optional.of(new Measure.OfMetric(of.metric())));
  }

  private @Nullable Part doneBy(Part done, Condition condition, String dataset) {
    return Datasets.of(model, List.of(condition)).equals(Set.of(dataset))
        ? new Part.Several(List.of(done, new Part.Where(condition)))
        : null;
  }

  private @Nullable Part hadSome(Measure counted) {
    java.util.Set<String> bases = Measures.bases(model, counted);
    return Measures.counts(model, counted)
            && (Measures.countsAll(model, counted) || Measures.counted(model, counted).isPresent())
        ? new Part.Acted(bases.stream().findFirst(), Deed.ANY)
        : null;
  }

  /** Rows of the one and of the other are not the same rows: there are some of each. */
  private @Nullable Part hadBoth(Object one, Object other) {
    Optional<String> first = told(one);
    Optional<String> second = told(other);
    return first.isEmpty() || second.isEmpty() || first.equals(second)
        ? null
        : new Part.Several(
            List.of(
                new Part.Related(first, List.of(), List.of(), false, Deed.ANY),
                new Part.Related(second, List.of(), List.of(), false, Deed.ANY)));
  }

  private Optional<String> told(Object sense) {
    if (sense instanceof Sense.OfEntity of) {
      return Optional.of(of.dataset()).filter(model.facts()::contains);
    }
    String metric =
        sense instanceof Sense.OfCount of ? of.metric() : ((Sense.OfMetric) sense).metric();
    return hadSome(new Measure.OfMetric(metric)) instanceof Part.Acted did
        ? did.fact()
        : Optional.empty();
  }

  private @Nullable Part countedAs(Measure counted, List<Sense.OfValue> values) {
    boolean own = Measures.bases(model, counted).equals(Set.of(values.get(0).field().dataset()));
    return own ? countedWhere(oneOf(values, false), counted) : null;
  }

  /** How many urgent admissions. */
  private @Nullable Part countedWhere(Condition condition, Object counted) {
    Measure measure =
        counted instanceof Sense.OfMetric of
            ? new Measure.OfMetric(of.metric())
            : (Measure) counted;
    return Measures.counts(model, measure)
        ? new Part.Several(List.of(new Part.Select(List.of(measure)), new Part.Where(condition)))
        : null;
  }

  /**
   * How many mice: of what is sold, else how often something happened with them. Of a value that
   * the rows themselves have, as no-shows, it may be either.
   */
  private @Nullable Part piecesOf(List<Sense.OfValue> values, boolean rows) {
    String dataset = values.get(0).field().dataset();
    if (entities.isPerson(dataset)) {
      // How many women, how many restaurants ordered: people are counted, and not what they did.
      return rows ? null : countedThings(dataset, oneOf(values, false));
    }
    boolean ofFact = usualFact().equals(Optional.of(dataset));
    boolean elsewhere = !ofFact && model.facts().contains(dataset);
    List<Measure> sold = rows || elsewhere ? List.of() : scales.sold();
    if (rows && (!ofFact || scales.sold().isEmpty())) {
      return null;
    }
    Optional<Measure> counted =
        elsewhere
            ? Optional.of(timesOf(dataset))
            : sold.isEmpty() ? usualFact().map(this::timesOf) : Optional.of(sold.get(0));
    return counted
        .map(
            measure ->
                (Part)
                    new Part.Several(
                        List.of(
                            new Part.Select(List.of(measure)),
                            new Part.Where(oneOf(values, false)),
                            new Part.Acted(Optional.empty(), Deed.ANY))))
        .orElse(null);
  }

  private static Part countedThings(String dataset, Condition condition) {
    return new Part.Several(
        List.of(new Part.Select(List.of(new Measure.Rows(dataset))), new Part.Where(condition)));
  }

  /** How many smokers, how many first visits: rows of which a field says yes, or no. */
  private @Nullable Part truths(FieldRef field, boolean negated) {
    if (model.field(field).type().kind() != ColumnType.Kind.BOOLEAN) {
      return null;
    }
    Condition condition = new Condition.True(Attribute.of(field), negated);
    return model.facts().contains(field.dataset())
        ? new Part.Several(
            List.of(new Part.Select(List.of(timesOf(field.dataset()))), new Part.Where(condition)))
        : countedThings(field.dataset(), condition);
  }

  /** How many long stays: the rows that fulfil a condition of the model. */
  private @Nullable Part countedBy(String filter) {
    java.util.Set<String> datasets = new java.util.TreeSet<>();
    model.filter(filter).condition().fields().forEach(field -> datasets.add(field.dataset()));
    return model
        .finest(datasets)
        .map(
            fact ->
                (Part)
                    new Part.Several(
                        List.of(
                            new Part.Select(List.of(timesOf(fact))),
                            new Part.Where(new Condition.Named(filter, false)))))
        .orElse(null);
  }
}
