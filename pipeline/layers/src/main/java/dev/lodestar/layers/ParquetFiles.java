package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.DataFile.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parquet files as DuckDB writes and reads them. */
final class ParquetFiles {
  /** A file is closed and the next begun at about this size. */
  private static final String FILE_SIZE = "256MB";

  private static final String PART = "_part";

  private ParquetFiles() {}

  /**
   * Writes the rows of a query as files of a table, in a folder that no other attempt uses.
   *
   * @return the files that have rows
   */
  static List<DataFile> write(
      Connection connection, String query, String folder, List<Field> fields)
      throws SQLException, IOException {
    Path own = Files.createDirectories(Path.of(folder)).resolve(UUID.randomUUID().toString());
    List<DataFile> files = copy(connection, query, own, fields, "");
    if (files.isEmpty()) {
      Files.deleteIfExists(own);
    }
    return files;
  }

  /**
   * Writes the rows of a query in two heaps at one pass: those with a false {@code part} as files
   * of a table, those with a true one in a scratch folder, to be looked at once more.
   *
   * @param part a boolean expression over the query's columns, which stand in {@code t}
   */
  static Heaps writeApart(
      Connection connection,
      String query,
      String part,
      String folder,
      Path scratch,
      List<Field> fields)
      throws SQLException, IOException {
    String name = UUID.randomUUID().toString();
    Path own = Files.createDirectories(Path.of(folder)).resolve(name);
    String parted = "SELECT *, (" + part + ")::integer AS " + PART + " FROM (" + query + ") AS t";
    List<DataFile> files = new ArrayList<>();
    List<DataFile> apart = new ArrayList<>();
    for (DataFile file : copy(connection, parted, own, fields, ", PARTITION_BY (" + PART + ")")) {
      boolean aside = file.path().contains("/" + PART + "=1/");
      Path to = aside ? scratch.resolve(name) : own;
      (aside ? apart : files).add(moved(file, Files.createDirectories(to)));
    }
    DuckDb.delete(own.resolve(PART + "=0"));
    DuckDb.delete(own.resolve(PART + "=1"));
    if (files.isEmpty()) {
      Files.deleteIfExists(own);
    }
    return new Heaps(files, apart);
  }

  /** What {@link #writeApart} wrote. */
  record Heaps(List<DataFile> table, List<DataFile> apart) {}

  private static DataFile moved(DataFile file, Path folder) throws IOException {
    Path from = Path.of(file.path());
    Path to = Files.move(from, folder.resolve(String.valueOf(from.getFileName())));
    return new DataFile(to.toString(), file.rows(), file.bytes(), file.statistics());
  }

  private static List<DataFile> copy(
      Connection connection, String query, Path to, List<Field> fields, String more)
      throws SQLException, IOException {
    String ids =
        fields.stream()
            .map(f -> Sql.name(f.column().name()) + ": " + f.id())
            .collect(Collectors.joining(", "));
    String copy =
        "COPY ("
            + query
            + ") TO "
            + Sql.text(to.toString())
            + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, FIELD_IDS {"
            + ids
            + "}, FILE_SIZE_BYTES '"
            + FILE_SIZE
            + "', RETURN_STATS true"
            + more
            + ")";
    List<DataFile> files = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet written = statement.executeQuery(copy)) {
      while (written.next()) {
        DataFile file = file(written, fields);
        if (file.rows() == 0) {
          Files.delete(Path.of(file.path()));
        } else {
          files.add(file);
        }
      }
    }
    return files;
  }

  static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  private static DataFile file(ResultSet row, List<Field> fields) throws SQLException {
    Map<?, ?> columns = (Map<?, ?>) row.getObject("column_statistics");
    Map<String, Statistics> statistics = new HashMap<>();
    for (Field field : fields) {
      String name = field.column().name();
      Map<?, ?> known = (Map<?, ?>) columns.get(Sql.name(name));
      if (known != null) {
        statistics.put(
            name,
            new Statistics(
                number(known, "column_size_bytes"),
                number(known, "num_values"),
                number(known, "null_count"),
                bound(known, "min"),
                bound(known, "max")));
      }
    }
    return new DataFile(
        row.getString("filename"),
        row.getLong("count"),
        row.getLong("file_size_bytes"),
        statistics);
  }

  private static long number(Map<?, ?> known, String name) {
    Object value = known.get(name);
    return value == null ? 0 : Long.parseLong(value.toString());
  }

  /** A bound, unless DuckDB shortened the value. */
  private static @Nullable String bound(Map<?, ?> known, String name) {
    Object value = known.get(name);
    return value == null || !"true".equals(String.valueOf(known.get(name + "_is_exact")))
        ? null
        : value.toString();
  }

  /**
   * The FROM item that reads files of a table by field id, so that files written under an older
   * schema fit as well.
   */
  static String read(List<String> paths, List<Field> fields) {
    return read(paths, fields, "");
  }

  /** The same with the path of each row's file in one more column, unless that has no name. */
  static String read(List<String> paths, List<Field> fields, String file) {
    if (paths.isEmpty()) {
      return "(SELECT "
          + fields.stream()
              .map(f -> "NULL::" + f.column().type() + " AS " + Sql.name(f.column().name()))
              .collect(Collectors.joining(", "))
          + (file.isEmpty() ? "" : ", NULL::varchar AS " + Sql.name(file))
          + " WHERE false)";
    }
    String schema =
        fields.stream()
            .map(
                f ->
                    f.id()
                        + ": {name: "
                        + Sql.text(f.column().name())
                        + ", type: '"
                        + f.column().type()
                        + "', default_value: NULL}")
            .collect(Collectors.joining(", ", "MAP {", "}"));
    return "read_parquet("
        + Sql.texts(paths)
        + ", schema = "
        + schema
        + (file.isEmpty() ? "" : ", filename = " + Sql.text(file))
        + ", hive_partitioning = false)";
  }
}
