package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileMetricsTest {
  @TempDir Path folder;

  /** Whatever DuckDB's text says, Iceberg's own reading of the file says too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select x::boolean as c from (values (true), (false), (null)) v(x)",
        "select true as c",
        "select (x - 500)::integer as c from range(1000) r(x)",
        "select unnest([-2147483648, 2147483647])::integer as c",
        "select unnest([-9223372036854775808, 0, null, 9223372036854775807])::bigint as c",
        "select unnest([-1.5, 1e300, 5e-324, 1/3.0])::double as c",
        "select unnest([1.5, 'nan'::double, 2.5])::double as c",
        "select unnest([-1.25, 0, 99.99])::decimal(4,2) as c",
        "select unnest([-1234567.25, 0.01])::decimal(9,2) as c",
        "select unnest([-1234567890.25, 0.01])::decimal(18,2) as c",
        "select unnest([-1, 0.0000000001, 1234567890123456789012345678])::decimal(38,10) as c",
        "select unnest([99999999999999999999999999999999999999])::decimal(38,0) as c",
        "select unnest([date '1969-12-31', date '2024-02-29', date '9999-12-31']) as c",
        "select unnest([date '0001-01-01', date '1582-10-10']) as c",
        "select unnest([timestamp '1969-12-31 23:59:59.999999', timestamp '2024-01-01']) as c",
        "select unnest([timestamp '1500-01-01 00:00:00.1', timestamp '2024-01-01 10:20:30']) as c",
        "select unnest(['', 'a', 'Zoë', null]) as c",
        "select unnest(['exactly 16 chars', 'exactly 16 chars and more']) as c",
        "select unnest([repeat('é', 40), repeat('z', 1000)]) as c",
        "select unnest(['😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀', '￿￿￿￿￿￿￿￿￿￿￿￿￿￿￿￿￿￿']) as c",
        "select null::varchar as c",
        "select null::integer as c from range(3)",
      })
  void metricsAreThoseThatIcebergReadsFromTheFile(String query) {
    try (Duck duck = new Duck()) {
      List<Column> columns = duck.columns(query);
      DataFile file = duck.write(folder, query, Map.of("c", 1));
      Metrics ours = FileMetrics.metrics(file, schema(columns));
      Metrics icebergs =
          ParquetUtil.fileMetrics(
              new LocalFileIO().newInputFile(file.path()), MetricsConfig.getDefault());
      assertThat(ours.recordCount()).isEqualTo(icebergs.recordCount());
      assertThat(ours.columnSizes()).isEqualTo(icebergs.columnSizes());
      assertThat(ours.valueCounts()).isEqualTo(icebergs.valueCounts());
      assertThat(ours.nullValueCounts()).isEqualTo(icebergs.nullValueCounts());
      assertThat(text(columns, ours.lowerBounds()))
          .isEqualTo(text(columns, icebergs.lowerBounds()));
      assertThat(text(columns, ours.upperBounds()))
          .isEqualTo(text(columns, icebergs.upperBounds()));
    }
  }

  @Test
  void zeroIsBoundedByBothOfItsSigns() {
    Schema schema = new Schema(Types.NestedField.optional(1, "c", Types.DoubleType.get()));
    for (String zero : List.of("0.0", "-0.0")) {
      DataFile.Statistics known = new DataFile.Statistics(1, 1, 0, zero, zero);
      Metrics metrics = FileMetrics.metrics(new DataFile("f", 1, 1, Map.of("c", known)), schema);
      assertThat(metrics.lowerBounds().get(1).getDouble(0)).isEqualTo(-0.0);
      assertThat(metrics.upperBounds().get(1).getDouble(0)).isEqualTo(0.0);
    }
  }

  @Test
  void aBoundThatIsNotUnderstoodIsLeftOut() {
    for (String type :
        List.of("integer", "bigint", "double", "date", "timestamp", "decimal(4,2)")) {
      for (String text :
          List.of(
              "", "x", "nan", "inf", "-infinity", "44-03-15 (BC)", "2024-02-30", "123456789.123")) {
        Column column = new Column("c", dev.lodestar.spec.ColumnType.parse(type).orElseThrow());
        Types.NestedField field = schema(List.of(column)).findField(1);
        boolean number = type.equals("double") && text.startsWith("1");
        assertThat(Bounds.lower(field.type(), text).isPresent()).as(type + text).isEqualTo(number);
        assertThat(Bounds.upper(field.type(), text).isPresent()).as(type + text).isEqualTo(number);
      }
    }
  }

  @Test
  void aPredicateFindsItsRowsThroughTheBounds() {
    TableName table = TableName.parse("silver.t");
    try (Bench bench = new Bench(folder)) {
      IntStream.range(0, 5)
          .forEach(
              i ->
                  bench.run(
                      "r" + i,
                      bench.append(
                          "r" + i,
                          "silver.t",
                          "select ("
                              + i
                              + " * 100 + x)::integer as id, 'n' || x as name"
                              + " from range(100) r(x)")));
      long snapshot = bench.warehouse.state(table).orElseThrow().snapshot();
      assertThat(bench.warehouse.files(table, snapshot)).hasSize(5);
      assertThat(IcebergReader.filesWith(folder, table, "id", 250)).isEqualTo(1);
      assertThat(IcebergReader.filesWith(folder, table, "id", 1000)).isEqualTo(0);
      assertThat(IcebergReader.filesWith(folder, table, "name", "n7")).isEqualTo(5);
      assertThat(IcebergReader.filesWith(folder, table, "name", "x")).isEqualTo(0);
    }
  }

  private static Schema schema(List<Column> columns) {
    return new Schema(
        IntStream.range(0, columns.size())
            .mapToObj(
                i ->
                    Types.NestedField.optional(
                        i + 1, columns.get(i).name(), IcebergTypes.of(columns.get(i).type())))
            .toList());
  }

  private static String text(List<Column> columns, Map<Integer, ByteBuffer> bounds) {
    ByteBuffer bound = bounds == null ? null : bounds.get(1);
    return bound == null
        ? "none"
        : String.valueOf(
            (Object) Conversions.fromByteBuffer(IcebergTypes.of(columns.get(0).type()), bound));
  }
}
