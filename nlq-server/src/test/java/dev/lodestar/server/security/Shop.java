package dev.lodestar.server.security;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Customers of three regions, what they bought, and tables that were made from that. */
final class Shop {
  /** In texts that nobody outside APAC may see. */
  static final String SECRET = "swordfish";

  static final String CUSTOMERS =
      "SELECT i::INTEGER AS customer_id, 'customer ' || i AS name,"
          + " 'c' || i || '@example.org' AS email, ['EMEA', 'APAC', 'AMER'][i % 3 + 1] AS region,"
          + " CASE WHEN i % 3 = 1 THEN 'swordfish ' || i ELSE (i * 10)::VARCHAR END AS credit"
          + " FROM range(30) t(i)";

  static final String SALES =
      "SELECT i::INTEGER AS sale_id, CASE WHEN i % 10 = 9 THEN NULL ELSE (i * 7 % 30)::INTEGER END"
          + " AS customer_id, (i % 4)::INTEGER AS product_id, (i % 13)::BIGINT AS pieces,"
          + " (i * 1.25)::DECIMAL(12,2) AS amount, DATE '2024-01-01' + (i % 90)::INTEGER AS sold_on"
          + " FROM range(200) t(i)";

  private Shop() {}

  /**
   * A domain.
   *
   * @param of the region whose customers and sales it has; all for {@code *}
   */
  static BuiltDomain in(Path directory, String name, String of) throws IOException, SQLException {
    String customers =
        "SELECT * FROM ("
            + CUSTOMERS
            + ")"
            + (of.equals("*") ? "" : " WHERE region = '" + of + "'");
    String sales =
        of.equals("*")
            ? SALES
            : "SELECT * FROM ("
                + SALES
                + ") WHERE customer_id IN (SELECT customer_id FROM ("
                + customers
                + "))";
    BuiltDomain shop = BuiltDomain.in(directory, name);
    return shop.file("bronze/customers.yaml", "files: c.csv\ncolumns:\n  id:\n")
        .file("bronze/sales.yaml", "files: s.csv\ncolumns:\n  id:\n")
        .file("silver/sales.sql", "SELECT id FROM bronze.sales")
        .file("gold/dim_customers.sql", "SELECT id AS customer_id FROM bronze.customers")
        .file(
            "gold/dim_customers.yaml",
            "key: [customer_id]\ncolumns:\n  email: {description: Where they are written to}\n")
        .file("gold/dim_products.sql", "SELECT id AS product_id FROM bronze.sales")
        .file("gold/fact_sales.sql", "SELECT id AS sale_id FROM silver.sales")
        .file(
            "gold/fact_sales.yaml",
            """
            key: [sale_id]
            expect:
              - customer_is_known: customer_id references gold.dim_customers
                otherwise: warn
            """)
        .file("gold/sales_by_month.sql", "SELECT sale_id FROM gold.fact_sales")
        .file("gold/sales_by_day.sql", "SELECT id FROM silver.sales")
        .table("gold.dim_customers", customers)
        .table(
            "gold.dim_products",
            "SELECT i::INTEGER AS product_id, 'product ' || i AS product FROM range(4) t(i)")
        .table("gold.fact_sales", sales)
        .table(
            "gold.sales_by_month",
            "SELECT month(sold_on)::INTEGER AS month, sum(amount)::DECIMAL(18,2) AS amount FROM ("
                + sales
                + ") GROUP BY 1")
        .table("gold.sales_by_day", "SELECT sold_on, count(*) AS n FROM (" + sales + ") GROUP BY 1")
        .table("silver.sales", "SELECT sale_id AS id FROM (" + sales + ")")
        .view(
            "gold.large_sales",
            "SELECT s.sale_id, c.region, s.amount FROM fact_sales s JOIN dim_customers c USING (customer_id) WHERE s.amount > 50",
            new Column("sale_id", ColumnType.INTEGER),
            new Column("region", ColumnType.VARCHAR),
            new Column("amount", ColumnType.decimal(12, 2)))
        .view(
            "gold.addresses",
            "SELECT customer_id, email FROM dim_customers",
            new Column("customer_id", ColumnType.INTEGER),
            new Column("email", ColumnType.VARCHAR));
  }
}
