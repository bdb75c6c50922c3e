package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question that goes on from the one before: what it names is added to that one, or takes the
 * place of what it can only be there once, as a time, the value of a field, or a number of rows.
 */
final class FollowUp {
  private final Model model;
  private final LogicalQuery before;
  private final Said said = new Said();
  private final Narrowed narrowed;
  private final List<LogicalQuery.Order> order;
  private final boolean besideBefore;
  private Optional<LogicalQuery.Limit> limit;
  private Optional<Part.Direction> ranked = Optional.empty();

  private FollowUp(Model model, LogicalQuery before) {
    this.model = model;
    this.before = before;
    this.order = new ArrayList<>(before.order());
    this.limit = before.limit();
    said.measures.addAll(before.measures());
    said.groups.addAll(before.groups());
    said.where.addAll(before.where());
    said.having.addAll(before.having());
    said.sides = SideBySide.of(before.measures());
    this.besideBefore = said.sides.isPresent();
    if (besideBefore) {
      Measure of = ((Measure.In) before.measures().get(0)).of();
      said.measures.clear();
      said.measures.add(of);
    }
    this.narrowed = new Narrowed(model, said.where);
  }

  static List<Assembly.Assembled> of(
      Model model, LocalDate today, LogicalQuery before, List<Part> parts) {
    if (isWhole(parts)) {
      return Assembly.of(model, today, parts);
    }
    FollowUp next = new FollowUp(model, before);
    return saysTwice(parts) || !parts.stream().allMatch(next::take)
        ? List.of()
        : next.assembled(parts);
  }

  /** Takes in what a phrase changes; not where it changes nothing that can be told. */
  private boolean take(Part part) {
    if (part instanceof Part.By by) {
      return breakDown(by.groups());
    } else if (part instanceof Part.Breakdown by) {
      return limit.isPresent() ? tellApart(by.groups()) : breakDown(by.groups());
    } else if (part instanceof Part.Regroup by) {
      return regroup(by.groups());
    } else if (part instanceof Part.Things things && !things.listed()) {
      Entities entities = new Entities(model);
      return things.nouns().stream()
          .allMatch(noun -> entities.areToldApart(noun) && add(noun.group()));
    } else if (part instanceof Part.Where condition) {
      narrowed.to(condition.condition());
    } else if (part instanceof Part.When when) {
      return during(when.ranges());
    } else if (part instanceof Part.WhenVersus versus) {
      return beside(versus);
    } else if (part instanceof Part.Against other) {
      return during()
          .filter(range -> beside(new Part.WhenVersus(other.range(), range)))
          .isPresent();
    } else if (part instanceof Part.SameSpan asked && asked.of().isPresent()) {
      return take(new Part.Against(asked.of().get()));
    } else if (part instanceof Part.Growth asked) {
      return grown(asked);
    } else if (part instanceof Part.Select select) {
      return select(select.measures());
    } else if (part instanceof Part.Amount && said.measures.size() == 1 && said.having.isEmpty()) {
      Optional<Measure> amount = Measures.amount(model, said.measures.get(0));
      amount.ifPresent(of -> said.measures.set(0, of));
      return amount.isPresent();
    } else if (part instanceof Part.Variant variant) {
      return vary(variant);
    } else if (part instanceof Part.Rank rank && rank.target().isEmpty() && rank.per().isEmpty()) {
      return rank(rank);
    } else if (part instanceof Part.InUnit in) {
      said.units.add(in.unit());
    } else if (part instanceof Part.Bound bound && said.sides.isEmpty()) {
      said.having.add(new LogicalQuery.Having(bound.measure(), bound.comparison(), bound.number()));
    } else if (part instanceof Part.SortByName by) {
      return sortByGroup(false, by.descending());
    } else if (part instanceof Part.SortByTime by) {
      return sortByGroup(true, by.descending());
    } else if (part instanceof Part.SortByGroup by) {
      return sortByGroup(Optional.of(by.group()), by.descending());
    } else if (part instanceof Part.SortBy by) {
      return sort(by);
    } else if (part instanceof Part.Share
        && said.measures.size() == 1
        && said.sides.isEmpty()
        && !said.groups.isEmpty()) {
      said.measures.add(new Measure.Share(said.measures.get(0)));
    } else if (part instanceof Part.Versus versus) {
      narrowed.to(versus.members());
      return add(new Group.ByField(versus.members().attribute()));
    } else {
      return false;
    }
    return true;
  }

  private List<Assembly.Assembled> assembled(List<Part> parts) {
    ranked.ifPresent(this::turn);
    if (said.sides.isPresent() && !settleSides()) {
      return List.of();
    }
    LogicalQuery edited =
        new LogicalQuery(
                before.listed(), said.measures, said.groups, said.where, said.having, order, limit)
            .canonical();
    boolean inUnits = said.units.isEmpty() || Contradictions.isInUnits(model, edited, said.units);
    // What was asked already is asked again, as "in euros" of what is in euros.
    boolean again = edited.equals(before) && !parts.stream().allMatch(FollowUp::narrows);
    return again || !inUnits
        ? List.of()
        : List.of(new Assembly.Assembled(edited, List.copyOf(said.notes), 0));
  }

