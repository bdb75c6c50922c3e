package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** Puts other texts in the places of names, the last first, so that places stay true. */
  public static String replaced(String text, Map<ColumnUse, String> replacements) {
    StringBuilder result = new StringBuilder(text);
    List<ColumnUse> uses = new ArrayList<>(replacements.keySet());
    uses.sort(
        (a, b) ->
            a.line() != b.line()
                ? Integer.compare(b.line(), a.line())
                : Integer.compare(b.column(), a.column()));
    for (ColumnUse use : uses) {
      result.replace(
          offset(text, use.line(), use.column()),
          offset(text, use.endLine(), use.endColumn()) + 1,
          replacements.get(use));
    }
    return result.toString();
  }

  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + column - 1;
  }
}
