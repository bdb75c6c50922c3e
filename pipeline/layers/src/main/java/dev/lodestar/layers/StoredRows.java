package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.Warehouse;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * The rows of tables, for whoever looks at them with DuckDB. What it reads them from stays until
 * this is closed.
 */
public final class StoredRows implements AutoCloseable {
  private final HeldFiles held = new HeldFiles();

  /** The FROM item that reads a table at a snapshot. */
  public String of(Warehouse warehouse, TableName table, long snapshot) {
    List<Field> fields =
        warehouse.columns(table, snapshot).stream()
            .map(c -> new Field(new Column(c.name(), c.type()), c.fieldId()))
            .toList();
    return read(warehouse.files(table, snapshot).stream().map(DataFile::path).toList(), fields);
  }

  /** The same for a table as a run is about to leave it. */
  public String of(TableCommit commit, List<String> paths) {
    return read(paths, fields(commit));
  }

  private String read(List<String> paths, List<Field> fields) {
    try {
      held.add(paths);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    return ParquetFiles.read(held.local(paths), fields);
  }

  /** Writes the rows of some files of a partition into fewer, as a commit is to find them. */
  public static List<DataFile> compact(
      Connection connection, TableCommit commit, List<DataFile> files, String folder)
      throws SQLException, IOException {
    List<String> paths = files.stream().map(DataFile::path).toList();
    try (StoredRows rows = new StoredRows()) {
      return ParquetFiles.write(
              connection, "SELECT * FROM " + rows.of(commit, paths), folder, fields(commit))
          .stream()
          .map(written -> written.in(files.get(0).partition()))
          .toList();
    }
  }

  private static List<Field> fields(TableCommit commit) {
    return commit.columns().stream()
        .map(c -> new Field(c, Objects.requireNonNull(commit.fieldIds().get(c.name()))))
        .toList();
  }

  @Override
  public void close() {
    held.close();
  }
}