  /** Whether a part says the same of whatever it follows. */
  private static boolean narrows(Part part) {
    return part instanceof Part.InUnit
        || part instanceof Part.When
        || part instanceof Part.Where
        || part instanceof Part.Rank
        || part instanceof Part.SortBy
        || part instanceof Part.SortByName
        || part instanceof Part.SortByTime
        || part instanceof Part.SortByGroup;
  }

  /** Who says what is measured and by what it is grouped has asked anew. */
  private static boolean isWhole(List<Part> parts) {
    return parts.stream().anyMatch(part -> part instanceof Part.Select)
        && parts.stream()
            .anyMatch(
                part ->
                    part instanceof Part.By
                        || part instanceof Part.Regroup
                        || part instanceof Part.Breakdown);
  }

  /** "The first half of May" are not two times, one of which takes the place of the other. */
  private static boolean saysTwice(List<Part> parts) {
    long times = parts.stream().filter(FollowUp::tellsTime).count();
    List<Attribute> told =
        parts.stream()
            .filter(part -> part instanceof Part.Where)
            .flatMap(part -> Narrowed.attribute(((Part.Where) part).condition()).stream())
            .toList();
    return times > 1 || told.stream().distinct().count() < told.size();
  }

  private static boolean tellsTime(Part part) {
    return part instanceof Part.When
        || part instanceof Part.WhenVersus
        || part instanceof Part.Against
        || part instanceof Part.SameSpan
        || part instanceof Part.Growth;
  }

  /** The first few, broken down, are no longer the first few. */
  private boolean breakDown(List<Group> groups) {
    return limit.isEmpty() && groups.stream().allMatch(this::add);
  }

  /** The first few stay, and each of them is told apart. */
  private boolean tellApart(List<Group> by) {
    LogicalQuery.Limit kept = limit.orElseThrow();
    boolean ranks = !order.isEmpty() && order.get(0).measure() && kept.per().isEmpty();
    List<Integer> apart = new ArrayList<>(kept.apart());
    for (Group group : by) {
      ranks &= !said.groups.contains(group);
      apart.add(said.groups.size());
      said.groups.add(group);
    }
    limit = Optional.of(new LogicalQuery.Limit(kept.kept(), kept.per(), apart));
    return ranks;
  }

  private boolean add(Group group) {
    if (group instanceof Group.ByTime) {
      for (int i = 0; i < said.groups.size(); i++) {
        if (said.groups.get(i) instanceof Group.ByTime) {
          said.groups.set(i, group);
          return true;
        }
      }
    }
    said.group(group);
    return true;
  }

  /**
   * The only group of the same kind gives way, as the month to a quarter; all of them do where none
   * or several are.
   */
  private boolean regroup(List<Group> by) {
    if (limit.isPresent()) {
      return regroupApart(by);
    }
    boolean times = by.stream().allMatch(group -> group instanceof Group.ByTime);
    List<Group> given =
        said.groups.stream().filter(group -> times == group instanceof Group.ByTime).toList();
    int at = given.size() == 1 ? said.groups.indexOf(given.get(0)) : 0;
    said.groups.removeAll(given.size() == 1 ? given : List.copyOf(said.groups));
    said.groups.addAll(at, by.stream().filter(group -> !said.groups.contains(group)).toList());
    order.removeIf(o -> !o.measure());
    return true;
  }

  /** Those that are ranked stay, and are told apart by something else. */
  private boolean regroupApart(List<Group> by) {
    LogicalQuery.Limit kept = limit.orElseThrow();
    List<Group> apart = kept.apart().stream().map(said.groups::get).toList();
    boolean last = kept.apart().stream().allMatch(i -> i >= said.groups.size() - apart.size());
    said.groups.removeAll(apart);
    limit = Optional.of(new LogicalQuery.Limit(kept.kept(), kept.per()));
    return !apart.isEmpty() && last && tellApart(by);
  }

  private boolean during(List<TimeRange> ranges) {
    if (said.sides.isPresent() && !(order.isEmpty() && said.having.isEmpty())) {
      // What was ranked by how it grew does not grow within one time.
      return false;
    }
    said.sides = Optional.empty();
    narrowed.during(new Condition.During(ranges, Optional.empty(), false));
    return true;
  }

  /** The only time of which was asked, by itself and not of something that happened then. */
  private Optional<TimeRange> during() {
    List<Condition> times = said.where.stream().filter(Belonging::isTime).toList();
    return times.size() == 1 ? GrowthRanks.named(times) : Optional.empty();
  }

  /** Two times side by side: the first few of each are others. */
  private boolean beside(Part.WhenVersus versus) {
    boolean open = said.sides.isEmpty() && limit.isEmpty() && said.having.isEmpty();
    if (open) {
      order.removeIf(LogicalQuery.Order::measure);
      said.where.removeIf(Belonging::isUndated);
      said.sides = Optional.of(versus);
    }
    return open;
  }

