package dev.lodestar.server.time;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Days from a first one up to, and without, a last one.
 *
 * @param start the first day; empty when it has no beginning
 * @param end the day after the last; empty when it has no end
 * @param unit how finely the asker spoke
 * @param assumed what the words left open and how it was filled
 */
public record TimeRange(
    Optional<LocalDate> start, Optional<LocalDate> end, Unit unit, Assumed assumed) {

  /** What was taken for granted. */
  public enum Assumed {
    NOTHING,
    /** The words named no year, month or week; the latest one that has begun is meant. */
    LATEST
  }

  public TimeRange {
    if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
      throw new IllegalArgumentException("A range of no days: " + start.get() + " to " + end.get());
    }
  }

  public static TimeRange of(LocalDate start, LocalDate end, Unit unit) {
    return new TimeRange(Optional.of(start), Optional.of(end), unit, Assumed.NOTHING);
  }

  static TimeRange day(LocalDate day) {
    return of(day, day.plusDays(1), Unit.DAY);
  }

  public static TimeRange from(LocalDate start, Unit unit) {
    return new TimeRange(Optional.of(start), Optional.empty(), unit, Assumed.NOTHING);
  }

  public static TimeRange until(LocalDate end, Unit unit) {
    return new TimeRange(Optional.empty(), Optional.of(end), unit, Assumed.NOTHING);
  }

  TimeRange assuming(Assumed what) {
    return new TimeRange(start, end, unit, what);
  }

  /** The same days, told in the coarsest unit, whatever the words were. */
  public TimeRange plain() {
    Unit coarsest = Unit.DAY;
    if (isBounded()) {
      LocalDate first = start.orElseThrow();
      for (Unit candidate : Unit.values()) {
        boolean whole =
            candidate.start(first, first.getDayOfWeek()).equals(first)
                && candidate.plus(first, 1).equals(end.orElseThrow());
        if (whole) {
          coarsest = candidate;
          break;
        }
      }
    }
    return new TimeRange(start, end, coarsest, Assumed.NOTHING);
  }

  /** As long a time, so many units later; both ends are known. */
  public TimeRange shifted(Unit by, int units) {
    return of(by.plus(start.orElseThrow(), units), by.plus(end.orElseThrow(), units), unit);
  }

  /** Whether both ends are known. */
  public boolean isBounded() {
    return start.isPresent() && end.isPresent();
  }

  /** The last day. */
  public Optional<LocalDate> last() {
    return end.map(day -> day.minusDays(1));
  }

  /** Whether some day is in both. */
  public boolean overlaps(TimeRange other) {
    return startsBefore(other.end()) && other.startsBefore(end);
  }

  private boolean startsBefore(Optional<LocalDate> moment) {
    return start.isEmpty() || moment.isEmpty() || start.get().isBefore(moment.get());
  }

  /** The same days, whatever the words were. */
  public boolean sameDays(TimeRange other) {
    return start.equals(other.start) && end.equals(other.end);
  }
}
