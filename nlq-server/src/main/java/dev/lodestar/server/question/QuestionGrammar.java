package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import dev.lodestar.spec.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the phrases of questions are made. The rules are those of both languages: what differs are
 * the function words, and orders of words of which a language has one and the other has not.
 */
final class QuestionGrammar {
  /** The kind of pieces that mean a {@link Part}. */
  static final String PART = "PART";

  /** A metric that stands around an adjective, and so is told in each of its units. */
  static final String PARTED_METRIC = "PARTEDMETRIC";

  private static final int TRUTH = 6;
  private static final int FACT = 2;

  private final Model model;
  private final Entities entities;
  private final Scales scales;
  private final Grammar grammar = new Grammar();

  /**
   * @param scales which words tell of which measures
   */
  QuestionGrammar(Model model, Scales scales) {
    this.model = model;
    this.entities = new Entities(model);
    this.scales = scales;
    Numbers.addTo(grammar);
    nouns();
    measures();
    conditions();
    groups();
    ranks();
    times();
    comparisons();
    related();
    happenings();
    grades();
  }

  Grammar grammar() {
    return grammar;
  }

  // ---- things that have names ------------------------------------------------------------------

  private void nouns() {
    Grammar g = grammar;
    g.rule("ATTR", "FIELD|FIELDS", a -> Attribute.of(field(a, 0)));
    g.rule("ATTR", "ATTRS", a -> a.<Attribute>at(0));
    g.rule("ATTRS", "ENTITY|ENTITIES poss? FIELD|FIELDS", a -> ofEntity(entity(a, 0), field(a, 2)));
    g.rule(
        "ATTRS", "FIELD|FIELDS of the? ENTITY|ENTITIES", a -> ofEntity(entity(a, 3), field(a, 0)));
    g.rule(
        "ATTRS",
        "ENTITY|ENTITIES name",
        a -> entities.calledBy(entity(a, 0)).map(Attribute::of).orElse(null));
    g.rule(
        "ATTRS",
        "name of? the? ENTITY|ENTITIES",
        a -> entities.calledBy(entity(a, 3)).map(Attribute::of).orElse(null));
    g.rule("ATTRS", "FIELD|FIELDS name", a -> Attribute.of(field(a, 0)));
    g.rule("ATTRS", "name of? the? FIELD|FIELDS", a -> Attribute.of(field(a, 3)));
    g.rule("ATTRS", "ROLE ATTR", a -> playing(a.<Attribute>at(1), a.at(0)));
    g.rule("ATTRS", "ATTR of? ROLE", a -> playing(a.<Attribute>at(0), a.at(2)));
    for (int cost : new int[] {0, TRUTH}) {
      // A yes-or-no field is rather a condition, and an amount rather measured, than shown.
      g.rule(
          "NOUN1",
          cost,
          "FIELD",
          a -> truth(field(a, 0), cost) ? noun(Attribute.of(field(a, 0)), false) : null);
      g.rule(
          "NOUN1",
          cost,
          "FIELDS",
          a -> truth(field(a, 0), cost) ? noun(Attribute.of(field(a, 0)), true) : null);
      g.rule(
          "NOUN1",
          cost,
          "ATTRS",
          a ->
              truth(a.<Attribute>at(0).field(), cost)
                      && model.field(a.<Attribute>at(0).field()).type().kind()
                          != ColumnType.Kind.BOOLEAN
                  ? noun(a.at(0), true)
                  : null);
    }
    for (int cost : new int[] {0, FACT}) {
      // Where a word names both a fact and a measure of it, the measure is rather meant.
      g.rule(
          "NOUN1",
          cost,
          "ENTITY",
          a -> fact(entity(a, 0), cost) ? entities.noun(entity(a, 0), false).orElse(null) : null);
      g.rule(
          "NOUN1",
          cost,
          "ENTITIES",
          a -> fact(entity(a, 0), cost) ? entities.noun(entity(a, 0), true).orElse(null) : null);
    }
    g.rule(
        "NOUN1",
        "ROLE ENTITY|ENTITIES",
        a -> entities.noun(entity(a, 1), true).map(n -> playing(n, a.at(0))).orElse(null));
    g.rule("NOUN1", 1, "ROLE", a -> role(a.at(0)));
    g.rule(
        "NOUN1",
        "UNIT",
        a -> new Noun(new Group.ByTime(unit(a, 0), Optional.empty()), Optional.empty(), false));
    g.rule(
        "NOUN1",
        "GRAINADJ",
        a -> new Noun(new Group.ByTime(unit(a, 0), Optional.empty()), Optional.empty(), false));
    g.rule("NOUN1", "UNIT of the? ATTR", a -> dated(unit(a, 0), a.at(3)));
    g.rule("NOUN1", "ATTR UNIT", a -> dated(unit(a, 1), a.at(0)));
    g.rule("NOUN1", "UNIT of the? HAPPENING", a -> dated(unit(a, 0), happening(a, 3)));
    g.rule("NOUN1", "HAPPENING UNIT", a -> dated(unit(a, 1), happening(a, 0)));
    g.rule(
        "NOUN1",
        1,
        "PARTOF",
        a ->
            new Noun(
                new Group.ByPart(TimePart.of(a.at(0)), Optional.empty()), Optional.empty(), false));
    g.rule("NOUN", "the? distinct? NOUN1", a -> a.<Noun>at(2));
    g.rule("NOUN", "the? NOUN1 distinctpost", a -> a.<Noun>at(1));
    g.rule("NOUNS", "NOUN", a -> List.of(a.<Noun>at(0)));
    g.rule("NOUNS", "NOUNS and by? NOUN", a -> plus(a.<List<Noun>>at(0), a.<Noun>at(3)));
    // In a row of phrases a comma rather parts them.
    g.rule("NOUNS", 2, "NOUNS comma by? NOUN", a -> plus(a.<List<Noun>>at(0), a.<Noun>at(3)));
    g.rule("NOUNS", "NOUNS comma and by? NOUN", a -> plus(a.<List<Noun>>at(0), a.<Noun>at(4)));
  }

  private boolean truth(FieldRef field, int cost) {
    Field of = model.field(field);
    boolean truth =
        of.type().kind() == ColumnType.Kind.BOOLEAN
            || (of.isNumber() && of.aggregation().isPresent() && !of.isTime());
    return truth == (cost == TRUTH);
  }

  private boolean fact(String dataset, int cost) {
    return model.facts().contains(dataset) == (cost == FACT);
  }

  private static FieldRef field(Args a, int place) {
    return a.<Sense.OfField>at(place).field();
  }

  private static String entity(Args a, int place) {
    return a.<Sense.OfEntity>at(place).dataset();
  }

  private static Attribute happening(Args a, int place) {
    return Attribute.of(a.<Sense.OfHappening>at(place).field());
  }

  private static Unit unit(Args a, int place) {
    return Unit.valueOf(a.<String>at(place).toUpperCase(Locale.ROOT));
  }

  /** Of an aggregation and a metric around an adjective of time; nothing unless it is a total. */
  private @Nullable Part totalInEach(Args a, int aggregation, int metric) {
    Measure total =
        aggregation(a, aggregation) == Aggregation.SUM
            ? aggregated(metric(a, metric), Aggregation.SUM)
            : null;
    return total == null ? null : inEach(total, unit(a, 2));
  }

  /** The unit that an adjective means, as "monthly". */
  static Unit unit(Piece adjective) {
    return Unit.valueOf(((String) adjective.meaning()).toUpperCase(Locale.ROOT));
  }

  /** A measure in each month, or the like. */
  static Part inEach(Measure measure, Unit unit) {
    return new Part.Several(
        List.of(
            new Part.Select(List.of(measure)),
            new Part.By(List.of(new Group.ByTime(unit, Optional.empty())))));
  }

  private static <T> List<T> plus(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }

  private @Nullable Attribute ofEntity(String dataset, FieldRef field) {
    return field.dataset().equals(dataset) || entities.isNamedLike(dataset, field.dataset())
        ? Attribute.of(field)
        : null;
  }

  private @Nullable Attribute playing(Attribute attribute, Sense.OfRole role) {
    boolean fits = entities.leadsTo(role.relationship(), attribute.field().dataset());
    return fits && attribute.role().isEmpty()
        ? new Attribute(attribute.field(), Optional.of(role.relationship()))
        : null;
  }

  private @Nullable Noun playing(Noun noun, Sense.OfRole role) {
    if (!(noun.group() instanceof Group.ByField by)) {
      return null;
    }
    Attribute attribute = playing(by.attribute(), role);
    return attribute == null
        ? null
        : new Noun(new Group.ByField(attribute), Optional.empty(), noun.plural());
  }

  /** The part that a dataset plays, as what plays it: by origin. */
  private @Nullable Noun role(Sense.OfRole role) {
    return entities
        .calledBy(model.relationship(role.relationship()).to())
        .map(field -> new Attribute(field, Optional.of(role.relationship())))
        .map(a -> new Noun(new Group.ByField(a), Optional.empty(), true))
        .orElse(null);
  }

  private @Nullable Condition inRole(Sense.OfRole role, List<Sense.OfValue> values) {
    Attribute attribute = playing(Attribute.of(values.get(0).field()), role);
    return attribute == null
        ? null
        : new Condition.OneOf(attribute, values.stream().map(Sense.OfValue::value).toList(), false);
  }

  private @Nullable Noun dated(Unit unit, Attribute attribute) {
    return model.field(attribute.field()).isDate()
        ? new Noun(new Group.ByTime(unit, Optional.of(attribute)), Optional.empty(), false)
        : null;
  }

  /** A field that tells a unit of the usual time stands for that unit. */
  private Noun noun(Attribute attribute, boolean plural) {
    Field field = model.field(attribute.field());
    boolean usual =
        field.unit().isPresent()
            && field.isTime()
            && attribute.role().isEmpty()
            && entities.datesRows(field.ref().dataset());
    return usual
        ? new Noun(new Group.ByTime(field.unit().get(), Optional.empty()), Optional.empty(), plural)
        : new Noun(new Group.ByField(attribute), Optional.empty(), plural);
  }

  // ---- measures --------------------------------------------------------------------------------