  private boolean settleSides() {
    boolean sorted = order.stream().anyMatch(LogicalQuery.Order::measure);
    return (besideBefore || !sorted)
        && new SideBySide(said).settle()
        && GrowthRanks.areComparable(
            ((Measure.In) said.measures.get(0)).range(),
            ((Measure.In) said.measures.get(1)).range());
  }

  /** Compared with the time before: in each unit of a group, or of the one time that was asked. */
  private boolean grown(Part.Growth asked) {
    if (said.groups.stream().anyMatch(group -> group instanceof Group.ByTime)) {
      said.growth = Optional.of(asked);
      return said.sides.isEmpty() && limit.isEmpty() && new Growths(said).settle();
    }
    Unit over = asked.over().orElse(Unit.YEAR);
    return during()
        .filter(range -> beside(new Part.WhenVersus(range.shifted(over, -1), range)))
        .isPresent();
  }

  private boolean select(List<Measure> measures) {
    boolean one = measures.size() == 1;
    boolean chosen = said.sides.isPresent() && !said.having.isEmpty();
    if (((!order.isEmpty() || said.sides.isPresent()) && !one) || chosen) {
      return false;
    }
    said.measures.clear();
    said.measures.addAll(measures);
    if (said.sides.isEmpty()) {
      order.replaceAll(o -> o.measure() ? new LogicalQuery.Order(true, 0, o.descending()) : o);
    }
    return true;
  }

  private boolean vary(Part.Variant variant) {
    Measure of = new Measure.OfMetric(variant.of());
    int at = said.measures.indexOf(of);
    if (at < 0 || said.having.stream().anyMatch(h -> h.measure().equals(of))) {
      return false;
    }
    said.measures.set(at, new Measure.OfMetric(variant.metric()));
    return true;
  }

  private boolean rank(Part.Rank rank) {
    boolean sorted = order.stream().anyMatch(LogicalQuery.Order::measure);
    if ((said.groups.size() > 1 && limit.isEmpty()) || (said.sides.isPresent() && !sorted)) {
      // The first three of each, or of all together, of this time or that: nobody said which.
      return false;
    }
    limit =
        Optional.of(
            new LogicalQuery.Limit(
                rank.kept().orElse(new Kept.First(Assembly.USUAL_ROWS)),
                limit.map(LogicalQuery.Limit::per).orElse(List.of()),
                limit.map(LogicalQuery.Limit::apart).orElse(List.of())));
    if (!sorted && !said.measures.isEmpty()) {
      order.clear();
      order.add(new LogicalQuery.Order(true, 0, true));
    }
    if (limit.get().kept() instanceof Kept.Percent) {
      said.notes.add(new Note.RoundedUp());
    }
    ranked = Optional.of(rank.direction());
    return true;
  }

  /** The first three are those of the order that is there; the lowest or best have their own. */
  private void turn(Part.Direction direction) {
    for (int i = 0; i < order.size(); i++) {
      LogicalQuery.Order by = order.get(i);
      if (by.measure() && direction != Part.Direction.MOST) {
        Measure measure = said.measures.get(Math.min(by.index(), said.measures.size() - 1));
        boolean descending = Ordering.descending(model, direction, measure, said.notes);
        order.set(i, new LogicalQuery.Order(true, by.index(), descending));
        return;
      }
    }
  }

  private boolean sort(Part.SortBy by) {
    if (limit.isEmpty()
        && !said.groups.isEmpty()
        && said.sides.isEmpty()
        && !said.measures.isEmpty()
        && said.measures.containsAll(by.measures())) {
      List<Measure> keys = by.measures().isEmpty() ? List.of(said.measures.get(0)) : by.measures();
      order.clear();
      for (Measure key : keys) {
        boolean descending =
            Ordering.descending(model, by.direction().orElse(Part.Direction.MOST), key, said.notes);
        order.add(new LogicalQuery.Order(true, said.measures.indexOf(key), descending));
      }
      return true;
    }
    boolean ranks = order.size() == 1 && order.get(0).measure() && said.sides.isEmpty();
    if (by.measures().size() == 1 && by.direction().isEmpty() && ranks) {
      // "By revenue", after a ranking, ranks by it.
      said.measures.clear();
      said.measures.addAll(by.measures());
      order.set(0, new LogicalQuery.Order(true, 0, order.get(0).descending()));
      return true;
    }
    return false;
  }

  /** By the first group that has a name, or that tells when; not where none does. */
  private boolean sortByGroup(boolean byTime, boolean descending) {
    return sortByGroup(
        said.groups.stream()
            .filter(group -> Ordering.tellsTime(model, group) == byTime)
            .findFirst(),
        descending);
  }

  private boolean sortByGroup(Optional<Group> group, boolean descending) {
    if (limit.isPresent() || group.filter(said.groups::contains).isEmpty()) {
      return false;
    }
    order.clear();
    order.add(new LogicalQuery.Order(false, said.groups.indexOf(group.get()), descending));
    return true;
  }
}
