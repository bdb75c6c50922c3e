package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The files the job starts from, made by the script of {@code bench/domain}. */
final class OrderData {
  private OrderData() {}

  static void make(Path script, long rows, Path folder) throws SQLException, IOException {
    Files.createDirectories(folder);
    String sql =
        Files.readString(script)
            .replace("${data}", folder.toString())
            .replace("${rows}", String.valueOf(rows));
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
  }
}
