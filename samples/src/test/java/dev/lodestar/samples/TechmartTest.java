package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shop whose customers change: gold is what the oracle says, in whatever order the changes come.
 */
class TechmartTest {
  private static final Path TECHMART = Path.of("techmart");
  private static final Path CHANGES = Path.of("changes");

  private static final Map<String, String> COLUMNS =
      Map.of(
          "dim_customers",
          "customer_key, customer_id, first_name, last_name, email, phone, city, country,"
              + " registration_date, customer_segment, is_active, valid_from, valid_to, is_current",
          "dim_products",
          "product_id, product_name, category, sub_category, brand, price, cost, stock_quantity,"
              + " is_available",
          "dim_date",
          "date_id, date, year, quarter, month, month_name, week, day, day_name, is_weekend",
          "fact_sales",
          "transaction_id, customer_id, customer_key, product_id, date_id, transaction_ts,"
              + " quantity, unit_price, discount_rate, discount_amount, tax_amount, total_amount,"
              + " payment_method, status, is_fraudulent",
          "metrics",
          "date_id, date, sales, buyers, revenue, cancelled_amount, refunded_amount,"
              + " fraudulent_sales, fraudulent_amount");

  private static final String STEPS =
      """
      SELECT table_name, rows_in, quarantined, deduplicated, rows_in - quarantined - deduplicated
      FROM steps
      """;

  /** How much of the rows is odd in some way, in percent. */
  private static final String ODDITIES =
      """
      SELECT kind, round(100 * share, 3) FROM (
        SELECT rule AS kind,
          rows_broken / (SELECT count(*) FROM dim_products) AS share
        FROM broken_rules WHERE rule = 'price_is_above_cost'
        UNION ALL SELECT rule, rows_broken / (SELECT count(*) FROM fact_sales)
        FROM broken_rules WHERE rule <> 'price_is_above_cost'
        UNION ALL SELECT 'fraud', avg(CAST(is_fraudulent AS integer)) FROM fact_sales
        UNION ALL SELECT status, count(*) / sum(count(*)) OVER () FROM fact_sales GROUP BY status
        UNION ALL SELECT payment_method, count(*) / sum(count(*)) OVER () FROM fact_sales GROUP BY payment_method
        UNION ALL SELECT 'discount ' || discount_rate, count(*) / sum(count(*)) OVER () FROM fact_sales GROUP BY discount_rate
        UNION ALL SELECT 'not active', avg(CAST(is_active = 'False' AS integer)) FROM raw_customers
        UNION ALL SELECT country, count(*) / sum(count(*)) OVER () FROM raw_customers GROUP BY country
        UNION ALL SELECT operation || ' of ' || effective_date, count(*) / (SELECT count(*) FROM raw_customers)
        FROM raw_changes GROUP BY operation, effective_date
        UNION ALL SELECT 'version of ' || valid_from, count(*) / (SELECT count(*) FROM raw_customers)
        FROM dim_customers WHERE valid_from >= DATE '2024-01-01' GROUP BY valid_from
      ) ORDER BY kind
      """;

  @TempDir static Path shared;
  @TempDir Path temporary;

  private static Path generated;

  @BeforeAll
  static void generate() {
    generated = shared.resolve("data");
    new Sample(TECHMART, shared, Map.of("data", generated.toString())).generate();
  }

  private Sample sample(Path data) {
    return new Sample(
        TECHMART, temporary.resolve("warehouse"), Map.of("data", data.toAbsolutePath().toString()));
  }

