package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.time.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the phrases of a question say, sorted by kind: the rules that settle what they mean together
 * read and complete it, each in its turn.
 */
final class Said {
  private static final int UNSAID = 3;
  final List<Measure> measures = new ArrayList<>();
  final List<Group> groups = new ArrayList<>();
  final List<Condition> where = new ArrayList<>();
  final List<LogicalQuery.Having> having = new ArrayList<>();
  final List<Noun> things = new ArrayList<>();
  final List<Note> notes = new ArrayList<>();
  final List<Part.Related> related = new ArrayList<>();
  final List<String> mentioned = new ArrayList<>();
  final List<String> doers = new ArrayList<>();
  Optional<Part.Rank> rank = Optional.empty();
  final List<Condition.OneOf> together = new ArrayList<>();

  /** Members and times that are joined by "and" and have a preposition each. */
  final List<Condition> eachOf = new ArrayList<>();

  final List<String> asOf = new ArrayList<>();
  final List<Part.Variant> variants = new ArrayList<>();
  final List<Part.Bare> bare = new ArrayList<>();
  final List<Group> rankedPer = new ArrayList<>();

  /** By what each of those that are ranked is told apart. */
  final List<Group> apart = new ArrayList<>();

  private Optional<Kept> few = Optional.empty();

  Optional<Part.Extreme> extreme = Optional.empty();
  Optional<String> actedOn = Optional.empty();
  Optional<Part.SortBy> sort = Optional.empty();
  Optional<Part.SortByGroup> sortByGroup = Optional.empty();
  Optional<Part.SortByName> sortByName = Optional.empty();
  Optional<Part.SortByTime> sortByTime = Optional.empty();
  Optional<Part.WhenVersus> sides = Optional.empty();
  Optional<Attribute> since = Optional.empty();
  Optional<TimeRange> there = Optional.empty();
  Optional<Part.Occurred> occurred = Optional.empty();
  Optional<Part.SameSpan> sameSpan = Optional.empty();
  Optional<Part.Growth> growth = Optional.empty();
  Optional<Part.ByGrowth> byGrowth = Optional.empty();
  final List<Part.GrownBy> grownBy = new ArrayList<>();
  Optional<TimeRange> against = Optional.empty();
  Optional<Part.Ends> ends = Optional.empty();
  Optional<Measure> partOf = Optional.empty();

  /** What is said of those in whose part one is interested: late, in "share of late shipments". */
  Optional<Condition> partMeant = Optional.empty();

  /** The same, where the words say nothing else. */
  Optional<Condition> partClear = Optional.empty();

  List<Measure> openMeasures = List.of();
  List<Attribute> openAmounts = List.of();
  boolean listed;

  /** What names both things and how they are, before others are named: discontinued products. */
  Optional<Condition.Named> named = Optional.empty();

  /** Whether a number is asked for that one thing has of its own. */
  boolean ownNumber;

  boolean sharing;
  int unsaid;
  boolean overTime;
  boolean onAverage;
  boolean acted;
  final Set<String> units = new HashSet<>();
  boolean howMuch;
  boolean howMany;
  boolean whenAsked;
  Optional<Attribute> doneOn = Optional.empty();
  Optional<Part.LastTime> lastTime = Optional.empty();
  Optional<Part.Earned> earned = Optional.empty();
  boolean compare;
  boolean now;
  boolean changeShown;
  boolean running;
  boolean againstNow;
  boolean byNobody;
  boolean comesFrom;
  boolean somebody;
  boolean impossible;
  private @Nullable Part lastTold;

  void take(Part part) {
    // Who shipped the most pallets is not told by how much was shipped.
    impossible |=
        isRankedByNone(lastTold) && (part instanceof Part.Select || part instanceof Part.Things);
    sort(part);
    lastTold = part;
  }

  private static boolean isRankedByNone(@Nullable Part part) {
    return part instanceof Part.Ranked ranked && !ranked.told();
  }

