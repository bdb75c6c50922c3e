package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated files are always the same, and as dirty as the real ones. */
class FmcgGeneratorTest {

  /** How much of the child's order lines has each kind of dirt, in percent. */
  private static final String ORDER_DIRT =
      """
      SELECT kind, 100.0 * amount / (SELECT count(*) FROM raw_orders) FROM (
        SELECT 'no quantity' AS kind, count(*) FILTER (order_qty IS NULL) AS amount FROM raw_orders
        UNION ALL SELECT 'customer ' || customer_id, count(*) FROM raw_orders WHERE NOT is_number(customer_id) GROUP BY ALL
        UNION ALL SELECT 'product ' || product_id, count(*) FROM raw_orders
          WHERE product_id IN ('77777777', '88888888', '99999999', '25891502') GROUP BY ALL
        UNION ALL SELECT 'date like ' || regexp_replace(regexp_replace(order_placement_date, '\\d', '9', 'g'), '[A-Z].*,', 'Day, Month 99,'), count(*)
          FROM raw_orders GROUP BY ALL
        UNION ALL SELECT 'repeated', sum(times - 1) FROM distinct_orders
        UNION ALL SELECT 'repeated with another date text', (SELECT sum(times - 1) FROM distinct_orders)
          - (SELECT sum(times - 1) FROM (SELECT count(*) AS times FROM raw_orders WHERE order_qty IS NOT NULL
             GROUP BY order_id, order_placement_date, customer_id, product_id, order_qty))
      ) ORDER BY kind
      """;

  @TempDir Path temporary;

  private Path generated(String name) {
    Path data = temporary.resolve(name);
    new Sample(Path.of("fmcg"), temporary, Map.of("data", data.toString())).generate();
    return data;
  }

  @Test
  void makesTheSameFilesEveryTime() throws IOException {
    assertThat(Folders.contents(generated("once")))
        .hasSize(70)
        .isEqualTo(Folders.contents(generated("again")));
  }

  @Test
  void dirtiesTheChildAsTheRealFilesAre() throws Exception {
    try (Oracle real = FmcgOracleTest.oracle(FmcgFiles.real());
        Oracle made = FmcgOracleTest.oracle(generated("data"))) {
      Map<String, Double> expected = rates(real);
      Map<String, Double> rates = rates(made);
      assertThat(rates).containsOnlyKeys(expected.keySet());
      expected.forEach(
          (kind, rate) ->
              assertThat(rates.get(kind)).as(kind).isCloseTo(rate, within(0.5 + 0.15 * rate)));
    }
  }

  private static Map<String, Double> rates(Oracle oracle) throws Exception {
    Map<String, Double> rates = new TreeMap<>();
    for (String row : oracle.rows(ORDER_DIRT)) {
      List<String> kindAndRate = List.of(row.split(" \\| "));
      rates.put(kindAndRate.get(0), Double.valueOf(kindAndRate.get(1)));
    }
    return rates;
  }

  @Test
  void dirtiesDimensionsToo() throws Exception {
    try (Oracle made = FmcgOracleTest.oracle(generated("data"))) {
      assertThat(
              made.rows(
                  """
                  SELECT count(*), count(*) FILTER (customer_name <> trim(customer_name)),
                    count(*) FILTER (city IS NULL),
                    count(*) FILTER (city NOT IN ('Bengaluru', 'Hyderabad', 'New Delhi'))
                  FROM (SELECT DISTINCT * FROM raw_customers)
                  """))
          .containsExactly("35 | 6 | 4 | 7");
      assertThat(
              made.rows(
                  """
                  SELECT count(*) FILTER (gross_price LIKE '-%'), count(*) FILTER (NOT is_number(ltrim(gross_price, '-'))),
                    count(*) FILTER (product_id IN ('77777777', '88888888', '99999999')),
                    count(*) FILTER (product_id = '25891502'),
                    count(DISTINCT regexp_replace(month, '\\d', '9', 'g')) FROM raw_prices
                  """))
          .containsExactly("9 | 6 | 10 | 6 | 4");
    }
  }
}