  private static Oracle oracle(Path data) throws IOException, SQLException {
    return Oracle.told("techmart-oracle.sql", Map.of("data", data.toString()));
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
          .containsExactlyInAnyOrderElementsOf(oracle.rows("FROM broken_rules"));
    }
  }

  @ParameterizedTest(name = "changes in this order: {0}")
  @ValueSource(strings = {"2/31", "3/12"})
  void anyOrderOfTheFilesOfChangesGivesTheSameHistory(String runs) throws Exception {
    Path data = temporary.resolve("data");
    Folders.copy(generated, data, file -> !file.startsWith(CHANGES));
    Sample sample = sample(data);
    sample.run("customers");
    int number = 0;
    for (String run : runs.split("/")) {
      Folders.copy(generated, data, file -> isOneOf(run, file));
      sample.run("changes-" + ++number);
    }
    try (Oracle oracle = oracle(generated)) {
      SameGold.assertSame(sample, oracle, COLUMNS);
    }
  }

  private static boolean isOneOf(String numbers, Path file) {
    return file.startsWith(CHANGES)
        && numbers.indexOf(file.getFileName().toString().charAt(0)) >= 0;
  }

  /** A sale that is refunded later replaces itself, and a column that the shop adds is no harm. */
  @Test
  void aSaleThatIsSentAgainReplacesTheFirst() throws Exception {
    Path data = temporary.resolve("data");
    Folders.copy(generated, data, file -> true);
    Sample sample = sample(data);
    sample.run("first");
    Files.writeString(
        data.resolve("transactions_2025.csv"),
        """
        transaction_id,customer_id,product_id,transaction_date,quantity,unit_price,discount_rate,discount_amount,tax_amount,total_amount,payment_method,status,is_fraudulent,channel
        1,1,1,2024-12-30 10:00:00,1,100.0,0.0,0.0,20.0,120.0,Carte,Refunded,False,app
        """);
    sample.run("second");
    assertThat(sample.steps("second")).contains("silver.transactions | 1 | 0 | 0 | 1");
    try (Oracle made = Oracle.silent()) {
      Released.beside(made, sample.warehouse());
      assertThat(
              made.rows(
                  """
                  SELECT status, total_amount, (SELECT count(*) FROM "gold.fact_sales"),
                    (SELECT count(*) FROM "bronze.transactions" WHERE channel = 'app')
                  FROM "gold.fact_sales" WHERE transaction_id = 1
                  """))
          .containsExactly("Refunded | 120.00 | 5000 | 1");
    }
  }

  @Test
  void theSameFilesAreGeneratedEveryTime() throws IOException {
    Path again = temporary.resolve("again");
    sample(again).generate();
    assertThat(Folders.contents(again)).hasSize(6).isEqualTo(Folders.contents(generated));
  }

  @Test
  void generatedFilesAreAsOddAsTheRealOnes() throws Exception {
    try (Oracle made = oracle(generated);
        Oracle real = oracle(RealFiles.of("techmart"))) {
      Rates.assertClose(made.rows(ODDITIES), real.rows(ODDITIES));
    }
  }

  @Test
  void theRealFilesGiveThePublishedFigures() throws Exception {
    Path data = RealFiles.of("techmart");
    Sample sample = sample(data);
    sample.run("real");
    try (Oracle oracle = oracle(data)) {
      SameGold.assertSame(sample, oracle, COLUMNS);
      assertThat(sample.steps("real")).containsAll(oracle.rows(STEPS));
      assertThat(sample.brokenRules("real"))
          .containsExactlyInAnyOrder(
              "silver.products | price_is_above_cost | 144",
              "silver.transactions | total_is_exact | 246",
              "gold.fact_sales | buyer_was_a_customer | 2248",
              "gold.fact_sales | product_was_available | 9625");
      assertThat(
              Answers.measures(
                  sample,
                  oracle,
                  "revenue",
                  "amount_of_all_sales",
                  "number_of_sales",
                  "round(average_sale, 6)",
                  "cancelled_amount",
                  "refunded_amount",
                  "fraudulent_sales",
                  "fraudulent_amount"))
          .isEqualTo(
              "347505372.58 | 432392943.45 | 50000 | 8647.858869 | 43037801.89 | 41849768.98 | 473"
                  + " | 3797161.02");
      assertThat(Answers.measures(sample, oracle, "customers")).isEqualTo("5005");
      // Gold has just been found equal to the oracle, so these are figures of both.
      for (Figure figure : Figure.in("techmart-figures.sql")) {
        assertThat(oracle.rows(figure.question())).as(figure.question()).isEqualTo(figure.answer());
      }
    }
  }
}