  private void measures() {
    Grammar g = grammar;
    g.rule("MEAS", "the? METRIC", a -> metric(a, 1));
    g.rule("MEAS", "total the? METRIC", a -> total(metric(a, 2)));
    g.rule("MEAS", "METRIC totalpost", a -> total(metric(a, 0)));
    g.rule("MEAS", "AGG of? the? METRIC", a -> aggregated(metric(a, 3), aggregation(a, 0)));
    g.rule("MEAS", "METRIC AGGPOST", a -> aggregated(metric(a, 0), aggregation(a, 1)));
    g.rule(
        "MEAS",
        1,
        "the? AGG of? the? ATTR",
        a -> aggregated(a.<Attribute>at(4), aggregation(a, 1)));
    g.rule("MEAS", 1, "the? ATTR AGGPOST", a -> aggregated(a.<Attribute>at(1), aggregation(a, 2)));
    g.rule(
        "MEAS",
        "the? ATTR AGGPOST of the? ENTITY|ENTITIES",
        a ->
            a.<Attribute>at(1).field().dataset().equals(entity(a, 5))
                ? aggregated(a.<Attribute>at(1), aggregation(a, 2))
                : null);
    g.rule(
        "MEAS",
        "the? ATTR AGGPOST of the? METRIC|COUNTMETRIC",
        a ->
            isTold(a.<Attribute>at(1), counter(a, 5))
                ? aggregated(a.<Attribute>at(1), aggregation(a, 2))
                : null);
    g.rule("MEAS", 1, "the? ATTR", a -> byItself(a.at(1)));
    g.rule("MEAS", 1, "total the? ATTR", a -> aggregated(a.<Attribute>at(2), Aggregation.SUM));
    g.rule(
        "MEAS",
        "the? AGG of? the? ATTR per the? ENTITY",
        a ->
            a.<Attribute>at(4).field().dataset().equals(entity(a, 7))
                ? aggregated(a.<Attribute>at(4), aggregation(a, 1))
                : null);
    g.rule(
        "MEAS", "the? FIRSTLAST of? the? ATTR", a -> dateOf(a.<Attribute>at(4), aggregation(a, 1)));
    g.rule(
        "MEAS",
        "the? FIRSTLAST of? the? ENTITY date?",
        a -> dateOf(entity(a, 4), aggregation(a, 1)));
    g.rule(
        "MEAS",
        "the? date of? the? FIRSTLAST ENTITY",
        a -> dateOf(entity(a, 5), aggregation(a, 4)));
    g.rule(
        "MEAS",
        3,
        "the? FIRSTLAST of? the? COUNTMETRIC",
        a -> dateOfCounted(a.at(4), aggregation(a, 1)));
    g.rule(
        "MEAS",
        "the? date of? the? FIRSTLAST of? COUNTMETRIC",
        a -> dateOfCounted(a.at(6), aggregation(a, 4)));
    g.rule("MEAS", "amountof AMOUNTMETRIC", a -> amount(a.at(1)));
    g.rule("COUNTED", 1, "the? distinct? NOUN1", a -> count(a.at(2), a.has(1)));
    g.rule("COUNTED", 1, "the? NOUN1 distinctpost", a -> count(a.at(1), true));
    g.rule(
        "MEAS",
        "the? countof the? distinct? COUNTMETRIC distinctpost?",
        a -> new Measure.OfMetric(a.<Sense.OfCount>at(4).metric()));
    g.rule(
        "COUNTED",
        "the? distinct? COUNTMETRIC distinctpost?",
        a -> new Measure.OfMetric(a.<Sense.OfCount>at(2).metric()));
    g.rule("MEAS", 1, "the? countof the? distinct? NOUN1", a -> count(a.at(4), a.has(3)));
    g.rule("MEAS", 1, "the? countof the? ATTR", a -> pieces(a.at(3)));
    g.rule("MEAS", 1, "the? countof the? NOUN1 distinctpost", a -> count(a.at(3), true));
    g.rule(
        "FOUND",
        "the? countof the? ENTITY|ENTITIES foundin ENTITY|ENTITIES",
        a -> new Measure.Distinct(entity(a, 3), entity(a, 5)));
    g.rule(
        "FOUND",
        "the? countof the? distinct? ATTR distinctpost? foundin ENTITY|ENTITIES",
        a -> a.has(3) || a.has(5) ? new Measure.Values(a.at(4), entity(a, 7)) : null);
    g.rule("MEAS", "FOUND", a -> a.<Measure>at(0));
    g.rule("MEAS", 1, "the? countof the? METRIC", a -> counting(metric(a, 3), true));
    g.rule("MEAS", 5, "the? countof the? METRIC", a -> counting(metric(a, 3), false));
    g.rule("MEAS", "distinct ENTITIES|FIELDS", a -> null);
    g.rule(
        "MEAS",
        "distinct? COUNTMETRIC counted",
        a -> new Measure.OfMetric(a.<Sense.OfCount>at(1).metric()));
    g.rule("MEAS", 1, "distinct? ENTITY|FIELD counted", a -> countOf(a, 1));
    g.rule(
        PART,
        2,
        "the? AGG of? the? METRIC per the? FIELD|FIELDS",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE ? averageIn(metric(a, 4), field(a, 7)) : null);
    g.rule(
        PART,
        2,
        "the? METRIC AGGPOST per the? FIELD|FIELDS",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE ? averageIn(metric(a, 1), field(a, 5)) : null);
    g.rule("MEAS", 2, "AVERAGEPER", a -> a.<Measure>at(0));
    g.rule(
        "AVERAGEPER",
        1,
        "the? AGG of? the? METRIC per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? averagePer(metric(a, 4), counter(a, 7))
                : null);
    g.rule(
        "AVERAGEPER",
        1,
        "the? METRIC AGGPOST per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? averagePer(metric(a, 1), counter(a, 5))
                : null);
    g.rule(
        "AVERAGEPER",
        1,
        "the? AGG of? the? ATTR per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? averageOfEach(a.at(4), counter(a, 7))
                : null);
    g.rule(
        "AVERAGEPER",
        1,
        "the? ATTR AGGPOST per the? COUNTMETRIC|METRIC",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? averageOfEach(a.at(1), counter(a, 5))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? METRIC per the? ENTITY|ENTITIES",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? averageRow(metric(a, 4), entity(a, 7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC AGGPOST per the? ENTITY|ENTITIES",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? averageRow(metric(a, 1), entity(a, 5))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? counted AGGPOST of? METRIC|COUNTED per the? NOUN1",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE && measure(a, 4) != null
                ? perGroup(measure(a, 4), a.at(7))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? METRIC|COUNTED per the? NOUN1",
        a -> aggregation(a, 1) == Aggregation.AVERAGE ? perGroup(measure(a, 4), a.at(7)) : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC|COUNTED AGGPOST per the? NOUN1",
        a -> aggregation(a, 2) == Aggregation.AVERAGE ? perGroup(measure(a, 1), a.at(5)) : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? FOUND per the? NOUN1",
        a -> aggregation(a, 1) == Aggregation.AVERAGE ? perGroup(a.<Measure>at(3), a.at(6)) : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG of? the? countof NOUN1 per the? NOUN1",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? perGroup(count(a.at(5), false), a.at(8))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? countof NOUN1 AGGPOST? per the? NOUN1",
        a ->
            a.has(3) && aggregation(a, 3) == Aggregation.AVERAGE
                ? perGroup(count(a.at(2), false), a.at(6))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? AGG GRAINADJ METRIC",
        a ->
            aggregation(a, 1) == Aggregation.AVERAGE
                ? perGroup(metric(a, 3), unitNoun(a, 2))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC GRAINADJ AGGPOST",
        a ->
            aggregation(a, 3) == Aggregation.AVERAGE
                ? perGroup(metric(a, 1), unitNoun(a, 2))
                : null);
    g.rule(
        "AVERAGEPER",
        "the? METRIC AGGPOST GRAINADJ",
        a ->
            aggregation(a, 2) == Aggregation.AVERAGE
                ? perGroup(metric(a, 1), unitNoun(a, 3))
                : null);
    g.rule("MEAS", "ratio the? MEAS andto the? MEAS", a -> ratio(a.at(2), a.at(5)));
    g.rule("MEAS", "MEAS dividedby the? MEAS", a -> ratio(a.at(0), a.at(3)));
    g.rule("MEAS", 2, "MEAS of ENTITIES|ENTITY", a -> null);
    g.rule("AGGS", "AGG and|comma the? AGG", a -> List.of(aggregation(a, 0), aggregation(a, 3)));
    g.rule("AGGS", "AGGS and|comma the? AGG", a -> plus(a.at(0), aggregation(a, 3)));
    g.rule("AGGS", "AGGS comma and the? AGG", a -> plus(a.at(0), aggregation(a, 4)));
    g.rule(
        "AGGPOSTS",
        "AGGPOST and|comma AGGPOST",
        a -> List.of(aggregation(a, 0), aggregation(a, 2)));
    g.rule("AGGPOSTS", "AGGPOSTS and|comma AGGPOST", a -> plus(a.at(0), aggregation(a, 2)));
    g.rule("MEASURES", "the? AGGS of? the? METRIC", a -> eachWay(metric(a, 4), a.at(1)));
    g.rule("MEASURES", 1, "the? AGGS of? the? ATTR", a -> eachWay(a.<Attribute>at(4), a.at(1)));
    g.rule("MEASURES", "the? METRIC AGGPOSTS", a -> eachWay(metric(a, 1), a.at(2)));
    g.rule("MEASURES", 1, "the? ATTR AGGPOSTS", a -> eachWay(a.<Attribute>at(1), a.at(2)));
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
    g.rule(PART, "share oftotal? the? MEAS|COUNTED oftotal?", a -> new Part.PartOf(a.at(3)));
    g.rule(
        PART,
        "share prep? the? CONDS of the? MEAS",
        a -> new Part.Several(List.of(new Part.PartOf(a.at(6)), new Part.Where(a.at(3)))));
    g.rule(
        PART,
        "share prep? the? CONDS in the? MEAS",
        a -> new Part.Several(List.of(new Part.PartOf(a.at(6)), new Part.Where(a.at(3)))));
    g.rule(
        PART,
        "share oftotal? the? COND COUNTED|METRIC",
        a -> {
          Measure counted = measure(a, 4);
          return counted != null && Measures.counts(model, counted)
              ? new Part.Several(List.of(new Part.PartOf(counted), new Part.Where(a.at(3))))
              : null;
        });
    g.rule(
        PART,
        "share by the? NOUN of|prep the? MEAS",
        a ->
            new Part.Several(
                List.of(new Part.PartOf(a.at(6)), new Part.By(List.of(a.<Noun>at(3).group())))));
    g.rule(PART, "MEAS sharepost", a -> new Part.PartOf(a.at(0)));
    g.rule(PART, "running the? MEAS", a -> new Part.Select(List.of(new Measure.Running(a.at(2)))));
    g.rule(PART, "MEAS runningpost", a -> new Part.Select(List.of(new Measure.Running(a.at(0)))));
    g.rule("PERCENTS", "growth|growthpost", a -> true);
    g.rule("DIFFERS", "change|changepost", a -> true);
    g.rule(PART, "OVER? growth the? MEAS OVER?", a -> growth(a.at(3), over(a, 0, 4), true));
    g.rule(PART, "OVER? MEAS growthpost OVER?", a -> growth(a.at(1), over(a, 0, 3), true));
    g.rule(PART, "growthpost OVER of? the? MEAS", a -> growth(a.at(4), over(a, 1, 1), true));
    g.rule(PART, "growthpost OVER", a -> new Part.Growth(over(a, 1, 1), true));
    g.rule(PART, "MEAS OVER growthpost", a -> growth(a.at(0), over(a, 1, 1), true));
    g.rule(PART, "OVER? change the? MEAS OVER?", a -> growth(a.at(3), over(a, 0, 4), false));
    g.rule(PART, "OVER? MEAS changepost OVER?", a -> growth(a.at(1), over(a, 0, 3), false));
    g.rule(PART, "MEAS OVER changepost", a -> growth(a.at(0), over(a, 1, 1), false));
    g.rule(PART, 2, "OVER", a -> new Part.Growth(over(a, 0, 0), true));
    g.rule(PART, 3, "verb anything?", a -> new Part.Acted(Optional.empty()));
    g.rule(PART, 1, "have|is? ACT anything?", a -> new Part.Acted(Optional.of(act(a, 1))));
    // Who had an interview: rows that are counted otherwise tell of it.
    g.rule(PART, "had anything? the? METRIC", a -> hadSome(metric(a, 3)));
    g.rule(
        PART,
        "had anything? the? COUNTMETRIC",
        a -> hadSome(new Measure.OfMetric(a.<Sense.OfCount>at(3).metric())));
    g.rule(
        PART,
        2,
        "the? countof the? distinct? COND the? COUNTED|METRIC",
        a -> countedWhere(a.at(4), a.at(6)));
    g.rule(PART, 4, "the? countof the? VALS", a -> piecesOf(a.at(3), false));
    g.rule(PART, 4, "the? countof the? VALS", a -> piecesOf(a.at(3), true));
    g.rule(PART, 1, "the? countof the? FILTER", a -> countedBy(a.<Sense.OfFilter>at(3).filter()));
    g.rule("DID", "verb", a -> new Part.Acted(Optional.empty()));
    g.rule("DID", "ACT", a -> new Part.Acted(Optional.of(act(a, 0))));
    g.rule(PART, 2, "sharepost", a -> new Part.Share());
  }

