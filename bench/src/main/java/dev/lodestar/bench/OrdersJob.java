package dev.lodestar.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the jobs written by hand for DuckDB and for Spark have in common: the words of {@code
 * bench/domain}.
 */
final class OrdersJob {
  /** What a run would put into the columns that tell where a row comes from. */
  static final List<String> PROVENANCE =
      List.of(
          "TIMESTAMP '2026-01-01 00:00:00' AS _ingested_at",
          "DATE '2026-01-01' AS _ingest_date",
          "'run-1' AS _run_id",
          "'shop' AS _source_system");

  private OrdersJob() {}

  /** The rules of silver.orders in the order in which a row's reasons are listed. */
  static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put("order_is_known", "order_id IS NOT NULL");
    rules.put("date_is_known", "order_date IS NOT NULL");
    rules.put("customer_is_known", "customer_id <> ''");
    rules.put("quantity_is_positive", "quantity > 0");
    rules.put("price_is_not_negative", "unit_price >= 0");
    rules.put("change_is_known", "updated_at IS NOT NULL");
    return rules;
  }

  /** Latest first; ties are broken by the remaining columns. */
  static final String LATEST_FIRST =
      """
      updated_at DESC NULLS LAST, order_date ASC NULLS LAST, customer_id ASC NULLS LAST,
      product_id ASC NULLS LAST, quantity ASC NULLS LAST, unit_price ASC NULLS LAST, status ASC NULLS LAST""";

  static final String FACT =
      """
      SELECT o.order_id, o.order_date, o.customer_id, c.country, c.segment, o.product_id, p.category,
        o.status, o.quantity, o.unit_price,
        cast(o.quantity * o.unit_price AS decimal(18,2)) AS amount,
        cast(o.quantity * p.list_price AS decimal(18,2)) AS list_amount
      FROM silver_orders AS o
      LEFT JOIN silver_customers AS c ON o.customer_id = c.customer_id
      LEFT JOIN silver_products AS p ON o.product_id = p.product_id""";

  static final String MONTHLY =
      """
      SELECT cast(date_trunc('month', order_date) AS date) AS order_month, country, category,
        count(*) AS orders, cast(sum(quantity) AS bigint) AS quantity,
        cast(sum(amount) AS decimal(28,2)) AS amount,
        cast(sum(amount) FILTER (WHERE status = 'returned') AS decimal(28,2)) AS returned_amount
      FROM gold_fact_orders
      GROUP BY 1, 2, 3""";
}
