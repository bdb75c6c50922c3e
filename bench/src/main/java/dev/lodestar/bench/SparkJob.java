package dev.lodestar.bench;

import static org.apache.spark.sql.functions.expr;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The job as one would write it for Spark SQL in one process: {@code SparkJob DATA OUT}.
 *
 * <p>Each file is one partition, so that the row's number in its file is its number in the
 * partition and costs no shuffle. Bronze is read back from Parquet, which is cheaper than keeping
 * it in memory or parsing it twice.
 */
public final class SparkJob {
  private static final String ORDERS =
      "order_id string, order_date string, customer_id string, product_id string, quantity string,"
          + " unit_price string, status string, updated_at string";
  private static final String CUSTOMERS =
      "customer_id string, customer_name string, country string, segment string";
  private static final String PRODUCTS =
      "product_id string, product_name string, category string, list_price string";

  private final SparkSession spark;
  private final Path data;
  private final Path out;

  private SparkJob(SparkSession spark, Path data, Path out) {
    this.spark = spark;
    this.data = data;
    this.out = out;
  }

  public static void main(String[] arguments) {
    try (SparkSession spark = session()) {
      run(spark, Path.of(arguments[0]), Path.of(arguments[1]));
    }
  }

  static SparkSession session() {
    int cores = Runtime.getRuntime().availableProcessors();
    return SparkSession.builder()
        .master("local[" + cores + "]")
        .appName("orders")
        .config("spark.ui.enabled", false)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.adaptive.enabled", true)
        .config("spark.sql.shuffle.partitions", Math.max(4, 2 * cores))
        .config("spark.sql.parquet.compression.codec", "zstd")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
        .config("spark.sql.files.maxPartitionBytes", "1g")
        .config("spark.sql.files.openCostInBytes", "1g")
        .getOrCreate();
  }

  static void run(SparkSession spark, Path data, Path out) {
    new SparkJob(spark, data, out).run();
  }

  private void run() {
    ingest("orders", ORDERS, "orders/*/*.csv");
    ingest("customers", CUSTOMERS, "customers.csv");
    ingest("products", PRODUCTS, "products.csv");
    conformOrders();
    conformDimensions();
    write(
        spark.sql(
            OrdersJob.FACT.replace("SELECT o.", "SELECT /*+ BROADCAST(c), BROADCAST(p) */ o.")),
        "gold",
        "fact_orders");
    write(spark.sql(OrdersJob.MONTHLY).coalesce(1), "gold", "monthly_sales");
  }

  private void ingest(String table, String columns, String files) {
    Dataset<Row> rows =
        spark.read().schema(columns).option("header", true).csv(data.resolve(files).toString());
    List<String> all = new ArrayList<>(List.of("*"));
    all.addAll(OrdersJob.PROVENANCE);
    all.add("'" + table + "' AS _source_table");
    all.add("_metadata.file_path AS _source_file");
    // The lower 33 bits count the rows of a partition.
    all.add("(monotonically_increasing_id() & 8589934591L) + 1 AS _source_row");
    write(rows.selectExpr(all.toArray(String[]::new)), "bronze", table);
  }

  private void conformOrders() {
    spark
        .sql(
            """
            SELECT *,
              cast(trim(order_id) AS bigint) AS t_order_id,
              CASE
                WHEN trim(order_date) LIKE '____-__-__' THEN cast(trim(order_date) AS date)
                WHEN trim(order_date) LIKE '__/__/____' THEN to_date(trim(order_date), 'dd/MM/yyyy')
                WHEN trim(order_date) LIKE '__-___-____' THEN to_date(trim(order_date), 'dd-MMM-yyyy')
                WHEN length(trim(order_date)) = 8 THEN to_date(trim(order_date), 'yyyyMMdd')
              END AS t_order_date,
              upper(trim(customer_id)) AS t_customer_id,
              trim(product_id) AS t_product_id,
              cast(trim(quantity) AS int) AS t_quantity,
              cast(trim(unit_price) AS decimal(12,2)) AS t_unit_price,
              lower(trim(status)) AS t_status,
              cast(trim(updated_at) AS timestamp) AS t_updated_at
            FROM bronze_orders""")
        .createOrReplaceTempView("typed");
    Map<String, String> rules = OrdersJob.rules();
    String holds =
        rules.values().stream()
            .map(c -> "coalesce(t_" + c + ", false)")
            .collect(Collectors.joining(" AND "));
    String reasons =
        rules.entrySet().stream()
            .map(
                r ->
                    "CASE WHEN NOT coalesce(t_"
                        + r.getValue()
                        + ", false) THEN '"
                        + r.getKey()
                        + "' END")
            .collect(Collectors.joining(", ", "to_json(array_compact(array(", ")))"));
    String row =
        "to_json(struct(order_id, order_date, customer_id, product_id, quantity, unit_price, status,"
            + " updated_at), map('ignoreNullFields', 'false'))";
    write(
        spark.sql(
            "SELECT _run_id, _ingested_at AS _quarantined_at, "
                + reasons
                + " AS _reasons, "
                + row
                + " AS _row, _source_file, _source_row, 1 AS _attempts FROM typed WHERE NOT ("
                + holds
                + ")"),
        "quarantine",
        "silver_orders");
    spark
        .sql(
            "SELECT t_order_id AS order_id, t_order_date AS order_date, t_customer_id AS customer_id,"
                + " t_product_id AS product_id, t_quantity AS quantity, t_unit_price AS unit_price,"
                + " t_status AS status, t_updated_at AS updated_at FROM typed WHERE "
                + holds)
        .createOrReplaceTempView("kept");
    Dataset<Row> latest =
        spark
            .sql(
                "SELECT *, row_number() OVER (PARTITION BY order_id ORDER BY "
                    + OrdersJob.LATEST_FIRST
                    + ") AS place FROM kept")
            .where(expr("place = 1"))
            .drop("place");
    write(latest, "silver", "orders");
  }

  private void conformDimensions() {
    write(
        spark.sql(
            "SELECT upper(trim(customer_id)) AS customer_id, trim(customer_name) AS customer_name,"
                + " initcap(trim(country)) AS country, lower(trim(segment)) AS segment FROM bronze_customers"),
        "silver",
        "customers");
    write(
        spark.sql(
            "SELECT trim(product_id) AS product_id, trim(product_name) AS product_name,"
                + " initcap(trim(category)) AS category,"
                + " cast(trim(list_price) AS decimal(12,2)) AS list_price FROM bronze_products"),
        "silver",
        "products");
  }

  /** Writes a table; whoever reads it by {@code layer_table} reads what was written. */
  private void write(Dataset<Row> rows, String layer, String table) {
    String path = out.resolve(layer).resolve(table).toString();
    rows.write().mode(SaveMode.ErrorIfExists).parquet(path);
    spark.read().parquet(path).createOrReplaceTempView(layer + "_" + table);
  }
}
