package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The Star Schema Benchmark as a domain, and the ways to it. */
final class Star {
  static final List<String> TABLES = List.of("customer", "supplier", "part", "dates", "lineorder");

  private Star() {}

  /** A warehouse of some scale, made unless it is there. */
  static Path warehouse(Path home, Path build, int scale) throws Exception {
    Path folder = build.resolve("star").resolve(String.valueOf(scale));
    Path warehouse = folder.resolve("warehouse");
    Path complete = folder.resolve("complete");
    if (!Files.exists(complete)) {
      System.out.printf(Locale.ROOT, "Making %,d order lines …%n", 6_000_000L * scale);
      Bench.delete(folder);
      Files.createDirectories(folder);
      String star = home.resolve("bench/star").toString();
      String data = "--var=data=" + folder.resolve("data");
      String lodestar = home.resolve("lodestar").toString();
      Path log = folder.resolve("make.log");
      Meter.measure(List.of(lodestar, "generate", star, data, "--scale=" + scale), log);
      Meter.measure(List.of(lodestar, "run", star, data, "--warehouse=" + warehouse), log);
      Files.createFile(complete);
    }
    return warehouse;
  }

  /** Makes the tables of {@code aggregates/} beside those that are there, in a second release. */
  static void sumUp(Path home, Path build, int scale) throws Exception {
    Path folder = build.resolve("star").resolve(String.valueOf(scale));
    Path complete = folder.resolve("summed-up");
    if (Files.exists(complete)) {
      return;
    }
    System.out.println("Summing them up …");
    Path domain = folder.resolve("domain");
    Bench.delete(domain);
    Path star = home.resolve("bench/star");
    try (Stream<Path> files = Files.walk(star)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = star.relativize(file).toString();
        Path copy = domain.resolve(path.replaceFirst("^aggregates", "gold"));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Meter.measure(
        List.of(
            home.resolve("lodestar").toString(),
            "run",
            domain.toString(),
            "--var=data=" + folder.resolve("data"),
            "--warehouse=" + folder.resolve("warehouse")),
        folder.resolve("sum-up.log"));
    Files.createFile(complete);
  }

  /** The statements of the file, by the name in the comment before each. */
  static Map<String, String> queries(Path home) throws IOException {
    Map<String, String> queries = new LinkedHashMap<>();
    for (String part : Files.readString(home.resolve("bench/star/queries.sql")).split(";\n")) {
      String text = part.strip();
      int end = text.indexOf('\n');
      queries.put(text.substring(3, end), text.substring(end + 1));
    }
    return queries;
  }

  /** DuckDB itself, over the Parquet files. */
  static Connection duckDb(Path warehouse) throws SQLException {
    Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET parquet_metadata_cache = true");
      for (String table : TABLES) {
        String files = warehouse.resolve("gold").resolve(table) + "/data/**/*.parquet";
        statement.execute("CREATE VIEW %s AS FROM read_parquet('%s')".formatted(table, files));
      }
    }
    return duckDb;
  }

  /** To the release that has rows only, or to the one that has them summed up as well. */
  static Connection postgresql(Served served, String release) throws SQLException {
    Connection connection = postgresql(served);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lodestar.as_of = '" + release + "'");
    }
    return connection;
  }

  static Connection postgresql(Served served) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + served.pgPort() + "/star?user=bench");
  }
}