  private @Nullable Part hadSome(Measure counted) {
    java.util.Set<String> bases = Measures.bases(model, counted);
    return Measures.counts(model, counted) && Measures.countsAll(model, counted)
        ? new Part.Acted(bases.stream().findFirst())
        : null;
  }

  /** Loans and reservations: how many rows of another fact there are. */
  private @Nullable List<Measure> withRows(List<Measure> measures, String dataset) {
    return model.facts().contains(dataset) ? plus(measures, Measures.rows(model, dataset)) : null;
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
    List<Measure> sold = rows ? List.of() : scales.sold();
    boolean ofFact = usualFact().equals(Optional.of(values.get(0).field().dataset()));
    if (rows && (!ofFact || scales.sold().isEmpty())) {
      return null;
    }
    Optional<Measure> counted =
        sold.isEmpty() ? usualFact().map(this::timesOf) : Optional.of(sold.get(0));
    return counted
        .map(
            measure ->
                (Part)
                    new Part.Several(
                        List.of(
                            new Part.Select(List.of(measure)),
                            new Part.Where(oneOf(values, false)),
                            new Part.Acted(Optional.empty()))))
        .orElse(null);
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

  private static String act(Args a, int place) {
    return a.<Sense.OfAct>at(place).dataset();
  }

  private static Optional<Unit> over(Args a, int first, int second) {
    int place = a.has(first) ? first : second;
    return a.has(place) ? Optional.of(unit(a, place)) : Optional.empty();
  }

  /** Both a measure and how it grows: put together by the assembly. */
  private static Part growth(Measure measure, Optional<Unit> over, boolean inPercent) {
    return new Part.Select(List.of(new GrowthAsked(measure, over, inPercent).marked()));
  }

  /** A growth whose unit is not settled yet is written as a change by no units. */
  record GrowthAsked(Measure of, Optional<Unit> over, boolean inPercent) {
    Measure marked() {
      int unit = over.map(u -> -1 - u.ordinal()).orElse(0);
      return new Measure.Change(of, unit, inPercent);
    }
  }

  /** Average revenue per region may be one number, or one of each region; of things it is one. */
  private @Nullable Part averageIn(Measure measure, FieldRef field) {
    Measure average = aggregated(measure, Aggregation.AVERAGE);
    boolean things =
        model.datasets().stream().anyMatch(d -> entities.isNamedLikeField(d.name(), field));
    return average == null || average.equals(measure) || things || model.field(field).isTime()
        ? null
        : new Part.Several(
            List.of(
                new Part.Select(List.of(average)),
                new Part.By(List.of(new Group.ByField(Attribute.of(field))))));
  }

  private static Measure counter(Args a, int place) {
    Object sense = a.at(place);
    return new Measure.OfMetric(
        sense instanceof Sense.OfCount of ? of.metric() : ((Sense.OfMetric) sense).metric());
  }

  private static Aggregation aggregation(Args a, int place) {
    String word = a.at(place);
    return Aggregation.named(word);
  }

  private static Measure metric(Args a, int place) {
    return new Measure.OfMetric(a.<Sense.OfMetric>at(place).metric());
  }

  private static @Nullable Measure measure(Args a, int place) {
    Object meaning = a.at(place);
    return meaning instanceof Sense.OfMetric of
        ? new Measure.OfMetric(of.metric())
        : meaning instanceof Measure m ? m : null;
  }

  /** The total of a measure is the measure, unless it does not add up. */
  private @Nullable Measure total(Measure measure) {
    Metric metric = model.metric(((Measure.OfMetric) measure).metric());
    return metric.addsUp() ? measure : null;
  }

  /** The number of what is counted already is the count. */
  private @Nullable Measure counting(Measure measure, boolean counted) {
    Metric metric = model.metric(((Measure.OfMetric) measure).metric());
    return Measures.counts(model, measure) == counted && (counted || metric.addsUp())
        ? measure
        : null;
  }

  private @Nullable Measure aggregated(Measure measure, Aggregation aggregation) {
    Metric metric = model.metric(((Measure.OfMetric) measure).metric());
    if (aggregation == Aggregation.SUM) {
      return metric.addsUp() ? measure : null;
    }
    if (metric.semiAdditive()) {
      // The mean of a level is one over time, or over things: nobody said which.
      return null;
    }
    Formula formula = metric.formula();
    if (!formula.isOne() || !formula.aggregates().get(0).plain()) {
      return null;
    }
    String function = formula.aggregates().get(0).function();
    if (function.equals("avg") && aggregation == Aggregation.AVERAGE) {
      return measure;
    }
    List<FieldRef> fields = List.copyOf(formula.aggregates().get(0).argument().fields());
    boolean sumOfField =
        function.equals("sum")
            && fields.size() == 1
            && formula.aggregates().get(0).argument().pieces().size() == 1;
    return sumOfField ? new Measure.OfField(Attribute.of(fields.get(0)), aggregation) : null;
  }

  private @Nullable List<Measure> eachWay(Measure measure, List<Aggregation> ways) {
    List<@Nullable Measure> each = new ArrayList<>();
    ways.forEach(way -> each.add(aggregated(measure, way)));
    return complete(each);
  }

  private @Nullable List<Measure> eachWay(Attribute attribute, List<Aggregation> ways) {
    List<@Nullable Measure> each = new ArrayList<>();
    ways.forEach(way -> each.add(aggregated(attribute, way)));
    return complete(each);
  }

  private static @Nullable List<Measure> complete(List<@Nullable Measure> measures) {
    List<Measure> found = new ArrayList<>();
    for (Measure measure : measures) {
      if (measure == null || found.contains(measure)) {
        return null;
      }
      found.add(measure);
    }
    return List.copyOf(found);
  }

  private @Nullable Measure aggregated(Attribute attribute, Aggregation aggregation) {
    Field field = model.field(attribute.field());
    boolean fits =
        field.isNumber()
            || (field.isDate()
                && (aggregation == Aggregation.MIN || aggregation == Aggregation.MAX));
    return fits && !entities.isKey(attribute.field())
        ? new Measure.OfField(attribute, aggregation)
        : null;
  }

  /** A number that says itself how its values become one. */
  private @Nullable Measure byItself(Attribute attribute) {
    Field field = model.field(attribute.field());
    return field.isNumber() && field.aggregation().isPresent() && !field.isTime()
        ? new Measure.OfField(attribute, field.aggregation().get())
        : null;
  }

  private @Nullable Measure dateOf(Attribute attribute, Aggregation aggregation) {
    return model.field(attribute.field()).isDate()
        ? new Measure.OfField(attribute, aggregation)
        : null;
  }

  private @Nullable Measure dateOf(String dataset, Aggregation aggregation) {
    return model
        .dataset(dataset)
        .time()
        .map(time -> new FieldRef(dataset, time))
        .filter(time -> model.field(time).isDate())
        .map(time -> new Measure.OfField(Attribute.of(time), aggregation))
        .orElse(null);
  }

  /** The first or last time that what a metric counts happened. */
  private @Nullable Measure dateOfCounted(Sense.OfCount counted, Aggregation aggregation) {
    java.util.Set<String> bases = Measures.bases(model, new Measure.OfMetric(counted.metric()));
    return bases.size() == 1 ? dateOf(bases.iterator().next(), aggregation) : null;
  }

  private @Nullable Measure amount(Sense.OfAmount of) {
    return model.metric(of.metric()).addsUp() ? new Measure.OfMetric(of.metric()) : null;
  }

  private @Nullable Measure count(Noun noun, boolean distinct) {
    if (noun.entity().isPresent()) {
      return new Measure.Rows(noun.entity().get());
    }
    if (!(noun.group() instanceof Group.ByField by)) {
      return null;
    }
    Field field = model.field(by.attribute().field());
    boolean truth = field.type().kind() == ColumnType.Kind.BOOLEAN;
    if (truth || (field.isDate() && !distinct)) {
      return null;
    }
    return field.isNumber() && !entities.isKey(by.attribute().field()) && !distinct
        ? null
        : new Measure.OfField(by.attribute(), Aggregation.COUNT_DISTINCT);
  }

  /** The number of beds is what the beds of all rows add up to. */
  private @Nullable Measure pieces(Attribute attribute) {
    Field field = model.field(attribute.field());
    boolean addsUp = field.aggregation().equals(Optional.of(Aggregation.SUM));
    return field.isNumber() && addsUp && !field.isTime()
        ? new Measure.OfField(attribute, Aggregation.SUM)
        : null;
  }

  private @Nullable Measure countOf(Args a, int place) {
    Object sense = a.at(place);
    if (sense instanceof Sense.OfEntity of) {
      return new Measure.Rows(of.dataset());
    }
    return new Measure.OfField(
        Attribute.of(((Sense.OfField) sense).field()), Aggregation.COUNT_DISTINCT);
  }

  private static Noun unitNoun(Args a, int place) {
    return new Noun(new Group.ByTime(unit(a, place), Optional.empty()), Optional.empty(), false);
  }

  /** Two levels: first for each one, then the mean of all of them. */
  private @Nullable Measure perGroup(@Nullable Measure measure, Noun noun) {
    boolean mean =
        measure instanceof Measure.OfMetric
            && !Assembly.addsUp(model, measure)
            && !Measures.counts(model, measure);
    // The mean of means is not the mean.
    return measure == null || mean ? null : new Measure.PerGroup(measure, noun.group());
  }

  /** Whether a measure may be divided: a mean or a highest value may not. */
  private static boolean isWhole(Measure measure) {
    return !(measure instanceof Measure.OfField of)
        || of.aggregation() == Aggregation.SUM
        || of.aggregation() == Aggregation.COUNT_DISTINCT;
  }

  /** The mean of what one has: revenue by order, where orders are counted. */
  private @Nullable Measure averagePer(Measure above, Measure below) {
    return Measures.counts(model, below) && Assembly.addsUp(model, above)
        ? ratio(above, below)
        : null;
  }

  /** Whether a field is one of the rows that are counted: the duration of stays. */
  private boolean isTold(Attribute attribute, Measure counted) {
    return Measures.counts(model, counted)
        && Measures.bases(model, counted).equals(java.util.Set.of(attribute.field().dataset()));
  }

  /** The mean amount of an order: of its rows, or of what all rows of one order come to. */
  private @Nullable Measure averageOfEach(Attribute attribute, Measure counted) {
    if (!isTold(attribute, counted) || aggregated(attribute, Aggregation.AVERAGE) == null) {
      return null;
    }
    if (Measures.countsAll(model, counted) && Measures.counted(model, counted).isEmpty()) {
      return aggregated(attribute, Aggregation.AVERAGE);
    }
    boolean addsUp =
        model.field(attribute.field()).aggregation().equals(Optional.of(Aggregation.SUM));
    return addsUp && Measures.counted(model, counted).isPresent()
        ? ratio(new Measure.OfField(attribute, Aggregation.SUM), counted)
        : null;
  }

  /** The mean over the rows of a fact of what each of them has. */
  private @Nullable Measure averageRow(Measure measure, String dataset) {
    boolean own = Measures.bases(model, measure).equals(java.util.Set.of(dataset));
    return own ? aggregated(measure, Aggregation.AVERAGE) : null;
  }

  private static @Nullable Measure ratio(Measure above, Measure below) {
    boolean plain =
        isWhole(above)
            && isWhole(below)
            && !(above instanceof Measure.PerGroup)
            && !(below instanceof Measure.PerGroup)
            && !(above instanceof Measure.Ratio)
            && !(below instanceof Measure.Ratio)
            && !above.equals(below);
    return plain ? new Measure.Ratio(above, below) : null;
  }

  // ---- conditions ------------------------------------------------------------------------------

  private void conditions() {
    Grammar g = grammar;
    g.rule("VALS", "the? VALUE", a -> List.of(a.<Sense.OfValue>at(1)));
    g.rule("VALS", "VALS or|comma prep? the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("VALS", "VALS comma or prep? the? VALUE", a -> sameField(a.at(0), a.at(5)));
    // What is joined by "and" may have to be there together.
    g.rule("VALS", 1, "ALLVALS", a -> a.<List<Sense.OfValue>>at(0));
    g.rule("SEVERAL", "the? VALUE", a -> List.of(a.<Sense.OfValue>at(1)));
    g.rule("SEVERAL", "SEVERAL comma prep? the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("ALLVALS", "both? prep? SEVERAL and prep? the? VALUE", a -> sameField(a.at(2), a.at(6)));
    g.rule("ALLVALS", "ALLVALS and prep? the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("ALLVALS", "SEVERAL comma and prep? the? VALUE", a -> sameField(a.at(0), a.at(5)));
    g.rule(PART, 1, "prep? prep? ALLVALS", a -> new Part.All(oneOf(a.at(2), false)));
    g.rule(
        PART,
        "prep? prep? the? ATTR is? the? ALLVALS",
        a -> {
          Condition condition = fieldIs(a.at(3), a.at(6), false);
          return condition == null ? null : new Part.All((Condition.OneOf) condition);
        });
    g.rule("COND", 1, "VALS", a -> oneOf(a.at(0), false));
    g.rule("COND", 1, "not prep? the? VALS", a -> oneOf(a.at(3), true));
    g.rule("FIELDVALS", "the? ATTR is? the? VALS", a -> fieldIs(a.at(1), a.at(4), false));
    g.rule("FIELDVALS", "the? ATTR isnot the? VALS", a -> fieldIs(a.at(1), a.at(4), true));
    g.rule("FIELDVALS", "ROLE prep? the? VALS", a -> inRole(a.at(0), a.at(3)));
    g.rule("FIELDVALS", "VALS ATTR", a -> fieldIs(a.at(1), a.at(0), false));
    g.rule("FIELDVALS", "not the? ATTR the? VALS", a -> fieldIs(a.at(2), a.at(4), true));
    g.rule("FIELDVALS", "not the? VALS ATTR", a -> fieldIs(a.at(3), a.at(2), true));
    g.rule(
        "FIELDVALS", "the? ENTITY|ENTITIES is? VALS", a -> entityIs(entity(a, 1), a.at(3), false));
    g.rule(
        "FIELDVALS", "not the? ENTITY|ENTITIES VALS", a -> entityIs(entity(a, 2), a.at(3), true));
    g.rule("COND", "FIELDVALS", a -> a.<Condition>at(0));
    g.rule(
        PART,
        1,
        "the? ENTITIES is VALS",
        a -> {
          Condition condition = entityIs(entity(a, 1), a.at(3), false);
          return condition == null
              ? null
              : new Part.Several(
                  List.of(
                      new Part.Things(entities.noun(entity(a, 1), true).stream().toList(), false),
                      new Part.Where(condition)));
        });
    g.rule("COND", "FIELDVALS or FIELDVALS", a -> new Condition.AnyOf(List.of(a.at(0), a.at(2))));
    g.rule("COND", 3, "VALS or VALS", a -> eitherOr(a.at(0), a.at(2)));
    g.rule(
        "COND",
        1,
        "the? ATTR is? LITERAL",
        a -> a.has(2) || tells(a.at(1)) ? literal(a.at(1), a.at(3), false) : null);
    g.rule("COND", 1, "the? ATTR isnot LITERAL", a -> literal(a.at(1), a.at(3), true));
    g.rule(
        "COND",
        1,
        "the? ENTITY is? LITERAL",
        a ->
            entities
                .keyOrName(entity(a, 1), a.at(3))
                .map(f -> literal(Attribute.of(f), a.at(3), false))
                .orElse(null));
    g.rule("COND", "the? ATTR CMP AMOUNT", a -> compared(a.at(1), a.at(2), a.at(3)));
    g.rule(PART, "have the? ATTR CMP AMOUNT", a -> where(compared(a.at(2), a.at(3), a.at(4))));
    g.rule("COND", 1, "CMP the? AMOUNT of? the? ATTR", a -> compared(a.at(5), a.at(0), a.at(2)));
    g.rule("RANGED", "the? ATTR between AMOUNT to AMOUNT", a -> between(a.at(1), a.at(3), a.at(5)));
    g.rule("COND", "RANGED", a -> a.<Condition>at(0));
    for (Condition.Like.Where where : Condition.Like.Where.values()) {
      String word = where.name().toLowerCase(Locale.ROOT);
      g.rule("COND", "the? ATTR " + word + " TEXT", a -> like(a.at(1), where, a.at(3)));
      g.rule(
          PART,
          "the? ENTITY|ENTITIES that? name? " + word + " TEXT",
          a -> called(entities.noun(entity(a, 1), true), where, a.at(5)));
      g.rule(
          PART,
          1,
          "the? FIELD|FIELDS that? name? " + word + " TEXT",
          a -> called(Optional.of(noun(Attribute.of(field(a, 1)), true)), where, a.at(5)));
    }
    g.rule("COND", 6, "the? ATTR null", a -> new Condition.Missing(a.at(1), false));
    g.rule("COND", "the? ATTR is null", a -> new Condition.Missing(a.at(1), false));
    g.rule("COND", 6, "null ATTR", a -> new Condition.Missing(a.at(1), false));
    g.rule("COND", "the? ATTR isnot null", a -> new Condition.Missing(a.at(1), true));
    g.rule("COND", 2, "nothing|not the? ATTR", a -> missing(a.at(2), false));
    g.rule("COND", 4, "with the? ATTR", a -> missing(a.at(2), true));
    g.rule("COND", 1, "with the? FIELD|FIELDS", a -> yes(Attribute.of(field(a, 2)), false));
    g.rule("COND", 2, "owns the ATTR", a -> missing(a.at(2), true));
    g.rule("COND", "FILTER", a -> new Condition.Named(a.<Sense.OfFilter>at(0).filter(), false));
    g.rule(
        "COND",
        "not|never the? FILTER anything?",
        a -> new Condition.Named(a.<Sense.OfFilter>at(2).filter(), true));
    g.rule("COND", 2, "FIELD|FIELDS", a -> yes(Attribute.of(field(a, 0)), false));
    g.rule("COND", 2, "not FIELD|FIELDS", a -> yes(Attribute.of(field(a, 1)), true));
    g.rule("COND", "the? ATTR is yesword", a -> yes(a.at(1), false));
    g.rule("COND", "the? ATTR is noword", a -> yes(a.at(1), true));
    g.rule("COND", 1, "DENIED", a -> yes(Attribute.of(a.<Sense.OfDenied>at(0).field()), true));
    g.rule("TEXT", "QUOTED", a -> a.<String>at(0));
    g.rule("TEXT", 2, "ANYWORD", a -> a.<String>at(0));
    g.rule("LITERAL", "QUOTED", a -> a.<String>at(0));
    g.rule("LITERAL", "DIGITS", a -> a.<BigDecimal>at(0).toPlainString());
    g.rule("AMOUNT", "CURRENCY? NUM CURRENCY?", a -> a.<BigDecimal>at(1));
    g.rule(PART, "prep CURRENCY", a -> new Part.InUnit(a.at(1)));
    g.rule("CONDS", "prep? prep? COND", a -> a.<Condition>at(2));
    g.rule("CONDS", "comesfrom prep? COND", a -> a.<Condition>at(2));
    g.rule(PART, "CONDS", a -> new Part.Where(a.at(0)));
    g.rule("BOUND", "the? MEAS CMP AMOUNT", a -> bound(a.at(1), a.at(2), a.at(3)));
    g.rule("BOUND", "CMP AMOUNT of? the? MEAS", a -> bound(a.at(4), a.at(0), a.at(1)));
    g.rule("BOUND", "CMP AMOUNT the? COUNTED", a -> bound(a.at(3), a.at(0), a.at(1)));
    g.rule("BOUND", "AMOUNT CMP the? COUNTED|MEAS", a -> bound(a.at(3), a.at(1), a.at(0)));
    g.rule(PART, "with|have|prep? DID? BOUND", a -> done(a, 1, a.<Part>at(2)));
    g.rule("COND", 1, "with|have AMOUNT FIELD|FIELDS", a -> exactly(a.at(1), field(a, 2)));
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
    g.rule(PART, "that|with|have|prep? spent BOUND", a -> a.<Part>at(2));
    g.rule(PART, "that|with|have|prep? spent CMP AMOUNT", a -> spent(a.at(2), a.at(3)));
    g.rule(PART, 4, "CMP AMOUNT", a -> bare(a.at(0), a.at(1)));
    g.rule(
        "BOUND2",
        "the? MEAS between AMOUNT to AMOUNT",
        a -> List.of(bound(a.at(1), ">=", a.at(3)), bound(a.at(1), "<=", a.at(5))));
    g.rule(PART, "with|have|prep? DID? BOUND2", a -> done(a, 1, new Part.Bounds(a.at(2))));
  }

  /** A phrase with the verb before it. */
  private static Part done(Args a, int place, Part part) {
    return a.has(place) && a.<Part.Acted>at(place).fact().isPresent()
        ? new Part.Several(List.of(part, a.<Part.Acted>at(place)))
        : part;
  }

  /** Ordered more than five times: counts what the verb tells of. */
  private @Nullable Part often(Part.Acted did, String sign, BigDecimal number) {
    return did.fact()
        .or(this::usualFact)
        .map(fact -> (Part) new Part.Several(List.of(bound(timesOf(fact), sign, number), did)))
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

  private Optional<String> usualFact() {
    return model
        .defaultMetric()
        .map(model::metric)
        .flatMap(metric -> metric.formula().aggregates().stream().findFirst())
        .flatMap(model::base);
  }

  private Measure timesOf(String fact) {
    return Measures.timesOf(model, fact);
  }

  /** A bound of nothing said is one of the usual measure's field; years are no amounts. */
  private static @Nullable Part bare(String sign, BigDecimal number) {
    return mayBeYear(number) ? null : new Part.Bare(Comparison.of(sign), number);
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

  /** Customers with 2 orders: neither more nor less. */
  private static @Nullable Part exactly(BigDecimal number, Measure counted) {
    return mayBeYear(number) ? null : bound(counted, "=", number);
  }

  private @Nullable List<Sense.OfValue> sameField(List<Sense.OfValue> values, Sense.OfValue more) {
    return values.get(0).field().equals(more.field()) && !values.contains(more)
        ? plus(values, more)
        : null;
  }

  private static Condition.OneOf oneOf(List<Sense.OfValue> values, boolean negated) {
    return new Condition.OneOf(
        Attribute.of(values.get(0).field()),
        values.stream().map(Sense.OfValue::value).toList(),
        negated);
  }

  private static @Nullable Condition eitherOr(List<Sense.OfValue> a, List<Sense.OfValue> b) {
    return a.get(0).field().equals(b.get(0).field())
        ? null
        : new Condition.AnyOf(List.of(oneOf(a, false), oneOf(b, false)));
  }

  private static @Nullable Condition fieldIs(
      Attribute attribute, List<Sense.OfValue> values, boolean negated) {
    return values.get(0).field().equals(attribute.field())
        ? new Condition.OneOf(
            attribute, values.stream().map(Sense.OfValue::value).toList(), negated)
        : null;
  }

  private @Nullable Condition entityIs(
      String dataset, List<Sense.OfValue> values, boolean negated) {
    FieldRef field = values.get(0).field();
    boolean fits = field.dataset().equals(dataset) || entities.isNamedLikeField(dataset, field);
    return fits ? oneOf(values, negated) : null;
  }

  /** Whether the value of a field may follow its name at once; that of an amount may not. */
  private boolean tells(Attribute attribute) {
    Field field = model.field(attribute.field());
    return !field.isNumber()
        || (field.aggregation().isEmpty() && !field.isTime())
        || entities.isKey(attribute.field());
  }

  private @Nullable Condition literal(Attribute attribute, String text, boolean negated) {
    Field field = model.field(attribute.field());
    if (field.isNumber()) {
      return text.matches("-?\\d+(\\.\\d+)?")
          ? new Condition.Compared(
              attribute, negated ? Comparison.UNLIKE : Comparison.EQUAL, new BigDecimal(text))
          : null;
    }
    // A value that the dictionary would know if it were there is not taken on trust.
    return field.isText() && !field.named()
        ? new Condition.OneOf(attribute, List.of(text), negated)
        : null;
  }

  private @Nullable Condition compared(Attribute attribute, String sign, BigDecimal number) {
    return model.field(attribute.field()).isNumber()
        ? new Condition.Compared(attribute, Comparison.of(sign), number)
        : null;
  }

  private @Nullable Condition between(Attribute attribute, BigDecimal low, BigDecimal high) {
    return model.field(attribute.field()).isNumber() && low.compareTo(high) <= 0
        ? new Both(attribute, low, high).condition()
        : null;
  }

  /** Between two numbers, both of which belong to the range: nothing outside of it. */
  private record Both(Attribute attribute, BigDecimal low, BigDecimal high) {
    Condition condition() {
      return new Condition.Within(attribute, low, high);
    }
  }

  /** Those who are called in some way: both named and chosen. */
  private @Nullable Part called(Optional<Noun> noun, Condition.Like.Where where, String text) {
    Condition condition =
        noun.isPresent() && noun.get().group() instanceof Group.ByField by
            ? like(by.attribute(), where, text)
            : null;
    return condition == null
        ? null
        : new Part.Several(
            List.of(new Part.Things(noun.stream().toList(), false), new Part.Where(condition)));
  }

  private @Nullable Condition like(Attribute attribute, Condition.Like.Where where, String text) {
    return model.field(attribute.field()).isText()
        ? new Condition.Like(attribute, where, text, false)
        : null;
  }

  private @Nullable Condition missing(Attribute attribute, boolean negated) {
    Field field = model.field(attribute.field());
    if (entities.isKey(attribute.field()) || field.type().kind() == ColumnType.Kind.BOOLEAN) {
      return null;
    }
    if (field.isNumber() && field.aggregation().isPresent()) {
      // A discount of nothing is none.
      return negated
          ? new Condition.Compared(attribute, Comparison.of(">"), BigDecimal.ZERO)
          : null;
    }
    return new Condition.Missing(attribute, negated);
  }

  private @Nullable Condition yes(Attribute attribute, boolean negated) {
    return model.field(attribute.field()).type().kind() == ColumnType.Kind.BOOLEAN
        ? new Condition.True(attribute, negated)
        : null;
  }

  private static Part.Bound bound(Measure measure, String sign, BigDecimal number) {
    return new Part.Bound(measure, Comparison.of(sign), number);
  }

  // ---- groups, lists, order --------------------------------------------------------------------

  private void groups() {
    Grammar g = grammar;
    g.rule(PART, "by the? NOUNS", a -> new Part.By(groups(a.at(2))));
    g.rule(PART, "breakdown the? NOUNS", a -> new Part.Breakdown(groups(a.at(2))));
    g.rule(PART, "asof the? ENTITY|ENTITIES", a -> new Part.AsOf(entity(a, 2)));
    g.rule(PART, "asof the? METRIC", a -> baseOf(a.at(2)).map(Part.AsOf::new).orElse(null));
    g.rule(PART, "amountto", a -> new Part.Amount());
    g.rule(
        PART,
        "VARIANT",
        a -> new Part.Variant(a.<Sense.OfVariant>at(0).of(), a.<Sense.OfVariant>at(0).metric()));
    g.rule(
        PART,
        "GRAINADJ",
        a -> new Part.By(List.of(new Group.ByTime(unit(a, 0), Optional.empty()))));
    // Total monthly revenue, « ventes mensuelles totales »; a mean would be one of months.
    g.rule(PART, "the? AGG GRAINADJ METRIC", a -> totalInEach(a, 1, 3));
    g.rule(PART, "the? METRIC GRAINADJ AGGPOST", a -> totalInEach(a, 3, 1));
    g.rule(PART, "the? " + PARTED_METRIC, a -> a.at(1));
    g.rule(PART, "overtime", a -> new Part.OverTime());
    g.rule(PART, "NOUNS", a -> new Part.Things(a.at(0), false));
    g.rule(PART, "of the? ENTITY|ENTITIES", a -> new Part.Mentioned(entity(a, 2)));
    // Revenue of orders shipped to Brazil, revenue excluding cancelled orders: of those rows.
    g.rule(PART, 1, "of the? COUNTMETRIC", a -> mentioned(a.at(2)).orElse(null));
    g.rule(
        PART,
        "not the? VALS COUNTMETRIC",
        a ->
            mentioned(a.at(3))
                .map(
                    rows ->
                        (Part)
                            new Part.Several(List.of(new Part.Where(oneOf(a.at(2), true)), rows)))
                .orElse(null));
    g.rule(
        PART,
        "of the? COND ENTITY|ENTITIES",
        a -> new Part.Several(List.of(new Part.Where(a.at(2)), new Part.Mentioned(entity(a, 3)))));
    g.rule(PART, "list the? NOUNS", a -> new Part.Things(a.at(2), true));
    g.rule(PART, 1, "with the? NOUNS", a -> new Part.Things(a.at(2), false));
    g.rule(PART, "bysort the? MEASURES DIRECTION?", a -> new Part.SortBy(a.at(2), direction(a, 3)));
    g.rule(
        PART,
        "sort bysort? the? MEASURES DIRECTION?",
        a -> new Part.SortBy(a.at(3), direction(a, 4)));
    g.rule(
        PART,
        "sort by? the? NOUN DIRECTION?",
        a -> new Part.SortByGroup(a.<Noun>at(3).group(), direction(a, 4)));
    g.rule(
        PART,
        "sort by? the? name DIRECTION?",
        a -> new Part.SortByName(direction(a, 4).orElse(false)));
    g.rule(PART, "sort? DIRECTION", a -> new Part.SortBy(List.of(), direction(a, 1)));
    g.rule(PART, "DIRECTION bysort? the? MEASURES", a -> new Part.SortBy(a.at(3), direction(a, 0)));
  }

  private Optional<Part> mentioned(Sense.OfCount counted) {
    return baseOf(new Sense.OfMetric(counted.metric())).map(Part.Mentioned::new);
  }

  private static List<Group> groups(List<Noun> nouns) {
    return nouns.stream().map(Noun::group).toList();
  }

  private static Optional<Boolean> direction(Args a, int place) {
    return a.has(place) ? Optional.of(a.at(place).equals("desc")) : Optional.empty();
  }

  // ---- the first few ---------------------------------------------------------------------------

  private void ranks() {
    Grammar g = grammar;
    g.rule("TOP", "the? RANK INT", a -> new Top(Optional.of(a.number(2)), way(a, 1)));
    g.rule("TOP", "the? INT RANK", a -> new Top(Optional.of(a.number(1)), way(a, 2)));
    g.rule("TOP", "the? RANK", a -> new Top(Optional.empty(), way(a, 1)));
    g.rule("TOPONE", "the? RANKN", a -> new Top(Optional.empty(), way(a, 1)));
    g.rule("RANKED1", "TOPONE of? NOUN", a -> new TopNoun(a.at(0), a.at(2)));
    g.rule("RANKING", "RANKED1 BYMEAS", a -> ranked(a.at(0), List.of(a.<Measure>at(1)), List.of()));
    g.rule(
        "RANKING",
        "RANKED1 BYMEAS per NOUN",
        a -> ranked(a.at(0), List.of(a.<Measure>at(1)), List.of(a.<Noun>at(3).group())));
    g.rule(
        "RANKING",
        "RANKED1 per NOUN BYMEAS",
        a -> ranked(a.at(0), List.of(a.<Measure>at(3)), List.of(a.<Noun>at(2).group())));
    g.rule("TOPN", "the? RANKN INT", a -> new Top(Optional.of(a.number(2)), way(a, 1)));
    g.rule("TOPN", "the? INT RANKN", a -> new Top(Optional.of(a.number(1)), way(a, 2)));
    // "First" and "last" rank by a measure when one is named, else by when something happened.
    g.rule("RANKED", "TOPN of? NOUN", a -> new TopNoun(a.at(0), a.at(2)));
    g.rule("RANKING", "RANKED BYMEAS", a -> ranked(a.at(0), List.of(a.<Measure>at(1)), List.of()));
    g.rule(
        "RANKING",
        "RANKED per NOUN BYMEAS",
        a -> ranked(a.at(0), List.of(a.<Measure>at(3)), List.of(a.<Noun>at(2).group())));
    g.rule(
        "RANKING",
        "RANKED BYMEAS per NOUN",
        a -> ranked(a.at(0), List.of(a.<Measure>at(1)), List.of(a.<Noun>at(3).group())));
    g.rule("RANKING", "RANKED", a -> firstOrLast(a.at(0)));
    g.rule(
        PART,
        1,
        "TOPN",
        a ->
            new Part.Rank(
                a.<Top>at(0).rows(),
                a.<Top>at(0).direction(),
                Optional.empty(),
                List.of(),
                List.of()));
    g.rule("BYMEAS", "bymeas the? MEAS", a -> a.<Measure>at(2));
    g.rule("TOPNOUN", "TOP of? NOUN", a -> new TopNoun(a.at(0), a.at(2)));
    g.rule("TOPNOUN", "NOUN TOP", a -> null);
    g.rule("RANKING", "TOPNOUN", a -> ranked(a.at(0), List.of(), List.of()));
    g.rule("RANKING", "TOPNOUN BYMEAS", a -> ranked(a.at(0), List.of(a.<Measure>at(1)), List.of()));
    g.rule(
        "RANKING",
        "TOPNOUN per NOUN",
        a -> ranked(a.at(0), List.of(), List.of(a.<Noun>at(2).group())));
    g.rule(
        "RANKING",
        "TOPNOUN per NOUN BYMEAS",
        a -> ranked(a.at(0), List.of(a.<Measure>at(3)), List.of(a.<Noun>at(2).group())));
    g.rule(
        "RANKING",
        "TOPNOUN BYMEAS per NOUN",
        a -> ranked(a.at(0), List.of(a.<Measure>at(1)), List.of(a.<Noun>at(3).group())));
    g.rule(
        "RANKING",
        "per NOUN comma? TOPNOUN BYMEAS?",
        a ->
            ranked(
                a.at(3),
                a.has(4) ? List.of(a.<Measure>at(4)) : List.of(),
                List.of(a.<Noun>at(1).group())));
    g.rule(
        "RANKING",
        1,
        "TOPNOUN per NOUN",
        a -> a.<Noun>at(2).group() instanceof Group.ByTime ? null : null);
    // customers with the highest revenue; which customer has the most orders
    g.rule(
        "HAVINGMOST",
        "with|have|prep? the? RANK|RANKOF the? MEAS|COUNTED",
        a -> new Most(way(a, 2), a.at(4)));
    g.rule("HAVINGMOST", "with|have|prep? the? MEAS RANKPOST", a -> new Most(way(a, 3), a.at(2)));
    g.rule(
        "HAVINGMOST",
        "with|have|prep? the? GRADE the? MEAS",
        a -> new Most(a.<Grade>at(2).most() ? Direction.MOST : Direction.LEAST, a.at(4)));
    g.rule(
        "RANKING",
        "the? GRADE MEAS NOUN",
        a ->
            single(
                new TopNoun(
                    new Top(
                        Optional.empty(), a.<Grade>at(1).most() ? Direction.MOST : Direction.LEAST),
                    a.at(3)),
                a.at(2)));
    g.rule(
        "RANKING",
        "which? NOUN that? have? DID? HAVINGMOST",
        a -> having(a.at(1), a.at(5), a.has(4) ? Optional.of(a.at(4)) : Optional.empty()));
    g.rule(
        "RANKING",
        "which? INT NOUN that? have? verb? HAVINGMOST",
        a ->
            ranked(
                new TopNoun(new Top(Optional.of(a.number(1)), a.<Most>at(6).direction()), a.at(2)),
                List.of(a.<Most>at(6).measure()),
                List.of()));
    // in which month was revenue highest
    g.rule(
        "RANKING",
        "which NOUN is? the? MEAS have? is? RANKPOST",
        a -> having(a.at(1), new Most(way(a, 7), a.at(4)), Optional.empty()));
    // the highest revenue day, the month with the highest revenue
    g.rule(
        "RANKING",
        "the? RANK MEAS NOUN",
        a -> single(new TopNoun(new Top(Optional.empty(), way(a, 1)), a.at(3)), a.at(2)));
    g.rule(
        "RANKING",
        "the? INT? SELLING NOUN BYMEAS?",
        a ->
            ranked(
                new TopNoun(
                    new Top(a.has(1) ? Optional.of(a.number(1)) : Optional.empty(), way(a, 2)),
                    a.at(3)),
                a.has(4) ? List.of(a.<Measure>at(4)) : scales.sold(),
                List.of()));
    g.rule(
        "RANKING",
        "TOP NOUN SELLING BYMEAS?",
        a ->
            ranked(
                new TopNoun(a.at(0), a.at(1)),
                a.has(3) ? List.of(a.<Measure>at(3)) : scales.sold(),
                List.of()));
    g.rule(
        "RANKING",
        "the? INT? NOUN is? the? SELLING BYMEAS?",
        a ->
            ranked(
                new TopNoun(
                    new Top(a.has(1) ? Optional.of(a.number(1)) : Optional.empty(), way(a, 5)),
                    a.at(2)),
                a.has(6) ? List.of(a.<Measure>at(6)) : scales.sold(),
                List.of()));
    g.rule(
        "RANKING",
        "the? INT? POPULAR NOUN",
        a ->
            ranked(
                new TopNoun(
                    new Top(a.has(1) ? Optional.of(a.number(1)) : Optional.empty(), way(a, 2)),
                    a.at(3)),
                List.of(),
                List.of()));
    g.rule(
        "RANKING",
        "the? INT? NOUN is? the? POPULAR",
        a ->
            ranked(
                new TopNoun(
                    new Top(a.has(1) ? Optional.of(a.number(1)) : Optional.empty(), way(a, 5)),
                    a.at(2)),
                List.of(),
                List.of()));
    g.rule("RANKING", "which? NOUN have? that? sold the? RANKADV|RANK", a -> soldMost(a, 1, 6));
    g.rule("RANKING", "which? NOUN have|is? that? the? RANKADV sold", a -> soldMost(a, 1, 5));
    g.rule(
        "RANKING",
        1,
        "which? NOUN have? that? DID the? RANK|RANKOF",
        a -> bought(a.at(1), way(a, 6), a.at(4)));
    g.rule(
        "RANKING",
        1,
        "which? NOUN is DID the? RANK|RANKOF",
        a -> done(a.at(1), way(a, 5), a.at(3)));
    g.rule(
        "RANKING",
        1,
        "which? NOUN have? that? DID the? RANKPOST",
        a -> bought(a.at(1), way(a, 6), a.at(4)));
    g.rule(
        "RANKING",
        1,
        "which? NOUN have? is? RANKADV DID",
        a ->
            a.has(2) && !a.has(3)
                ? bought(a.at(1), way(a, 4), a.at(5))
                : done(a.at(1), way(a, 4), a.at(5)));
    g.rule(
        "RANKING",
        1,
        "the? INT? RANKADV|RANK DID NOUN",
        a -> rows(done(a.at(4), way(a, 2), a.at(3)), a, 1));
    g.rule("RANKING", "which? NOUN have? is? RANKADV used", a -> used(a.at(1), way(a, 4)));
    g.rule(
        "RANKING",
        "which? NOUN have|is? that? used the? RANKPOST|RANK|RANKADV",
        a -> used(a.at(1), way(a, 6)));
    g.rule(
        "RANKING", "the? INT? RANKADV|RANK used NOUN", a -> rows(used(a.at(4), way(a, 2)), a, 1));
    g.rule(
        "RANKING",
        1,
        "which? NOUN have? that? DID RANKADV",
        a -> bought(a.at(1), way(a, 5), a.at(4)));
    // Who made the most bookings: any of those to whom bookings belong.
    for (Noun somebody : entities.whom()) {
      g.rule(
          "RANKING",
          "who have? DID? HAVINGMOST",
          a ->
              belongsTo(a.<Most>at(3).measure(), somebody)
                  ? having(somebody, a.at(3), a.has(2) ? Optional.of(a.at(2)) : Optional.empty())
                  : null);
      g.rule("RANKING", 1, "who have? DID RANKADV", a -> didMost(somebody, a.at(2), way(a, 3)));
      g.rule(
          "RANKING",
          1,
          "who have? DID the? RANK|RANKOF",
          a -> didMost(somebody, a.at(2), way(a, 4)));
    }
    g.rule(PART, "RANKING", a -> a.<Part>at(0));
    g.rule(
        PART,
        1,
        "TOP",
        a ->
            a.<Top>at(0).rows().isPresent()
                ? new Part.Rank(
                    a.<Top>at(0).rows(),
                    a.<Top>at(0).direction(),
                    Optional.empty(),
                    List.of(),
                    List.of())
                : null);
  }

  /** How many, and from which end. */
  private record Top(Optional<Integer> rows, Direction direction) {}

  private record TopNoun(Top top, Noun noun) {}

  private record Most(Direction direction, Measure measure) {}

  private static Direction way(Args a, int place) {
    return Direction.valueOf(a.<String>at(place).toUpperCase(Locale.ROOT));
  }

  private static @Nullable Part ranked(TopNoun top, List<Measure> by, List<Group> per) {
    if (per.contains(top.noun().group())) {
      return null;
    }
    Optional<Integer> rows = top.top().rows();
    if (rows.isPresent() && (rows.get() < 1 || rows.get() > 100_000)) {
      return null;
    }
    return new Part.Rank(
        rows.isPresent() || top.noun().plural() ? rows : Optional.of(1),
        top.top().direction(),
        Optional.of(top.noun()),
        by,
        per);
  }

  /** The last five orders; the first ten customers, which are those with most. */
  private @Nullable Part firstOrLast(TopNoun top) {
    Optional<Attribute> when = top.noun().entity().flatMap(entities::happened);
    if (when.isPresent()) {
      return new Part.Extreme(
          top.noun(), when.get(), top.top().rows(), top.top().direction() == Direction.LEAST);
    }
    return top.top().direction() == Direction.MOST ? ranked(top, List.of(), List.of()) : null;
  }

  private static @Nullable Part single(TopNoun top, Measure by) {
    return ranked(top, List.of(by), List.of());
  }

  private static @Nullable Part having(Noun noun, Most most, Optional<Part.Acted> did) {
    Optional<Integer> rows = noun.plural() ? Optional.empty() : Optional.of(1);
    Part rank =
        new Part.Rank(
            rows, most.direction(), Optional.of(noun), List.of(most.measure()), List.of());
    return did.filter(d -> d.fact().isPresent()).isPresent()
        ? new Part.Several(List.of(rank, did.get()))
        : rank;
  }

  /** Whether rows tell of somebody themselves, or nobody is told of nearer. */
  private boolean belongsTo(Measure measure, Noun somebody) {
    return Measures.bases(model, measure).stream()
        .allMatch(
            base ->
                tellsOf(base, somebody)
                    || (!base.equals(somebody.entity().orElseThrow())
                        && model.reaches(base, somebody.entity().orElseThrow())
                        && entities.whom().stream().noneMatch(other -> tellsOf(base, other))));
  }

  private boolean tellsOf(String fact, Noun somebody) {
    return model.relationships().stream()
        .anyMatch(r -> r.from().equals(fact) && r.to().equals(somebody.entity().orElseThrow()));
  }

  private @Nullable Part didMost(Noun somebody, Part.Acted did, Direction direction) {
    Optional<String> fact = did.fact().or(this::usualFact);
    return fact.filter(f -> belongsTo(timesOf(f), somebody)).isPresent()
        ? bought(somebody, direction, did)
        : null;
  }

  /** Who did most of what the verb tells of; of the usual measure when it tells of none. */
  private Part bought(Noun noun, Direction direction, Part.Acted did) {
    return new Part.Rank(
        noun.plural() ? Optional.empty() : Optional.of(1),
        direction,
        Optional.of(noun),
        did.fact().map(fact -> List.of(timesOf(fact))).orElse(List.of()),
        List.of());
  }

  /** What was bought most: by how much of it was sold, else how often. */
  private @Nullable Part done(Noun noun, Direction direction, Part.Acted did) {
    List<Measure> sold = did.fact().isPresent() ? List.of() : scales.sold();
    return sold.isEmpty()
        ? did.fact()
            .or(this::usualFact)
            .map(fact -> bought(noun, direction, new Part.Acted(Optional.of(fact))))
            .orElse(null)
        : new Part.Rank(
            noun.plural() ? Optional.empty() : Optional.of(1),
            direction,
            Optional.of(noun),
            sold,
            List.of());
  }

  /** What is used most is so most often. */
  private @Nullable Part used(Noun noun, Direction direction) {
    return usualFact()
        .map(fact -> bought(noun, direction, new Part.Acted(Optional.of(fact))))
        .orElse(null);
  }

  private static @Nullable Part rows(@Nullable Part part, Args a, int place) {
    return part instanceof Part.Rank rank && a.has(place)
        ? ranked(
            new TopNoun(new Top(rows(a, place), rank.direction()), rank.target().orElseThrow()),
            rank.by(),
            List.of())
        : part;
  }

  private Part soldMost(Args a, int noun, int direction) {
    Noun what = a.at(noun);
    return new Part.Rank(
        what.plural() ? Optional.empty() : Optional.of(1),
        way(a, direction),
        Optional.of(what),
        scales.sold(),
        List.of());
  }

  // ---- time ------------------------------------------------------------------------------------

  private void times() {
    Grammar g = grammar;
    g.rule("WHENS", "WHEN", a -> List.of(a.<TimeRange>at(0)));
    g.rule("WHENS", "WHENS and|or|comma WHEN", a -> apart(a.at(0), a.at(2)));
    g.rule("WHENS", "WHENS comma and|or WHEN", a -> apart(a.at(0), a.at(3)));
    g.rule(PART, "prep? WHENS", a -> new Part.When(a.at(1)));
    g.rule(
        PART,
        "not WHENS",
        a -> new Part.Where(new Condition.During(a.at(1), Optional.empty(), true)));
    g.rule(PART, 2, "ATTR WHENS", a -> where(during(a.at(0), a.at(1), false)));
    g.rule(PART, 1, "HAPPENING prep? WHENS", a -> where(during(happening(a, 0), a.at(2), false)));
    g.rule("DATEDCOND", "the? ATTR is WHENS", a -> during(a.at(1), a.at(3), false));
    g.rule(PART, "DATEDCOND", a -> new Part.Where(a.at(0)));
    g.rule("WEEKDAYS", "WEEKLY", a -> weekdays(a.number(0)));
    g.rule("WEEKDAYS", "WEEKDAYS and|or|comma prep? WEEKLY", a -> joined(a.at(0), a.number(3)));
    g.rule(PART, 4, "prep? the? WEEKDAYS", a -> onPart(a.at(2), false));
    g.rule(PART, 4, "not prep? the? WEEKDAYS", a -> onPart(a.at(3), true));
    g.rule(PART, "prep? WHEN vsonly the? WHEN", a -> versus(a.at(1), a.at(4)));
    g.rule(PART, "compare the? WHEN vs the? WHEN", a -> versus(a.at(2), a.at(5)));
    g.rule(PART, 1, "between WHEN and WHEN", a -> versus(a.at(1), a.at(3)));
  }

  /** 1 to 7 from Monday on; 0 for the weekend, 8 for the days of work. */
  private static List<Integer> weekdays(int number) {
    return number == 0 ? List.of(6, 7) : number == 8 ? List.of(1, 2, 3, 4, 5) : List.of(number);
  }

  private static List<Integer> joined(List<Integer> days, int more) {
    List<Integer> all = new ArrayList<>(days);
    all.addAll(weekdays(more));
    return List.copyOf(all);
  }

  private static Part onPart(List<Integer> days, boolean negated) {
    return new Part.Where(
        new Condition.OnPart(TimePart.DAY_OF_WEEK, days, Optional.empty(), negated));
  }

  private static @Nullable List<TimeRange> apart(List<TimeRange> ranges, TimeRange more) {
    boolean bounded = more.isBounded() && ranges.stream().allMatch(TimeRange::isBounded);
    return bounded && ranges.stream().noneMatch(more::overlaps) ? plus(ranges, more) : null;
  }

  private static @Nullable Part versus(TimeRange a, TimeRange b) {
    return a.isBounded() && b.isBounded() && !a.sameDays(b) ? new Part.WhenVersus(a, b) : null;
  }

  // ---- side by side ----------------------------------------------------------------------------

  private void comparisons() {
    Grammar g = grammar;
    g.rule(
        PART,
        "prep? VALS vsonly the? VALUE",
        a -> {
          List<Sense.OfValue> both = sameField(a.at(1), a.at(4));
          return both == null ? null : new Part.Versus(oneOf(both, false));
        });
    g.rule(PART, "compare", a -> new Part.Compare());
  }

  // ---- never, without --------------------------------------------------------------------------

  private void related() {
    Grammar g = grammar;
    g.rule(
        "DONE", "verb anything? the? ENTITY|ENTITIES", a -> with(Optional.empty(), entity(a, 3)));
    g.rule(
        "DONE",
        "ACT anything? the? ENTITY|ENTITIES",
        a -> with(Optional.of(act(a, 0)), entity(a, 3)));
    g.rule("DONE", "verb anything?", a -> Optional.<String>empty());
    g.rule("DONE", "ACT anything?", a -> Optional.of(act(a, 0)));
    g.rule("DONE", 1, "the? ENTITY|ENTITIES", a -> Optional.of(entity(a, 1)));
    g.rule(
        "NEVER",
        "never have? DONE anything?",
        a -> new Part.Related(a.at(2), List.of(), List.of(), true));
    g.rule(
        "NEVER",
        "that|have? have? DONE nought",
        a -> new Part.Related(a.at(2), List.of(), List.of(), true));
    g.rule(
        "NEVER",
        "nothing the? ENTITY|ENTITIES",
        a -> new Part.Related(Optional.of(entity(a, 2)), List.of(), List.of(), true));
    g.rule(
        "NEVER",
        "nothing the? METRIC",
        a ->
            baseOf(a.at(2))
                .map(f -> new Part.Related(Optional.of(f), List.of(), List.of(), true))
                .orElse(null));
    g.rule("DONE", 1, "the? METRIC", a -> baseOf(a.at(1)).map(Optional::of).orElse(null));
    g.rule("NEVER", "nothing the? FILTER", a -> none(a.<Sense.OfFilter>at(2).filter()));
    g.rule(
        "NEVER",
        "not the? ENTITIES",
        a -> new Part.Related(Optional.of(entity(a, 2)), List.of(), List.of(), true));
    g.rule(
        "NEVER",
        "already the? ENTITY|ENTITIES",
        a -> new Part.Related(Optional.of(entity(a, 2)), List.of(), List.of(), false));
    g.rule("NEVER", "NEVER CONDS", a -> more(a.at(0), a.<Condition>at(1)));
    g.rule("NEVER", "NEVER WHENS", a -> when(a.at(0), a.at(1)));
    g.rule("NEVER", "NEVER DATEDCOND", a -> more(a.at(0), a.<Condition>at(1)));
    g.rule(PART, "NEVER", a -> a.<Part>at(0));
  }

  // ---- verbs that the model's own nouns tell of ------------------------------------------------

  private void happenings() {
    Grammar g = grammar;
    g.rule(PART, "have|is? DATED prep? WHENS", a -> dated(a.at(1), a.at(3), false));
    g.rule(
        PART, "not|never have|is? DATED anything? prep? WHENS", a -> dated(a.at(2), a.at(5), true));
    g.rule(PART, 4, "have|is? DATED", a -> known(a.at(1), true));
    g.rule(PART, 2, "not|never anything? have|is? DATED anything?", a -> known(a.at(3), false));
    // Orders placed by customers in France: of those customers.
    g.rule(PART, "verb|ACT|spent by the? ENTITIES", a -> new Part.Mentioned(entity(a, 3)));
    g.rule(
        PART,
        "verb|ACT|spent by the? COND ENTITIES",
        a -> new Part.Several(List.of(new Part.Where(a.at(3)), new Part.Mentioned(entity(a, 4)))));
    g.rule(PART, "did the? ENTITIES", a -> new Part.Doer(entity(a, 2)));
    // The revenue of red products.
    g.rule(
        PART,
        "the? COND ENTITY|ENTITIES METRIC",
        a ->
            new Part.Several(
                List.of(
                    new Part.Where(a.at(1)),
                    new Part.Mentioned(entity(a, 2)),
                    new Part.Select(List.of(metric(a, 3))))));
  }

  private @Nullable Part dated(Sense.OfDate date, List<TimeRange> ranges, boolean negated) {
    return where(during(Attribute.of(date.field()), ranges, negated));
  }

  private static @Nullable Part where(@Nullable Condition condition) {
    return condition == null ? null : new Part.Where(condition);
  }

  /** On a date within ranges; of a year that is told by a number, in whole years. */
  private @Nullable Condition during(Attribute attribute, List<TimeRange> ranges, boolean negated) {
    Field field = model.field(attribute.field());
    if (field.isDate()) {
      return new Condition.During(ranges, Optional.of(attribute), negated);
    }
    boolean whole =
        Scales.isYear(field)
            && !negated
            && ranges.size() == 1
            && ranges.get(0).start().map(LocalDate::getDayOfYear).orElse(1) == 1
            && ranges.get(0).end().map(LocalDate::getDayOfYear).orElse(1) == 1;
    return whole ? inYears(attribute, ranges.get(0)) : null;
  }

  private static Condition inYears(Attribute attribute, TimeRange range) {
    Optional<BigDecimal> first = range.start().map(day -> BigDecimal.valueOf(day.getYear()));
    Optional<BigDecimal> last = range.end().map(day -> BigDecimal.valueOf(day.getYear() - 1L));
    if (first.isEmpty()) {
      return new Condition.Compared(attribute, Comparison.of("<="), last.orElseThrow());
    }
    if (last.isEmpty()) {
      return new Condition.Compared(attribute, Comparison.of(">="), first.get());
    }
    return first.equals(last)
        ? new Condition.Compared(attribute, Comparison.EQUAL, first.get())
        : new Condition.Within(attribute, first.get(), last.get());
  }

  private @Nullable Part known(Sense.OfDate date, boolean known) {
    return !model.field(date.field()).isDate()
        ? null
        : new Part.Where(new Condition.Missing(Attribute.of(date.field()), known));
  }

  // ---- adjectives that tell of a field ---------------------------------------------------------

  private void grades() {
    Grammar g = grammar;
    g.rule("GRADE", "GRADEMOST", a -> new Grade(a.at(0), true));
    g.rule("GRADE", "GRADELEAST", a -> new Grade(a.at(0), false));
    g.rule("RANKING", "the? INT? GRADE NOUN", a -> graded(a.at(3), a.at(2), rows(a, 1)));
    g.rule("RANKING", "the? GRADE INT NOUN", a -> graded(a.at(3), a.at(1), rows(a, 2)));
    g.rule("RANKING", "the? INT? NOUN is? the? GRADE", a -> graded(a.at(2), a.at(5), rows(a, 1)));
    g.rule("RANKING", "which? NOUN is the? GRADE", a -> graded(a.at(1), a.at(4), Optional.empty()));
    g.rule(
        "COND",
        "the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 3) ? compared(a.<String>at(1), a.at(2)) : null);
    g.rule(
        PART,
        "the? ENTITIES that? is? the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 7) ? graded(entity(a, 1), a.at(5), a.at(6)) : null);
    g.rule(
        "COND",
        "GRADEIN AMOUNT to AMOUNT UNIT?",
        a ->
            inYears(a, 4)
                ? scales
                    .onlyField(a.at(0))
                    .map(field -> between(field, a.at(1), a.at(3)))
                    .orElse(null)
                : null);
    // Of more than 65 years: so old.
    g.rule(
        "COND",
        1,
        "prep? CMP AMOUNT UNIT",
        a ->
            inYears(a, 3)
                ? scales
                    .onlyField("age")
                    .map(field -> compared(field, a.<String>at(1), a.<BigDecimal>at(2)))
                    .orElse(null)
                : null);
  }

  /** An adjective in its highest form: what it tells of, and which end is meant. */
  private record Grade(String scale, boolean most) {}

  private static boolean inYears(Args a, int place) {
    return !a.has(place) || unit(a, place) == Unit.YEAR;
  }

  private static Optional<Integer> rows(Args a, int place) {
    return a.has(place) ? Optional.of(a.number(place)) : Optional.empty();
  }

  private @Nullable Part graded(Noun noun, Grade grade, Optional<Integer> rows) {
    if (rows.filter(n -> n < 1 || n > 100_000).isPresent()) {
      return null;
    }
    if (noun.entity().isPresent()) {
      Optional<Attribute> field = scales.field(noun.entity().get(), grade.scale());
      if (field.isPresent()) {
        boolean most = grade.most() != scales.isReversed(grade.scale(), field.get());
        return new Part.Extreme(noun, field.get(), rows, most);
      }
    }
    return scales
        .metric(noun.entity(), grade.scale())
        .map(
            by ->
                ranked(
                    new TopNoun(
                        new Top(rows, grade.most() ? Direction.MOST : Direction.LEAST), noun),
                    List.of(by),
                    List.of()))
        .orElse(null);
  }

  /** Products cheaper than 20: by what tells it of the products themselves. */
  private @Nullable Part graded(String dataset, String scaleAndSign, BigDecimal number) {
    String[] parts = scaleAndSign.split("/", 2);
    Condition condition =
        scales
            .field(dataset, parts[0])
            .map(field -> compared(field, parts[1], number))
            .orElse(null);
    return condition == null
        ? null
        : new Part.Several(
            List.of(
                new Part.Things(entities.noun(dataset, true).stream().toList(), false),
                new Part.Where(condition)));
  }

  private @Nullable Condition compared(String scaleAndSign, BigDecimal number) {
    String[] parts = scaleAndSign.split("/", 2);
    return scales.onlyField(parts[0]).map(field -> compared(field, parts[1], number)).orElse(null);
  }

  /** Clients without open projects: no row of theirs fulfils it. */
  private @Nullable Part none(String filter) {
    java.util.Set<String> datasets = new java.util.TreeSet<>();
    model.filter(filter).condition().fields().forEach(field -> datasets.add(field.dataset()));
    return datasets.size() != 1
        ? null
        : new Part.Related(
            Optional.of(datasets.iterator().next()),
            List.of(new Condition.Named(filter, false)),
            List.of(),
            true);
  }

  /** Placed an order: orders are what is looked for. Borrowed a book: what was done with it. */
  private Optional<String> with(Optional<String> fact, String dataset) {
    return model.facts().contains(dataset) ? Optional.of(dataset) : fact;
  }

  private Optional<String> baseOf(Sense.OfMetric metric) {
    return model.metric(metric.metric()).formula().aggregates().stream()
        .findFirst()
        .flatMap(model::base);
  }

  private static Part more(Part.Related related, Condition condition) {
    return new Part.Related(
        related.fact(), plus(related.where(), condition), related.when(), related.never());
  }

  private static @Nullable Part when(Part.Related related, List<TimeRange> ranges) {
    boolean dated = related.where().stream().anyMatch(c -> c instanceof Condition.During);
    return related.when().isEmpty() && !dated
        ? new Part.Related(related.fact(), related.where(), ranges, related.never())
        : null;
  }
}
