package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From when to when something grew that is ranked or chosen by its growth: from the time before one
 * that is named, or between two.
 */
final class GrowthRanks {
  /** A month may have 28 days or 31. */
  private static final int MOST_DAYS_APART = 3;

  private final Said said;
  private final LocalDate today;

  GrowthRanks(Said said, LocalDate today) {
    this.said = said;
    this.today = today;
  }

  /** Two times to set side by side; without any, growth is from nowhere to nowhere. */
  boolean settle() {
    if (!isByGrowth()) {
      return said.against.isEmpty();
    }
    if (!said.grownBy.isEmpty() && !isOfThings()) {
      return false;
    }
    if (said.sides.isEmpty()) {
      // Grew between Q1 and Q2: rather from the one to the other.
      said.unsaid += SideBySide.costOfBothEnds(said.where);
      said.sides = sides();
    }
    said.growth = Optional.empty();
    if (isInPercent()) {
      said.notes.add(new Note.GrowthInPercent());
    }
    return said.sides
        .map(SideBySide::alike)
        .filter(both -> areComparable(both.first(), both.second()))
        .isPresent();
  }

  private boolean isByGrowth() {
    return said.byGrowth.isPresent() || !said.grownBy.isEmpty();
  }

  private boolean isInPercent() {
    return said.byGrowth.filter(Part.ByGrowth::inPercent).isPresent()
        || said.grownBy.stream().anyMatch(Part.GrownBy::inPercent);
  }

  /** Things grow from one time to another; whether months do from one to the next is not told. */
  private boolean isOfThings() {
    return !said.groups.isEmpty()
        && said.groups.stream().allMatch(group -> group instanceof Group.ByField);
  }

  private Optional<Part.WhenVersus> sides() {
    List<Condition> times = said.where.stream().filter(Belonging::isTime).toList();
    Optional<TimeRange> named = named(times);
    Optional<Unit> over = said.growth.flatMap(Part.Growth::over);
    if (times.size() > 1 || (!times.isEmpty() && named.isEmpty())) {
      return Optional.empty();
    }
    if (said.against.isPresent()) {
      TimeRange earlier = said.against.get();
      Optional<TimeRange> later = named.or(() -> now(earlier, today));
      return over.isPresent()
          ? Optional.empty()
          : later.map(range -> versus(times, earlier, range));
    }
    return named
        .map(later -> later.shifted(over.orElse(later.unit()), -1))
        .map(earlier -> versus(times, earlier, named.orElseThrow()));
  }

  /** The time after another, where that is now: this year after the last. */
  static Optional<TimeRange> now(TimeRange earlier, LocalDate today) {
    return Optional.of(earlier.shifted(earlier.unit(), 1))
        .filter(later -> later.overlaps(TimeRange.of(today, today.plusDays(1), Unit.DAY)));
  }

  /** A quarter is not compared with a year, nor seven days with ten, nor a day with itself. */
  static boolean areComparable(TimeRange one, TimeRange other) {
    long apart = Math.abs(days(one) - days(other));
    boolean ofMonths = isOfMonths(one) && isOfMonths(other);
    return !one.overlaps(other)
        && (apart == 0 || (ofMonths && apart <= MOST_DAYS_APART) || isYearsFrom(one, other));
  }

  private static boolean isOfMonths(TimeRange range) {
    return range.unit().compareTo(Unit.MONTH) <= 0
        || range.plain().unit().compareTo(Unit.MONTH) <= 0;
  }

  /** The same days of another year, of which one may have a 29 February. */
  private static boolean isYearsFrom(TimeRange one, TimeRange other) {
    int years = other.start().orElseThrow().getYear() - one.start().orElseThrow().getYear();
    return one.shifted(Unit.YEAR, years).sameDays(other)
        || other.shifted(Unit.YEAR, -years).sameDays(one);
  }

  private static long days(TimeRange range) {
    return ChronoUnit.DAYS.between(range.start().orElseThrow(), range.end().orElseThrow());
  }

  /**
   * What cannot be planned, as a growth needs a time: so the refusal says which part is missing.
   */
  Optional<Assembly.Assembled> untimed() {
    boolean timed =
        said.sides.isPresent()
            || said.against.isPresent()
            || said.where.stream().anyMatch(Belonging::isTime);
    return !isByGrowth() || timed || said.measures.size() != 1
        ? Optional.empty()
        : Optional.of(
            said.assembled(
                Optional.empty(),
                List.of(new Measure.Change(said.measures.get(0), 1, isInPercent())),
                said.groups,
                said.where,
                List.of(),
                Optional.empty()));
  }

  /** The one time of which something is asked, where it has both ends. */
  static Optional<TimeRange> named(List<Condition> times) {
    return times.size() == 1
            && times.get(0) instanceof Condition.During during
            && during.time().isEmpty()
            && !during.negated()
            && during.ranges().size() == 1
            && during.ranges().get(0).isBounded()
        ? Optional.of(during.ranges().get(0))
        : Optional.empty();
  }

  private Part.WhenVersus versus(List<Condition> times, TimeRange earlier, TimeRange later) {
    said.where.removeAll(times);
    return new Part.WhenVersus(earlier, later);
  }

  /** By what is ranked, and what decides between equals: in percent and in amount. */
  List<LogicalQuery.Order> order(boolean descending) {
    List<LogicalQuery.Order> order = new ArrayList<>();
    for (boolean inPercent : new boolean[] {said.byGrowth.orElseThrow().inPercent(), false}) {
      for (int i = 0; i < said.measures.size(); i++) {
        if (said.measures.get(i) instanceof Measure.Between between
            && between.inPercent() == inPercent
            && order.stream().noneMatch(isOf(i))) {
          order.add(new LogicalQuery.Order(true, i, descending));
        }
      }
    }
    return order;
  }

  private static java.util.function.Predicate<LogicalQuery.Order> isOf(int index) {
    return order -> order.index() == index;
  }
}
