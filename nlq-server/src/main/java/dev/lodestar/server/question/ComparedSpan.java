package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The time with which another is compared is as long as that one: the first quarter of last year,
 * and not all of it, where the first quarter is asked for year over year.
 */
final class ComparedSpan {
  private final Said said;
  private final LocalDate today;

  ComparedSpan(Said said, LocalDate today) {
    this.said = said;
    this.today = today;
  }

  /** Sets two times beside each other, where one and how far back the other lies were told. */
  void settle() {
    said.sameSpan
        .filter(asked -> asked.of().isEmpty())
        .ifPresent(asked -> said.sides = said.sides.map(this::untilToday));
    List<Condition> times = said.where.stream().filter(Belonging::isTime).toList();
    Optional<TimeRange> named = GrowthRanks.named(times);
    boolean byTime = said.groups.stream().anyMatch(group -> group instanceof Group.ByTime);
    if (said.sides.isPresent() || named.isEmpty() || byTime || said.rank.isPresent()) {
      return;
    }
    Optional<TimeRange> earlier =
        said.sameSpan
            .flatMap(Part.SameSpan::of)
            .flatMap(of -> within(of, named.get()))
            .or(() -> over().flatMap(unit -> before(named.get(), unit)));
    if (earlier.isPresent()) {
      said.where.removeAll(times);
      said.growth = Optional.empty();
      said.measures.replaceAll(ComparedSpan::grown);
      said.sides = Optional.of(untilToday(new Part.WhenVersus(earlier.get(), named.get())));
      said.sameSpan = Optional.empty();
    }
  }

  /** Revenue of this quarter, compared with that of the last: with a time that stands apart. */
  void settleAgainst() {
    List<Condition> times = said.where.stream().filter(Belonging::isTime).toList();
    Optional<TimeRange> named =
        times.isEmpty() && said.againstNow
            ? said.against.flatMap(earlier -> GrowthRanks.now(earlier, today))
            : GrowthRanks.named(times);
    boolean whole =
        said.byGrowth.isEmpty()
            && said.grownBy.isEmpty()
            && said.rank.isEmpty()
            && said.sides.isEmpty();
    if (whole
        && named.isPresent()
        && said.against.filter(other -> !other.sameDays(named.get())).isPresent()) {
      said.where.removeAll(times);
      said.sides = Optional.of(new Part.WhenVersus(said.against.get(), named.get()));
      said.against = Optional.empty();
    }
  }

  /** Whether "the same period" was said of no time that could be told. */
  boolean isOpen() {
    return said.sameSpan.flatMap(Part.SameSpan::of).isPresent();
  }

  private static Measure grown(Measure measure) {
    return measure instanceof Measure.Change change && change.back() < 0 ? change.of() : measure;
  }

  /** How far back was asked: year over year, compared with the month before. */
  private Optional<Unit> over() {
    return said.growth
        .flatMap(Part.Growth::over)
        .or(
            () ->
                said.measures.stream()
                    .filter(m -> m instanceof Measure.Change change && change.back() < 0)
                    .map(m -> Unit.values()[-1 - ((Measure.Change) m).back()])
                    .findFirst());
  }

  /** Part of a unit; all of it is one in a row of them. */
  private static Optional<TimeRange> before(TimeRange range, Unit unit) {
    return Optional.of(range.shifted(unit, -1))
        .filter(earlier -> range.plain().unit() != unit && !earlier.overlaps(range));
  }

  /** The days of an earlier time that those of a later one are in theirs. */
  private static Optional<TimeRange> within(TimeRange of, TimeRange range) {
    TimeRange whole = of.plain();
    for (int back = 1; back <= 100; back++) {
      TimeRange earlier = range.shifted(whole.unit(), -back);
      if (!earlier.start().orElseThrow().isAfter(whole.start().orElseThrow())
          || earlier.overlaps(whole)) {
        return earlier.overlaps(whole) && !earlier.overlaps(range)
            ? Optional.of(earlier)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Of what is not over yet, the days up to today, and as many of the time before. */
  private Part.WhenVersus untilToday(Part.WhenVersus both) {
    if (said.sameSpan.isEmpty()) {
      return both;
    }
    boolean ordered =
        both.first().start().orElseThrow().isBefore(both.second().start().orElseThrow());
    TimeRange later = ordered ? both.second() : both.first();
    LocalDate tomorrow = today.plusDays(1);
    LocalDate first = later.start().orElseThrow();
    if (!first.isBefore(tomorrow) || !later.end().orElseThrow().isAfter(tomorrow)) {
      return both;
    }
    TimeRange soFar = TimeRange.of(first, tomorrow, Unit.DAY);
    return within(ordered ? both.first() : both.second(), soFar)
        .map(earlier -> new Part.WhenVersus(earlier, soFar))
        .orElse(both);
  }
}
