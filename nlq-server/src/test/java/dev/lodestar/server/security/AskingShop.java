package dev.lodestar.server.security;

import dev.lodestar.server.BuiltDomain;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** The {@link Shop} with what it takes to be asked, and to be looked at. */
final class AskingShop {
  private AskingShop() {}

  /**
   * A domain that was released.
   *
   * @param of the region whose customers and sales it has; all for {@code *}, and then its files
   *     also speak of what else there is
   */
  static BuiltDomain in(Path directory, String of) throws IOException, SQLException {
    boolean whole = of.equals("*");
    BuiltDomain shop = Shop.in(directory, "shop", of);
    shop.file("semantic.yaml", written(MODEL, whole))
        .file("dashboard.yaml", written(DASHBOARD, whole))
        .file("questions.yaml", written(QUESTIONS, whole));
    shop.release("run-1");
    return shop;
  }

  /** A line that begins with a star is for the whole shop only. */
  private static String written(String text, boolean whole) {
    return text.lines()
        .filter(line -> whole || !line.startsWith("*"))
        .map(line -> line.startsWith("*") ? line.substring(1) : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static final String MODEL =
      """
      version: "0.2.0.dev0"
      semantic_model:
        - name: shop
          datasets:
            - name: sales
              source: gold.fact_sales
              primary_key: [sale_id]
              fields:
                - {name: sale_id, expression: {dialects: [{dialect: ANSI_SQL, expression: sale_id}]}}
                - {name: sold_on, expression: {dialects: [{dialect: ANSI_SQL, expression: sold_on}]}, dimension: {is_time: true}}
                - {name: pieces, expression: {dialects: [{dialect: ANSI_SQL, expression: pieces}]}}
                - {name: amount, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "sale", "fr": "vente"}, "time": "sold_on"}
            - name: customers
              source: gold.dim_customers
              primary_key: [customer_id]
              fields:
                - {name: customer_id, expression: {dialects: [{dialect: ANSI_SQL, expression: customer_id}]}}
                - {name: name, expression: {dialects: [{dialect: ANSI_SQL, expression: name}]}}
                - name: region
                  expression: {dialects: [{dialect: ANSI_SQL, expression: region}]}
                  custom_extensions:
                    - vendor_name: LODESTAR
                      data: |
                        {"name": {"en": "region", "fr": "région"},
                         "values": {"aliases": {"EMEA": {"en": ["our half"]}
      *                    , "APAC": {"en": ["far east"]}
                         }}}
      *          - {name: email, expression: {dialects: [{dialect: ANSI_SQL, expression: email}]}}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "customer", "fr": "client"}, "shown-as": "name"}
            - name: products
              source: gold.dim_products
              primary_key: [product_id]
              fields:
                - {name: product_id, expression: {dialects: [{dialect: ANSI_SQL, expression: product_id}]}}
                - {name: product, expression: {dialects: [{dialect: ANSI_SQL, expression: product}]}}
      *      - name: months
      *        source: gold.sales_by_month
      *        fields:
      *          - {name: takings, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}}
          relationships:
            - {name: sales_to_customers, from: sales, to: customers, from_columns: [customer_id], to_columns: [customer_id]}
            - {name: sales_to_products, from: sales, to: products, from_columns: [product_id], to_columns: [product_id]}
          metrics:
            - {name: revenue, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}}
            - {name: volume, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.pieces)}]}}
      *      - {name: mailable, expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(customers.email)}]}}
      *      - {name: turnover, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(months.takings)}]}}
          custom_extensions:
            - vendor_name: LODESTAR
              data: |
                {"calendar": {"today": "2024-03-31"},
                 "default-metric": "revenue",
                 "sample-questions": {"en": ["revenue by region"
      *             , "revenue in APAC", "mailable by region"
                 ]},
                 "filters": [
                  {"filter": "large_sales", "sql": "sales.amount > 100", "name": {"en": "large sales"}}
      *            , {"filter": "eastern", "sql": "customers.region = 'APAC'", "name": {"en": "eastern"}}
      *            , {"filter": "written_to", "sql": "customers.email IS NOT NULL", "name": {"en": "written to"}}
                 ],
                 "verified-queries": [
                  {"ask": {"en": ["volume by product"]},
                   "sql": "SELECT product, sum(pieces) AS volume FROM fact_sales JOIN dim_products USING (product_id) GROUP BY product ORDER BY product"}
      *            , {"ask": {"en": ["volume by region"]},
      *               "sql": "SELECT region, sum(pieces) AS volume FROM fact_sales JOIN dim_customers USING (customer_id) WHERE region = 'APAC' GROUP BY region"}
      *            , {"ask": {"en": ["volume by customer"]},
      *               "sql": "SELECT email, sum(pieces) AS volume FROM fact_sales JOIN dim_customers USING (customer_id) GROUP BY email"}
                 ]}
      """;

  private static final String DASHBOARD =
      """
      title: Shop
      filters:
        region: customers.region
      *  address: customers.email
        day: {field: sales.sold_on, choose: range}
      pages:
      *  - title: Addresses
      *    tiles:
      *      - {title: Who is written to, chart: table, sql: "SELECT email FROM dim_customers WHERE {filters}", filters: {address: email}}
        - title: Sales
          tiles:
      *      - {title: Mailable, chart: figure, measures: [mailable]}
      *      - {title: By month, chart: table, sql: SELECT month FROM sales_by_month}
            - {title: Revenue, chart: figure, measures: [revenue]}
            - {title: By region, chart: bar, measures: [revenue, volume], by: [customers.region]}
            - {title: By customer, chart: bar, measures: [revenue], by: [customers.name]}
            - {title: Over time, chart: line, measures: [revenue], by: [month(sales.sold_on)], grains: [month, quarter]}
            - title: Rows
              chart: table
              sql: SELECT region, count(*) AS n FROM dim_customers WHERE {filters} GROUP BY region ORDER BY region
              filters: {region: region}
      """;

  private static final String QUESTIONS =
      """
      - ask: {en: Revenue by region}
        sql: SELECT region, sum(amount) AS revenue FROM fact_sales LEFT JOIN dim_customers USING (customer_id) GROUP BY region
      *- ask: {en: Revenue in APAC}
      *  sql: SELECT sum(amount) AS revenue FROM fact_sales JOIN dim_customers USING (customer_id) WHERE region = 'APAC'
      *- ask: {en: Revenue by email}
      *  sql: SELECT email, sum(amount) AS revenue FROM fact_sales JOIN dim_customers USING (customer_id) GROUP BY email
      *- ask: {en: What do they have in APAC to hide?}
      *  expect: refused
      """;
}
