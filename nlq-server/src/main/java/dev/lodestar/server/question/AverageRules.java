package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Means of what each one has: revenue per customer, the mean of a month. */
final class AverageRules extends Rules {
  private final Measured measured;

  AverageRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(
        PART,
        2,
        "the? AGG of? the? METRIC per the? FIELD|FIELDS",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.averageIn(metric(a, 4), field(a, 7))
                : null);
    g.rule(
        PART,
        2,
        "the? METRIC AGGPOST per the? FIELD|FIELDS",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.averageIn(metric(a, 1), field(a, 5))
                : null);
    g.rule(
        PART,
        2,
        "the? AGG of? the? METRIC per the? GROUP1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.averageOfRows(metric(a, 4), a.at(7))
                : null);
    g.rule(
        PART,
        2,
        "the? METRIC AGGPOST per the? GROUP1",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.averageOfRows(metric(a, 1), a.at(5))
                : null);
    g.rule("MEAS", 2, "AVERAGEPER", a -> a.<Measure>at(0));
    g.rule(
        "AVERAGEPER",
        1,
        "the? AGG of? the? METRIC per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.averagePer(metric(a, 4), counter(a, 7))
                : null);
    g.rule(
        "AVERAGEPER",
        1,
        "the? METRIC AGGPOST per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.averagePer(metric(a, 1), counter(a, 5))
                : null);
    g.rule(
        "AVERAGEPER",
        1,
        "the? AGG of? the? ATTR per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.averageOfEach(a.at(4), counter(a, 7))
                : null);
    g.rule(
        "AVERAGEPER",
        1,
        "the? ATTR AGGPOST per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.averageOfEach(a.at(1), counter(a, 5))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? METRIC per the? ENTITY|ENTITIES",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.averageRow(metric(a, 4), entity(a, 7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC AGGPOST per the? ENTITY|ENTITIES",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.averageRow(metric(a, 1), entity(a, 5))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? counted AGGPOST of? METRIC|COUNTED per the? GROUP1",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE && measure(a, 4) != null
                ? measured.perGroup(measure(a, 4), a.at(7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? METRIC|SOMANY per the? GROUP1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.perGroup(measure(a, 4), a.at(7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC|SOMANY AGGPOST per the? GROUP1",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.perGroup(measure(a, 1), a.at(5))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? SOMANY per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.inEach(a.<Measure>at(3), counter(a, 6))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? counted AGGPOST of? COUNTED per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.inEach(a.<Measure>at(4), counter(a, 7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? countof NOUN1 per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.inEach(measured.count(a.at(5), false), counter(a, 8))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? FOUND per the? GROUP1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.perGroup(a.<Measure>at(3), a.at(6))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? countof NOUN1 per the? GROUP1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.perGroup(measured.count(a.at(5), false), a.at(8))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? countof NOUN1 AGGPOST? per the? GROUP1",
        a ->
            a.has(3) && aggregation(a, 3) == Aggregation.AVERAGE
                ? measured.perGroup(measured.count(a.at(2), false), a.at(6))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG GRAINADJ METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.perGroup(metric(a, 3), unitNoun(a, 2))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC GRAINADJ AGGPOST",
        a ->
            aggregation(a, 3) == Aggregation.AVERAGE
                ? measured.perGroup(metric(a, 1), unitNoun(a, 2))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC AGGPOST GRAINADJ",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.perGroup(metric(a, 1), unitNoun(a, 3))
                : null);
    g.rule("SOMANY", 1, "the? distinct? NOUN1", a -> many(a.at(2), a.has(1)));
    g.rule("SOMANY", 1, "the? NOUN1 distinctpost", a -> many(a.at(1), true));
    g.rule("SOMANY", "the? distinct? COUNTMETRIC distinctpost?", a -> counter(a, 2));
    model.facts().stream()
        .flatMap(fact -> Measures.money(model, fact).stream())
        .forEach(metric -> ofMoney(g, new Measure.OfMetric(metric.name())));
  }

  /**
   * The average payment per patient is that of each patient, or the mean of what each patient paid:
   * who asks has to say.
   */
  private void ofMoney(Grammar g, Measure money) {
    String mean = "the? AGG of? the? ENTITY|" + Means.ONE;
    String post = "the? ENTITY|" + Means.ONE + " AGGPOST";
    g.rule("MEAS", 2, mean, a -> isMean(a, 1, 4, money) ? averageOf(money, a.at(4)) : null);
    g.rule("MEAS", 2, post, a -> isMean(a, 2, 1, money) ? averageOf(money, a.at(1)) : null);
    g.rule(
        "AVERAGEPER",
        mean + " per the? NOUN1",
        a -> isMean(a, 1, 4, money) ? measured.perGroup(money, a.at(7)) : null);
    g.rule(
        "AVERAGEPER",
        post + " per the? NOUN1",
        a -> isMean(a, 2, 1, money) ? measured.perGroup(money, a.at(5)) : null);
    g.rule(
        PART,
        2,
        mean + " per the? NOUN1",
        a -> isMean(a, 1, 4, money) ? averageBy(averageOf(money, a.at(4)), a.at(7)) : null);
    g.rule(
        PART,
        2,
        post + " per the? NOUN1",
        a -> isMean(a, 2, 1, money) ? averageBy(averageOf(money, a.at(1)), a.at(5)) : null);
  }

  private boolean isMean(Args a, int aggregation, int thing, Measure money) {
    Set<String> bases =
        a.at(thing) instanceof Sense.OfEntity of
            ? Set.of(of.dataset())
            : Measures.bases(model, metric(a, thing));
    return aggregation(a, aggregation) == Aggregation.AVERAGE
        && Measures.bases(model, money).equals(bases);
  }

  /** Of one row, or of one of what a metric counts. */
  private @Nullable Measure averageOf(Measure money, Object thing) {
    return thing instanceof Sense.OfMetric counted
        ? measured.averagePer(money, new Measure.OfMetric(counted.metric()))
        : measured.aggregated(money, Aggregation.AVERAGE);
  }

  private static @Nullable Part averageBy(@Nullable Measure average, Noun noun) {
    return average == null
        ? null
        : new Part.Several(
            List.of(new Part.Select(List.of(average)), new Part.By(List.of(noun.group()))));
  }

  /** The average payments are how many; the average payment is how much, where that is known. */
  private @Nullable Measure many(Noun noun, boolean distinct) {
    boolean amount =
        !noun.plural()
            && noun.entity().filter(d -> !Measures.money(model, d).isEmpty()).isPresent();
    return amount ? null : measured.count(noun, distinct);
  }

  private static Noun unitNoun(Args a, int place) {
    return new Noun(new Group.ByTime(unit(a, place), Optional.empty()), Optional.empty(), false);
  }
}
