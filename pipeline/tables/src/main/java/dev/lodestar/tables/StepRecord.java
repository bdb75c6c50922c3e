package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.Map;

/**
 * What a run did for one table; rows in = rows out + quarantined + deduplicated + dropped.
 *
 * @param broken how many rows broke each rule, by the rule's name
 */
public record StepRecord(
    TableName table,
    long rowsIn,
    long rowsOut,
    long quarantined,
    long deduplicated,
    long dropped,
    int files,
    long bytes,
    double seconds,
    Map<String, Long> broken) {

  public StepRecord {
    broken = Map.copyOf(broken);
  }

  /** The same with other counts of what broke rules. */
  public StepRecord breaking(Map<String, Long> rules) {
    return new StepRecord(
        table, rowsIn, rowsOut, quarantined, deduplicated, dropped, files, bytes, seconds, rules);
  }
}
