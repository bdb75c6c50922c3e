package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Optional;

/**
 * What a run does to one table, in one snapshot.
 *
 * @param fingerprint of everything the content depends on but its sources: the model's text and
 *     rules
 * @param sources the snapshots it was computed from; those a run commits itself are named by the
 *     run and resolved when it commits, in the order of the run's commits
 * @param inputFiles the source files the table now contains, all of them; only for bronze
 */
public record TableCommit(
    TableName table,
    List<Column> columns,
    Mode mode,
    List<DataFile> files,
    String fingerprint,
    List<TableName> sources,
    Optional<List<InputFile>> inputFiles) {

  /** What happens to the rows that the table already has. */
  public enum Mode {
    /** They stay. */
    APPEND,
    /** They make room for the new ones. */
    REPLACE
  }

  public TableCommit {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
    sources = List.copyOf(sources);
  }
}
