package dev.lodestar.bench;

import dev.lodestar.bench.ChangesJob.Into;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Changes put into a table of DuckDB's own by its MERGE: {@code DuckDbChanges FILES FOLDER
 * merge|history first|more}.
 *
 * <p>Its files are written in place, so that there is one state of the table and no reader beside.
 */
public final class DuckDbChanges {
  private DuckDbChanges() {}

  public static void main(String[] arguments) throws SQLException {
    run(arguments[0], Path.of(arguments[1]), Into.of(arguments[2]), arguments[3].equals("first"));
  }

  /** The database below a folder. */
  static Path database(Path folder) {
    return folder.resolve("orders.duckdb");
  }

  static void run(String files, Path folder, Into into, boolean first) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + database(folder));
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET memory_limit = '1GB'");
      statement.execute("SET temp_directory = '" + folder.resolve("spill") + "'");
      statement.execute("SET preserve_insertion_order = false");
      String read = "read_parquet('" + files + "', hive_partitioning = false";
      String bronze =
          "SELECT "
              + ChangesJob.CHANGE
              + ", "
              + ChangesJob.PROVENANCE
              + ", filename AS _source_file, file_row_number + 1 AS _source_row FROM "
              + read
              + ", filename = true, file_row_number = true)";
      statement.execute(
          "CREATE TEMP VIEW changes AS SELECT " + ChangesJob.CHANGE + " FROM " + read + ")");
      if (first) {
        statement.execute("CREATE TABLE bronze_orders AS " + bronze);
        statement.execute("CREATE TABLE orders AS " + ChangesJob.first(into));
      } else {
        statement.execute("INSERT INTO bronze_orders " + bronze);
        statement.execute(ChangesJob.merge(into, "orders"));
      }
      statement.execute("CHECKPOINT");
    }
  }
}
