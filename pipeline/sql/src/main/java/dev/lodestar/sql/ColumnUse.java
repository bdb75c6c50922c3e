package dev.lodestar.sql;

import java.util.List;

/**
 * A place in an expression where a column is named.
 *
 * @param path the name and what it is qualified by, as it is found: lower case unless quoted; the
 *     last part is empty for {@code *}
 * @param aggregate which of the aggregates of the expression it is in, counted from 1; 0 for none
 * @param line of the first character, counted from 1, like all the others
 */
public record ColumnUse(
    List<String> path,
    Within within,
    int aggregate,
    int line,
    int column,
    int endLine,
    int endColumn) {

  /** What is done with the values. */
  public enum Within {
    /** Each row has its own. */
    ROW,
    /** Those of many rows become one, and a row that comes twice counts twice. */
    AGGREGATE,
    /** Those of many rows become one, however often a row comes. */
    AGGREGATE_OF_DISTINCT
  }

  public ColumnUse {
    path = List.copyOf(path);
  }
}
