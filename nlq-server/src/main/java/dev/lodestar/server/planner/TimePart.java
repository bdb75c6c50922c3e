package dev.lodestar.server.planner;

import java.util.Locale;

/** A part of a date or a moment that comes again. */
public enum TimePart {
  MONTH_OF_YEAR("CAST(EXTRACT(MONTH FROM %s) AS integer)"),
  QUARTER_OF_YEAR("CAST(EXTRACT(QUARTER FROM %s) AS integer)"),
  DAY_OF_WEEK("iso_day_of_week(%s)"),
  DAY_OF_MONTH("CAST(EXTRACT(DAY FROM %s) AS integer)"),
  HOUR_OF_DAY("CAST(EXTRACT(HOUR FROM %s) AS integer)");

  private final String sql;

  TimePart(String sql) {
    this.sql = sql;
  }

  String of(String expression) {
    return sql.formatted(expression);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TimePart of(Object word) {
    return valueOf(String.valueOf(word).toUpperCase(Locale.ROOT));
  }
}
