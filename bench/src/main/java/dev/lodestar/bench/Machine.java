package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.spark.package$;

/** The machine and the versions, as far as they matter to who compares figures. */
final class Machine {
  private Machine() {}

  static String description() throws IOException {
    return "%d cores, %d GB of memory, Linux, Java %s; Spark %s, DuckDB %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            memoryGigabytes(),
            System.getProperty("java.version"),
            package$.MODULE$.SPARK_VERSION(),
            duckDbVersion());
  }

  private static long memoryGigabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemTotal:")) {
        return Math.round(Long.parseLong(line.replaceAll("\\D", "")) / 1024.0 / 1024.0);
      }
    }
    throw new IllegalStateException("/proc/meminfo does not tell MemTotal");
  }

  private static String duckDbVersion() {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      return duckDb.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }
}
