package dev.lodestar.spec;

/**
 * Which row of a key wins: the one with the latest (or earliest) value of a column. Ties are broken
 * by the remaining columns, so that the result never depends on the order of arrival.
 */
public record Keep(Order order, String column, Position at) {

  /** Which end of the column's values wins. */
  public enum Order {
    LATEST,
    EARLIEST
  }
}
