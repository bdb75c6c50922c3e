package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop in seven currencies: gold is what the oracle says, and amounts are exact. */
class EcommerceTest {
  private static final Path ECOMMERCE = Path.of("ecommerce");

  private static final String FACT =
      "date_id, transaction_date, transaction_ts, transaction_id, customer_id, seq_no, product_id,"
          + " channel, coupon_code, coupon_flag, unit_price_currency, quantity, unit_price,"
          + " gross_amount, discount_percent, discount_amount, tax_amount, net_amount,"
          + " net_amount_inr";

  private static final Map<String, String> COLUMNS =
      Map.of(
          "gld_dim_products",
          "product_id, sku, category_code, category_name, brand_code, brand_name, color, size,"
              + " material, weight_grams, length_cm, width_cm, height_cm, rating_count",
          "gld_dim_customers",
          "customer_id, phone, country_code, country, state, region",
          "gld_dim_date",
          "date_id, date, year, month_name, day_name, is_weekend, quarter, week",
          "gld_fact_order_items",
          FACT,
          "fact_transactions_denorm",
          FACT
              + ", year, month_name, day_name, is_weekend, quarter, week, sku, category_code,"
              + " category_name, brand_code, brand_name, color, size, rating_count,"
              + " hour_of_day");

  private static final String STEPS =
      """
      SELECT table_name, rows_in, quarantined, deduplicated, rows_in - quarantined - deduplicated
      FROM steps
      """;

  private static final String DIRT_OF_DIMENSIONS =
      """
      SELECT
        (SELECT count(*) FROM raw_brands),
        (SELECT count(*) FROM raw_brands WHERE regexp_matches(brand_code, '[@*!]$')),
        (SELECT count(*) FROM raw_brands WHERE brand_name <> trim(brand_name)),
        (SELECT count(*) FROM raw_brands WHERE category_code IN ('GROCERY', 'BOOKS', 'TOYS')),
        (SELECT count(*) FROM raw_category),
        (SELECT count(*) - count(DISTINCT category_code) FROM raw_category),
        (SELECT count(*) FROM raw_date),
        (SELECT rows_broken FROM broken_rules WHERE rule = 'agrees_with_its_date')
      """;

  /** How much of the rows has each kind of dirt, in percent. */
  private static final String DIRT_OF_ITEMS =
      """
      SELECT kind, round(100 * share, 3) FROM (
        SELECT 'quantity ' || quantity AS kind, count(*) / sum(count(*)) OVER () AS share
        FROM raw_order_items GROUP BY quantity
        UNION ALL SELECT 'coupon ' || ifnull(coupon_code, 'none'), count(*) / sum(count(*)) OVER ()
        FROM raw_order_items GROUP BY coupon_code
        UNION ALL SELECT 'channel ' || channel, count(*) / sum(count(*)) OVER ()
        FROM raw_order_items GROUP BY channel
        UNION ALL SELECT 'currency ' || unit_price_currency || ' ' || (unit_price LIKE '$%'), count(*) / sum(count(*)) OVER ()
        FROM raw_order_items GROUP BY unit_price_currency, unit_price LIKE '$%'
        UNION ALL SELECT 'no discount', avg(CAST(discount_pct = '0%' AS integer)) FROM raw_order_items
        UNION ALL SELECT 'customer unknown', avg(CAST(gld_dim_customers.customer_id IS NULL AS integer))
        FROM raw_order_items LEFT JOIN gld_dim_customers USING (customer_id)
        UNION ALL SELECT 'no number', avg(CAST(customer_id IS NULL AS integer)) FROM raw_customers
        UNION ALL SELECT 'no phone', avg(CAST(phone IS NULL AS integer)) FROM raw_customers
        UNION ALL SELECT 'no colour', avg(CAST(color IS NULL AS integer)) FROM raw_products
        UNION ALL SELECT 'rating below 0', avg(CAST(rating_count LIKE '-%' AS integer)) FROM raw_products
        UNION ALL SELECT 'material ' || material, count(*) / sum(count(*)) OVER ()
        FROM raw_products WHERE material IN ('Coton', 'Ruber', 'Alumium') GROUP BY material
      ) ORDER BY kind
      """;

  @TempDir static Path shared;
  @TempDir Path temporary;

  private static Path generated;

  @BeforeAll
  static void generate() {
    generated = shared.resolve("data");
    new Sample(ECOMMERCE, shared, Map.of("data", generated.toString())).generate();
  }

  private Sample sample(Path data) {
    return new Sample(
        ECOMMERCE,
        temporary.resolve("warehouse"),
        Map.of("data", data.toAbsolutePath().toString()));
  }

