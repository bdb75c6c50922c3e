package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first few, by a measure: top five, the month with the most orders, who bought most. */
final class RankRules extends Rules {
  private final Measured measured;
  private final MostDone mostDone;

  RankRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
    this.mostDone = new MostDone(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    addKept(g);
    g.rule("TOP", "the? RANK SOME", a -> new Rankings.Top(kept(a, 2), way(a, 1)));
    g.rule("TOP", "the? KEPT RANK", a -> new Rankings.Top(kept(a, 1), way(a, 2)));
    g.rule("TOP", "the? PERCENT of RANK", a -> new Rankings.Top(kept(a, 1), way(a, 3)));
    g.rule("TOP", "the? RANK", a -> new Rankings.Top(Optional.empty(), way(a, 1)));
    g.rule("TOPONE", "the? RANKN", a -> new Rankings.Top(Optional.empty(), way(a, 1)));
    // The first date comes first of all, and is no day that ranks first.
    g.rule(
        "RANKED1",
        "TOPONE of? NOUN",
        a ->
            a.<Noun>at(2).group() instanceof Group.ByTime by && by.unit() == Unit.DAY
                ? null
                : new Rankings.TopNoun(a.at(0), a.at(2)));
    // The second quarter is a time, and no quarter that comes second.
    g.rule(
        "RANKED1",
        "the? NTH of? NOUN",
        a ->
            a.<Noun>at(3).group() instanceof Group.ByTime
                ? null
                : new Rankings.TopNoun(new Rankings.Top(kept(a, 1), Direction.MOST), a.at(3)));
    g.rule("TOPN", "the? RANKN SOME", a -> new Rankings.Top(kept(a, 2), way(a, 1)));
    g.rule("TOPN", "the? SOME RANKN", a -> new Rankings.Top(kept(a, 1), way(a, 2)));
    g.rule("TOPN", "PLACED", a -> new Rankings.Top(Optional.of(a.at(0)), Direction.MOST));
    // "First" and "last" rank by a measure when one is named, else by when something happened.
    g.rule("RANKED", "TOPN of? NOUN", a -> new Rankings.TopNoun(a.at(0), a.at(2)));
    g.rule("RANKING", "RANKED", a -> firstOrLast(a.at(0)));
    g.rule(PART, 1, "TOPN", a -> Rankings.ofAny(a.at(0), List.of()));
    g.rule(PART, 1, "TOPN per the? GROUPS", a -> Rankings.ofAny(a.at(0), groups(a.at(3))));
    for (String ranked : List.of("RANKED1", "RANKED", "TOPNOUN")) {
      g.rule(
          "RANKING",
          ranked + " BYMEAS",
          a -> Rankings.ranked(a.at(0), List.of(a.<Measure>at(1)), List.of()));
      g.rule(
          "RANKING",
          ranked + " BYMEAS per GROUP",
          a -> Rankings.ranked(a.at(0), List.of(a.<Measure>at(1)), List.of(a.<Noun>at(3).group())));
      g.rule(
          "RANKING",
          ranked + " per GROUP BYMEAS",
          a -> Rankings.ranked(a.at(0), List.of(a.<Measure>at(3)), List.of(a.<Noun>at(2).group())));
    }
    g.rule("BYMEAS", "bymeas the? MEAS", a -> a.<Measure>at(2));
    g.rule("TOPNOUN", "TOP of? NOUN", a -> new Rankings.TopNoun(a.at(0), a.at(2)));
    g.rule("TOPNOUN", "NOUN TOP", a -> null);
    g.rule("RANKING", "TOPNOUN", a -> Rankings.ranked(a.at(0), List.of(), List.of()));
    g.rule(
        "RANKING",
        "TOPNOUN per GROUP",
        a -> Rankings.ranked(a.at(0), List.of(), List.of(a.<Noun>at(2).group())));
    g.rule(
        "RANKING",
        "per GROUP comma? TOPNOUN BYMEAS?",
        a ->
            Rankings.ranked(
                a.at(3),
                a.has(4) ? List.of(a.<Measure>at(4)) : List.of(),
                List.of(a.<Noun>at(1).group())));
    // customers with the highest revenue; which customer has the most orders
    g.rule(
        "MOSTOF",
        "the? NTH? RANK the? MEAS|COUNTED",
        a -> new Rankings.Most(kept(a, 1), way(a, 2), a.at(4)));
    g.rule(
        "MOSTOF",
        "the? NTH? RANKOF the? MEAS|MANY",
        a -> new Rankings.Most(kept(a, 1), way(a, 2), a.at(4)));
    g.rule("MANY", 1, "the? distinct? NOUN1", a -> many(a.at(2), a.has(1)));
    g.rule("MANY", 1, "the? NOUN1 distinctpost", a -> many(a.at(1), true));
    g.rule("MANY", "the? distinct? COUNTMETRIC distinctpost?", a -> counter(a, 2));
    g.rule(
        "MOSTOF",
        "the? NTH? MEAS RANKPOST",
        a -> new Rankings.Most(kept(a, 1), way(a, 3), a.at(2)));
    g.rule(
        "MOSTOF",
        "the? NTH? GRADE the? MEAS",
        a -> new Rankings.Most(kept(a, 1), a.<Rankings.Grade>at(2).direction(), a.at(4)));
    g.rule("HAVINGMOST", "with|have|prep? MOSTOF", a -> a.<Rankings.Most>at(1));
    g.rule(
        "RANKING",
        "the? NTH? GRADE MEAS NOUN",
        a ->
            Rankings.single(
                new Rankings.TopNoun(
                    new Rankings.Top(kept(a, 1), a.<Rankings.Grade>at(2).direction()), a.at(4)),
                a.at(3)));
    g.rule(
        "RANKING",
        "which? NOUN that? have? DID? HAVINGMOST",
        a ->
            a.has(4) && !tellsOf(a.<Part.Acted>at(4), a.<Rankings.Most>at(5).measure())
                ? null
                : Rankings.having(
                    a.at(1), a.at(5), a.has(4) ? Optional.of(a.at(4)) : Optional.empty()));
    g.rule(
        "RANKING",
        "which? NOUN that? have? VALS MOSTOF",
        a -> ofSome(a.at(1), a.at(4), a.<Rankings.Most>at(5)));
    g.rule(
        "RANKING",
        "which? KEPT NOUN that? have? verb? HAVINGMOST",
        a ->
            a.<Rankings.Most>at(6).kept().isPresent()
                ? null
                : doing(
                    Rankings.ranked(
                        new Rankings.TopNoun(
                            new Rankings.Top(kept(a, 1), a.<Rankings.Most>at(6).direction()),
                            a.at(2)),
                        List.of(a.<Rankings.Most>at(6).measure()),
                        List.of()),
                    a.has(5) ? deed(a, 5) : Deed.ANY));
    // which broker has the highest commission, when it is the broker's own
    g.rule(
        "RANKING",
        "which? NOUN that? have|with the? RANK the? ATTR",
        a -> own(a.at(1), way(a, 5), a.at(7)));
    g.rule(
        "RANKING",
        "which? NOUN that? have|with the? ATTR RANKPOST",
        a -> own(a.at(1), way(a, 6), a.at(5)));
    g.rule(
        "RANKING",
        "which? NOUN that? have|with the? GRADE the? ATTR",
        a -> dated(a.at(1), a.at(5), a.at(7)));
    g.rule(
        "RANKING",
        "which? NOUN that? have|with the? ATTR the? GRADE",
        a -> dated(a.at(1), a.at(7), a.at(5)));
    // in which month was revenue highest
    g.rule(
        "RANKING",
        "which NOUN is? the? MEAS have? is? RANKPOST",
        a ->
            Rankings.having(
                a.at(1),
                new Rankings.Most(Optional.empty(), way(a, 7), a.at(4)),
                Optional.empty()));
    // the highest revenue day, the month with the highest revenue
    g.rule(
        "RANKING",
        "the? NTH? RANK|RANKOF MEAS NOUN",
        a ->
            Rankings.single(
                new Rankings.TopNoun(new Rankings.Top(kept(a, 1), way(a, 2)), a.at(4)), a.at(3)));
    // the highest revenue in a month: in which of them
    // The biggest order is one of them, and not the month with the most.
    g.rule(
        "REACHED",
        "the? NTH? RANK the? MEAS",
        a ->
            Measures.counts(model, a.at(4))
                ? null
                : new Rankings.Most(kept(a, 1), way(a, 2), a.at(4)));
    g.rule(
        "REACHED",
        "the? NTH? RANK the? countof MANY",
        a -> new Rankings.Most(kept(a, 1), way(a, 2), a.at(5)));
    g.rule(
        "REACHED",
        "the? NTH? RANKOF the? MEAS|MANY",
        a -> new Rankings.Most(kept(a, 1), way(a, 2), a.at(4)));
    g.rule(
        "REACHED",
        "the? MEAS RANKPOST",
        a -> new Rankings.Most(Optional.empty(), way(a, 2), a.at(1)));
    g.rule("RANKING", "REACHED made? withinone NOUN1", a -> reached(a.at(0), a.at(3)));
    g.rule(
        "RANKING",
        "the? KEPT? SELLING NOUN BYMEAS?",
        a ->
            doing(
                Rankings.ranked(
                    new Rankings.TopNoun(new Rankings.Top(kept(a, 1), way(a, 2)), a.at(3)),
                    a.has(4) ? List.of(a.<Measure>at(4)) : scales.sold(),
                    List.of()),
                Deed.GAVE));
    g.rule(
        "RANKING",
        "TOP NOUN SELLING BYMEAS?",
        a ->
            doing(
                Rankings.ranked(
                    new Rankings.TopNoun(a.at(0), a.at(1)),
                    a.has(3) ? List.of(a.<Measure>at(3)) : scales.sold(),
                    List.of()),
                Deed.GAVE));
    g.rule(
        "RANKING",
        "the? KEPT? NOUN is? the? SELLING BYMEAS?",
        a ->
            doing(
                Rankings.ranked(
                    new Rankings.TopNoun(new Rankings.Top(kept(a, 1), way(a, 5)), a.at(2)),
                    a.has(6) ? List.of(a.<Measure>at(6)) : scales.sold(),
                    List.of()),
                Deed.GAVE));
    g.rule(
        "RANKING",
        "the? KEPT? POPULAR NOUN",
        a ->
            Rankings.ranked(
                new Rankings.TopNoun(new Rankings.Top(kept(a, 1), way(a, 2)), a.at(3)),
                List.of(),
                List.of()));
    g.rule(
        "RANKING",
        "the? KEPT? NOUN is? the? POPULAR",
        a ->
            Rankings.ranked(
                new Rankings.TopNoun(new Rankings.Top(kept(a, 1), way(a, 5)), a.at(2)),
                List.of(),
                List.of()));
    g.rule(
        "RANKING",
        "which? NOUN have? that? sold the? NTH? RANKADV|RANK",
        a -> doing(kept(soldMost(a, 1, 7), a, 6), deed(a, 4)));
    g.rule("RANKING", "which? NOUN is? that? the? RANKADV sold", a -> soldMost(a, 1, 5));
    g.rule(
        "RANKING", "which? NOUN have the? RANKADV sold", a -> doing(soldMost(a, 1, 4), Deed.GAVE));
    g.rule(
        "RANKING",
        1,
        "which? NOUN have? that? DID the? RANK|RANKOF",
        a -> did(a.at(1), way(a, 6), a.at(4)));
    g.rule(
        "RANKING",
        1,
        "which? NOUN is DID the? RANK|RANKOF|RANKADV",
        a -> done(a.at(1), way(a, 5), a.at(3)));
    g.rule(
        "RANKING",
        1,
        "which? NOUN have? that? DID the? RANKPOST",
        a -> did(a.at(1), way(a, 6), a.at(4)));
    g.rule(
        "RANKING",
        1,
        "which? NOUN have? is? RANKADV DID",
        a ->
            a.has(2) && !a.has(3)
                ? did(a.at(1), way(a, 4), a.at(5))
                : done(a.at(1), way(a, 4), a.at(5)));
    g.rule(
        "RANKING",
        1,
        "the? KEPT? RANKADV|RANK DID NOUN",
        a -> doing(kept(done(a.at(4), way(a, 2), a.at(3)), a, 1), a.<Part.Acted>at(3).deed()));
    // The three growers who delivered most.
    g.rule(
        "RANKING",
        1,
        "which? the? KEPT NOUN that? have? DID the? RANKADV|RANKPOST",
        a -> doing(kept(bought(a.at(3), way(a, 8), a.at(6)), a, 2), a.<Part.Acted>at(6).deed()));
    g.rule("RANKING", "which? NOUN have? is? RANKADV used", a -> used(a.at(1), way(a, 4)));
    g.rule(
        "RANKING",
        "which? NOUN have|is? that? used the? RANKPOST|RANK|RANKADV",
        a -> used(a.at(1), way(a, 6)));
    g.rule(
        "RANKING", "the? KEPT? RANKADV|RANK used NOUN", a -> kept(used(a.at(4), way(a, 2)), a, 1));
    g.rule(
        "RANKING", 1, "which? NOUN have? that? DID RANKADV", a -> did(a.at(1), way(a, 5), a.at(4)));
    // Who sold is not who the rows of sales belong to: only what is done by these counts.
    g.rule("DIDSO", "acquired", a -> new Part.Acted(Optional.empty(), Deed.GOT));
    g.rule(
        "DIDSO",
        "ACT",
        a -> deed(a, 0) == Deed.GAVE || deed(a, 0) == Deed.SENT ? null : acted(a, 0));
    // Who made the most bookings: any of those to whom bookings belong.
    for (Noun somebody : entities.whom()) {
      g.rule(
          "RANKING",
          "who hasgot? DIDSO? MOSTOF",
          a ->
              belongsTo(a.<Rankings.Most>at(3).measure(), somebody)
                  ? Rankings.having(
                      somebody, a.at(3), a.has(2) ? Optional.of(a.at(2)) : Optional.empty())
                  : null);
      g.rule("RANKING", "who hasgot? the? RANK the? ATTR", a -> own(somebody, way(a, 3), a.at(5)));
      g.rule("RANKING", "who hasgot? the? ATTR RANKPOST", a -> own(somebody, way(a, 4), a.at(3)));
      g.rule("RANKING", 1, "who hasgot? RANKADV DIDSO", a -> didMost(somebody, a.at(3), way(a, 2)));
      g.rule("RANKING", 1, "who hasgot? DIDSO RANKADV", a -> didMost(somebody, a.at(2), way(a, 3)));
      g.rule(
          "RANKING",
          1,
          "who hasgot? DIDSO the? RANK|RANKOF",
          a -> didMost(somebody, a.at(2), way(a, 4)));
    }
    g.rule(PART, "RANKING", a -> a.<Part>at(0));
    g.rule(
        PART,
        1,
        "TOP",
        a -> a.<Rankings.Top>at(0).kept().isPresent() ? Rankings.ofAny(a.at(0), List.of()) : null);
  }