  private void sort(Part part) {
    if (part instanceof Part.Several several) {
      several.parts().forEach(this::take);
    } else if (part instanceof Part.Doer doer) {
      doers.add(doer.dataset());
    } else if (part instanceof Part.Mentioned named) {
      mentioned.add(named.dataset());
    } else if (part instanceof Part.Select select) {
      // Nobody said "and".
      unsaid += measures.isEmpty() ? 0 : UNSAID;
      // Of a part of what is the other measure?
      impossible |= partOf.isPresent();
      measures.addAll(select.measures());
    } else if (part instanceof Part.By by) {
      by.groups().forEach(this::group);
    } else if (part instanceof Part.Regroup by) {
      by.groups().forEach(this::group);
    } else if (part instanceof Part.Things told) {
      // « La liste des clients avec leur ville » is one of the clients.
      impossible |= isOfMentioned(told);
      for (Noun noun : told.nouns()) {
        impossible |= things.stream().anyMatch(t -> t.group().equals(noun.group()));
        things.add(noun);
      }
      listed |= told.listed();
    } else if (part instanceof Part.OwnNumber own) {
      impossible |= !things.isEmpty() || !measures.isEmpty();
      things.add(own.noun());
      ownNumber = true;
    } else if (part instanceof Part.Somebody who) {
      things.add(who.noun());
      listed = true;
      somebody = true;
    } else if (part instanceof Part.Where condition) {
      named =
          named.or(
              () ->
                  things.isEmpty() && condition.condition() instanceof Condition.Named of
                      ? Optional.of(of)
                      : Optional.empty());
      where.add(condition.condition());
      if (lastTold instanceof Part.PartOf) {
        partMeant = Optional.of(condition.condition());
      }
    } else if (part instanceof Part.All all) {
      where.add(all.members());
      together.add(all.members());
      eachOf.addAll(all.apart() ? List.of(all.members()) : List.of());
    } else if (part instanceof Part.Extreme asked) {
      impossible |= extreme.isPresent() || rank.isPresent();
      extreme = Optional.of(asked);
    } else if (part instanceof Part.AsOf at) {
      asOf.add(at.dataset());
    } else if (part instanceof Part.Variant variant) {
      variants.add(variant);
    } else if (part instanceof Part.Breakdown by) {
      apart.addAll(by.groups());
    } else if (part instanceof Part.Amount) {
      // Of what was asked before, and of nothing else.
      impossible = true;
    } else if (part instanceof Part.Bare bound) {
      bare.add(bound);
    } else if (part instanceof Part.Acted did) {
      impossible |=
          acted && !actedOn.equals(did.fact()) && did.fact().isPresent() && actedOn.isPresent();
      acted = true;
      actedOn = actedOn.or(did::fact);
    } else if (part instanceof Part.Versus versus) {
      where.add(versus.members());
      group(new Group.ByField(versus.members().attribute()));
    } else if (part instanceof Part.When when) {
      Condition during = new Condition.During(when.ranges(), groupedDate(), false);
      where.add(during);
      eachOf.addAll(when.apart() ? List.of(during) : List.of());
      noteTimes(when.ranges());
    } else if (part instanceof Part.WhenVersus versus) {
      impossible |= sides.isPresent();
      sides = Optional.of(versus);
      noteTimes(List.of(versus.first(), versus.second()));
    } else if (part instanceof Part.Bound bound) {
      having.add(new LogicalQuery.Having(bound.measure(), bound.comparison(), bound.number()));
    } else if (part instanceof Part.Bounds bounds) {
      bounds.bounds().forEach(this::take);
    } else if (part instanceof Part.Rank ranked) {
      // Which room type guests book most is not asked of the guests.
      impossible |= rank.isPresent() || (!things.isEmpty() && ranked.target().isPresent());
      rank = Optional.of(ranked);
    } else if (part instanceof Part.Few some) {
      impossible |= few.isPresent() || !things.isEmpty();
      few = Optional.of(some.kept());
      things.add(some.noun());
    } else if (part instanceof Part.Ranked ranked) {
      rank(ranked);
    } else if (part instanceof Part.SortBy by) {
      impossible |=
          sort.isPresent() && !sort.get().measures().isEmpty() && !by.measures().isEmpty();
      sort = Optional.of(merged(by));
    } else if (part instanceof Part.SortByGroup by) {
      sortByGroup = Optional.of(by);
    } else if (part instanceof Part.SortByName by) {
      sortByName = Optional.of(by);
    } else if (part instanceof Part.SortByTime by) {
      sortByTime = Optional.of(by);
    } else if (part instanceof Part.PartOf of) {
      impossible |= partOf.isPresent() || !measures.isEmpty();
      partOf = Optional.of(of.measure());
      partClear = of.of();
    } else if (part instanceof Part.ByGrowth by) {
      impossible |= byGrowth.isPresent();
      byGrowth = Optional.of(by);
    } else if (part instanceof Part.GrownBy by) {
      grownBy.add(by);
      by.measure().filter(of -> !measures.contains(of)).ifPresent(measures::add);
    } else if (part instanceof Part.Against other) {
      impossible |= against.isPresent();
      against = Optional.of(other.range());
      againstNow = other.now();
    } else if (part instanceof Part.Ends both) {
      impossible |= ends.isPresent() || sides.isPresent();
      ends = Optional.of(both);
      noteTimes(List.of(both.first(), both.last()));
    } else if (part instanceof Part.SameSpan asked) {
      impossible |= sameSpan.isPresent();
      sameSpan = Optional.of(asked);
    } else if (part instanceof Part.Growth asked) {
      growth = Optional.of(asked);
    } else if (part instanceof Part.Related asked) {
      related.add(asked);
    } else if (part instanceof Part.Since from) {
      impossible |= since.isPresent();
      since = Optional.of(from.date());
    } else if (part instanceof Part.There since) {
      impossible |= there.isPresent();
      there = Optional.of(since.range());
    } else if (part instanceof Part.Occurred happened) {
      impossible |= occurred.isPresent();
      occurred = Optional.of(happened);
    } else if (part instanceof Part.DoneOn verb) {
      impossible |= doneOn.isPresent();
      doneOn = Optional.of(verb.date());
    } else if (part instanceof Part.LastTime last) {
      impossible |= lastTime.isPresent();
      lastTime = Optional.of(last);
    } else if (part instanceof Part.Earned by) {
      impossible |= earned.isPresent();
      earned = Optional.of(by);
    } else if (part instanceof Part.InUnit in) {
      units.add(in.unit());
    } else {
      overTime |= part instanceof Part.OverTime;
      onAverage |= part instanceof Part.OnAverage;
      byNobody |= part instanceof Part.ByNobody;
      sharing |= part instanceof Part.Share;
      howMuch |= part instanceof Part.HowMuch;
      howMany |= part instanceof Part.HowMany;
      whenAsked |= part instanceof Part.WhenAsked;
      compare |= part instanceof Part.Compare;
      running |= part instanceof Part.Running;
      changeShown |= part instanceof Part.ChangeShown;
      now |= part instanceof Part.Now;
      comesFrom |= part instanceof Part.ComesFrom;
    }
  }

