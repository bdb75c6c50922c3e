package dev.lodestar.spec;

import java.util.List;

/**
 * Which row of a key wins: the one with the latest (or earliest) value of a column, and among equal
 * ones that of the next column. Ties are broken by the remaining columns, so that the result never
 * depends on the order of arrival.
 */
public record Keep(Order order, List<ColumnName> by) {
  public Keep {
    by = List.copyOf(by);
  }

  /** Which end of the values wins. */
  public enum Order {
    LATEST,
    EARLIEST
  }

  /** The column that decides first: of a change, its moment. */
  public String column() {
    return by.get(0).name();
  }

  /** All columns that decide, in their order. */
  public List<String> columns() {
    return by.stream().map(ColumnName::name).toList();
  }
}
