package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.Map;

/**
 * What the rows of a snapshot are: the result of a SELECT, no more and no less.
 *
 * @param select names without a schema are of the table's own
 * @param sources the snapshot of each table that it read
 */
public record Definition(String select, Map<TableName, Long> sources) {
  public Definition {
    sources = Map.copyOf(sources);
  }
}
