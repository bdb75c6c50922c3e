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

  private ParquetFiles() {}

  /**
   * Writes the rows of a query as files of a table, in a folder that no other attempt uses.
   *
   * @return the files that have rows
   */
  static List<DataFile> write(Connection connection, String query, String folder, List<Field> fields)
      throws SQLException, IOException {
    Path own = Files.createDirectories(Path.of(folder)).resolve(UUID.randomUUID().toString());
    String ids =
        fields.stream()
            .map(f -> Sql.name(f.column().name()) + ": " + f.id())
            .collect(Collectors.joining(", "));
    String copy =
        "COPY ("
            + query
            + ") TO "
            + Sql.text(own.toString())
            + " (FORMAT parquet, COMPRESSION zstd, FIELD_IDS {"
            + ids
            + "}, FILE_SIZE_BYTES '"
            + FILE_SIZE
            + "', RETURN_STATS true)";
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
    if (files.isEmpty()) {
      Files.deleteIfExists(own);
    }
    return files;
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
        row.getString("filename"), row.getLong("count"), row.getLong("file_size_bytes"), statistics);
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

  /** The FROM item that reads files of a table by field id, so that files written under an older schema fit as well. */
  static String read(List<String> paths, List<Field> fields) {
    if (paths.isEmpty()) {
      return "(SELECT "
          + fields.stream()
              .map(f -> "NULL::" + f.column().type() + " AS " + Sql.name(f.column().name()))
              .collect(Collectors.joining(", "))
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
    return "read_parquet(" + Sql.texts(paths) + ", schema = " + schema + ", hive_partitioning = false)";
  }
}
