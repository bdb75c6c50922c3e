package dev.lodestar.server.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** A unit of the calendar. */
public enum Unit {
  YEAR,
  HALF,
  QUARTER,
  MONTH,
  WEEK,
  DAY;

  static Unit of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Its name in SQL. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first day of the unit that a day lies in. */
  public LocalDate start(LocalDate day, DayOfWeek weekStarts) {
    return switch (this) {
      case YEAR -> day.withDayOfYear(1);
      case HALF -> day.withDayOfMonth(1).withMonth(day.getMonthValue() <= 6 ? 1 : 7);
      case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
      case MONTH -> day.withDayOfMonth(1);
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(weekStarts));
      case DAY -> day;
    };
  }

  /** As many units later, or earlier when the number is negative. */
  public LocalDate plus(LocalDate day, long units) {
    return switch (this) {
      case YEAR -> day.plusYears(units);
      case HALF -> day.plusMonths(6 * units);
      case QUARTER -> day.plusMonths(3 * units);
      case MONTH -> day.plusMonths(units);
      case WEEK -> day.plusWeeks(units);
      case DAY -> day.plusDays(units);
    };
  }
}
