package dev.lodestar.spec.semantic;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;

/**
 * How the domain counts time.
 *
 * @param fiscalYearStarts the first month of the fiscal year, 1 for January
 * @param weekStarts the first day of the week
 * @param today what "today" means in questions
 */
public record Calendar(int fiscalYearStarts, DayOfWeek weekStarts, Today today) {
  public static final Calendar USUAL =
      new Calendar(1, DayOfWeek.MONDAY, new Today(Kind.CLOCK, Optional.empty()));

  /** Where "today" comes from. */
  public enum Kind {
    /** The clock of the server. */
    CLOCK,
    /** The last date in the data. */
    LATEST,
    /** A date that is laid down. */
    FIXED
  }

  /** What "today" means. */
  public record Today(Kind kind, Optional<LocalDate> date) {}
}
