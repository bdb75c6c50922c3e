package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.TableName;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(1_000_000);

  @Test
  void onlyOneLauncherHoldsTheLeaseAndTheOtherIsToldWho() {
    try (Warehouse one = Warehouse.open(folder, now::get);
        Warehouse two = Warehouse.open(folder, now::get);
        Lease lease = one.acquire("lodestar run shop")) {
      now.addAndGet(7_000);
      assertThatThrownBy(() -> two.acquire("another"))
          .isInstanceOf(WarehouseException.Held.class)
          .hasMessageMatching(
              "Cannot change the warehouse: it is in use by \"lodestar run shop\" \\(process "
                  + ProcessHandle.current().pid()
                  + " on \\S+, last heard of 7 s ago\\); wait until it has ended, or end it");
      assertThat(lease.token()).isEqualTo(1);
    }
  }

  @Test
  void aLeaseThatWasGivenBackIsFreeAndTokensGrow() {
    try (Warehouse warehouse = Warehouse.open(folder)) {
      for (int token = 1; token <= 3; token++) {
        try (Lease lease = warehouse.acquire("test")) {
          assertThat(lease.token()).isEqualTo(token);
        }
      }
    }
  }

  @Test
  void theLeaseOfADeadProcessOfThisHostIsTakenOverAtOnce() throws Exception {
    try (Warehouse warehouse = Warehouse.open(folder)) {
      Process child = LauncherProcess.start(List.of(), Map.of(), "hold", folder.toString());
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        String line = said.readLine();
        while (line != null && line.startsWith("SLF4J")) {
          line = said.readLine();
        }
        assertThat(line).isEqualTo("holds 1");
        assertThatThrownBy(() -> warehouse.acquire("test"))
            .isInstanceOf(WarehouseException.Held.class)
            .hasMessageContaining("\"child\" (process " + child.pid() + " on ");
      } finally {
        child.destroyForcibly().waitFor();
      }
      try (Lease lease = warehouse.acquire("test")) {
        assertThat(lease.token()).isEqualTo(2);
      }
    }
  }

  @Test
  void aProcessThatGotTheIdOfADeadOneDoesNotHoldItsLease() {
    Launcher self = Launcher.current("test");
    Launcher former = new Launcher("former", self.host(), self.pid(), self.startedMillis() - 1);
    try (Warehouse warehouse = Warehouse.open(folder);
        Lease zombie = warehouse.acquire(former);
        Lease lease = warehouse.acquire("test")) {
      assertThat(lease.token()).isEqualTo(zombie.token() + 1);
    }
  }

  @Test
  void theLeaseOfAnotherHostIsTakenOverWhenItWasSilentForHalfAMinute() {
    Launcher elsewhere = new Launcher("far", "elsewhere boot-7", 1, 1);
    try (Warehouse warehouse = Warehouse.open(folder, now::get)) {
      warehouse.acquire(elsewhere);
      now.addAndGet(29_999);
      assertThatThrownBy(() -> warehouse.acquire("test"))
          .hasMessageContaining("(process 1 on elsewhere, last heard of 29 s ago)");
      now.addAndGet(1);
      try (Lease lease = warehouse.acquire("test")) {
        assertThat(lease.token()).isEqualTo(2);
      }
    }
  }

  @Test
  void theHolderShowsThatItLives() throws Exception {
    Launcher elsewhere = new Launcher("far", "elsewhere", 1, 1);
    try (Warehouse warehouse = Warehouse.open(folder, now::get);
        Lease lease = warehouse.acquire(elsewhere)) {
      now.addAndGet(Lease.EXPIRES_MILLIS);
      while (lastBeat() < now.get()) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThatThrownBy(() -> warehouse.acquire("test"))
          .isInstanceOf(WarehouseException.Held.class);
      lease.check();
    }
  }

  private long lastBeat() throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("catalog.db"));
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select heartbeat_ms from lodestar_lease")) {
      return row.getLong(1);
    }
  }

  @Test
  void aLauncherThatWasAsleepChangesNothingAnyMore() {
    TableName table = TableName.parse("silver.t");
    Launcher elsewhere = new Launcher("far", "elsewhere", 1, 1);
    try (Bench bench = new Bench(folder);
        Warehouse other = Warehouse.open(folder, now::get)) {
      now.set(System.currentTimeMillis());
      Lease zombie = other.acquire(elsewhere);
      TableCommit commit = bench.append("r1", "silver.t", "select 1 as id");
      zombie.begin("r1", "test", "direct", "plan");
      now.addAndGet(Lease.EXPIRES_MILLIS);
      Warehouse later = Warehouse.open(folder, now::get);
      Lease lease = later.acquire("next");

      List<ThrowingCallable> changes =
          List.of(
              zombie::check,
              () -> zombie.begin("r2", "test", "direct", "plan"),
              () -> zombie.recordOutcome("r1", Bench.outcome(commit)),
              () -> zombie.commit("r1", commit),
              () -> zombie.fail("r1", new IllegalStateException()),
              () -> zombie.abandon("r1"));
      for (ThrowingCallable change : changes) {
        assertThatThrownBy(change)
            .isInstanceOf(WarehouseException.LeaseLost.class)
            .hasMessageStartingWith("The lease on the warehouse was lost to \"next\" (process ")
            .hasMessageEndingWith(
                ": this launcher was silent for too long and changes nothing any more");
      }
      assertThat(bench.warehouse.state(table)).isEmpty();
      assertThat(bench.warehouse.runs())
          .extracting(run -> run.id() + " " + run.state())
          .containsExactly("r1 RUNNING");

      // Once decided, whoever holds the lease carries the run out, and only that one.
      lease.recordOutcome("r1", Bench.outcome(commit));
      assertThatThrownBy(() -> zombie.carryOut("r1"))
          .isInstanceOf(WarehouseException.LeaseLost.class);
      lease.carryOut("r1");
      assertThat(bench.rows("silver.t")).containsExactly("1");
      zombie.close();
      lease.check(); // giving back what one does not hold takes nothing from the holder
      lease.close();
      later.close();
    }
  }

  @Test
  void aCommitThatWasOnItsWayWhenTheLeaseWasLostIsRefusedByTheTable() {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      bench.run(lease, "r1", Bench.outcome(bench.append("r1", "silver.t", "select 1 as id")));
      assertThat(Summary.hasLaterLease(0, Set.of())).isFalse();
      try (var catalog = IcebergReader.catalog(folder)) {
        var history =
            org.apache.iceberg.util.SnapshotUtil.currentAncestors(
                catalog.loadTable(Catalog.identifier(TableName.parse("silver.t"))));
        assertThat(Summary.hasLaterLease(lease.token() - 1, history)).isTrue();
        assertThat(Summary.hasLaterLease(lease.token(), history)).isFalse();
      }
    }
  }
}
