package dev.lodestar.server.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB in memory that can open the files of one warehouse and those that it was told to write,
 * and nothing else, and whose settings can no longer be changed.
 *
 * <p>Loading it takes longer than anything else when a process starts, so that is done beside the
 * caller's thread.
 */
final class LockedDuckDb implements AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong();

  private final FutureTask<DuckDBConnection> first;

  /** Where files may be written; nobody knows its name before it is made. */
  private final Path downloads =
      Path.of(System.getProperty("java.io.tmpdir"), "lodestar-downloads-" + UUID.randomUUID());

  LockedDuckDb(Path warehouse, EngineSettings settings) {
    this.first = new FutureTask<>(() -> open(warehouse, settings));
    Thread thread = new Thread(first, "lodestar-duckdb");
    thread.setDaemon(true);
    thread.start();
  }

  private DuckDBConnection open(Path warehouse, EngineSettings engine) throws SQLException {
    Path spill =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "lodestar-spill-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
    // DriverManager would load every other driver there is.
    DuckDBConnection connection =
        (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    List<String> settings = new ArrayList<>();
    engine.memoryBytes().ifPresent(bytes -> settings.add("SET memory_limit = '" + bytes + "B'"));
    if (engine.hotBytes() > 0) {
      settings.add("ATTACH ':memory:' AS hot (COMPRESS)");
    }
    settings.addAll(
        List.of(
            "SET TimeZone = 'UTC'",
            "SET temp_directory = " + DuckDbNames.text(spill.toString()),
            // Data files are written once, so what was read of their footers stays true.
            "SET parquet_metadata_cache = true",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false",
            // Paths are given as patterns, so the folder must be known by its pattern as well.
            "SET allowed_directories = ["
                + DuckDbNames.text(warehouse.toString())
                + ", "
                + DuckDbNames.text(DuckDbNames.pattern(warehouse.toString()))
                + ", "
                + DuckDbNames.text(downloads.toString())
                + "]",
            "SET enable_external_access = false",
            "SET lock_configuration = true"));
    for (String setting : settings) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(setting);
      }
    }
    return connection;
  }

  /** A connection of its own, with its own temporary views. */
  DuckDBConnection connect() throws SQLException {
    return opened().duplicate();
  }

  /** A file that is not there yet, in the one folder that may be written to. */
  synchronized Path newFile(String ending) throws IOException {
    if (!Files.exists(downloads)) {
      Files.createDirectory(
          downloads,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return downloads.resolve(UUID.randomUUID() + ending);
  }

  private DuckDBConnection opened() throws SQLException {
    try {
      return first.get();
    } catch (ExecutionException e) {
      throw new SQLException("Cannot start DuckDB: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while DuckDB was starting", e);
    }
  }

  @Override
  public void close() throws SQLException {
    opened().close();
    if (Files.exists(downloads)) {
      try (Stream<Path> left = Files.list(downloads)) {
        for (Path file : left.toList()) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(downloads);
      } catch (IOException e) {
        throw new SQLException("Cannot remove " + downloads + ": " + e.getMessage(), e);
      }
    }
  }
}
