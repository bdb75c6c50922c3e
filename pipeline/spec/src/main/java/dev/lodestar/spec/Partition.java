package dev.lodestar.spec;

/** Rows that agree in this lie in files of their own: {@code month(order_date)}. */
public record Partition(Unit unit, String column, Position at) {

  /** What of a column's value counts. */
  public enum Unit {
    /** All of it. */
    VALUE,
    /** The year of a date or timestamp. */
    YEAR,
    /** Year and month. */
    MONTH,
    /** The day. */
    DAY
  }

  @Override
  public String toString() {
    return unit == Unit.VALUE
        ? column
        : unit.name().toLowerCase(java.util.Locale.ROOT) + "(" + column + ")";
  }
}
