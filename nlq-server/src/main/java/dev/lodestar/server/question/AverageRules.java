package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
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

  /** The mean or the median of something. */
  private record Mean<T>(T of, Aggregation how) {}

  @Override
  void addTo(Grammar g) {
    g.rule("SOMANY", 1, "the? distinct? NOUN1", a -> many(a.at(2), a.has(1)));
    g.rule("SOMANY", 1, "the? NOUN1 distinctpost", a -> many(a.at(1), true));
    g.rule("SOMANY", "the? distinct? COUNTMETRIC distinctpost?", a -> counter(a, 2));
    g.rule("SOMANY", "countof NOUN1", a -> measured.count(a.at(1), false));
    g.rule("SOMANY", "FOUND", a -> a.<Measure>at(0));
    g.rule("MEANOF", "the? AGG of? the? METRIC verb?", a -> mean(metric(a, 4), a, 1));
    g.rule("MEANOF", "the? METRIC verb? AGGPOST", a -> mean(metric(a, 1), a, 3));
    g.rule("MEANOF", "the? METRIC AGGPOST verb", a -> mean(metric(a, 1), a, 2));
    g.rule("MEANMANY", "the? AGG of? the? SOMANY", a -> mean(a.<Measure>at(4), a, 1));
    g.rule("MEANMANY", "the? SOMANY AGGPOST", a -> mean(a.<Measure>at(1), a, 2));
    g.rule("MEANMANY", "the? counted AGGPOST of? METRIC|COUNTED", a -> mean(measure(a, 4), a, 2));
    g.rule("MEANATTR", "the? AGG of? the? ATTR", a -> mean(a.<Attribute>at(4), a, 1));
    g.rule("MEANATTR", "the? ATTR AGGPOST", a -> mean(a.<Attribute>at(1), a, 2));
    g.rule("MEAS", 2, "AVERAGEPER", a -> a.<Measure>at(0));
    perOne(g);
    perOneAfter(g);
    inEachUnit(g);
    model.facts().stream()
        .flatMap(fact -> Measures.money(model, fact).stream())
        .forEach(metric -> ofMoney(g, new Measure.OfMetric(metric.name())));
  }

  private void perOne(Grammar g) {
    g.rule(
        PART,
        2,
        "MEANOF per the? FIELD|FIELDS",
        a -> measured.averageIn(of(a), how(a), field(a, 3)));
    g.rule(PART, 2, "MEANOF per the? GROUP1", a -> measured.averageOfRows(of(a), how(a), a.at(3)));
    // Of each customer in a month, or in each month of a customer: who asks has to say.
    g.rule(PART, 2, "MEANOF byonly the? GROUP1 per the? GROUP1", a -> told(a, a.at(3), a.at(6)));
    g.rule(PART, 2, "MEANOF byonly the? GROUP1 per the? GROUP1", a -> told(a, a.at(6), a.at(3)));
    g.rule(
        "AVERAGEPER",
        1,
        "MEANOF per the? COUNTMETRIC|METRIC",
        a -> measured.averagePer(of(a), how(a), counter(a, 3)));
    g.rule(
        "AVERAGEPER",
        1,
        "MEANATTR per the? COUNTMETRIC|METRIC",
        a -> measured.averageOfEach(a.<Mean<Attribute>>at(0).of(), how(a), counter(a, 3)));
    g.rule(
        "AVERAGEPER",
        "MEANOF per the? ENTITY|ENTITIES",
        a -> measured.averageRow(of(a), how(a), entity(a, 3)));
    g.rule(
        "AVERAGEPER",
        "MEANOF|MEANMANY per the? GROUP1",
        a -> measured.perGroup(of(a), how(a), a.at(3)));
    g.rule(
        "AVERAGEPER",
        "MEANMANY per the? COUNTMETRIC|METRIC",
        a -> measured.inEach(of(a), how(a), counter(a, 3)));
  }

  /** How many orders per customer on average; how many orders a customer places on average. */
  private void perOneAfter(Grammar g) {
    String many = "the? countof? SOMANY ";
    String manyOf = "the? countof SOMANY ";
    g.rule("AVERAGEPER", many + "per the? GROUP1 comma? AGGPOST", a -> each(a.at(2), a, 5, 7));
    g.rule("AVERAGEPER", "AGGPOST comma? " + many + "per the? GROUP1", a -> each(a.at(4), a, 7, 0));
    g.rule("AVERAGEPER", manyOf + "did the GROUP1 verb|have AGGPOST", a -> each(a.at(2), a, 5, 7));
    g.rule("AVERAGEPER", manyOf + "verb|have the GROUP1 AGGPOST", a -> each(a.at(2), a, 5, 6));
    g.rule(
        "AVERAGEPER",
        "AGGPOST comma? " + manyOf + "did the GROUP1 verb|have",
        a -> each(a.at(4), a, 7, 0));
    g.rule(
        "AVERAGEPER",
        "AGGPOST comma? " + manyOf + "verb|have the GROUP1",
        a -> each(a.at(4), a, 7, 0));
  }

  private @Nullable Measure each(Measure many, Args a, int noun, int aggregation) {
    return aggregation(a, aggregation) == Aggregation.AVERAGE
        ? measured.perGroup(many, Aggregation.AVERAGE, a.at(noun))
        : null;
  }

  /** The mean of what each month comes to. */
  private void inEachUnit(Grammar g) {
    g.rule(
        "AVERAGEPER",
        "the? AGG GRAINADJ METRIC",
        a -> inEach(mean(metric(a, 3), a, 1), unitNoun(a, 2)));
    g.rule(
        "AVERAGEPER",
        "the? METRIC GRAINADJ AGGPOST",
        a -> inEach(mean(metric(a, 1), a, 3), unitNoun(a, 2)));
    g.rule(
        "AVERAGEPER",
        "the? METRIC AGGPOST GRAINADJ",
        a -> inEach(mean(metric(a, 1), a, 2), unitNoun(a, 3)));
  }

  private static <T> @Nullable Mean<T> mean(@Nullable T of, Args a, int aggregation) {
    Aggregation how = aggregation(a, aggregation);
    return of != null && (how == Aggregation.AVERAGE || how == Aggregation.MEDIAN)
        ? new Mean<>(of, how)
        : null;
  }

  private static Measure of(Args a) {
    return a.<Mean<Measure>>at(0).of();
  }

  private static Aggregation how(Args a) {
    return a.<Mean<?>>at(0).how();
  }

  private @Nullable Measure inEach(@Nullable Mean<Measure> mean, Noun unit) {
    return mean == null ? null : measured.perGroup(mean.of(), mean.how(), unit);
  }

  /** The mean over some things, for each of others. */
  private @Nullable Part told(Args a, Noun by, Noun each) {
    return averageBy(measured.perGroup(of(a), how(a), each), by);
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
        a ->
            isMean(a, 1, 4, money) ? measured.perGroup(money, Aggregation.AVERAGE, a.at(7)) : null);
    g.rule(
        "AVERAGEPER",
        post + " per the? NOUN1",
        a ->
            isMean(a, 2, 1, money) ? measured.perGroup(money, Aggregation.AVERAGE, a.at(5)) : null);
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
        ? measured.averagePer(money, Aggregation.AVERAGE, new Measure.OfMetric(counted.metric()))
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
