package dev.lodestar.server.semantic;

import java.util.Locale;

/** How many values become one. */
public enum Aggregation {
  SUM("sum(%s)"),
  AVERAGE("avg(%s)"),
  MIN("min(%s)"),
  MAX("max(%s)"),
  MEDIAN("median(%s)"),
  COUNT("count(%s)"),
  COUNT_DISTINCT("count(DISTINCT %s)");

  private final String sql;

  Aggregation(String sql) {
    this.sql = sql;
  }

  /** The aggregate over an expression. */
  public String of(String expression) {
    return sql.formatted(expression);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Aggregation named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
