package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.CrashPoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two launchers of one domain: one has the warehouse, and the other is told. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TwoLaunchersTest {
  @TempDir Path folder;

  private TestDomain domain() {
    return TestDomain.in(folder)
        .source("orders", "id,quantity\n1,5\n")
        .model("silver.orders", "SELECT id, quantity FROM bronze.orders", "kind: append\n")
        .model("gold.total", "SELECT count(*) AS orders FROM silver.orders")
        .run()
        .file("data/orders_2.csv", "id,quantity\n2,5\n");
  }

  /** Before its outcome is recorded, in the middle of its commits, and before it releases. */
  @ParameterizedTest
  @ValueSource(strings = {CrashPoint.DECIDING, CrashPoint.SWAPPING, CrashPoint.RELEASING})
  void theSecondIsRefusedAndTheFirstChangesNothingWhenItWakesTooLate(String point)
      throws Exception {
    TestDomain domain = domain();
    try (LauncherAt.Waiting first = LauncherAt.waiting(point, domain, "run", "--run-id=first")) {
      TestDomain.Printed refused = domain.lodestar("run", "--run-id=second");
      assertThat(refused.exit()).isEqualTo(3);
      assertThat(refused.err())
          .matches(
              "lodestar: Cannot change the warehouse: it is in use by \"lodestar run test\""
                  + " \\(process "
                  + first.process().pid()
                  + " on \\S+, last heard of \\d+ s ago\\); wait until it has ended, or end it\n");
      assertThat(domain.rows("gold.total", "orders")).isEqualTo("1");

      first.suspend();
      passHalfAMinute(domain);
      domain.run("--run-id=second");
      assertThat(domain.rows("gold.total", "orders")).isEqualTo("2");
      String history = domain.lodestar("history").out();

      assertThat(first.wakeAndGoOn()).as(first.said()).isEqualTo(3);
      assertThat(first.said())
          .contains(
              "The lease on the warehouse was lost to ",
              ": this launcher was silent for too long and changes nothing any more");
      assertThat(domain.lodestar("history").out()).isEqualTo(history);
      assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2");
      assertThat(CrashTest.snapshotsOfRun(domain, "first").stream().mapToLong(n -> n).sum())
          .as("snapshots of the first")
          .isEqualTo(point.equals(CrashPoint.DECIDING) ? 0 : 3);
      assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    }
  }

  @Test
  void maintenanceAndARollbackAreRefusedWhileARunIsUnderWay() throws Exception {
    TestDomain domain = domain();
    try (LauncherAt.Waiting first = LauncherAt.waiting("pipeline.finished", domain, "run")) {
      for (String command : new String[] {"maintain", "rollback"}) {
        TestDomain.Printed refused = domain.lodestar(command);
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("is in use by \"lodestar run test\"");
      }
      assertThat(first.wakeAndGoOn()).as(first.said()).isZero();
      assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2");
    }
  }

  /** The holder was last heard of that much earlier. */
  private static void passHalfAMinute(TestDomain domain) throws Exception {
    try (Connection connection = PowerCuts.sqlite(domain.warehouse().resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update lodestar_lease set heartbeat_ms = heartbeat_ms - 30000");
    }
  }
}
