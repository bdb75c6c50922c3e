package dev.lodestar.server.planner;

import java.util.Locale;

/** A part of a date or a moment that comes again. */
public enum TimePart {
  MONTH_OF_YEAR("CAST(EXTRACT(MONTH FROM %s) AS integer)"),
  QUARTER_OF_YEAR("CAST(EXTRACT(QUARTER FROM %s) AS integer)"),
  DAY_OF_WEEK("iso_day_of_week(%s)"),
  DAY_OF_MONTH("CAST(EXTRACT(DAY FROM %s) AS integer)"),
  HOUR_OF_DAY("CAST(EXTRACT(HOUR FROM %s) AS integer)"),
  /** The fiscal year, which is no part of another but is told by its number alone. */
  FISCAL_YEAR("fiscal_year(%1$s, %2$d)"),
  FISCAL_QUARTER(
      "concat('FY', CAST(fiscal_year(%1$s, %2$d) AS varchar), '-Q',"
          + " CAST(fiscal_quarter(%1$s, %2$d) AS varchar))");

  private final String sql;

  TimePart(String sql) {
    this.sql = sql;
  }

  /**
   * The part of a date.
   *
   * @param fiscalStart the first month of the fiscal year
   */
  String of(String expression, int fiscalStart) {
    return sql.formatted(expression, fiscalStart);
  }

  /** Whether there is one of a number, as there is no thirteenth month. */
  public boolean has(int number) {
    return switch (this) {
      case MONTH_OF_YEAR -> number >= 1 && number <= 12;
      case QUARTER_OF_YEAR -> number >= 1 && number <= 4;
      case DAY_OF_WEEK -> number >= 1 && number <= 7;
      case DAY_OF_MONTH -> number >= 1 && number <= 31;
      case HOUR_OF_DAY -> number >= 0 && number <= 23;
      case FISCAL_YEAR -> number >= 1;
      // Each has a year, and so it is told by a text.
      case FISCAL_QUARTER -> false;
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TimePart of(Object word) {
    return valueOf(String.valueOf(word).toUpperCase(Locale.ROOT));
  }
}
