package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a table as they are written, one per key.
 *
 * @param before how many there were before one of each key was chosen
 */
record KeptRows(List<DataFile> files, long before) {
  private static final String REPEATED = "_repeated";

  /**
   * Writes rows away. Few keys stand twice, as a rule, and to sort all rows for their sake costs
   * several times the memory and half again the time. So the keys that do are found first, by
   * themselves; then all rows are written in one pass, those of repeated keys apart, and only among
   * these a winner is chosen.
   *
   * @param rows the query that gives the rows
   * @param keys where the keys of all of these rows are found, and perhaps more
   */
  static KeptRows write(Connection connection, String rows, String keys, Write write, Path scratch)
      throws SQLException, IOException {
    if (write.key().isEmpty()) {
      return all(ParquetFiles.write(connection, rows, write));
    }
    findRepeated(connection, keys, write.key());
    ParquetFiles.Heaps heaps =
        ParquetFiles.writeApart(connection, rows, isRepeated(write.key()), write, scratch);
    if (heaps.apart().isEmpty()) {
      return all(heaps.table());
    }
    List<DataFile> files = new ArrayList<>(heaps.table());
    files.addAll(ParquetFiles.write(connection, winners(heaps.apart(), write), write));
    long before = ParquetFiles.rows(heaps.table()) + ParquetFiles.rows(heaps.apart());
    return new KeptRows(files, before);
  }

  private static KeptRows all(List<DataFile> files) {
    return new KeptRows(files, ParquetFiles.rows(files));
  }

  private static void findRepeated(Connection connection, String from, List<String> key)
      throws SQLException {
    String names = Sql.names(key);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMP TABLE "
              + REPEATED
              + " AS SELECT "
              + names
              + " FROM "
              + from
              + " GROUP BY "
              + names
              + " HAVING count(*) > 1");
    }
  }

  /** A missing value in a key equals another missing one. */
  private static String isRepeated(List<String> key) {
    return "EXISTS (SELECT 1 FROM "
        + REPEATED
        + " AS r WHERE "
        + key.stream()
            .map(k -> "r." + Sql.name(k) + " IS NOT DISTINCT FROM t." + Sql.name(k))
            .collect(Collectors.joining(" AND "))
        + ")";
  }

  /**
   * One row per key: the first in the order of the model, whose last resort are all remaining
   * columns.
   */
  private static String winners(List<DataFile> files, Write write) {
    String rows =
        "SELECT * FROM read_parquet("
            + Sql.texts(files.stream().map(DataFile::path).toList())
            + ", hive_partitioning = false)";
    if (write.order().isEmpty()) {
      return "SELECT DISTINCT * FROM (" + rows + ")";
    }
    return rows
        + " QUALIFY row_number() OVER (PARTITION BY "
        + Sql.names(write.key())
        + " ORDER BY "
        + write.order()
        + ") = 1";
  }
}
