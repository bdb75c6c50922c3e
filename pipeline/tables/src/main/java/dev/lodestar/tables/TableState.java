package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Map;

/**
 * A table as of one snapshot, as its own metadata tells it.
 *
 * @param content the snapshot that brought its rows: an earlier one where files were compacted
 *     since
 * @param sources the content of each source table that this one was computed from
 */
public record TableState(
    TableName table,
    List<Column> columns,
    long snapshot,
    long content,
    String runId,
    long committedMillis,
    String fingerprint,
    Map<TableName, Long> sources,
    long rows,
    long bytes) {

  public TableState {
    columns = List.copyOf(columns);
    sources = Map.copyOf(sources);
  }
}
