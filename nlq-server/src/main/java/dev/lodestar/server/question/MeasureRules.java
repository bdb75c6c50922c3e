package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import org.jspecify.annotations.Nullable;

/** What is measured: a metric, a field that is aggregated, how many of a thing. */
final class MeasureRules extends Rules {
  private final Measured measured;

  MeasureRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("MEAS", "the? METRIC", a -> metric(a, 1));
    // Kilometres driven, where the model has a distance driven.
    g.rule(
        "MEAS",
        "the? METRIC AMOUNTDONE",
        a -> a.<Sense.OfDone>at(2).measures(metric(a, 1)) ? metric(a, 1) : null);
    g.rule("MEAS", "the? " + Parted.MEASURE, a -> a.<Measure>at(1));
    // The longest waiting time: the highest value of what is told in a unit of time.
    g.rule("MEAS", 1, "the? GRADE of? the? ATTR", a -> graded(a.at(1), a.at(4)));
    g.rule("MEAS", 1, "the? ATTR the? GRADE", a -> graded(a.at(3), a.at(1)));
    g.rule("MEAS", "total the? METRIC", a -> measured.total(metric(a, 2)));
    g.rule("MEAS", "METRIC totalpost", a -> measured.total(metric(a, 0)));
    g.rule(
        "MEAS", "AGG of? the? METRIC", a -> measured.aggregated(metric(a, 3), aggregation(a, 0)));
    g.rule(
        "MEAS", "METRIC wedo? AGGPOST", a -> measured.aggregated(metric(a, 0), aggregation(a, 2)));
    g.rule(
        "MEAS",
        1,
        "the? AGG of? the? ATTR",
        a -> measured.aggregated(a.<Attribute>at(4), aggregation(a, 1)));
    g.rule(
        "MEAS",
        1,
        "the? ATTR wedo? AGGPOST",
        a -> measured.aggregated(a.<Attribute>at(1), aggregation(a, 3)));
    g.rule(
        "MEAS",
        "the? ATTR AGGPOST of the? ENTITY|ENTITIES",
        a ->
            a.<Attribute>at(1).field().dataset().equals(entity(a, 5))
                ? measured.aggregated(a.<Attribute>at(1), aggregation(a, 2))
                : null);
    g.rule(
        "MEAS",
        "the? ATTR AGGPOST of the? METRIC|COUNTMETRIC",
        a ->
            measured.isTold(a.<Attribute>at(1), counter(a, 5))
                ? measured.aggregated(a.<Attribute>at(1), aggregation(a, 2))
                : null);
    g.rule("MEAS", 1, "the? ATTR", a -> measured.byItself(a.at(1)));
    g.rule(
        "MEAS",
        1,
        "total the? ATTR",
        a -> measured.aggregated(a.<Attribute>at(2), Aggregation.SUM));
    g.rule(
        "MEAS",
        "the? AGG of? the? ATTR per the? ENTITY",
        a ->
            a.<Attribute>at(4).field().dataset().equals(entity(a, 7))
                ? measured.aggregated(a.<Attribute>at(4), aggregation(a, 1))
                : null);
    g.rule(
        "MEAS",
        "the? FIRSTLAST of? the? ATTR",
        a -> measured.dateOf(a.<Attribute>at(4), aggregation(a, 1)));
    g.rule(
        "MEAS",
        "the? FIRSTLAST of? the? ENTITY date?",
        a -> measured.dateOf(entity(a, 4), aggregation(a, 1)));
    g.rule(
        "MEAS",
        "the? date of? the? FIRSTLAST ENTITY",
        a -> measured.dateOf(entity(a, 5), aggregation(a, 4)));
    g.rule(
        "MEAS",
        3,
        "the? FIRSTLAST of? the? COUNTMETRIC",
        a -> measured.dateOfCounted(a.at(4), aggregation(a, 1)));
    g.rule(
        "MEAS",
        "the? date of? the? FIRSTLAST of? COUNTMETRIC",
        a -> measured.dateOfCounted(a.at(6), aggregation(a, 4)));
    g.rule("MEAS", "amountof AMOUNTMETRIC", a -> measured.amount(a.at(1)));
    g.rule("COUNTED", 1, "the? distinct? NOUN1", a -> measured.count(a.at(2), a.has(1)));
    g.rule("COUNTED", 1, "the? NOUN1 distinctpost", a -> measured.count(a.at(1), true));
    g.rule(
        "MEAS",
        "the? countof the? distinct? COUNTMETRIC distinctpost?",
        a -> new Measure.OfMetric(a.<Sense.OfCount>at(4).metric()));
    g.rule(
        "COUNTED",
        "the? distinct? COUNTMETRIC distinctpost?",
        a -> new Measure.OfMetric(a.<Sense.OfCount>at(2).metric()));
    g.rule("MEAS", 1, "the? countof the? distinct? NOUN1", a -> measured.count(a.at(4), a.has(3)));
    g.rule("MEAS", 1, "the? countof the? ATTR", a -> measured.pieces(a.at(3)));
    g.rule("MEAS", 1, "the? countof the? NOUN1 distinctpost", a -> measured.count(a.at(3), true));
    g.rule(
        "FOUND",
        "the? countof the? ENTITY|ENTITIES foundin ENTITY|ENTITIES",
        a -> new Measure.Distinct(entity(a, 3), entity(a, 5)));
    g.rule(
        "FOUND",
        "the? countof the? distinct? ATTR distinctpost? foundin ENTITY|ENTITIES",
        a -> a.has(3) || a.has(5) ? new Measure.Values(a.at(4), entity(a, 7)) : null);
    g.rule("MEAS", "FOUND", a -> a.<Measure>at(0));
    g.rule("MEAS", 1, "the? countof the? METRIC", a -> measured.counting(metric(a, 3), true));
    g.rule("MEAS", 5, "the? countof the? METRIC", a -> measured.counting(metric(a, 3), false));
    g.rule("MEAS", "distinct ENTITIES|FIELDS", a -> null);
    g.rule(
        "MEAS",
        "distinct? COUNTMETRIC counted",
        a -> new Measure.OfMetric(a.<Sense.OfCount>at(1).metric()));
    g.rule("MEAS", 1, "distinct? ENTITY|FIELD counted", a -> measured.countOf(a, 1));
  }

  private @Nullable Measure graded(Rankings.Grade grade, Attribute attribute) {
    return scales.tells(grade.scale(), attribute)
        ? measured.aggregated(attribute, grade.most() ? Aggregation.MAX : Aggregation.MIN)
        : null;
  }
}
