package dev.lodestar.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a result hangs on.
 *
 * @param columns what the values of each column are made from, or chosen by
 * @param rows what decides which rows there are, how often, and in which order: it influences all
 *     columns alike
 */
public record QueryLineage(Map<String, Influences> columns, Influences rows) {

  public QueryLineage {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** What a column is made from, or chosen by; nothing for a column that does not exist. */
  public Influences of(String column) {
    return columns.getOrDefault(column, Influences.NONE);
  }
}