  /** How many are meant, which one, or which part of them. */
  private static void addKept(Grammar g) {
    g.rule("ROWS", "INT", a -> new Kept.First(a.number(0)));
    g.rule("PERCENT", "NUM percent", a -> possible(new Kept.Percent(a.at(0))));
    g.rule("NTH", "ORD", a -> possible(new Kept.Nth(a.number(0))));
    g.rule("PLACED", "prep? the? NTH place", a -> a.<Kept>at(2));
    g.rule("SOME", "ROWS|PERCENT", a -> a.<Kept>at(0));
    g.rule("KEPT", "SOME|NTH", a -> a.<Kept>at(0));
  }

  private static @Nullable Kept possible(Kept kept) {
    return kept.isPossible() ? kept : null;
  }

  /** The last five orders; the first ten customers, which are those with most. */
  private @Nullable Part firstOrLast(Rankings.TopNoun top) {
    Optional<Attribute> when = top.noun().entity().flatMap(entities::happened);
    if (when.isPresent()) {
      return new Part.Extreme(
          top.noun(),
          when.get(),
          top.top().kept(),
          top.top().direction() == Direction.LEAST,
          List.of());
    }
    return top.top().direction() == Direction.MOST
        ? Rankings.ranked(top, List.of(), List.of())
        : null;
  }

