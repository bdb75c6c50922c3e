package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wholesaler's database and stream: gold is what the oracle says of the rows of the script. */
class NorthwindTest {
  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry(
              "dim_customers",
              "customer_id, company_name, country, contact_name, contact_title, address, city,"
                  + " region, postal_code, phone, fax"),
          Map.entry(
              "dim_products",
              "product_id, product_name, category_id, category, unit_price, units_in_stock,"
                  + " units_on_order, reorder_level, stock_status, supplier_name, supplier_country,"
                  + " discontinued"),
          Map.entry(
              "dim_employees",
              "employee_id, employee_name, title, city, country, hire_date, manager_name"),
          Map.entry(
              "fact_orders",
              "order_id, product_id, customer_id, employee_id, order_date, required_date,"
                  + " shipped_date, ship_country, unit_price, quantity, discount, montant_net"),
          Map.entry(
              "fact_orders_kafka",
              "order_id, product_id, customer_id, order_timestamp, status, unit_price, quantity,"
                  + " discount, montant_net"),
          Map.entry(
              "vw_fact_orders_all",
              "order_id, product_id, customer_id, order_date, unit_price, quantity, discount,"
                  + " montant_net, _systeme_source"),
          Map.entry(
              "rfm_segments",
              "customer_id, company_name, country, recency, frequency, monetary, segment"),
          Map.entry(
              "revenue_by_country",
              "country, customers, orders, revenue, place, cumulative_revenue, share"),
          Map.entry("revenue_by_month", "month_start_date, orders, revenue"),
          Map.entry("segments", "segment, customers, monetary, share"),
          Map.entry("recency_histogram", "bin, from_days, to_days, customers"),
          Map.entry(
              "executive_summary",
              "revenue, customers, active_customers, orders, basket, vip_customers"));

  private static final String STEPS =
      """
      SELECT table_name, rows_in, quarantined, deduplicated, rows_in - quarantined - deduplicated
      FROM steps
      """;

  /** Why messages were set aside, by line. */
  private static final String REASONS =
      """
      SELECT CASE
          WHEN _reasons IN ('["not JSON"]', '["an empty line"]') THEN 'not JSON'
          WHEN _reasons LIKE '["not an object%' THEN 'not an object'
          WHEN _reasons = '["has_every_field"]' THEN 'wrong type or format'
          WHEN _reasons = '["customer_is_known"]' THEN 'unknown customer'
          WHEN _reasons = '["product_is_known"]' THEN 'unknown product'
          WHEN _reasons = '["in_range"]' THEN 'out of range'
          WHEN _reasons = '["not_in_the_future"]' THEN 'in the future'
          ELSE _reasons END AS fault, _source_row
      FROM (FROM "quarantine.bronze_telemetry_orders" UNION ALL BY NAME FROM "quarantine.silver_stream_orders")
      ORDER BY _source_row
      """;

  @TempDir static Path shared;
  @TempDir Path temporary;

  private static Path generated;

  @BeforeAll
  static void generate() {
    generated = shared.resolve("data");
    new Sample(Northwind.FOLDER, shared, Map.of("data", generated.toString())).generate();
  }

  private Sample sample(Path data) {
    return new Sample(
        Northwind.FOLDER, temporary.resolve("warehouse"), Map.of("data", data.toString()));
  }

  private void assertIsWhatTheOracleSays(Sample sample, Oracle oracle) throws Exception {
    SameGold.assertSame(sample, oracle, COLUMNS);
    assertThat(sample.steps("first")).containsAll(oracle.rows(STEPS));
    assertThat(oracle.rows(REASONS))
        .isEqualTo(
            oracle.rows(
                "SELECT fault, arrival FROM judged WHERE fault IS NOT NULL ORDER BY arrival"));
    assertThat(
            oracle.rows(
                """
                SELECT DISTINCT _source_system, _source_table FROM "bronze.order_details"
                UNION ALL SELECT DISTINCT _source_system, _source_table FROM "bronze.telemetry_orders"
                """))
        .containsExactly("postgresql | order_details", "kafka | telemetry_orders");
  }

  @Test
  void goldOfAGeneratedDatabaseIsWhatTheOracleSays() throws Exception {
    Sample sample = sample(generated);
    Northwind.run(sample, generated, "first");
    try (Oracle oracle = Northwind.oracle(generated)) {
      assertIsWhatTheOracleSays(sample, oracle);
      Answers.assertAllGiven(sample, oracle);
    }
  }

  @Test
  void theSameFilesAreGeneratedEveryTime() throws IOException {
    Path again = temporary.resolve("again");
    sample(again).generate();
    assertThat(Folders.contents(again)).hasSize(2).isEqualTo(Folders.contents(generated));
  }

  @Test
  void generatedRowsAreAsAwkwardAsTheRealOnes() throws Exception {
    String awkward =
        """
        SELECT
          (SELECT count(*) FROM raw_customers ANTI JOIN raw_orders USING (customer_id)),
          (SELECT count(*) FROM raw_customers WHERE company_name LIKE '%  %'),
          (SELECT count(*) FROM raw_employees WHERE reports_to IS NULL),
          (SELECT count(*) > 0 FROM raw_employees WHERE address LIKE '%\\n%'),
          (SELECT count(*) > 0 FROM raw_customers WHERE company_name LIKE '%''%'),
          (SELECT count(*) > 0 FROM raw_customers WHERE company_name <> capitalised(company_name)),
          (SELECT count(*) > 0 FROM raw_products WHERE units_in_stock = 10),
          (SELECT count(*) > 0 FROM raw_order_details WHERE CAST(unit_price AS varchar) LIKE '%.________%'),
          (SELECT round(avg(CAST(region IS NULL AS integer)), 1) FROM raw_customers),
          (SELECT round(avg(CAST(shipped_date IS NULL AS integer)), 2) BETWEEN 0.02 AND 0.04 FROM raw_orders),
          (SELECT string_agg(fault || ' ' || faults, ', ' ORDER BY fault)
            FROM (SELECT ifnull(fault, 'none') AS fault, count(*) AS faults FROM judged GROUP BY 1))
        """;
    String rows =
        "2 | 1 | 1 | true | true | true | true | true | 0.7 | true | in the future 1, none 58,"
            + " not JSON 3, not an object 1, out of range 4, unknown customer 2, unknown product 1,"
            + " wrong type or format 2";
    try (Oracle made = Northwind.oracle(generated)) {
      assertThat(made.rows(awkward)).containsExactly(rows);
    }
    try (Oracle real = Northwind.oracle(RealFiles.of("northwind"))) {
      assertThat(real.rows(awkward)).containsExactly(rows);
    }
  }

  @Test
  void theRealDatabaseGivesThePublishedFigures() throws Exception {
    Path data = RealFiles.of("northwind");
    Sample sample = sample(data);
    Northwind.run(sample, data, "first");
    try (Oracle oracle = Northwind.oracle(data)) {
      assertIsWhatTheOracleSays(sample, oracle);
      assertThat(
              Answers.measures(
                  sample,
                  oracle,
                  "revenue",
                  "gross_revenue",
                  "orders",
                  "round(basket, 6)",
                  "active_customers"))
          .isEqualTo("1265793.0395 | 1354458.59 | 830 | 1525.051855 | 89");
      assertThat(Answers.measures(sample, oracle, "customers")).isEqualTo("91");
      assertThat(Answers.measures(sample, oracle, "segmented_customers", "vip_customers"))
          .isEqualTo("89 | 23");
      assertThat(Answers.measures(sample, oracle, "stream_units", "stream_revenue"))
          .isEqualTo("590 | 25985.8677");
      // Gold has just been found equal to the oracle, so these are figures of both.
      List<Figure> figures = Figure.in("northwind-figures.sql");
      assertThat(figures).hasSizeGreaterThan(15);
      for (Figure figure : figures) {
        assertThat(oracle.rows(figure.question())).as(figure.question()).isEqualTo(figure.answer());
      }
    }
  }
}
