package dev.lodestar.launch;

import dev.lodestar.layers.DuckDb;
import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.StoredRows;
import dev.lodestar.spec.Column;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.TableColumn;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Small files of a table that can be one, in groups of one partition each; without groups, only the
 * lists of files are written anew.
 */
record Compaction(TableState table, List<List<DataFile>> groups, int manifests) {
  /** A table with more lists of files than this has them put together. */
  private static final int MANIFESTS = 10;

  /** What can be done for a table; empty when nothing is worth it. */
  static Optional<Compaction> of(Warehouse warehouse, TableState table, long targetBytes) {
    List<List<DataFile>> groups = new ArrayList<>();
    for (List<DataFile> partition : warehouse.partitions(table.table()).values()) {
      groups.addAll(groups(partition, targetBytes));
    }
    groups.removeIf(g -> g.size() < 2);
    int manifests = warehouse.manifests(table.table());
    return table.runId().isEmpty() || (groups.isEmpty() && manifests <= MANIFESTS)
        ? Optional.empty()
        : Optional.of(new Compaction(table, groups, manifests));
  }

  private static List<List<DataFile>> groups(List<DataFile> partition, long targetBytes) {
    List<List<DataFile>> groups = new ArrayList<>();
    List<DataFile> group = new ArrayList<>();
    long bytes = 0;
    for (DataFile file : partition) {
      if (file.bytes() >= targetBytes / 4 * 3) {
        continue;
      }
      if (bytes + file.bytes() > targetBytes && !group.isEmpty()) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = 0;
      }
      group.add(file);
      bytes += file.bytes();
    }
    groups.add(group);
    return groups;
  }

  int files() {
    return groups.stream().mapToInt(List::size).sum();
  }

  long bytes() {
    return groups.stream().flatMap(List::stream).mapToLong(DataFile::bytes).sum();
  }

  /** Writes the files and says what is to be committed. */
  TableCommit carryOut(Warehouse warehouse, String runId) {
    TableCommit draft = draft(warehouse);
    String folder = warehouse.dataFolder(table.table(), runId);
    LodestarOptions options = PipelineOptionsFactory.create().as(LodestarOptions.class);
    List<DataFile> written = new ArrayList<>();
    List<String> leaving = new ArrayList<>();
    try (Connection connection = DuckDb.of(options).connect()) {
      for (List<DataFile> group : groups) {
        List<DataFile> files = StoredRows.compact(connection, draft, group, folder);
        checkRows(group, files);
        written.addAll(files);
        group.forEach(file -> leaving.add(file.path()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot compact " + table.table(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compact " + table.table(), e);
    }
    return draft.with(written, leaving);
  }

  private void checkRows(List<DataFile> before, List<DataFile> after) {
    long was = before.stream().mapToLong(DataFile::rows).sum();
    long is = after.stream().mapToLong(DataFile::rows).sum();
    if (was != is) {
      throw new IllegalStateException(
          "Compacting " + table.table() + " made " + is + " rows of " + was);
    }
  }

  private TableCommit draft(Warehouse warehouse) {
    List<Column> columns = new ArrayList<>();
    Map<String, Integer> ids = new HashMap<>();
    for (TableColumn column : warehouse.columns(table.table(), table.snapshot())) {
      columns.add(new Column(column.name(), column.type()));
      ids.put(column.name(), column.fieldId());
    }
    List<TableCommit.Source> sources = new ArrayList<>();
    table
        .sources()
        .forEach((source, content) -> sources.add(TableCommit.Source.at(source, content)));
    List<InputFile> inputs = warehouse.inputFiles(table.table());
    return new TableCommit(
            table.table(),
            columns,
            ids,
            TableCommit.Mode.COMPACT,
            List.of(),
            table.fingerprint(),
            sources,
            inputs.isEmpty() ? Optional.empty() : Optional.of(inputs),
            Map.of())
        .partitionedBy(warehouse.partitionedBy(table.table()));
  }
}
