package dev.lodestar.sql;

import java.util.Locale;

/** How a column of a result, or which rows there are of it, hangs on a stored column. */
public enum Influence {
  /** The value is the stored one. */
  IDENTITY,
  /** The value is computed from the stored one. */
  TRANSFORMATION,
  /** The value is computed from the stored ones of many rows. */
  AGGREGATION,
  /** The stored value decides which of several values it is, as after CASE WHEN. */
  CONDITIONAL,
  /** The stored value decides which rows a window function sees, and in which order. */
  WINDOW,
  /** Rows are brought together by the stored value. */
  JOIN,
  /** Rows are left out by the stored value. */
  FILTER,
  /** Rows become one by the stored value. */
  GROUP_BY,
  /** Rows are put in order by the stored value. */
  SORT,
  /** A rule looks at the stored value; it makes nothing of it, but may stop a run. */
  RULE;

  /** Whether the value itself comes from the stored one. */
  public boolean direct() {
    return compareTo(AGGREGATION) <= 0;
  }

  /** Its name for people and programs: {@code group-by}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
