package dev.lodestar.bench;

import dev.lodestar.bench.ChangesJob.Into;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Changes put into an Iceberg table by Spark's MERGE, in one process: {@code SparkChanges FILES
 * WAREHOUSE merge|history first|more}.
 *
 * <p>Copy on write, as that is what Lodestar does and what suits readers. The table is sorted by
 * its key and in files of 8 MB, as Lodestar's are, so that a merge finds files that it can leave
 * alone.
 */
public final class SparkChanges {
  private static final String TABLE = "lake.silver.orders";
  private static final String BRONZE = "lake.bronze.orders";

  private SparkChanges() {}

  public static void main(String[] arguments) {
    try (SparkSession spark = session(Path.of(arguments[1]))) {
      run(spark, arguments[0], Into.of(arguments[2]), arguments[3].equals("first"));
    }
  }

  static SparkSession session(Path warehouse) {
    int cores = Runtime.getRuntime().availableProcessors();
    return SparkSession.builder()
        .master("local[" + cores + "]")
        .appName("changes")
        .config("spark.ui.enabled", false)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.adaptive.enabled", true)
        .config("spark.sql.shuffle.partitions", Math.max(4, 2 * cores))
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .config(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
        .config("spark.sql.catalog.lake.type", "hadoop")
        .config("spark.sql.catalog.lake.warehouse", warehouse.toString())
        .getOrCreate();
  }

  static void run(SparkSession spark, String files, Into into, boolean first) {
    Dataset<Row> arrived = spark.read().parquet(files);
    arrived.createOrReplaceTempView("changes");
    List<String> columns = new ArrayList<>(List.of("*"));
    columns.addAll(List.of(ChangesJob.PROVENANCE.split(", ")));
    columns.add("_metadata.file_path AS _source_file");
    // The lower 33 bits count the rows of a partition.
    columns.add("(monotonically_increasing_id() & 8589934591L) + 1 AS _source_row");
    arrived.selectExpr(columns.toArray(String[]::new)).createOrReplaceTempView("bronze");
    String bronze = "SELECT * FROM bronze";
    if (first) {
      create(spark, BRONZE, bronze);
      create(spark, TABLE, ChangesJob.first(into) + " ORDER BY order_id");
    } else {
      spark.sql("INSERT INTO " + BRONZE + " " + bronze);
      spark.sql(ChangesJob.merge(into, TABLE));
    }
  }

  private static void create(SparkSession spark, String table, String rows) {
    spark.sql(
        "CREATE TABLE "
            + table
            + " USING iceberg TBLPROPERTIES ('format-version' = '2',"
            + " 'write.parquet.compression-codec' = 'zstd', 'write.merge.mode' = 'copy-on-write',"
            + " 'write.target-file-size-bytes' = '8388608',"
            + " 'read.split.target-size' = '8388608') AS "
            + rows);
  }
}
