package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.CrashPoint;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A launcher that is killed at any point of a run leaves nothing half done to be seen, and the next
 * one ends with the tables of an undisturbed run.
 */
class CrashTest {
  @TempDir Path folder;

  @Test
  void aRerunAfterAPowerCutAnywhereEndsLikeAnUndisturbedRun() throws Exception {
    TestDomain domain = domain().run();
    bring(domain, 1);
    PowerCuts cuts = PowerCuts.during(domain, "run", "--run-id=r-1");
    assertThat(content(domain)).isEqualTo(Whole.after(1));
    assertThat(cuts.points()).startsWith(CrashPoint.BEGUN).containsAll(CrashPoint.ALL);
    assertThat(cuts.points()).contains("pipeline.starting", "pipeline.finished");

    for (String point : cuts.points()) {
      cuts.at(point);
      assertThat(counts(domain))
          .as("what readers see after a cut at " + point)
          .isEqualTo(Whole.after(point.equals(CrashPoint.RELEASED) ? 1 : 0).shown());
      domain.run("--run-id=r-1");

      assertThat(content(domain)).as("tables after a cut at " + point).isEqualTo(Whole.after(1));
      assertThat(snapshotsOfRun(domain, "r-1"))
          .as("snapshots after a cut at " + point)
          .containsOnly(1L);
    }
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  /**
   * Real processes, which die as the system lets them, and a reader that looks on all the while.
   */
  @Test
  void aRerunAfterAKillEndsLikeAnUndisturbedRun() throws Exception {
    TestDomain domain = domain().run();
    List<String> points = List.of("pipeline.finished", CrashPoint.SWAPPED + "#3");
    AtomicBoolean over = new AtomicBoolean();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Thread reader = reader(domain, over, seen);
    for (int i = 1; i <= points.size(); i++) {
      bring(domain, i);
      Process launcher =
          LauncherAt.crashing(points.get(i - 1), domain, "run", "--run-id=r-" + i).start();
      assertThat(launcher.waitFor()).as("exit at " + points.get(i - 1)).isEqualTo(137);
      domain.run("--run-id=r-" + i);

      assertThat(content(domain)).as("after " + points.get(i - 1)).isEqualTo(Whole.after(i));
      assertThat(snapshotsOfRun(domain, "r-" + i)).containsOnly(1L);
    }
    int[] moments = {900, 1700};
    int files = points.size();
    for (int moment : moments) {
      bring(domain, ++files);
      Process launcher = LauncherAt.crashing("none", domain, "run").start();
      Thread.sleep(moment);
      launcher.destroyForcibly().waitFor();
      domain.run();

      assertThat(content(domain)).as("after " + moment + " ms").isEqualTo(Whole.after(files));
    }
    over.set(true);
    reader.join();
    assertThat(seen)
        .isSubsetOf(IntStream.rangeClosed(0, files).mapToObj(i -> Whole.after(i).shown()).toList());
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  private static void bring(TestDomain domain, int number) {
    domain.file(
        "data/orders_" + number + ".csv",
        "id,quantity\n" + (100 + number) + ",7\n3,3\nbroken too\n");
  }

  private TestDomain domain() {
    return TestDomain.in(folder)
        .source("orders", "id,quantity\n1,5\n2,x\n3,3\nbroken\n")
        .model(
            "silver.orders",
            "SELECT id, try_cast(quantity AS integer) AS quantity FROM bronze.orders",
            "key: [id]\nexpect:\n  - has_quantity: quantity IS NOT NULL\n")
        .model("gold.orders", "SELECT id, quantity FROM silver.orders")
        .model("gold.twice", "SELECT id FROM silver.orders UNION ALL SELECT id FROM silver.orders");
  }

  /**
   * Rows of bronze and its quarantine, ids in silver, rows of its quarantine, ids in gold, rows of
   * the other gold table.
   */
  private record Whole(
      String bronze, String aside, String silver, String quarantined, String gold, String twice) {

    /** What the tables hold after so many more files, told from the files alone. */
    static Whole after(int files) {
      String ids =
          "1\n"
              + IntStream.rangeClosed(1, files)
                  .mapToObj(i -> (100 + i) + "\n")
                  .sorted()
                  .collect(Collectors.joining())
              + "3";
      return new Whole(
          String.valueOf(3 + 2 * files),
          String.valueOf(1 + files),
          ids,
          "1",
          ids,
          String.valueOf(2 * (2 + files)));
    }

    /** How many rows a reader finds in the three tables. */
    String shown() {
      long rows = silver.lines().count();
      return rows + " | " + rows + " | " + twice;
    }
  }

  private static Whole content(TestDomain domain) {
    return new Whole(
        domain.rows("bronze.orders", "count(*)"),
        domain.rows("quarantine.bronze_orders", "count(*)"),
        domain.rows("silver.orders", "id"),
        domain.rows("quarantine.silver_orders", "count(*)"),
        domain.rows("gold.orders", "id"),
        domain.rows("gold.twice", "count(*)"));
  }

  /** Looks at the current release over and over: its tables must always fit together. */
  private static Thread reader(TestDomain domain, AtomicBoolean over, Set<String> seen) {
    Thread thread =
        new Thread(
            () -> {
              while (!over.get()) {
                seen.add(counts(domain));
                LockSupport.parkNanos(20_000_000);
              }
            });
    thread.setUncaughtExceptionHandler((t, e) -> seen.add("failed: " + e));
    thread.start();
    return thread;
  }

  private static String counts(TestDomain domain) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      Release release = open.currentRelease().orElseThrow();
      return Stream.of("silver.orders", "gold.orders", "gold.twice")
          .map(TableName::parse)
          .map(
              t ->
                  open.files(t, release.snapshots().get(t)).stream()
                      .mapToLong(DataFile::rows)
                      .sum())
          .map(String::valueOf)
          .collect(Collectors.joining(" | "));
    }
  }

  static List<Long> snapshotsOfRun(TestDomain domain, String run) throws IOException {
    List<Path> schemas;
    try (Stream<Path> inside = Files.list(domain.warehouse())) {
      // Only the tables' folders: files of the database come and go while somebody reads.
      schemas = inside.filter(Files::isDirectory).toList();
    }
    List<Long> counts = new ArrayList<>();
    for (Path schema : schemas) {
      List<Path> folders;
      try (Stream<Path> inside = Files.walk(schema)) {
        folders = inside.filter(p -> p.endsWith("metadata")).toList();
      }
      for (Path folder : folders) {
        try (Stream<Path> files = Files.list(folder)) {
          Path last =
              files
                  .filter(f -> f.toString().endsWith(".metadata.json"))
                  .sorted()
                  .reduce((a, b) -> b)
                  .orElseThrow();
          counts.add(
              Files.readString(last).split("\"lodestar.run-id\"\\s*:\\s*\"" + run + "\"", -1).length
                  - 1L);
        }
      }
    }
    return counts;
  }
}
