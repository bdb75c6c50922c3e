package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Partition.Unit;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our partitions are those that other programs see. */
class PartitioningTest {
  private static final TableName T = TableName.parse("silver.t");
  private static final List<PartitionField> BY_MONTH =
      List.of(new PartitionField(Unit.MONTH, "day"));

  @TempDir Path folder;

  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "flag", Types.BooleanType.get()),
          Types.NestedField.optional(2, "small", Types.IntegerType.get()),
          Types.NestedField.optional(3, "large", Types.LongType.get()),
          Types.NestedField.optional(4, "amount", Types.DecimalType.of(10, 2)),
          Types.NestedField.optional(5, "day", Types.DateType.get()),
          Types.NestedField.optional(6, "at", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(7, "name", Types.StringType.get()));

  private static DataFile file(Map<String, String> partition) {
    return new DataFile("f", 1, 1, Map.of(), partition);
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "flag, true",
    "small, -7",
    "large, 12345678901",
    "amount, -0.50",
    "day, 1969-12-31",
    "at, 2024-02-29 12:34:56.789012",
    "at, 1969-12-31 23:59:59",
    "name, a text of more than sixteen characters/Zoë=😀",
    "name, ''"
  })
  void aValueIsTheSameThereAndBack(String column, String text) {
    PartitionSpec spec = Partitioning.spec(SCHEMA, List.of(new PartitionField(Unit.VALUE, column)));
    PartitionData data = Partitioning.values(spec, file(Map.of(column, text)));
    assertThat(Partitioning.texts(spec, data)).isEqualTo(Map.of(column, text));
    assertThat(Partitioning.texts(spec, Partitioning.values(spec, file(Map.of())))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01",
        "1969-12-31",
        "2024-02-29",
        "1899-07-15",
        "2025-12-31",
        "1600-01-01"
      })
  void timeIsWhatIcebergComputesFromAnyOfItsDays(LocalDate day) {
    Integer days = (int) day.toEpochDay();
    Types.DateType type = Types.DateType.get();
    assertThat(value(Unit.YEAR, day.withDayOfYear(1)))
        .isEqualTo(Transforms.year().bind(type).apply(days));
    assertThat(value(Unit.MONTH, day.withDayOfMonth(1)))
        .isEqualTo(Transforms.month().bind(type).apply(days));
    assertThat(value(Unit.DAY, day)).isEqualTo(Transforms.day().bind(type).apply(days));
  }

  private static Object value(Unit unit, LocalDate first) {
    PartitionField field = new PartitionField(unit, "day");
    PartitionSpec spec = Partitioning.spec(SCHEMA, List.of(field));
    Map<String, String> partition = Map.of(field.toString(), first.toString());
    PartitionData data = Partitioning.values(spec, file(partition));
    assertThat(Partitioning.texts(spec, data)).isEqualTo(partition);
    return data.get(0);
  }

  private TableCommit days(Bench bench, String run, String... days) {
    List<DataFile> files = new ArrayList<>();
    TableCommit commit = bench.replace(run, "silver.t", "select date '2025-01-01' as day, 1 as n");
    for (String day : days) {
      String first = day.substring(0, 8) + "01";
      String query = "select date '" + day + "' as day, 1 as n";
      files.add(
          bench
              .duck
              .write(folder.resolve("x"), query, commit.fieldIds())
              .in(Map.of("month(day)", first)));
    }
    return commit.with(files, List.of()).partitionedBy(BY_MONTH);
  }

  @Test
  void otherProgramsReadOnlyThePartitionsThatTheyAskFor() {
    try (Bench bench = new Bench(folder);
        JdbcCatalog catalog = IcebergReader.catalog(folder)) {
      bench.run("r1", days(bench, "r1", "2025-01-31", "2025-02-01", "2025-03-05"));
      Table table = catalog.loadTable(Catalog.identifier(T));
      assertThat(table.spec().fields().get(0).transform()).hasToString("month");
      assertThat(partitions(table, Expressions.alwaysTrue()))
          .containsExactlyInAnyOrder("day_month=2025-01", "day_month=2025-02", "day_month=2025-03");
      assertThat(partitions(table, Expressions.equal("day", "2025-02-01")))
          .containsExactly("day_month=2025-02");
      assertThat(bench.warehouse.partitions(T).keySet())
          .contains(Map.of("month(day)", "2025-01-01"));
    }
  }

  @Test
  void aTableIsPartitionedOtherwiseWhenItIsMadeAnew() {
    try (Bench bench = new Bench(folder);
        JdbcCatalog catalog = IcebergReader.catalog(folder)) {
      bench.run("r1", bench.replace("r1", "silver.t", "select date '2025-01-31' as day, 1 as n"));
      bench.run("r2", days(bench, "r2", "2025-01-31", "2025-02-01"));
      bench.run("r3", days(bench, "r3", "2025-04-30"));
      Table table = catalog.loadTable(Catalog.identifier(T));
      assertThat(partitions(table, Expressions.alwaysTrue())).containsExactly("day_month=2025-04");
      assertThat(table.specs()).hasSize(2);

      // The column goes, and with it what was said of it.
      bench.run("r4", bench.replace("r4", "silver.t", "select 2 as n"));
      table.refresh();
      assertThat(table.spec().isUnpartitioned()).isTrue();
      assertThat(bench.rows("silver.t")).containsExactly("2");
      bench.run("r5", days(bench, "r5", "2025-05-30"));
      assertThat(bench.rows("silver.t")).containsExactly("2025-05-30|1");
      assertThat(bench.warehouse.partitions(T).keySet())
          .containsExactly(Map.of("month(day)", "2025-05-01"));
    }
  }

  private static List<String> partitions(Table table, Expression filter) {
    table.refresh();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter).planFiles()) {
      List<String> partitions = new ArrayList<>();
      tasks.forEach(task -> partitions.add(task.spec().partitionToPath(task.file().partition())));
      return partitions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
