package dev.lodestar.samples;

import static dev.lodestar.samples.FmcgOracleTest.oracle;
import static dev.lodestar.samples.FmcgOracleTest.oracleWithTheCookiePutRight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.Release;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sales of two companies: gold is what the oracle says, however the files come. */
class FmcgTest {
  private static final Path FMCG = Path.of("fmcg");

  private static final Map<String, String> COLUMNS =
      Map.of(
          "dim_customers", "customer_code, customer, market, platform, channel",
          "dim_products", "product_code, division, category, product, variant",
          "dim_gross_price", "product_code, year, price_inr",
          "dim_date",
              "month_start_date, date_key, year, month_name, month_short_name, quarter, year_quarter",
          "fact_orders", "date, product_code, customer_code, sold_quantity",
          "sb_dim_customers",
              "customer_code, customer_name, city, customer, market, platform, channel",
          "sb_dim_products", "product_code, product_id, division, category, product, variant",
          "sb_dim_gross_price", "product_code, month, gross_price",
          "sb_fact_orders",
              "order_id, date, customer_code, product_code, product_id, sold_quantity",
          "vw_fact_orders_enriched",
              "date, product_code, customer_code, date_key, year, month_name, month_short_name,"
                  + " quarter, year_quarter, customer, market, platform, channel, division,"
                  + " category, product, variant, sold_quantity, price_inr, total_amount_inr");

  @TempDir static Path shared;
  @TempDir Path temporary;

  private static Path generated;

  @BeforeAll
  static void generate() {
    generated = shared.resolve("data");
    new Sample(FMCG, shared, Map.of("data", generated.toString())).generate();
  }

  private Sample sample(Path data) {
    return new Sample(
        FMCG, temporary.resolve("warehouse"), Map.of("data", data.toAbsolutePath().toString()));
  }

  @Test
  void goldOfGeneratedFilesIsWhatTheOracleSays() throws Exception {
    Sample sample = sample(generated);
    sample.run("first");
    try (Oracle oracle = oracle(generated)) {
      assertSameGold(sample, oracle);
      Answers.assertAllGiven(sample, oracle);
      assertThat(sample.steps("first"))
          .containsAll(
              oracle.rows(
                  """
                  SELECT table_name, rows_in, quarantined, deduplicated, rows_in - quarantined - deduplicated
                  FROM steps
                  """));
    }
  }

  @Test
  void aSecondRunMakesNoSnapshot() {
    Sample sample = sample(generated);
    sample.run("first");
    Seen before = seen(sample);
    sample.run("second");
    assertThat(seen(sample)).isEqualTo(before);
  }

  private record Seen(List<Release> releases, List<TableState> states) {}

  private static Seen seen(Sample sample) {
    try (Warehouse warehouse = Warehouse.openExisting(sample.warehouse())) {
      return new Seen(warehouse.releases(), warehouse.states());
    }
  }

  @ParameterizedTest(name = "December files in this order: {0}")
  @CsvSource(
      textBlock =
          """
          31/28/25/22
          28 25/31 22
          22 31/again-31 28/25
          """)
  void filesMayComeInAnyOrderAndTwice(String runs) throws Exception {
    Path data = temporary.resolve("data");
    Path orders = Path.of("child/incremental_load/orders");
    Folders.copy(generated, data, file -> !file.startsWith(orders));
    Sample sample = sample(data);
    sample.run("first-load");
    int number = 0;
    for (String run : runs.split("/")) {
      for (String file : run.split(" ")) {
        String day = file.substring(file.length() - 2);
        Files.createDirectories(data.resolve(orders));
        Files.copy(
            generated.resolve(orders).resolve("orders_2025_12_%s.csv".formatted(day)),
            data.resolve(orders).resolve("orders_2025_12_%s.csv".formatted(file)));
      }
      sample.run("december-" + ++number);
    }
    try (Oracle oracle = oracle(data)) {
      assertSameGold(sample, oracle);
    }
  }

  @Test
  void aCorrectedProductComesBack() throws Exception {
    Path corrections = temporary.resolve("corrections");
    Folders.copy(FMCG.resolve("corrections"), corrections, file -> true);
    Sample sample = sample(generated).with("corrections", corrections);
    sample.run("before");
    correct(corrections);
    sample.run("after");
    try (Oracle oracle = oracleWithTheCookiePutRight(generated)) {
      assertSameGold(sample, oracle);
    }
  }

  @Test
  void theRealFilesGiveThePublishedFigures() throws Exception {
    FmcgFiles.real();
    Path data = temporary.resolve("data");
    Path corrections = temporary.resolve("corrections");
    Folders.copy(FMCG.resolve("corrections"), corrections, file -> true);
    Sample sample = sample(data).with("corrections", corrections);

    FmcgFiles.firstLoad(data);
    sample.run("first-load");
    assertThat(totals(sample)).containsExactly("96115 | 33821848 | 105298553404");

    for (int day = 1; day <= 5; day++) {
      FmcgFiles.addDecemberDay(day, data);
    }
    sample.run("half-loaded");
    assertThat(totals(sample)).containsExactly("96673 | 34130483 | 105340264771");

    for (int day = 6; day <= 31; day++) {
      FmcgFiles.addDecemberDay(day, data);
    }
    FmcgFiles.addDecemberOfTheParent(data);
    sample.run("everything");
    assertThat(totals(sample)).containsExactly("101212 | 39047499 | 119928801757");
    try (Oracle oracle = oracle(data)) {
      assertSameGold(sample, oracle);
      assertThat(
              Answers.measures(
                  sample,
                  oracle,
                  "revenue",
                  "units",
                  "buyers",
                  "round(average_selling_price, 6)",
                  "round(mean_list_price, 3)"))
          .isEqualTo("119928801757.00 | 39047499 | 53 | 3071.356805 | 4052.457");
      assertThat(
              oracle.rows(
                  """
                  SELECT
                    (SELECT count(*) FROM "bronze.child_orders"),
                    (SELECT count(*) FROM "quarantine.silver_order_lines"),
                    (SELECT count(*) FROM "silver.order_lines"),
                    (SELECT count(*) FROM "quarantine.silver_orders"),
                    (SELECT count(*) FROM "silver.orders")
                  """))
          .containsExactly("61777 | 3087 | 54358 | 5713 | 48645");
      assertThat(
              oracle.rows(
                  """
                  SELECT _row ->> '$.product_id', count(*) FROM "quarantine.silver_orders" GROUP BY 1 ORDER BY 1
                  """))
          .containsExactly("25891502 | 2900", "77777777 | 985", "88888888 | 911", "99999999 | 917");
    }

    correct(corrections);
    sample.run("corrected");
    assertThat(totals(sample)).containsExactly("101428 | 39536433 | 120044679115");
    try (Oracle oracle = oracleWithTheCookiePutRight(data)) {
      assertSameGold(sample, oracle);
    }
  }

  private static List<String> totals(Sample sample) throws Exception {
    try (Oracle empty = Oracle.silent()) {
      Released.beside(empty, sample.warehouse());
      return empty.rows(
          """
          SELECT count(*), sum(sold_quantity), CAST(sum(total_amount_inr) AS bigint)
          FROM "gold.vw_fact_orders_enriched"
          """);
    }
  }

  private static void correct(Path corrections) throws IOException {
    Files.writeString(
        corrections.resolve("product_ids.csv"), "given_id,product_id\nXYZ123,25891502\n");
  }

  private static void assertSameGold(Sample sample, Oracle oracle) throws Exception {
    SameGold.assertSame(sample, oracle, COLUMNS);
  }
}