  /** Who has the latest, or the oldest, of a date of their own. */
  private @Nullable Part dated(Noun noun, Rankings.Grade grade, Attribute date) {
    boolean theirs =
        noun.entity().equals(Optional.of(date.field().dataset()))
            && model.field(date.field()).isDate()
            && scales.isOfTime(grade.scale());
    boolean latest = grade.most() != scales.isReversed(grade.scale(), date);
    return theirs ? new Part.Extreme(noun, date, Rankings.one(noun), latest, List.of()) : null;
  }

  /** The most energies are how many of them; the most energy is no number of energies. */
  private @Nullable Measure many(Noun noun, boolean distinct) {
    return noun.plural() || noun.entity().isPresent() ? measured.count(noun, distinct) : null;
  }

  /** Who has the highest salary: of a number that is somebody's own. */
  private @Nullable Part own(Noun somebody, Direction direction, Attribute field) {
    boolean theirs =
        somebody.entity().equals(Optional.of(field.field().dataset()))
            && model.field(field.field()).isNumber()
            && !entities.isKey(field.field())
            && (direction == Direction.MOST || direction == Direction.LEAST);
    return theirs
        ? new Part.Extreme(
            somebody, field, Rankings.one(somebody), direction == Direction.MOST, List.of())
        : null;
  }