  private static Oracle oracle(Path data) throws IOException, SQLException {
    return Oracle.told("ecommerce-oracle.sql", Map.of("data", data.toString()));
  }

  @Test
  void goldOfGeneratedFilesIsWhatTheOracleSays() throws Exception {
    Sample sample = sample(generated);
    sample.run("first");
    try (Oracle oracle = oracle(generated)) {
      SameGold.assertSame(sample, oracle, COLUMNS);
      Answers.assertAllGiven(sample, oracle);
      assertThat(sample.steps("first")).containsAll(oracle.rows(STEPS));
      assertThat(sample.brokenRules("first"))
          .containsExactlyInAnyOrderElementsOf(
              oracle.rows("FROM broken_rules WHERE rows_broken > 0"));
    }
  }

  @Test
  void daysThatComeLaterAreAddedToTheirMonths() throws Exception {
    Path data = temporary.resolve("data");
    Folders.copy(generated, data, file -> !file.toString().contains("2025-09-1"));
    Sample sample = sample(data);
    sample.run("without-some-days");
    Folders.copy(generated, data, file -> file.toString().contains("2025-09-1"));
    sample.run("with-all-days");
    try (Oracle oracle = oracle(generated)) {
      SameGold.assertSame(sample, oracle, COLUMNS);
    }
  }

  @Test
  void theSameFilesAreGeneratedEveryTime() throws IOException {
    Path again = temporary.resolve("again");
    sample(again).generate();
    assertThat(Folders.contents(again)).hasSize(97).isEqualTo(Folders.contents(generated));
  }

  @Test
  void generatedDimensionsAreAsDirtyAsTheRealOnes() throws Exception {
    try (Oracle made = oracle(generated)) {
      assertThat(made.rows(DIRT_OF_DIMENSIONS))
          .containsExactly("52 | 10 | 15 | 9 | 10 | 2 | 95 | 2");
    }
    try (Oracle real = oracle(RealFiles.of("ecommerce"))) {
      assertThat(real.rows(DIRT_OF_DIMENSIONS))
          .containsExactly("52 | 10 | 15 | 9 | 10 | 2 | 95 | 2");
    }
  }

  @Test
  void generatedItemsAreAsDirtyAsTheRealOnes() throws Exception {
    try (Oracle made = oracle(generated);
        Oracle real = oracle(RealFiles.of("ecommerce"))) {
      List<String> rates = made.rows(DIRT_OF_ITEMS);
      List<String> expected = real.rows(DIRT_OF_ITEMS);
      assertThat(rates).hasSameSizeAs(expected);
      for (int i = 0; i < rates.size(); i++) {
        String[] rate = rates.get(i).split(" \\| ");
        String[] of = expected.get(i).split(" \\| ");
        assertThat(rate[0]).isEqualTo(of[0]);
        double percent = Double.parseDouble(of[1]);
        assertThat(Double.parseDouble(rate[1]))
            .as(of[0])
            .isCloseTo(percent, within(1 + 0.1 * percent));
      }
    }
  }

  @Test
  void theRealFilesGiveThePublishedFigures() throws Exception {
    Path data = RealFiles.of("ecommerce");
    Sample sample = sample(data);
    sample.run("real");
    try (Oracle oracle = oracle(data)) {
      SameGold.assertSame(sample, oracle, COLUMNS);
      assertThat(sample.steps("real"))
          .containsAll(oracle.rows(STEPS))
          .contains(
              "silver.brands | 52 | 0 | 0 | 52",
              "silver.categories | 10 | 0 | 2 | 8",
              "silver.products | 50000 | 0 | 0 | 50000",
              "silver.customers | 300000 | 300 | 0 | 299700",
              "silver.calendar | 95 | 0 | 3 | 92",
              "silver.order_items | 183378 | 0 | 0 | 183378");
      assertThat(sample.brokenRules("real"))
          .containsExactlyInAnyOrder(
              "silver.customers | has_a_number | 300",
              "silver.calendar | agrees_with_its_date | 2",
              "silver.order_items | customer_is_known | 171");
      assertThat(
              Answers.measures(
                  sample, oracle, "revenue", "orders", "lines", "units", "buyers", "products_sold"))
          .isEqualTo("3406779440 | 104756 | 183378 | 245635 | 88495 | 48702");
      assertThat(Answers.measures(sample, oracle, "customers")).isEqualTo("299700");
      // Gold has just been found equal to the oracle, so these are figures of both.
      for (Figure figure : Figure.in("ecommerce-figures.sql")) {
        assertThat(oracle.rows(figure.question())).as(figure.question()).isEqualTo(figure.answer());
      }
    }
  }
}
