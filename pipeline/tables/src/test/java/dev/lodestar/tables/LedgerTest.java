package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Partition.Unit;
import dev.lodestar.spec.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final TableName ORDERS = TableName.parse("silver.orders");
  private static final RunOutcome NOTHING =
      new RunOutcome(List.of(), Set.of(), List.of(), List.of());

  @TempDir Path folder;

  @Test
  void anOutcomeComesBackAsItWasRecorded() {
    TableCommit full =
        new TableCommit(
                TableName.parse("bronze.orders"),
                List.of(
                    new Column("id", ColumnType.BIGINT),
                    new Column("price", ColumnType.decimal(38, 10))),
                Map.of("id", 3, "price", 1),
                TableCommit.Mode.APPEND,
                List.of(
                    new DataFile(
                        "/w/a \"b\"\n.parquet",
                        Long.MAX_VALUE,
                        0,
                        Map.of(
                            "id", new DataFile.Statistics(1, 2, 3, "é\u0000😀", "null"),
                            "price", new DataFile.Statistics(1, 2, 2, null, null))),
                    new DataFile(
                        "/w/c.parquet",
                        0,
                        1,
                        Map.of(),
                        Map.of("month(day)", "2025-01-01", "é", "")),
                    new DataFile("/w/d.parquet", 0, 1, Map.of())),
                "fingerprint",
                List.of(
                    TableCommit.Source.at(ORDERS, Long.MIN_VALUE),
                    TableCommit.Source.ofThisRun(TableName.parse("silver.customers"))),
                Optional.of(List.of(new InputFile("/d/x.csv", 1, 2, "f"))),
                Map.of("id", "Which one"))
            .partitionedBy(
                List.of(
                    new PartitionField(Unit.MONTH, "day"), new PartitionField(Unit.VALUE, "é")));
    TableCommit bare =
        new TableCommit(
            ORDERS,
            List.of(),
            Map.of(),
            TableCommit.Mode.REPLACE,
            List.of(),
            "",
            List.of(),
            Optional.empty(),
            Map.of());
    RunOutcome outcome =
        new RunOutcome(
            List.of(full, bare),
            Set.of(ORDERS, TableName.parse("gold.sales")),
            List.of(
                new View(
                    TableName.parse("gold.v"),
                    "select 'é' -- x\nfrom \"silver.orders\"",
                    List.of(new Column("v", ColumnType.VARCHAR)))),
            List.of(
                new StepRecord(
                    ORDERS, 10, 4, 3, 2, 1, 1, 9, 0.1 + 0.2, Map.of("a rule", 2L, "b", 3L))));
    assertThat(OutcomeJson.read(OutcomeJson.write(outcome))).isEqualTo(outcome);
  }

  @Test
  void anOutcomeOfALaterVersionIsRefused() {
    assertThatThrownBy(() -> OutcomeJson.read("{\"version\": 2}"))
        .hasMessage(
            "Cannot read the outcome of a run: it has version 2, this program knows version 1");
  }

  @Test
  void aFinishedRunIsTold() {
    StepRecord first = new StepRecord(ORDERS, 10, 4, 3, 2, 1, 1, 9, 1.5, Map.of("r", 2L, "s", 1L));
    StepRecord second =
        new StepRecord(TableName.parse("gold.a"), 4, 4, 0, 0, 0, 1, 9, 0.25, Map.of());
    try (Warehouse warehouse = Warehouse.open(folder, () -> 77);
        Lease lease = warehouse.acquire("test")) {
      lease.begin("r1", "shop", "flink", "hash");
      lease.recordOutcome(
          "r1", new RunOutcome(List.of(), Set.of(), List.of(), List.of(first, second)));
      lease.carryOut("r1");
      Run run = warehouse.run("r1").orElseThrow();
      assertThat(run)
          .isEqualTo(
              new Run(
                  "r1",
                  "shop",
                  Run.State.FINISHED,
                  77,
                  Optional.of(77L),
                  "flink",
                  Launcher.current("x").machine(),
                  ProcessHandle.current().pid(),
                  Optional.empty(),
                  "hash"));
      assertThat(warehouse.runs()).containsExactly(run);
      assertThat(warehouse.steps("r1")).containsExactly(first, second);
      assertThat(warehouse.unfinished()).isEmpty();
    }
  }

  @Test
  void aFailedRunSaysWhyAndMayBeTriedAgainUnderItsId() {
    try (Warehouse warehouse = Warehouse.open(folder);
        Lease lease = warehouse.acquire("test")) {
      lease.begin("r1", "shop", "direct", "");
      lease.fail("r1", new IllegalStateException("worker lost", new RuntimeException("disk")));
      Run failed = warehouse.run("r1").orElseThrow();
      assertThat(failed.state()).isEqualTo(Run.State.FAILED);
      assertThat(failed.error().orElseThrow())
          .startsWith("java.lang.IllegalStateException: worker lost")
          .contains("Caused by: java.lang.RuntimeException: disk");
      lease.begin("r1", "shop", "direct", "");
      assertThat(warehouse.run("r1").orElseThrow().error()).isEmpty();
      lease.recordOutcome("r1", NOTHING);
      lease.carryOut("r1");
      assertThat(warehouse.runs()).hasSize(1);
    }
  }

  @Test
  void aDecidedRunThatFailsIsStillToBeCarriedOut() {
    try (Warehouse warehouse = Warehouse.open(folder);
        Lease lease = warehouse.acquire("test")) {
      lease.begin("r1", "shop", "direct", "");
      lease.recordOutcome("r1", NOTHING);
      lease.fail("r1", new IllegalStateException("no answer"));
      Unfinished left = warehouse.unfinished().orElseThrow();
      assertThat(left.run().state()).isEqualTo(Run.State.DECIDED);
      assertThat(left.run().error().orElseThrow()).contains("no answer");
      assertThat(left.outcome()).contains(NOTHING);
    }
  }

  @Test
  void runsFollowOneAnother() {
    try (Warehouse warehouse = Warehouse.open(folder);
        Lease lease = warehouse.acquire("test")) {
      lease.begin("r1", "shop", "direct", "");
      assertThatThrownBy(() -> lease.begin("r2", "shop", "direct", ""))
          .hasMessage(
              "Cannot begin run r2: run r1 is unfinished; carry it out or abandon it first");
      lease.abandon("r1");
      assertThatThrownBy(() -> lease.begin("r1", "shop", "direct", ""))
          .hasMessage("Cannot begin run r1: the ledger has it as abandoned; give another run id");
      assertThatThrownBy(() -> lease.abandon("r1"))
          .hasMessage("Cannot abandon run r1: it has ended");
      assertThatThrownBy(() -> lease.begin("../x", "shop", "direct", ""))
          .hasMessage(
              "Cannot begin run \"../x\": a run id has letters, digits, points, dashes and"
                  + " underscores, 100 at most");
      assertThatThrownBy(() -> lease.carryOut("r1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Run r1 is ABANDONED and should be DECIDED");
    }
  }

  @Test
  void aRunWhoseCommitFailsEarlierThanItsSourceIsRefused() {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      TableCommit early =
          bench.commit(
              "r1",
              "gold.a",
              TableCommit.Mode.REPLACE,
              "select 1 as id",
              List.of(TableCommit.Source.ofThisRun(ORDERS)));
      TableCommit late = bench.replace("r1", "silver.orders", "select 1 as id");
      lease.begin("r1", "shop", "direct", "");
      assertThatThrownBy(() -> lease.recordOutcome("r1", Bench.outcome(early, late)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Table gold.a is committed before its source silver.orders in run r1");
    }
  }
}
