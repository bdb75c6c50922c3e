package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one warehouse, and one that runs out of room. */
class ProcessesTest {
  @TempDir Path folder;

  @Test
  void twoLaunchersTakeTurnsAndReadersAreNeverInTheWay() throws Exception {
    TableName counted = TableName.parse("silver.counted");
    Set<Integer> seen = new HashSet<>();
    try (Warehouse warehouse = Warehouse.open(folder)) {
      List<Process> children = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        children.add(
            LauncherProcess.start(List.of(), Map.of(), "count", folder.toString(), name, "5"));
      }
      while (children.stream().anyMatch(Process::isAlive)) {
        Optional<Release> release = warehouse.currentRelease();
        if (release.isPresent()) {
          int files = warehouse.files(counted, release.get().snapshots().get(counted)).size();
          assertThat(files).isEqualTo((int) release.get().id());
          seen.add(files);
        }
        warehouse.states();
      }
      for (Process child : children) {
        LauncherProcess.Ended ended = LauncherProcess.await(child);
        assertThat(ended.status()).as(ended.said()).isEqualTo(0);
      }
      assertThat(warehouse.releases()).hasSize(10);
      assertThat(warehouse.state(counted).orElseThrow().rows()).isEqualTo(10);
      assertThat(seen).isNotEmpty();
    }
  }

  @Test
  void twoProcessesMayMakeTheSameWarehouseAtOnce() throws Exception {
    for (int round = 0; round < 3; round++) {
      Path fresh = folder.resolve("fresh" + round);
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread = new Thread(() -> Warehouse.open(fresh).close());
        thread.setUncaughtExceptionHandler(
            (t, e) -> {
              synchronized (failures) {
                failures.add(e);
              }
            });
        threads.add(thread);
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  /** A limit on the size of files stands for a full disk: the system refuses the write. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aCommitWithoutRoomFailsClearlyAndIsCarriedOutWhenThereIsRoom() throws Exception {
    TableName bronze = TableName.parse("bronze.t");
    Path warehouse = folder.resolve("warehouse");
    try (Bench bench = new Bench(warehouse)) {
      List<InputFile> inputs = new ArrayList<>();
      for (int i = 0; i < 40_000; i++) {
        inputs.add(
            new InputFile("/data/a/rather/long/name/of/a/file/" + i + ".csv", i, i, "f" + i));
      }
      try (Lease lease = bench.warehouse.acquire("test")) {
        lease.begin("r1", "test", "direct", "plan");
        lease.recordOutcome(
            "r1",
            Bench.outcome(Bench.with(bench.append("r1", "bronze.t", "select 1 as id"), inputs)));
      }
      LauncherProcess.Ended ended = withFilesUpTo(2500, "resume", warehouse.toString(), "r1");
      assertThat(ended.status()).isEqualTo(1);
      assertThat(ended.said())
          .contains("Cannot commit table bronze.t for run r1: Cannot write " + warehouse)
          .contains(": File too large");
      assertThat(bench.warehouse.state(bronze)).isEmpty();
      assertThat(bench.warehouse.currentRelease()).isEmpty();
      assertThat(halfWritten(warehouse)).isEmpty();
      try (Lease lease = bench.warehouse.acquire("test")) {
        lease.carryOut("r1");
      }
      assertThat(bench.rows("bronze.t")).containsExactly("1");
      assertThat(bench.warehouse.inputFiles(bronze)).isEqualTo(inputs);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLedgerWithoutRoomFailsClearlyAndNothingIsDecided() throws Exception {
    Path warehouse = folder.resolve("warehouse");
    try (Bench bench = new Bench(warehouse)) {
      List<InputFile> inputs = new ArrayList<>();
      for (int i = 0; i < 50_000; i++) {
        inputs.add(
            new InputFile("/data/a/rather/long/name/of/a/file/" + i + ".csv", i, i, "f" + i));
      }
      TableCommit commit = Bench.with(bench.append("r1", "bronze.t", "select 1 as id"), inputs);
      Path outcome =
          Files.writeString(
              folder.resolve("outcome.json"), OutcomeJson.write(Bench.outcome(commit)));
      LauncherProcess.Ended ended =
          withFilesUpTo(2500, "run", warehouse.toString(), "r1", outcome.toString());
      assertThat(ended.status()).isEqualTo(1);
      assertThat(ended.said())
          .contains("Cannot use the database jdbc:sqlite:" + warehouse.resolve("catalog.db"));
      assertThat(bench.warehouse.unfinished().orElseThrow().outcome()).isEmpty();
      try (Lease lease = bench.warehouse.acquire("test")) {
        lease.abandon("r1");
      }
      bench.run("r2", bench.append("r2", "bronze.t", "select 2 as id"));
      assertThat(bench.rows("bronze.t")).containsExactly("2");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatCannotBeMadeIsNamed() {
    // Nobody may make folders there, not even root.
    Path nowhere = Path.of("/proc/warehouse");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Warehouse.open(nowhere))
        .isInstanceOf(WarehouseException.class)
        .hasMessageStartingWith("Cannot make the warehouse /proc/warehouse: ");
  }

  private static LauncherProcess.Ended withFilesUpTo(int kilobytes, String... arguments)
      throws Exception {
    // The limit is taken over by what bash is replaced with.
    List<String> limited =
        List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash");
    return LauncherProcess.await(LauncherProcess.start(limited, Map.of(), arguments));
  }

  private static List<Path> halfWritten(Path warehouse) throws IOException {
    try (Stream<Path> files = Files.walk(warehouse)) {
      return files.filter(f -> f.getFileName().toString().startsWith(".")).toList();
    }
  }
}
