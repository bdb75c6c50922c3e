package dev.lodestar.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The one DuckDB of this process, started on first use. Every fragment gets a connection of its
 * own, and with it temporary views of its own; threads, memory and the spill folder are shared.
 */
public final class DuckDb {
  private static @Nullable DuckDb running;

  private final DuckDBConnection root;
  private final Path scratch;

  private DuckDb(DuckDBConnection root, Path scratch) {
    this.root = root;
    this.scratch = scratch;
  }

  /** The running DuckDB; the options of the first caller decide on its size. */
  public static synchronized DuckDb of(LodestarOptions options) {
    if (running == null) {
      running = start(options);
    }
    return running;
  }

  private static DuckDb start(LodestarOptions options) {
    try {
      Path scratch =
          options.getDuckdbSpill().isEmpty()
              ? Files.createTempDirectory("lodestar-")
              : Files.createTempDirectory(
                  Files.createDirectories(Path.of(options.getDuckdbSpill())), "lodestar-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(scratch), "lodestar-scratch"));
      // DriverManager would not find the driver where an engine loads our classes by a loader of
      // its own.
      DuckDBConnection root =
          (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
      try (Statement statement = root.createStatement()) {
        statement.execute("SET memory_limit = " + Sql.text(options.getDuckdbMemory()));
        statement.execute("SET temp_directory = " + Sql.text(scratch.resolve("spill").toString()));
        // Rows of a table have no order; keeping one would cost memory and a core.
        statement.execute("SET preserve_insertion_order = false");
        statement.execute("SET partitioned_write_flush_threshold = 122880");
        statement.execute("SET TimeZone = 'UTC'");
        if (options.getDuckdbThreads() > 0) {
          statement.execute("SET threads = " + options.getDuckdbThreads());
        }
      }
      return new DuckDb(root, scratch);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Cannot start DuckDB with --duckdbMemory=" + options.getDuckdbMemory(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot create a spill folder below "
              + (options.getDuckdbSpill().isEmpty()
                  ? System.getProperty("java.io.tmpdir")
                  : options.getDuckdbSpill()),
          e);
    }
  }

  /** How many threads work at a time. */
  int threads() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_setting('threads')::integer")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** A new connection to this process's database. */
  public Connection connect() throws SQLException {
    return root.duplicate();
  }

  /** A new folder for files that live as long as one fragment runs. */
  Path newScratchFolder() throws IOException {
    return Files.createTempDirectory(scratch, "fragment-");
  }

  /** Deletes a folder and all in it; what is already gone is fine. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(DuckDb::deleteOne);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }
}
