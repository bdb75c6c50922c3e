package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The job as one would write it for DuckDB alone: {@code DuckDbJob DATA OUT}.
 *
 * <p>Of several plans tried this one was the fastest within its memory: only rows whose order comes
 * more than once are sorted.
 */
public final class DuckDbJob {
  private static final String TYPED =
      """
      try_cast(trim(order_id) AS bigint) AS order_id,
      cast(try_strptime(trim(order_date), ['%Y-%m-%d', '%d/%m/%Y', '%Y%m%d', '%d-%b-%Y']) AS date)
        AS order_date,
      upper(trim(customer_id)) AS customer_id,
      trim(product_id) AS product_id,
      try_cast(trim(quantity) AS integer) AS quantity,
      try_cast(trim(unit_price) AS decimal(12,2)) AS unit_price,
      lower(trim(status)) AS status,
      try_cast(trim(updated_at) AS timestamp) AS updated_at""";

  private static final String QUARANTINED =
      """
      SELECT _row._run_id, _row._ingested_at AS _quarantined_at,
        cast(to_json(%s) AS varchar) AS _reasons,
        cast(to_json(struct_pack(order_id := _row.order_id, order_date := _row.order_date,
          customer_id := _row.customer_id, product_id := _row.product_id, quantity := _row.quantity,
          unit_price := _row.unit_price, status := _row.status, updated_at := _row.updated_at))
          AS varchar) AS _row,
        _row._source_file, _row._source_row, 1::integer AS _attempts
      FROM aside WHERE NOT holds""";

  private final Connection duckDb;
  private final Path data;
  private final Path out;

  private DuckDbJob(Connection duckDb, Path data, Path out) {
    this.duckDb = duckDb;
    this.data = data;
    this.out = out;
  }

  public static void main(String[] arguments) throws SQLException, IOException {
    run(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  static void run(Path data, Path out) throws SQLException, IOException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      new DuckDbJob(duckDb, data, out).run();
    }
  }

  private void run() throws SQLException, IOException {
    execute("SET memory_limit = '1GB'");
    execute("SET temp_directory = '" + out.resolve("spill") + "'");
    execute("SET preserve_insertion_order = false");
    ingest("orders", orderFiles());
    ingest("customers", List.of(data.resolve("customers.csv")));
    ingest("products", List.of(data.resolve("products.csv")));
    conformOrders();
    write(
        "silver",
        "customers",
        "SELECT upper(trim(customer_id)) AS customer_id, trim(customer_name) AS customer_name, "
            + initcap("country")
            + " AS country, lower(trim(segment)) AS segment FROM bronze_customers");
    write(
        "silver",
        "products",
        "SELECT trim(product_id) AS product_id, trim(product_name) AS product_name, "
            + initcap("category")
            + " AS category, try_cast(trim(list_price) AS decimal(12,2)) AS list_price FROM bronze_products");
    write("gold", "fact_orders", OrdersJob.FACT);
    write("gold", "monthly_sales", OrdersJob.MONTHLY);
  }

  private List<Path> orderFiles() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("orders"))) {
      return files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
  }

  private void ingest(String table, List<Path> files) throws SQLException, IOException {
    String rows =
        files.stream()
            .map(
                f ->
                    "SELECT *, "
                        + String.join(", ", OrdersJob.PROVENANCE)
                        + ", '"
                        + table
                        + "' AS _source_table, '"
                        + f
                        + "' AS _source_file, row_number() OVER () AS _source_row FROM read_csv('"
                        + f
                        + "', header = true, all_varchar = true, delim = ',', quote = '\"')")
            .collect(Collectors.joining("\nUNION ALL "));
    write("bronze", table, rows);
  }

  private void conformOrders() throws SQLException, IOException {
    Map<String, String> rules = OrdersJob.rules();
    String holds =
        rules.values().stream()
            .map(c -> "(" + c + ") IS TRUE")
            .collect(Collectors.joining(" AND "));
    String reasons =
        rules.entrySet().stream()
            .map(r -> "CASE WHEN (" + r.getValue() + ") IS NOT TRUE THEN '" + r.getKey() + "' END")
            .collect(Collectors.joining(", ", "list_filter([", "], lambda r: r IS NOT NULL)"));
    execute("CREATE TEMP VIEW typed AS SELECT " + TYPED + ", b AS _row FROM bronze_orders AS b");
    execute(
        "CREATE TEMP TABLE repeated AS SELECT try_cast(trim(order_id) AS bigint) AS order_id"
            + " FROM bronze_orders GROUP BY 1 HAVING count(*) > 1 AND order_id IS NOT NULL");
    execute(
        "CREATE TEMP TABLE aside AS SELECT *, "
            + holds
            + " AS holds FROM typed WHERE NOT ("
            + holds
            + ") OR order_id IN (FROM repeated)");
    write("quarantine", "silver_orders", QUARANTINED.formatted(reasons));
    write(
        "silver",
        "orders",
        "SELECT * EXCLUDE (_row) FROM typed WHERE "
            + holds
            + " AND order_id NOT IN (FROM repeated) UNION ALL"
            + " SELECT * EXCLUDE (_row, holds) FROM (FROM aside WHERE holds"
            + " QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY "
            + OrdersJob.LATEST_FIRST
            + ") = 1)");
  }

  private static String initcap(String column) {
    return "upper(trim(" + column + ")[1]) || lower(trim(" + column + ")[2:])";
  }

  /** Writes a table; whoever reads it by {@code layer_table} reads what was written. */
  private void write(String layer, String table, String query) throws SQLException, IOException {
    Path folder = Files.createDirectories(out.resolve(layer).resolve(table));
    execute(
        "COPY ("
            + query
            + ") TO '"
            + folder.resolve("rows.parquet")
            + "' (FORMAT parquet, COMPRESSION zstd)");
    execute(
        "CREATE TEMP VIEW "
            + layer
            + "_"
            + table
            + " AS SELECT * FROM read_parquet('"
            + folder
            + "/*.parquet', hive_partitioning = false)");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
  }
}
