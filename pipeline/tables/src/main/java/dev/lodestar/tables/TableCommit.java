package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run does to one table, in one snapshot.
 *
 * @param fieldIds the Iceberg field id of each column, as {@link Warehouse#fieldIds} gave them when
 *     the files were planned and as the files carry them
 * @param fingerprint of everything the content depends on but its sources: the model's text and
 *     rules
 * @param inputFiles the source files the table now contains, all of them; only for bronze
 * @param docs what columns mean, by column name, for those who read the table through Iceberg
 * @param removed the paths of the files that leave the table; only where some are rewritten
 * @param partitions rows that agree in these lie in files of their own; all of them in any file
 *     without
 * @param definition the SELECT of which the rows of the table are just the result, where they are;
 *     names without a schema are of the table's own
 */
public record TableCommit(
    TableName table,
    List<Column> columns,
    Map<String, Integer> fieldIds,
    Mode mode,
    List<DataFile> files,
    String fingerprint,
    List<Source> sources,
    Optional<List<InputFile>> inputFiles,
    Map<String, String> docs,
    List<String> removed,
    List<PartitionField> partitions,
    Optional<String> definition) {

  /** What happens to the rows that the table already has. */
  public enum Mode {
    /** They stay. */
    APPEND,
    /** They make room for the new ones. */
    REPLACE,
    /** Those in some files make room for the new ones; all others stay. */
    REWRITE,
    /** All stay: some files make room for others with the same rows. */
    COMPACT;

    /** Whether single files leave the table. */
    boolean takesOut() {
      return this == REWRITE || this == COMPACT;
    }
  }

  /**
   * A table that this one was computed from.
   *
   * @param snapshot the one that was read; empty when the same run commits the source too, earlier
   *     in its list
   */
  public record Source(TableName table, Optional<Long> snapshot) {

    /** A table as it stood before the run. */
    public static Source at(TableName table, long snapshot) {
      return new Source(table, Optional.of(snapshot));
    }

    /** A table that the run commits itself, before this one. */
    public static Source ofThisRun(TableName table) {
      return new Source(table, Optional.empty());
    }
  }

  public TableCommit {
    columns = List.copyOf(columns);
    fieldIds = Map.copyOf(fieldIds);
    files = List.copyOf(files);
    sources = List.copyOf(sources);
    inputFiles = inputFiles.map(List::copyOf);
    docs = Map.copyOf(docs);
    removed = List.copyOf(removed);
    partitions = List.copyOf(partitions);
    if (!mode.takesOut() && !removed.isEmpty()) {
      throw new IllegalStateException(
          "Files of " + table + " leave it in a commit that is " + mode);
    }
  }

  /** A commit that takes no single files out, of a table without partitions. */
  public TableCommit(
      TableName table,
      List<Column> columns,
      Map<String, Integer> fieldIds,
      Mode mode,
      List<DataFile> files,
      String fingerprint,
      List<Source> sources,
      Optional<List<InputFile>> inputFiles,
      Map<String, String> docs) {
    this(
        table,
        columns,
        fieldIds,
        mode,
        files,
        fingerprint,
        sources,
        inputFiles,
        docs,
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The same with the files that were written, and those that leave the table for them. */
  public TableCommit with(List<DataFile> written, List<String> leaving) {
    return with(written, leaving, partitions, definition);
  }

  /** The same with rows that agree in these in files of their own. */
  public TableCommit partitionedBy(List<PartitionField> by) {
    return with(files, removed, by, definition);
  }

  /** The same of a table whose rows are just the result of a SELECT, or are not. */
  public TableCommit definedBy(Optional<String> select) {
    return with(files, removed, partitions, select);
  }

  private TableCommit with(
      List<DataFile> written,
      List<String> leaving,
      List<PartitionField> by,
      Optional<String> select) {
    return new TableCommit(
        table,
        columns,
        fieldIds,
        mode,
        written,
        fingerprint,
        sources,
        inputFiles,
        docs,
        leaving,
        by,
        select);
  }
}
