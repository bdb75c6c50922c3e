package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Map;

/**
 * What readers see: one snapshot of every table, and the views, as they belong together.
 *
 * @param id grows by one with each release of a warehouse
 */
public record Release(
    long id, String runId, long releasedMillis, Map<TableName, Long> snapshots, List<View> views) {

  public Release {
    snapshots = Map.copyOf(snapshots);
    views = List.copyOf(views);
  }
}
