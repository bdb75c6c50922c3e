package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnChangesTest {
  private static final TableName T = TableName.parse("silver.t");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before                  | after                            | field ids then
          a integer                 | a integer                        | a=1
          a integer                 | a integer, b varchar             | a=1 b=2
          a integer                 | b varchar, a integer             | b=2 a=1
          a integer, b varchar      | b varchar                        | b=2
          a integer, b varchar      | b varchar, a integer             | b=2 a=1
          a integer                 | a bigint                         | a=1
          a decimal(9,2)            | a decimal(18,2)                  | a=1
          a bigint                  | a integer                        | a=2
          a decimal(18,2)           | a decimal(9,2)                   | a=2
          a decimal(9,2)            | a decimal(18,4)                  | a=2
          a integer                 | a varchar                        | a=2
          a integer                 | a double                         | a=2
          a date                    | a timestamp                      | a=2
          a integer, b integer      | c varchar, a varchar, d date     | c=3 a=4 d=5
          """)
  void aColumnThatStaysKeepsItsFieldId(String before, String after, String ids) {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      bench.run(lease, "r1", Bench.outcome(commit(bench, "r1", before, TableCommit.Mode.REPLACE)));
      TableCommit next = commit(bench, "r2", after, TableCommit.Mode.REPLACE);
      // Planned, given up and planned again: the same.
      assertThat(commit(bench, "r2", after, TableCommit.Mode.REPLACE).fieldIds())
          .isEqualTo(next.fieldIds());
      bench.run(lease, "r2", Bench.outcome(next));
      TableState state = bench.warehouse.state(T).orElseThrow();
      assertThat(
              bench.warehouse.columns(T, state.snapshot()).stream()
                  .map(c -> c.name() + "=" + c.fieldId())
                  .collect(Collectors.joining(" ")))
          .isEqualTo(ids);
      assertThat(state.columns()).isEqualTo(columns(after));
      assertThat(bench.rows("silver.t")).isEqualTo(IcebergReader.rows(folder, T)).hasSize(1);
    }
  }

  @Test
  void rowsThatStayHaveNothingInANewColumnAndAreWidened() {
    try (Bench bench = new Bench(folder)) {
      bench.run("r1", bench.append("r1", "silver.t", "select 1 as a, 'x' as gone"));
      bench.run("r2", bench.append("r2", "silver.t", "select 2::bigint as a, 'y' as b"));
      assertThat(bench.rows("silver.t")).containsExactly("1|null", "2|y");
      assertThat(IcebergReader.rows(folder, T)).containsExactlyInAnyOrder("1|null", "2|y");
      // The column that comes back is another one: what the old one held stays gone.
      bench.run("r3", bench.append("r3", "silver.t", "select 3::bigint as a, 'z' as gone"));
      assertThat(bench.rows("silver.t")).containsExactly("1|null", "2|null", "3|z");
      assertThat(IcebergReader.rows(folder, T))
          .containsExactlyInAnyOrder("1|null", "2|null", "3|z");
    }
  }

  @Test
  void appendingAnotherTypeIsRefusedBeforeAnythingIsDecided() {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      bench.run(lease, "r1", Bench.outcome(bench.append("r1", "silver.t", "select 1 as a")));
      TableCommit text = bench.append("r2", "silver.t", "select 'x' as a");
      lease.begin("r2", "test", "direct", "plan");
      assertThatThrownBy(() -> lease.recordOutcome("r2", Bench.outcome(text)))
          .isInstanceOf(WarehouseException.class)
          .hasMessage(
              "Cannot append to table silver.t: column a is integer there and cannot become varchar;"
                  + " run with --full to build the table anew");
      assertThat(bench.warehouse.unfinished().orElseThrow().outcome()).isEmpty();
    }
  }

  private static TableCommit commit(
      Bench bench, String runId, String columns, TableCommit.Mode mode) {
    String query =
        columns(columns).stream()
            .map(c -> "null::" + c.type() + " as " + c.name())
            .collect(Collectors.joining(", ", "select ", ""));
    return bench.commit(runId, "silver.t", mode, query, List.of());
  }

  private static List<Column> columns(String text) {
    return Arrays.stream(text.split(", "))
        .map(c -> c.split(" "))
        .map(c -> new Column(c[0], ColumnType.parse(c[1]).orElseThrow()))
        .toList();
  }

  @Test
  void aNewTableCountsFromOne() {
    assertThat(ColumnChanges.fieldIdsOfNewTable(T, columns("b integer, a integer")))
        .isEqualTo(Map.of("b", 1, "a", 2));
  }
}
