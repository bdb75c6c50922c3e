package dev.lodestar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.bench.ChangesJob.Into;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalsTest {

  @Test
  void sparkAndDuckDbWriteTheSameRows(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    OrderData.make(Path.of("domain/generate.sql"), 20_000, data);
    DuckDbJob.run(data, Files.createDirectories(folder.resolve("duckdb")));
    try (SparkSession spark = SparkJob.session()) {
      SparkJob.run(spark, data, folder.resolve("spark"));
    }
    List<Checksum> fromDuckDb = Checksum.of(folder.resolve("duckdb"));
    assertThat(fromDuckDb).isEqualTo(Checksum.of(folder.resolve("spark")));
    assertThat(fromDuckDb)
        .extracting(Checksum::table)
        .contains("silver.orders", "gold.monthly_sales");
    assertThat(fromDuckDb).allSatisfy(c -> assertThat(c.rows()).isPositive());
  }

  @Test
  void sparkAndDuckDbPutChangesIntoTheSameTables(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    OrderData.make(Path.of("changes/generate.sql"), 2_000, data);
    String base = data.resolve("base") + "/*/*.parquet";
    String more = data.resolve("last/percent=25") + "/*.parquet";
    try (SparkSession spark = SparkChanges.session(folder)) {
      for (Into into : Into.values()) {
        Path duckDb = Files.createDirectories(folder.resolve("duckdb-" + into.id()));
        DuckDbChanges.run(base, duckDb, into, true);
        Checksum before = ChangesRival.DUCKDB.table(duckDb, into);
        DuckDbChanges.run(more, duckDb, into, false);
        Checksum after = ChangesRival.DUCKDB.table(duckDb, into);

        SparkChanges.run(spark, base, into, true);
        assertThat(ChangesRival.SPARK.table(folder, into)).isEqualTo(before);
        SparkChanges.run(spark, more, into, false);
        assertThat(ChangesRival.SPARK.table(folder, into)).isEqualTo(after).isNotEqualTo(before);
        spark.sql("DROP TABLE lake.silver.orders");
        spark.sql("DROP TABLE lake.bronze.orders");
      }
    }
  }

  @Test
  void aChecksumKnowsAnyChange(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    OrderData.make(Path.of("domain/generate.sql"), 2_000, data);
    Path one = Files.createDirectories(folder.resolve("one"));
    DuckDbJob.run(data, one);
    Path file = data.resolve("products.csv");
    Files.writeString(file, Files.readString(file).replaceFirst("(P00007,.*,)\\d+", "$17"));
    Path other = Files.createDirectories(folder.resolve("other"));
    DuckDbJob.run(data, other);
    assertThat(Checksum.of(other)).isNotEqualTo(Checksum.of(one));
  }
}
