package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what is told apart, listed and sorted. */
final class GroupRules extends Rules {
  /** As much as two phrases cost, one without the "by" that others have: so both are offered. */
  private static final int ADJUNCT = 13;

  private final Measured measured;

  GroupRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "by the? GROUPS", a -> new Part.By(groups(a.at(2))));
    // Number of policies by renewal: those that are one, and those that are none.
    g.rule("TRUTH", "the? FIELD|FIELDS", a -> truth(field(a, 1)));
    g.rule(PART, 1, "by TRUTH", a -> new Part.By(List.of(a.<Group>at(1))));
    g.rule(PART, 1, "by TRUTH and|comma by? the? GROUPS", a -> both(a.at(1), a.at(5), true));
    g.rule(PART, 1, "by the? GROUPS and|comma by? TRUTH", a -> both(a.at(5), a.at(2), false));
    g.rule(PART, "by the? GROUPS instead", a -> new Part.Regroup(groups(a.at(2))));
    g.rule(PART, "instead by the? GROUPS", a -> new Part.Regroup(groups(a.at(3))));
    g.rule(PART, "breakdown the? GROUPS", a -> new Part.Breakdown(groups(a.at(2))));
    g.rule(PART, "asof the? ENTITY|ENTITIES", a -> new Part.AsOf(entity(a, 2)));
    g.rule(PART, "asof the? METRIC", a -> baseOf(a.at(2)).map(Part.AsOf::new).orElse(null));
    g.rule(PART, "amountto", a -> new Part.Amount());
    g.rule(
        PART,
        "VARIANT",
        a -> new Part.Variant(a.<Sense.OfVariant>at(0).of(), a.<Sense.OfVariant>at(0).metric()));
    g.rule(
        PART,
        1,
        "GRAINADJ",
        a -> new Part.By(List.of(new Group.ByTime(unit(a, 0), Optional.empty()))));
    // « Ventes mensuelles » are as likely those of each month as those that are called so.
    g.rule(
        PART,
        1,
        "the? METRIC|COUNTMETRIC GRAINADJ",
        a -> QuestionGrammar.inEach(counter(a, 1), unit(a, 2)));
    g.rule(
        PART,
        "the? countof the? COUNTMETRIC GRAINADJ",
        a -> QuestionGrammar.inEach(counter(a, 3), unit(a, 4)));
    // Total monthly revenue, « ventes mensuelles totales »; a mean would be one of months.
    g.rule(PART, "the? AGG GRAINADJ METRIC", a -> totalInEach(a, 1, 3));
    g.rule(PART, "the? METRIC GRAINADJ AGGPOST", a -> totalInEach(a, 3, 1));
    g.rule(PART, "the? " + Parted.METRIC, a -> a.at(1));
    g.rule(PART, "now", a -> new Part.Now());
    // Energy consumption by city may be that of each energy, or all there is.
    g.rule(
        PART,
        ADJUNCT,
        "FIELD METRIC",
        a -> model.field(field(a, 0)).isText() ? new Part.Select(List.of(metric(a, 1))) : null);
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
    // Carriers with their rating: what it is, and not those that have one.
    g.rule("THEIRS", "with|beside|and their ATTR", a -> List.of(noun(a.at(2), true)));
    g.rule("THEIRS", "THEIRS and|comma their? the? ATTR", a -> plus(a.at(0), noun(a.at(4), true)));
    g.rule(PART, "THEIRS", a -> new Part.Things(a.at(0), false));
    g.rule(PART, 1, "with the? NOUNS", a -> new Part.Things(a.at(2), false));
    sorted(g);
  }

  private static void sorted(Grammar g) {
    g.rule("SORT", "sort|sortit", a -> "");
    g.rule(PART, "sortit", a -> new Part.SortBy(List.of(), Optional.empty()));
    g.rule(PART, "bysort the? MEASURES DIRECTION?", a -> new Part.SortBy(a.at(2), direction(a, 3)));
    g.rule(
        PART,
        "SORT bysort? the? MEASURES DIRECTION?",
        a -> new Part.SortBy(a.at(3), direction(a, 4)));
    g.rule(PART, "SORT by? the? NOUN", a -> new Part.SortByGroup(a.<Noun>at(3).group(), false));
    g.rule(
        PART,
        "SORT by? the? NOUN comma? DIRECTION",
        a ->
            isPlain(a, 5)
                ? new Part.SortByGroup(a.<Noun>at(3).group(), way(a, 5) == Part.Direction.MOST)
                : null);
    g.rule(PART, "SORT by? the? name", a -> new Part.SortByName(false));
    g.rule(
        PART,
        "SORT by? the? name comma? DIRECTION",
        a -> isPlain(a, 5) ? new Part.SortByName(way(a, 5) == Part.Direction.MOST) : null);
    g.rule(PART, "SORT|sortbare? DIRECTION", a -> new Part.SortBy(List.of(), direction(a, 1)));
    g.rule(PART, "DIRECTION bysort? the? MEASURES", a -> new Part.SortBy(a.at(3), direction(a, 0)));
    g.rule(PART, "SORT|sortbare? BYNAME", a -> new Part.SortByName(a.at(1).equals("desc")));
    g.rule(PART, "SORT|sortbare? BYTIME", a -> new Part.SortByTime(a.at(1).equals("desc")));
  }

  /** What a yes-or-no field tells apart. */
  private @Nullable Group truth(FieldRef field) {
    return model.field(field).type().kind() == ColumnType.Kind.BOOLEAN
        ? new Group.ByField(Attribute.of(field))
        : null;
  }

  private static Part both(Group truth, List<Noun> nouns, boolean truthFirst) {
    List<Group> groups = new ArrayList<>(groups(nouns));
    groups.add(truthFirst ? 0 : groups.size(), truth);
    return new Part.By(groups);
  }

  private Optional<Part> mentioned(Sense.OfCount counted) {
    return baseOf(new Sense.OfMetric(counted.metric())).map(Part.Mentioned::new);
  }

  private static Optional<Part.Direction> direction(Args a, int place) {
    return a.has(place) ? Optional.of(way(a, place)) : Optional.empty();
  }

  /** Names and times have a first and a last, but no best. */
  private static boolean isPlain(Args a, int place) {
    return way(a, place) == Part.Direction.MOST || way(a, place) == Part.Direction.LEAST;
  }

  /** Of an aggregation and a metric around an adjective of time; nothing unless it is a total. */
  private @Nullable Part totalInEach(Args a, int aggregation, int metric) {
    Measure total =
        aggregation(a, aggregation) == Aggregation.SUM
            ? measured.aggregated(metric(a, metric), Aggregation.SUM)
            : null;
    return total == null ? null : QuestionGrammar.inEach(total, unit(a, 2));
  }
}
