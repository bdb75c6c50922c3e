package dev.lodestar.server.question;

import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The year that one of two times names is that of the other: March and May 2025, Q1 vs Q2 2025.
 * Alone, a month or quarter without a year would be the latest one.
 */
final class SharedYear {
  private SharedYear() {}

  /** A time that stands before another one: the last that is not after it. */
  static TimeRange before(TimeRange open, TimeRange told) {
    if (!isOpen(open, told)) {
      return open;
    }
    TimeRange same = inYearOf(open, told);
    return first(same).isAfter(first(told)) ? same.shifted(Unit.YEAR, -1) : same;
  }

  /** A time that stands after another one: May 2025 and March, December 2024 and January. */
  static TimeRange after(TimeRange told, TimeRange open) {
    if (!isOpen(open, told)) {
      return open;
    }
    TimeRange same = inYearOf(open, told);
    TimeRange next = same.shifted(Unit.YEAR, 1);
    boolean nextIsNearer =
        ChronoUnit.DAYS.between(first(told), first(next))
            < ChronoUnit.DAYS.between(first(same), first(told));
    return nextIsNearer ? next : same;
  }

  /** The same month or quarter of another year. */
  static TimeRange in(TimeRange part, TimeRange year) {
    return inYearOf(part, year);
  }

  private static boolean isOpen(TimeRange open, TimeRange told) {
    return open.assumed() == TimeRange.Assumed.LATEST
        && told.assumed() == TimeRange.Assumed.NOTHING
        && open.isBounded()
        && told.isBounded()
        && (open.unit() == Unit.MONTH || open.unit() == Unit.QUARTER)
        && open.unit() == told.unit();
  }

  private static TimeRange inYearOf(TimeRange open, TimeRange told) {
    return open.shifted(Unit.YEAR, first(told).getYear() - first(open).getYear());
  }

  private static LocalDate first(TimeRange range) {
    return range.start().orElseThrow();
  }
}
