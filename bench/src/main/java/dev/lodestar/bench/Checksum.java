package dev.lodestar.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a table's Parquet files hold: how many rows, and the sum of the hashes of their values,
 * whatever their order.
 *
 * <p>Values that differ from run to run (when, under which id) are left out, and a file counts by
 * its name under the data.
 */
record Checksum(String table, long rows, String hash) {
  private static final String FILE = "regexp_extract(_source_file, '[^/]*/[^/]*$')";

  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put(
        "bronze.orders",
        "order_id, order_date, customer_id, product_id, quantity, unit_price, status, updated_at,"
            + " _source_system, _source_table, "
            + FILE
            + ", _source_row::bigint");
    COLUMNS.put(
        "silver.orders",
        "order_id::bigint, order_date::date, customer_id, product_id, quantity::integer,"
            + " unit_price::decimal(12,2), status, updated_at::timestamp");
    COLUMNS.put(
        "quarantine.silver_orders",
        "_reasons, _row, " + FILE + ", _source_row::bigint, _attempts::integer");
    COLUMNS.put("silver.customers", "customer_id, customer_name, country, segment");
    COLUMNS.put("silver.products", "product_id, product_name, category, list_price::decimal(12,2)");
    COLUMNS.put(
        "gold.fact_orders",
        "order_id::bigint, order_date::date, customer_id, country, segment, product_id, category, status,"
            + " quantity::integer, unit_price::decimal(12,2), amount::decimal(18,2), list_amount::decimal(18,2)");
    COLUMNS.put(
        "gold.monthly_sales",
        "order_month::date, country, category, orders::bigint, quantity::bigint, amount::decimal(28,2),"
            + " returned_amount::decimal(28,2)");
  }

  /** The checksum of some columns of Parquet files. */
  static Checksum ofFiles(String table, List<String> files, String columns) throws SQLException {
    String list =
        files.stream().map(f -> "'" + f + "'").collect(Collectors.joining(", ", "[", "]"));
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      return of(duckDb, table, columns, "read_parquet(" + list + ", hive_partitioning = false)");
    }
  }

  /** The same of a table in a database. */
  static Checksum ofDatabase(Path database, String table, String columns) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + database)) {
      return of(duckDb, table, columns, table.replace("silver.", ""));
    }
  }

  private static Checksum of(Connection duckDb, String table, String columns, String rows)
      throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*), sum(hash(" + columns + ")::hugeint)::varchar FROM " + rows)) {
        row.next();
        return new Checksum(table, row.getLong(1), String.valueOf(row.getString(2)));
      }
    }
  }

  /** The checksums of the tables below a folder, {@code LAYER/TABLE/…/*.parquet}. */
  static List<Checksum> of(Path tables) throws SQLException {
    List<Checksum> checksums = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      for (Map.Entry<String, String> table : COLUMNS.entrySet()) {
        String files = tables.resolve(table.getKey().replace('.', '/')) + "/**/*.parquet";
        checksums.add(
            of(
                duckDb,
                table.getKey(),
                table.getValue(),
                "read_parquet('" + files + "', hive_partitioning = false)"));
      }
    }
    return checksums;
  }
}
