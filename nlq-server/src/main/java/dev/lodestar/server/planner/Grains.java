package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import dev.lodestar.spec.ColumnType;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * How finely a field tells when, and that nothing finer is asked of it: the first day of a month
 * that stands for the whole of it is on no Monday.
 */
final class Grains {
  private Grains() {}

  /** The start of the unit that a time lies in. */
  static String truncated(Unit unit, String sql, Field field) throws CannotPlan {
    mustTell(field, unit);
    if (field.unit().isPresent() && field.unit().get() == unit && field.isDate()) {
      return sql;
    }
    String truncated =
        unit == Unit.HALF
            ? "make_date(CAST(EXTRACT(YEAR FROM %1$s) AS integer),"
                + " CASE WHEN EXTRACT(MONTH FROM %1$s) < 7 THEN 1 ELSE 7 END, 1)"
            : "date_trunc('" + unit.word() + "', %s)";
    String result = truncated.formatted(sql);
    return field.type().kind() == ColumnType.Kind.TIMESTAMP
        ? "CAST(" + result + " AS date)"
        : result;
  }

  static void mustTell(Field field, Unit asked) throws CannotPlan {
    Optional<Unit> told = field.unit().filter(unit -> unit.compareTo(asked) < 0);
    if (told.isPresent()) {
      throw tooFine(field, told.get(), asked.word());
    }
  }

  static void mustTell(Field field, TimePart part) throws CannotPlan {
    if (part == TimePart.HOUR_OF_DAY && field.type().kind() == ColumnType.Kind.DATE) {
      throw tooFine(field, field.unit().orElse(Unit.DAY), part.word());
    }
    Unit asked =
        switch (part) {
          case MONTH_OF_YEAR -> Unit.MONTH;
          case QUARTER_OF_YEAR, FISCAL_YEAR, FISCAL_QUARTER -> Unit.QUARTER;
          case DAY_OF_WEEK, DAY_OF_MONTH, HOUR_OF_DAY -> Unit.DAY;
        };
    Optional<Unit> told = field.unit().filter(unit -> unit.compareTo(asked) < 0);
    if (told.isPresent()) {
      throw tooFine(field, told.get(), part.word());
    }
  }

  /** Whether a range begins and ends where units do of which the field tells. */
  static void mustTell(Field field, TimeRange range, DayOfWeek weekStarts) throws CannotPlan {
    Unit told = field.unit().orElse(Unit.DAY);
    boolean whole =
        range.unit().compareTo(told) <= 0
            || (isStart(range.start(), told, weekStarts) && isStart(range.end(), told, weekStarts));
    if (!whole) {
      throw tooFine(field, told, range.unit().word());
    }
  }

  private static boolean isStart(Optional<LocalDate> day, Unit unit, DayOfWeek weekStarts) {
    return day.filter(d -> !unit.start(d, weekStarts).equals(d)).isEmpty();
  }

  private static CannotPlan tooFine(Field field, Unit told, String asked) {
    return new CannotPlan(
        Reason.TOO_FINE,
        field.ref() + " tells the " + told.word() + ", not the " + asked.replace('_', ' '),
        List.of(field.ref().dataset(), told.word(), asked));
  }
}
