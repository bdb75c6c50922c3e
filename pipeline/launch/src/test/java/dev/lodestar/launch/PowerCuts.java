package dev.lodestar.launch;

import dev.lodestar.tables.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a power cut would leave on the disk, at each {@link CrashPoint} that a command passes.
 *
 * <p>The command is carried out once. At each point it waits while its warehouse is copied: the
 * database as the next process would find it, and then the files, of which there may only be more.
 * Each copy can take the place of the warehouse, for a launcher to go on from there. A point that
 * is passed again counts when the database has changed since the last one. To kill a process at
 * each point proves the same and takes several times as long.
 */
final class PowerCuts {
  private final Path warehouse;
  private final Path copies;
  private final Map<String, Path> copyByPoint = new LinkedHashMap<>();
  private final Map<String, Integer> times = new HashMap<>();
  private byte[] lastContent = {};

  private PowerCuts(Path warehouse, Path copies) {
    this.warehouse = warehouse;
    this.copies = copies;
  }

  /** Carries out a command, which must succeed. */
  static PowerCuts during(TestDomain domain, String command, String... more) throws IOException {
    Path copies = Files.createTempDirectory(domain.warehouse().resolveSibling(""), "cuts");
    PowerCuts cuts = new PowerCuts(domain.warehouse(), copies);
    CrashPoint.watch(cuts::take);
    try {
      TestDomain.Printed printed = domain.lodestar(command, more);
      if (printed.exit() != 0) {
        throw new AssertionError(command + " ended with " + printed.exit() + ":\n" + printed.err());
      }
    } finally {
      CrashPoint.watch(null);
    }
    return cuts;
  }

  /**
   * The points in the order in which they were passed, {@code swapped#2} when for a second time.
   */
  List<String> points() {
    return List.copyOf(copyByPoint.keySet());
  }

  /** Leaves the warehouse as it would be after a cut at a point; once for each. */
  void at(String point) {
    Path copy = copyByPoint.get(point);
    if (copy == null) {
      throw new AssertionError("No cut at " + point + "; there are " + points());
    }
    try {
      delete(warehouse);
      Files.move(copy, warehouse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tables are committed side by side. */
  private synchronized void take(String name) {
    int time = times.merge(name, 1, Integer::sum);
    String point = time == 1 ? name : name + "#" + time;
    Path copy = copies.resolve(point);
    try {
      Files.createDirectories(copy);
      Path database = copyDatabase(copy);
      byte[] content = Files.readAllBytes(database);
      if (time > 1 && Arrays.equals(content, lastContent)) {
        delete(copy);
        return;
      }
      lastContent = content;
      release(database);
      copyFiles(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError("At " + point, e);
    }
    copyByPoint.put(point, copy);
  }

  private Path copyDatabase(Path copy) throws SQLException {
    Path database = copy.resolve("catalog.db");
    try (Connection connection = sqlite(warehouse.resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("backup to '" + database + "'");
    }
    return database;
  }

  /** The one who holds the lease is this process, which lives on; an earlier one would be dead. */
  private static void release(Path database) throws SQLException {
    try (Connection connection = sqlite(database);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update lodestar_lease set pid_started_ms = pid_started_ms - 1");
    }
  }

  static Connection sqlite(Path database) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + database + "?busy_timeout=30000");
  }

  private void copyFiles(Path copy) throws IOException {
    Files.walkFileTree(
        warehouse,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(copy.resolve(warehouse.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isDatabase(file)) {
              try {
                Files.copy(file, copy.resolve(warehouse.relativize(file)));
              } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
              }
            }
            return FileVisitResult.CONTINUE;
          }

          /**
           * Other tables are written meanwhile. A file that just got its name was listed under
           * another, and the database knows it by none.
           */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException && !Files.exists(file)) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private static boolean isDatabase(Path path) {
    return path.getFileName().toString().startsWith("catalog.db");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
