package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is computed of measures: ratios, shares, running sums, growth. */
final class ComputedRules extends Rules {
  private final Measured measured;

  ComputedRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("MEAS", "ratio the? MEAS andto the? MEAS", a -> Measured.ratio(a.at(2), a.at(5)));
    g.rule("MEAS", "MEAS aspercent the? MEAS", a -> Measured.percentage(a.at(0), a.at(3)));
    g.rule("MEAS", "share of? the? MEAS in the? MEAS", a -> Measured.percentage(a.at(3), a.at(6)));
    g.rule("MEAS", "MEAS dividedby the? MEAS", a -> Measured.ratio(a.at(0), a.at(3)));
    g.rule("MEAS", "MEAS each the? MEAS", a -> measured.each(a.at(0), a.at(3)));
    g.rule("MEAS", 2, "MEAS of ENTITIES|ENTITY", a -> null);
    g.rule("AGGS", "AGG and|comma the? AGG", a -> List.of(aggregation(a, 0), aggregation(a, 3)));
    g.rule("AGGS", "AGGS and|comma the? AGG", a -> plus(a.at(0), aggregation(a, 3)));
    g.rule("AGGS", "AGGS comma and the? AGG", a -> plus(a.at(0), aggregation(a, 4)));
    g.rule(
        "AGGPOSTS",
        "AGGPOST and|comma AGGPOST",
        a -> List.of(aggregation(a, 0), aggregation(a, 2)));
    g.rule("AGGPOSTS", "AGGPOSTS and|comma AGGPOST", a -> plus(a.at(0), aggregation(a, 2)));
    g.rule("MEASURES", "the? AGGS of? the? METRIC", a -> measured.eachWay(metric(a, 4), a.at(1)));
    g.rule(
        "MEASURES",
        1,
        "the? AGGS of? the? ATTR",
        a -> measured.eachWay(a.<Attribute>at(4), a.at(1)));
    g.rule("MEASURES", "the? METRIC AGGPOSTS", a -> measured.eachWay(metric(a, 1), a.at(2)));
    g.rule("MEASURES", 1, "the? ATTR AGGPOSTS", a -> measured.eachWay(a.<Attribute>at(1), a.at(2)));
    g.rule("MEASURES", "MEAS", a -> List.of(a.<Measure>at(0)));
    g.rule(
        "MEASURES", "MEASURES and|comma MEAS", a -> plus(a.<List<Measure>>at(0), a.<Measure>at(2)));
    g.rule(
        "MEASURES", 1, "MEASURES beside METRIC", a -> plus(a.<List<Measure>>at(0), metric(a, 2)));
    g.rule("MEASURES", "MEAS vsonly the? MEAS", a -> List.of(a.<Measure>at(0), a.at(3)));
    g.rule("MEASURES", 2, "MEASURES and|comma ENTITIES", a -> withRows(a.at(0), entity(a, 2)));
    g.rule(
        "MEASURES", "MEASURES comma and MEAS", a -> plus(a.<List<Measure>>at(0), a.<Measure>at(3)));
    g.rule(PART, "MEASURES", a -> new Part.Select(a.at(0)));
    g.rule(PART, "howmuch", a -> new Part.HowMuch());
    g.rule(PART, "running the? MEAS", a -> new Part.Select(List.of(new Measure.Running(a.at(2)))));
    g.rule(PART, "MEAS runningpost", a -> new Part.Select(List.of(new Measure.Running(a.at(0)))));
    // Billing by month, cumulated.
    g.rule(PART, 2, "comma? runningpost", a -> new Part.Running());
    g.rule("PERCENTS", "growth|growthpost", a -> true);
    g.rule("DIFFERS", "change|changepost", a -> true);
    g.rule(
        PART,
        "PERCENTS the? MEAS between WHEN to the? WHEN",
        a -> between(a.at(2), true, a.at(4), a.at(7)));
    g.rule(
        PART,
        "DIFFERS the? MEAS between WHEN to the? WHEN",
        a -> between(a.at(2), false, a.at(4), a.at(7)));
    g.rule(PART, "OVER? growth the? MEAS OVER?", a -> growth(a.at(3), over(a, 0, 4), true));
    // « L'évolution du CA en % » is no share of each month.
    g.rule(PART, "overtime the? MEAS sharepost", a -> growth(a.at(2), Optional.empty(), true));
    g.rule(PART, "OVER? MEAS growthpost OVER?", a -> growth(a.at(1), over(a, 0, 3), true));
    g.rule(PART, "growthpost OVER of? the? MEAS", a -> growth(a.at(4), over(a, 1, 1), true));
    g.rule(PART, "growthpost OVER", a -> new Part.Growth(over(a, 1, 1), true));
    g.rule(PART, "MEAS OVER growthpost", a -> growth(a.at(0), over(a, 1, 1), true));
    g.rule(PART, "OVER? change the? MEAS OVER?", a -> growth(a.at(3), over(a, 0, 4), false));
    g.rule(PART, "OVER? MEAS changepost OVER?", a -> growth(a.at(1), over(a, 0, 3), false));
    g.rule(PART, "MEAS OVER changepost", a -> growth(a.at(0), over(a, 1, 1), false));
    // The annual trend by quarter is how each quarter grew over a year, or that of the quarters.
    g.rule(
        PART,
        "the? OVER overtime the? MEAS by the? NOUN",
        a -> grew(a.at(4), over(a, 1, 1), a.at(7)));
    g.rule(
        PART,
        "the? overtime OVER of? the? MEAS by the? NOUN",
        a -> grew(a.at(5), over(a, 2, 2), a.at(8)));
    g.rule(
        PART,
        "the? OVER overtime the? MEAS by the? NOUN",
        a -> trend(a.at(4), over(a, 1, 1), a.at(7)));
    g.rule(
        PART,
        "the? overtime OVER of? the? MEAS by the? NOUN",
        a -> trend(a.at(5), over(a, 2, 2), a.at(8)));
    g.rule(PART, 2, "OVER", a -> new Part.Growth(over(a, 0, 0), true));
  }

  private static Optional<Unit> over(Args a, int first, int second) {
    int place = a.has(first) ? first : second;
    return a.has(place) ? Optional.of(unit(a, place)) : Optional.empty();
  }

  /** Both a measure and how it grows: put together by the assembly. */
  private static Part growth(Measure measure, Optional<Unit> over, boolean inPercent) {
    return new Part.Select(List.of(new GrowthAsked(measure, over, inPercent).marked()));
  }

  private static @Nullable Part grew(Measure measure, Optional<Unit> over, Noun noun) {
    return isFiner(noun, over)
        ? new Part.Several(List.of(growth(measure, over, true), new Part.By(List.of(noun.group()))))
        : null;
  }

  private static @Nullable Part trend(Measure measure, Optional<Unit> over, Noun noun) {
    return isFiner(noun, over)
        ? new Part.Several(
            List.of(new Part.Select(List.of(measure)), new Part.By(List.of(noun.group()))))
        : null;
  }

  /** Whether things are told apart by a time within another. */
  private static boolean isFiner(Noun noun, Optional<Unit> over) {
    return noun.group() instanceof Group.ByTime by && by.unit().compareTo(over.orElseThrow()) > 0;
  }

  /** Loans and reservations: how many rows of another fact there are. */
  private @Nullable List<Measure> withRows(List<Measure> measures, String dataset) {
    return model.facts().contains(dataset) ? plus(measures, Measures.rows(model, dataset)) : null;
  }

  /** From one time to another of the same kind: the change between both. */
  private static @Nullable Part between(
      Measure measure, boolean inPercent, TimeRange from, TimeRange to) {
    TimeRange first = SharedYear.before(from, to);
    TimeRange second = SharedYear.after(from, to);
    return first.isBounded()
            && second.isBounded()
            && first.unit() == second.unit()
            && !first.overlaps(second)
        ? new Part.Several(
            List.of(
                new Part.Select(List.of(measure)),
                new Part.Growth(Optional.empty(), inPercent),
                new Part.WhenVersus(first, second)))
        : null;
  }
}
