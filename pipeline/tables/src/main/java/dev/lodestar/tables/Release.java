package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What readers see: one snapshot of every table, and the views, as they belong together.
 *
 * @param id grows by one with each release of a warehouse
 * @param restores the earlier release that a rollback put back with this one; empty for all others
 */
public record Release(
    long id,
    String runId,
    long releasedMillis,
    Map<TableName, Long> snapshots,
    List<View> views,
    Optional<Long> restores) {

  public Release {
    snapshots = Map.copyOf(snapshots);
    views = List.copyOf(views);
  }
}
