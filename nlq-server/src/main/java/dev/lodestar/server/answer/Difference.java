package dev.lodestar.server.answer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows differ from the right ones. */
public enum Difference {
  /** There are no rows, and there should be. */
  NO_ROWS,
  /** There are rows, and there should be none. */
  ROWS_FOR_NONE,
  MISSING_COLUMNS,
  EXTRA_COLUMNS,
  MISSING_ROWS,
  EXTRA_ROWS,
  /** A single value is asked for, and it is another. */
  SINGLE_CELL;

  /** What tells rows from those that are wanted, when it is known that something does. */
  static List<Difference> between(
      List<List<@Nullable Object>> wanted, List<List<@Nullable Object>> shown) {
    if (shown.isEmpty()) {
      return List.of(NO_ROWS);
    }
    if (wanted.isEmpty()) {
      return List.of(ROWS_FOR_NONE);
    }
    List<Difference> differences = new ArrayList<>();
    int columns = Integer.compare(shown.get(0).size(), wanted.get(0).size());
    if (columns != 0) {
      differences.add(columns < 0 ? MISSING_COLUMNS : EXTRA_COLUMNS);
    }
    int rows = Integer.compare(shown.size(), wanted.size());
    if (rows != 0) {
      differences.add(rows < 0 ? MISSING_ROWS : EXTRA_ROWS);
    } else if (columns == 0 && wanted.size() == 1 && wanted.get(0).size() == 1) {
      differences.add(SINGLE_CELL);
    } else if (columns >= 0) {
      // As many rows that are others: some are missing, and some too many.
      differences.add(MISSING_ROWS);
      differences.add(EXTRA_ROWS);
    }
    return differences;
  }
}
