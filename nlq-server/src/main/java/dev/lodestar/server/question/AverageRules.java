package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.Optional;

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
        "the? counted AGGPOST of? METRIC|COUNTED per the? NOUN1",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE && measure(a, 4) != null
                ? measured.perGroup(measure(a, 4), a.at(7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? METRIC|COUNTED per the? NOUN1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.perGroup(measure(a, 4), a.at(7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC|COUNTED AGGPOST per the? NOUN1",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? measured.perGroup(measure(a, 1), a.at(5))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? FOUND per the? NOUN1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.perGroup(a.<Measure>at(3), a.at(6))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? countof NOUN1 per the? NOUN1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? measured.perGroup(measured.count(a.at(5), false), a.at(8))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? countof NOUN1 AGGPOST? per the? NOUN1",
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
  }

  private static Noun unitNoun(Args a, int place) {
    return new Noun(new Group.ByTime(unit(a, place), Optional.empty()), Optional.empty(), false);
  }
}