  private @Nullable Part didMost(Noun somebody, Part.Acted did, Direction direction) {
    Optional<Measure> told =
        did.measured().or(() -> did.fact().or(this::usualFact).map(this::timesOf));
    return told.filter(measure -> belongsTo(measure, somebody)).isPresent()
        ? new Part.Several(List.of(bought(somebody, direction, did), did))
        : null;
  }

  private @Nullable Part did(Noun noun, Direction direction, Part.Acted did) {
    return doing(bought(noun, direction, did), did.deed());
  }

  private Part bought(Noun noun, Direction direction, Part.Acted did) {
    return ranked(noun, direction, mostDone.by(did));
  }

  private @Nullable Part done(Noun noun, Direction direction, Part.Acted did) {
    List<Measure> by = mostDone.with(did);
    return by.isEmpty() ? null : ranked(noun, direction, by);
  }

  private @Nullable Part used(Noun noun, Direction direction) {
    List<Measure> by = mostDone.used();
    return by.isEmpty() ? null : ranked(noun, direction, by);
  }

  private static Part ranked(Noun noun, Direction direction, List<Measure> by) {
    return new Part.Rank(Rankings.one(noun), direction, Optional.of(noun), by, List.of());
  }

  private static @Nullable Part kept(@Nullable Part part, Args a, int place) {
    return part instanceof Part.Rank rank && a.has(place)
        ? Rankings.ranked(
            new Rankings.TopNoun(
                new Rankings.Top(kept(a, place), rank.direction()), rank.target().orElseThrow()),
            rank.by(),
            List.of())
        : part;
  }

  /** Who cancelled the most orders: by those that are so. */
  private @Nullable Part ofSome(Noun noun, List<Sense.OfValue> values, Rankings.Most most) {
    boolean ofThose =
        Measures.counts(model, most.measure())
            && Measures.bases(model, most.measure())
                .equals(Set.of(values.get(0).field().dataset()));
    Part ranked = ofThose ? Rankings.having(noun, most, Optional.empty()) : null;
    return ranked == null
        ? null
        : new Part.Several(List.of(ranked, new Part.Where(oneOf(values, false))));
  }

  /** In which month the most was reached; of what is no sum, the most is that of one row. */
  private static @Nullable Part reached(Rankings.Most most, Noun noun) {
    boolean ofRows =
        most.measure() instanceof Measure.OfField of && of.aggregation() != Aggregation.SUM;
    return ofRows ? null : Rankings.having(noun, most, Optional.empty());
  }

  private Part soldMost(Args a, int noun, int direction) {
    Noun what = a.at(noun);
    return new Part.Rank(
        Rankings.one(what), way(a, direction), Optional.of(what), scales.sold(), List.of());
  }
}
