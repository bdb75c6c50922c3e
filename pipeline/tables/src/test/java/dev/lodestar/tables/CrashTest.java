package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher is ended like by a power cut at every point there is; the next one takes over. */
class CrashTest {
  private static final TableName BRONZE = TableName.parse("bronze.orders");
  private static final TableName GOLD = TableName.parse("gold.sales");

  @TempDir Path folder;

  static Stream<String> points() {
    return Stream.concat(
        CrashPoint.ALL.stream(), Stream.of(CrashPoint.SWAPPING + "#2", CrashPoint.SWAPPED + "#2"));
  }

  @ParameterizedTest
  @MethodSource("points")
  void afterACrashTheNextLauncherEndsTheRunAsIfNothingHadHappened(String point) throws Exception {
    Path warehouse = folder.resolve("warehouse");
    try (Bench bench = new Bench(warehouse)) {
      run(bench, "r1", 1);
      assertThat(crash(point, "run", warehouse, "r2", outcome(bench, "r2", 2))).isEqualTo(137);

      assertThat(released(bench)).isIn(Set.of("[1] [1]", "[1, 2] [2]"));
      String runId = "r2";
      try (Lease lease = bench.warehouse.acquire("next")) {
        Optional<Unfinished> left = bench.warehouse.unfinished();
        if (point.equals(CrashPoint.RELEASED)) {
          assertThat(left).isEmpty();
        } else if (left.orElseThrow().outcome().isPresent()) {
          lease.carryOut("r2");
        } else {
          assertThat(point).isIn(CrashPoint.BEGUN, CrashPoint.DECIDING);
          lease.abandon("r2");
        }
      }
      if (bench.warehouse.run("r2").orElseThrow().state() == Run.State.ABANDONED) {
        runId = "r3";
        run(bench, runId, 2);
      }
      assertThat(released(bench)).isEqualTo("[1, 2] [2]");
      assertThat(bench.warehouse.run(runId).orElseThrow().state()).isEqualTo(Run.State.FINISHED);
      assertThat(bench.warehouse.steps(runId)).hasSize(1);
      assertThat(bench.warehouse.releases()).hasSize(2);
      assertThat(bench.warehouse.inputFiles(BRONZE)).containsExactly(input(1), input(2));
      assertThat(runs(warehouse, BRONZE)).containsExactly(runId, "r1");
      assertThat(runs(warehouse, GOLD)).containsExactly(runId, "r1");
    }
  }

  @Test
  void theOneThatTakesOverMayCrashToo() throws Exception {
    Path warehouse = folder.resolve("warehouse");
    try (Bench bench = new Bench(warehouse)) {
      run(bench, "r1", 1);
      Path outcome = outcome(bench, "r2", 2);
      assertThat(crash(CrashPoint.SWAPPED, "run", warehouse, "r2", outcome)).isEqualTo(137);
      assertThat(crash(CrashPoint.SWAPPED, "resume", warehouse, "r2", outcome)).isEqualTo(137);
      assertThat(crash(CrashPoint.RELEASE_WRITTEN, "resume", warehouse, "r2", outcome))
          .isEqualTo(137);
      assertThat(released(bench)).isEqualTo("[1] [1]");
      assertThat(crash("nowhere", "resume", warehouse, "r2", outcome)).isEqualTo(0);
      assertThat(released(bench)).isEqualTo("[1, 2] [2]");
      assertThat(runs(warehouse, BRONZE)).containsExactly("r2", "r1");
      assertThat(runs(warehouse, GOLD)).containsExactly("r2", "r1");
    }
  }

  private static int crash(String point, String what, Path warehouse, String runId, Path outcome)
      throws Exception {
    LauncherProcess.Ended ended =
        LauncherProcess.await(
            LauncherProcess.start(
                List.of(),
                Map.of("LODESTAR_CRASH_AT", point),
                what,
                warehouse.toString(),
                runId,
                outcome.toString()));
    assertThat(ended.said()).doesNotContain("Exception");
    return ended.status();
  }

  private static void run(Bench bench, String runId, int number) {
    try (Lease lease = bench.warehouse.acquire("test")) {
      bench.run(lease, runId, decide(bench, runId, number));
    }
  }

  private Path outcome(Bench bench, String runId, int number) throws Exception {
    return Files.writeString(
        folder.resolve("outcome.json"), OutcomeJson.write(decide(bench, runId, number)));
  }

  /** One more row in bronze, and gold made anew from it. */
  private static RunOutcome decide(Bench bench, String runId, int number) {
    List<InputFile> inputs = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      inputs.add(input(i));
    }
    TableCommit bronze =
        Bench.with(bench.append(runId, BRONZE.toString(), "select " + number + " as id"), inputs);
    TableCommit gold =
        bench.commit(
            runId,
            GOLD.toString(),
            TableCommit.Mode.REPLACE,
            "select " + number + " as total",
            List.of(TableCommit.Source.ofThisRun(BRONZE)));
    return new RunOutcome(
        List.of(bronze, gold),
        Set.of(BRONZE, GOLD),
        List.of(),
        List.of(new StepRecord(GOLD, 1, 1, 0, 0, 0, 1, 1, 0.5, Map.of("rule", 1L))));
  }

  private static InputFile input(int number) {
    return new InputFile("/data/" + number + ".csv", number, number, "f" + number);
  }

  private static String released(Bench bench) {
    Release release = bench.warehouse.currentRelease().orElseThrow();
    return bench.rows(BRONZE, release.snapshots().get(BRONZE))
        + " "
        + bench.rows(GOLD, release.snapshots().get(GOLD));
  }

  private static List<String> runs(Path warehouse, TableName table) {
    try (JdbcCatalog catalog = IcebergReader.catalog(warehouse)) {
      List<String> runs = new ArrayList<>();
      Set<Long> ids = new TreeSet<>();
      for (Snapshot snapshot :
          org.apache.iceberg.util.SnapshotUtil.currentAncestors(
              catalog.loadTable(Catalog.identifier(table)))) {
        runs.add(snapshot.summary().get(Summary.RUN_ID));
        ids.add(snapshot.snapshotId());
      }
      assertThat(ids).hasSameSizeAs(runs);
      return runs;
    }
  }
}
