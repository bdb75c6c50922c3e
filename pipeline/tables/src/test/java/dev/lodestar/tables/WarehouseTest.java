package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {
  private static final TableName ORDERS = TableName.parse("silver.orders");

  @TempDir Path folder;

  @Test
  void aTableIsReadBackAsItWasCommitted() {
    try (Bench bench = new Bench(folder)) {
      Release release =
          bench
              .run("r1", bench.replace("r1", "silver.orders", "select 1 as id, 'a' as name"))
              .orElseThrow();

      TableState state = bench.warehouse.state(ORDERS).orElseThrow();
      assertThat(state.columns())
          .containsExactly(
              new Column("id", ColumnType.INTEGER), new Column("name", ColumnType.VARCHAR));
      assertThat(state.runId()).isEqualTo("r1");
      assertThat(state.fingerprint()).isEqualTo("fingerprint of select 1 as id, 'a' as name");
      assertThat(state.rows()).isEqualTo(1);
      assertThat(release.snapshots()).isEqualTo(Map.of(ORDERS, state.snapshot()));
      assertThat(bench.rows("silver.orders")).containsExactly("1|a");
      assertThat(bench.warehouse.states()).containsExactly(state);
    }
  }

  @Test
  void appendKeepsTheRowsThatAreThereAndReplaceDoesNot() {
    try (Bench bench = new Bench(folder)) {
      bench.run("r1", bench.append("r1", "silver.orders", "select 1 as id"));
      bench.run("r2", bench.append("r2", "silver.orders", "select 2 as id"));
      assertThat(bench.rows("silver.orders")).containsExactly("1", "2");
      bench.run("r3", bench.replace("r3", "silver.orders", "select 3 as id"));
      assertThat(bench.rows("silver.orders")).containsExactly("3");
    }
  }

  @Test
  void everyReleaseKeepsTheRowsItShowed() {
    try (Bench bench = new Bench(folder)) {
      for (int i = 1; i <= 3; i++) {
        bench.run("r" + i, bench.replace("r" + i, "silver.orders", "select " + i + " as id"));
      }
      assertThat(bench.warehouse.releases())
          .extracting(r -> r.id() + " " + bench.rows(ORDERS, r.snapshots().get(ORDERS)))
          .containsExactly("3 [3]", "2 [2]", "1 [1]");
    }
  }

  @Test
  void anEmptyTableHasASnapshotToo() {
    try (Bench bench = new Bench(folder)) {
      List<Column> columns = List.of(new Column("id", ColumnType.INTEGER));
      for (String run : List.of("r1", "r2")) {
        for (TableCommit.Mode mode : TableCommit.Mode.values()) {
          TableName table = new TableName("silver", mode.name().toLowerCase(Locale.ROOT));
          TableCommit empty =
              new TableCommit(
                  table,
                  columns,
                  bench.warehouse.fieldIds(table, columns),
                  mode,
                  List.of(),
                  "f",
                  List.of(),
                  Optional.empty(),
                  Map.of());
          bench.run(run + mode, empty);
          TableState state = bench.warehouse.state(table).orElseThrow();
          assertThat(state.runId()).isEqualTo(run + mode);
          assertThat(bench.warehouse.files(table, state.snapshot())).isEmpty();
        }
      }
    }
  }

  @Test
  void theInputFilesOfABronzeTableMoveWithItsSnapshot() {
    TableName bronze = TableName.parse("bronze.orders");
    InputFile first = new InputFile("/data/a;\"é\n.csv", 1, 2, "x");
    InputFile second = new InputFile("/data/b.csv", 3, 4, "y");
    try (Bench bench = new Bench(folder)) {
      assertThat(bench.warehouse.inputFiles(bronze)).isEmpty();
      TableCommit one = bench.append("r1", "bronze.orders", "select 'a' as id");
      bench.run("r1", Bench.with(one, List.of(first)));
      assertThat(bench.warehouse.inputFiles(bronze)).containsExactly(first);
      TableCommit two = bench.append("r2", "bronze.orders", "select 'b' as id");
      bench.run("r2", Bench.with(two, List.of(first, second)));
      assertThat(bench.warehouse.inputFiles(bronze)).containsExactly(first, second);
    }
  }

  @Test
  void sourcesAreTheSnapshotsThatWereRead() {
    TableName bronze = TableName.parse("bronze.orders");
    TableName dates = TableName.parse("gold.dates");
    try (Bench bench = new Bench(folder)) {
      bench.run("r1", bench.replace("r1", "gold.dates", "select 1 as day"));
      long day = bench.warehouse.state(dates).orElseThrow().snapshot();
      bench.run("r2", bench.replace("r2", "gold.dates", "select 2 as day"));
      bench.run(
          "r3",
          bench.append("r3", "bronze.orders", "select 1 as id"),
          bench.commit(
              "r3",
              "silver.orders",
              TableCommit.Mode.REPLACE,
              "select 1 as id",
              List.of(TableCommit.Source.ofThisRun(bronze), TableCommit.Source.at(dates, day))));
      assertThat(bench.warehouse.state(ORDERS).orElseThrow().sources())
          .isEqualTo(
              Map.of(bronze, bench.warehouse.state(bronze).orElseThrow().snapshot(), dates, day));
    }
  }

  @Test
  void aReleaseShowsTheTablesThatWereNotRebuiltAndDropsThoseThatAreGone() {
    TableName dates = TableName.parse("gold.dates");
    TableName never = TableName.parse("gold.never_built");
    View view = new View(TableName.parse("gold.v"), "select 1", List.of());
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      TableCommit one = bench.replace("r1", "silver.orders", "select 1 as id");
      TableCommit two = bench.replace("r1", "gold.dates", "select 1 as day");
      Release first = bench.run(lease, "r1", Bench.outcome(one, two)).orElseThrow();
      TableCommit newer = bench.replace("r2", "silver.orders", "select 2 as id");
      RunOutcome outcome =
          new RunOutcome(List.of(newer), Set.of(ORDERS, dates, never), List.of(view), List.of());
      Release second = bench.run(lease, "r2", outcome).orElseThrow();
      assertThat(second.snapshots().keySet()).containsExactlyInAnyOrder(ORDERS, dates);
      assertThat(second.snapshots().get(dates)).isEqualTo(first.snapshots().get(dates));
      assertThat(second.snapshots().get(ORDERS)).isNotEqualTo(first.snapshots().get(ORDERS));
      assertThat(second.views()).containsExactly(view);

      RunOutcome gone = new RunOutcome(List.of(), Set.of(ORDERS), List.of(view), List.of());
      Release third = bench.run(lease, "r3", gone).orElseThrow();
      assertThat(third.snapshots().keySet()).containsExactly(ORDERS);
      assertThat(bench.warehouse.currentRelease()).contains(third);
    }
  }

  @Test
  void aRunWithNothingToDoIsRecordedAndMakesNoRelease() {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      TableCommit one = bench.replace("r1", "silver.orders", "select 1 as id");
      bench.run(lease, "r1", Bench.outcome(one));
      TableState before = bench.warehouse.state(ORDERS).orElseThrow();
      RunOutcome nothing = new RunOutcome(List.of(), Set.of(ORDERS), List.of(), List.of());
      assertThat(bench.run(lease, "r2", nothing)).isEmpty();
      assertThat(bench.warehouse.releases()).hasSize(1);
      assertThat(bench.warehouse.state(ORDERS)).contains(before);
      assertThat(bench.warehouse.run("r2").orElseThrow().state()).isEqualTo(Run.State.FINISHED);
    }
  }

  @Test
  void openingSaysWhatIsWrongWithTheFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Warehouse.open(file))
        .isInstanceOf(WarehouseException.class)
        .hasMessage("Cannot make the warehouse " + file + ": it is a file");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Warehouse.openExisting(none))
        .isInstanceOf(WarehouseException.class)
        .hasMessage(
            "There is no warehouse at "
                + none
                + "; run the domain first, or say where its warehouse is");
    assertThatThrownBy(() -> Warehouse.openExisting(folder))
        .hasMessageStartingWith("There is no warehouse at " + folder + " (no catalog.db in it)");
  }
}
