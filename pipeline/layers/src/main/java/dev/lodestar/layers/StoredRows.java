package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** The rows of a table at a snapshot, for whoever looks at them with DuckDB. */
public final class StoredRows {
  private StoredRows() {}

  /** The FROM item that reads them. */
  public static String of(Warehouse warehouse, TableName table, long snapshot) {
    List<Field> fields =
        warehouse.columns(table, snapshot).stream()
            .map(c -> new Field(new Column(c.name(), c.type()), c.fieldId()))
            .toList();
    return ParquetFiles.read(
        warehouse.files(table, snapshot).stream().map(DataFile::path).toList(), fields);
  }

  /** The same for a table as a run is about to leave it. */
  public static String of(TableCommit commit, List<String> paths) {
    return ParquetFiles.read(paths, fields(commit));
  }

  /** Writes the rows of some files of a partition into fewer, as a commit is to find them. */
  public static List<DataFile> compact(
      Connection connection, TableCommit commit, List<DataFile> files, String folder)
      throws SQLException, IOException {
    List<String> paths = files.stream().map(DataFile::path).toList();
    return ParquetFiles.write(
            connection, "SELECT * FROM " + of(commit, paths), folder, fields(commit))
        .stream()
        .map(written -> written.in(files.get(0).partition()))
        .toList();
  }

  private static List<Field> fields(TableCommit commit) {
    return commit.columns().stream()
        .map(c -> new Field(c, Objects.requireNonNull(commit.fieldIds().get(c.name()))))
        .toList();
  }
}
