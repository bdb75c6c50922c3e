package dev.lodestar.server.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A date of which some parts were said. */
record Partial(
    @Nullable Integer year,
    @Nullable Integer month,
    @Nullable Integer day,
    @Nullable Integer weekday,
    @Nullable Integer quarter,
    @Nullable Integer half,
    @Nullable Integer week) {

  private static final Partial EMPTY = new Partial(null, null, null, null, null, null, null);
  private static final int FURTHEST_YEARS = 28;

  static Partial year(int year) {
    return EMPTY.inYear(year);
  }

  static Partial month(int month) {
    return new Partial(null, month, null, null, null, null, null);
  }

  static @Nullable Partial day(int day) {
    return day < 1 || day > 31 ? null : new Partial(null, null, day, null, null, null, null);
  }

  static @Nullable Partial date(int month, int day) {
    return month < 1 || month > 12 || day < 1 || day > 31
        ? null
        : new Partial(null, month, day, null, null, null, null);
  }

  static @Nullable Partial date(int year, int month, int day) {
    Partial date = date(month, day);
    return date == null ? null : date.inYear(year);
  }

  static Partial weekday(int weekday) {
    return new Partial(null, null, null, weekday, null, null, null);
  }

  static @Nullable Partial quarter(int quarter) {
    return quarter < 1 || quarter > 4
        ? null
        : new Partial(null, null, null, null, quarter, null, null);
  }

  static @Nullable Partial half(int half) {
    return half < 1 || half > 2 ? null : new Partial(null, null, null, null, null, half, null);
  }

  static @Nullable Partial week(int week) {
    return week < 1 || week > 53 ? null : new Partial(null, null, null, null, null, null, week);
  }

  Partial inYear(int other) {
    return new Partial(other, month, day, weekday, quarter, half, week);
  }

  Partial on(int otherWeekday) {
    return new Partial(year, month, day, otherWeekday, quarter, half, week);
  }

  boolean hasYear() {
    return year != null;
  }

  /** With what it leaves open taken from another, as in "13 to 15 July 2024". */
  Partial completedBy(Partial other) {
    boolean needsMonth = month == null && day != null;
    return new Partial(
        year == null ? other.year : year,
        needsMonth ? other.month : month,
        day,
        weekday,
        quarter,
        half,
        week);
  }

  /** The days that are meant: of a past year, month or week where none was said. */
  Optional<TimeRange> resolve(LocalDate today, DayOfWeek weekStarts) {
    try {
      if (year != null) {
        return in(year);
      }
      if (weekday != null && month == null && day == null) {
        LocalDate found = today.minusDays((today.getDayOfWeek().getValue() - weekday + 7) % 7);
        return Optional.of(TimeRange.day(found).assuming(TimeRange.Assumed.LATEST));
      }
      if (day != null && month == null) {
        return weekday == null ? latestDayOfMonth(today, day) : nearestMonth(today, day, weekday);
      }
      return weekday == null ? latestYear(today) : nearestYear(today);
    } catch (DateTimeException e) {
      // A day that the calendar does not have, as 30 February: it means nothing.
      return Optional.empty();
    }
  }

  private Optional<TimeRange> in(int inYear) {
    if (month != null && day != null) {
      LocalDate date = LocalDate.of(inYear, month, day);
      boolean fits = weekday == null || date.getDayOfWeek().getValue() == weekday;
      return fits ? Optional.of(TimeRange.day(date)) : Optional.empty();
    }
    if (day != null || weekday != null) {
      return Optional.empty();
    }
    if (week != null) {
      LocalDate first = LocalDate.of(inYear, 1, 4).with(DayOfWeek.MONDAY).plusWeeks(week - 1L);
      boolean exists = first.plusDays(3).getYear() == inYear;
      return exists
          ? Optional.of(TimeRange.of(first, first.plusWeeks(1), Unit.WEEK))
          : Optional.empty();
    }
    Unit unit =
        month != null
            ? Unit.MONTH
            : quarter != null ? Unit.QUARTER : half != null ? Unit.HALF : Unit.YEAR;
    int firstMonth =
        month != null ? month : quarter != null ? 3 * quarter - 2 : half != null ? 6 * half - 5 : 1;
    LocalDate start = LocalDate.of(inYear, firstMonth, 1);
    return Optional.of(TimeRange.of(start, unit.plus(start, 1), unit));
  }

  private static Optional<TimeRange> latestDayOfMonth(LocalDate today, int day) {
    LocalDate month = today.withDayOfMonth(1);
    while (day > month.lengthOfMonth() || month.withDayOfMonth(day).isAfter(today)) {
      month = month.minusMonths(1);
    }
    return Optional.of(TimeRange.day(month.withDayOfMonth(day)).assuming(TimeRange.Assumed.LATEST));
  }

  private static Optional<TimeRange> nearestMonth(LocalDate today, int day, int weekday) {
    for (int away = 0; away <= 12 * FURTHEST_YEARS; away++) {
      for (int months : new int[] {-away, away}) {
        LocalDate month = today.withDayOfMonth(1).plusMonths(months);
        if (day <= month.lengthOfMonth()
            && month.withDayOfMonth(day).getDayOfWeek().getValue() == weekday) {
          return Optional.of(
              TimeRange.day(month.withDayOfMonth(day)).assuming(TimeRange.Assumed.LATEST));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<TimeRange> latestYear(LocalDate today) {
    for (int back = 0; back <= 8; back++) {
      Optional<TimeRange> found = resolvedIn(today.getYear() + 1 - back);
      if (found.isPresent() && !found.get().start().orElseThrow().isAfter(today)) {
        return found.map(range -> range.assuming(TimeRange.Assumed.LATEST));
      }
    }
    return Optional.empty();
  }

  private Optional<TimeRange> nearestYear(LocalDate today) {
    for (int away = 0; away <= FURTHEST_YEARS; away++) {
      for (int other : new int[] {today.getYear() - away, today.getYear() + away}) {
        Optional<TimeRange> found = resolvedIn(other);
        if (found.isPresent()) {
          return found.map(range -> range.assuming(TimeRange.Assumed.LATEST));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<TimeRange> resolvedIn(int otherYear) {
    try {
      return in(otherYear);
    } catch (DateTimeException e) {
      // 29 February is only in some years.
      return Optional.empty();
    }
  }
}