  /** What was named before is ranked, where that is one kind of things. */
  private void rank(Part.Ranked ranked) {
    impossible |=
        rank.isPresent() || things.size() != 1 || (few.isPresent() && ranked.kept().isPresent());
    if (!impossible) {
      Noun target = things.remove(0);
      Optional<Kept> kept = few.or(ranked::kept).or(() -> Rankings.one(target));
      rank =
          Optional.of(
              new Part.Rank(kept, ranked.direction(), Optional.of(target), ranked.by(), List.of()));
      few = Optional.empty();
      ranked.more().forEach(this::sort);
    }
  }

  private boolean isOfMentioned(Part.Things told) {
    return things.isEmpty()
        && measures.isEmpty()
        && groups.isEmpty()
        && partOf.isEmpty()
        && told.nouns().stream()
            .anyMatch(
                noun ->
                    noun.entity().isEmpty()
                        && noun.group() instanceof Group.ByField by
                        && mentioned.contains(by.attribute().field().dataset()));
  }

  /** Whether the first few are meant of what is in no order. */
  boolean fewOfNone() {
    return few.isPresent();
  }

  /** Sales by payment month in 2025: in which they were paid. */
  private Optional<Attribute> groupedDate() {
    return lastTold instanceof Part.By by
            && by.groups().get(by.groups().size() - 1) instanceof Group.ByTime time
        ? time.time()
        : Optional.empty();
  }

  private Part.SortBy merged(Part.SortBy by) {
    if (sort.isEmpty()) {
      return by;
    }
    return new Part.SortBy(
        sort.get().measures().isEmpty() ? by.measures() : sort.get().measures(),
        sort.get().direction().isPresent() ? sort.get().direction() : by.direction(),
        sort.get().bySize() || by.bySize());
  }

  private void noteTimes(List<TimeRange> ranges) {
    for (TimeRange range : ranges) {
      if (range.assumed() == TimeRange.Assumed.LATEST) {
        notes.add(new Note.LatestMeant(range));
      }
    }
  }

  void group(Group group) {
    if (!groups.contains(group)) {
      groups.add(group);
    }
  }

  Assembly.Assembled assembled(
      Optional<String> entity,
      List<Measure> selected,
      List<Group> grouped,
      List<Condition> conditions,
      List<LogicalQuery.Order> order,
      Optional<LogicalQuery.Limit> limit) {
    LogicalQuery query =
        new LogicalQuery(entity, selected, grouped, conditions, having, order, limit).canonical();
    return new Assembly.Assembled(query, notes.stream().distinct().toList(), unsaid);
  }
}
