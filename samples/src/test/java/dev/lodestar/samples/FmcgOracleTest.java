package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The oracle can be trusted: over the real files it gives the figures that were published of them,
 * or worked out by others.
 */
class FmcgOracleTest {
  private static final String NO_CORRECTION = "CAST([] AS struct(given varchar, id varchar)[])";
  private static final String THE_COOKIE = "[{'given': 'XYZ123', 'id': '25891502'}]";

  private static final String TOTALS =
      "SELECT count(*), sum(sold_quantity), CAST(sum(total_amount_inr) AS bigint)"
          + " FROM vw_fact_orders_enriched";

  private static Oracle all;

  @BeforeAll
  static void readEverything() throws Exception {
    all = oracle(FmcgFiles.real());
  }

  @AfterAll
  static void forget() throws SQLException {
    if (all != null) {
      all.close();
    }
  }

  static Oracle oracle(Path data) throws IOException, SQLException {
    return oracle(data, NO_CORRECTION);
  }

  static Oracle oracleWithTheCookiePutRight(Path data) throws IOException, SQLException {
    return oracle(data, THE_COOKIE);
  }

  private static Oracle oracle(Path data, String corrected) throws IOException, SQLException {
    return Oracle.told("fmcg-oracle.sql", Map.of("data", data.toString(), "corrected", corrected));
  }

  @Test
  void countsTheRowsOfEveryTable() throws Exception {
    assertThat(all.rows("FROM steps"))
        .containsExactly(
            "silver.customers | 39 | 0 | 4",
            "silver.products | 20 | 0 | 2",
            "silver.gross_price | 108 | 18 | 0",
            "silver.order_lines | 61777 | 3087 | 4332",
            "silver.orders | 54358 | 5713 | 0");
    assertThat(
            all.rows(
                """
                SELECT product_id, count(*) FILTER (date < DATE '2025-12-01'),
                  count(*) FILTER (date >= DATE '2025-12-01')
                FROM unknown_products GROUP BY product_id ORDER BY product_id
                """))
        .containsExactly(
            "25891502 | 2435 | 465",
            "77777777 | 816 | 169",
            "88888888 | 757 | 154",
            "99999999 | 768 | 149");
    assertThat(
            all.rows(
                """
                SELECT (SELECT count(*) FROM sb_dim_customers), (SELECT count(*) FROM sb_dim_products),
                  (SELECT count(*) FROM sb_dim_gross_price), (SELECT count(*) FROM dim_customers),
                  (SELECT count(*) FROM dim_products), (SELECT count(*) FROM dim_gross_price),
                  (SELECT count(*) FROM dim_date), (SELECT count(*) FROM sb_fact_orders)
                """))
        .containsExactly("35 | 18 | 90 | 53 | 415 | 811 | 24 | 48645");
  }

  @Test
  void countsTheRowsOfTheFirstLoad(@TempDir Path data) throws Exception {
    try (Oracle oracle = oracle(FmcgFiles.firstLoad(data))) {
      assertThat(
              oracle.rows("FROM steps WHERE table_name IN ('silver.order_lines', 'silver.orders')"))
          .containsExactly(
              "silver.order_lines | 51810 | 2607 | 3616", "silver.orders | 45587 | 4776 | 0");
      assertThat(
              oracle.rows(
                  """
                  SELECT count(*), count(*) FILTER (customer_code = '999999'), sum(sold_quantity)
                  FROM sb_fact_orders
                  """))
          .containsExactly("40811 | 4119 | 9383928");
      assertThat(
              oracle.rows(
                  "SELECT count(*) FROM fact_orders SEMI JOIN sb_dim_products USING (product_code)"))
          .containsExactly("3060");
      assertThat(oracle.rows(TOTALS)).containsExactly("96115 | 33821848 | 105298553404");
    }
  }

  @Test
  void givesTheHeadlineOfAHalfLoadedTable(@TempDir Path data) throws Exception {
    FmcgFiles.firstLoad(data);
    for (int day = 1; day <= 5; day++) {
      FmcgFiles.addDecemberDay(day, data);
    }
    try (Oracle oracle = oracle(data)) {
      assertThat(oracle.rows(TOTALS)).containsExactly("96673 | 34130483 | 105340264771");
      assertThat(
              oracle.rows(
                  "SELECT round(avg(price_inr), 6), count(DISTINCT customer_code)"
                      + " FROM vw_fact_orders_enriched"))
          .containsExactly("4043.164979 | 54");
    }
  }

  @Test
  void givesTheFiguresOfAllThatWasLoaded() throws Exception {
    assertThat(all.rows(TOTALS)).containsExactly("101212 | 39047499 | 119928801757");
    assertThat(
            all.rows(
                """
                SELECT round(avg(price_inr), 3), round(sum(total_amount_inr) / sum(sold_quantity), 6)
                FROM vw_fact_orders_enriched
                """))
        .containsExactly("4052.457 | 3071.356805");
    assertThat(
            all.rows(
                """
                SELECT channel, sum(sold_quantity), CAST(sum(total_amount_inr) AS bigint),
                  round(100 * sum(total_amount_inr) / sum(sum(total_amount_inr)) OVER (), 6)
                FROM vw_fact_orders_enriched GROUP BY channel ORDER BY 3 DESC
                """))
        .containsExactly(
            "Retailer | 22111429 | 93856644520 | 78.260304",
            "Direct | 5724930 | 24508510760 | 20.435884",
            "Acquisition | 10075143 | 1405098166 | 1.17161",
            "Unknown | 1135997 | 158548311 | 0.132202");
    assertThat(
            all.rows(
                """
                SELECT year_quarter, sum(sold_quantity), CAST(sum(total_amount_inr) AS bigint)
                FROM vw_fact_orders_enriched GROUP BY year_quarter ORDER BY year_quarter
                """))
        .containsExactly(
            "2024-Q1 | 999508 | 3943669280",
            "2024-Q2 | 944009 | 3714797270",
            "2024-Q3 | 1894367 | 7676783970",
            "2024-Q4 | 4757452 | 19735740810",
            "2025-Q1 | 3036920 | 13462786290",
            "2025-Q2 | 3001532 | 13396851760",
            "2025-Q3 | 9580999 | 17828411460",
            "2025-Q4 | 14832712 | 40169760917");
    assertThat(
            all.rows(
                """
                SELECT date_key, sum(sold_quantity)
                FROM vw_fact_orders_enriched
                WHERE date_key IN (202402, 202403, 202404, 202507, 202512)
                GROUP BY date_key ORDER BY date_key
                """))
        .containsExactly(
            "202402 | 477125",
            "202403 | 61202",
            "202404 | 225753",
            "202507 | 2897693",
            "202512 | 5225651");
    assertThat(
            all.rows(
                """
                SELECT count(*), sum(sold_quantity), CAST(sum(total_amount_inr) AS bigint)
                FROM vw_fact_orders_enriched WHERE customer_code = '999999'
                """))
        .containsExactly("102 | 1135997 | 158548311");
  }

  @Test
  void ranksCustomersProductsAndVariants() throws Exception {
    assertThat(top("customer", "sum(sold_quantity)", all))
        .containsExactly(
            "FitnessWorld | 2669176",
            "FastTrack Sports | 1936302",
            "Fitness Mania | 1663571",
            "Atlikon Sports India | 1542037",
            "PlayMore Sports | 1522179");
    assertThat(top("customer", "CAST(sum(total_amount_inr) AS bigint)", all))
        .startsWith(
            "FitnessWorld | 11298033250",
            "FastTrack Sports | 8205305690",
            "Fitness Mania | 6979104430");
    assertThat(top("product", "CAST(sum(total_amount_inr) AS bigint)", all))
        .containsExactly(
            "PX Grip Cricket Batting Gloves | 8718054110",
            "WL Hex Dumbbell | 8222455210",
            "NX Pro Cricket Leg Guards | 6986740060",
            "RX Sprint Football Boots | 6297945280",
            "SR Strike Leather Cricket Ball | 5856872130");
    assertThat(top("variant", "CAST(sum(total_amount_inr) AS bigint)", all))
        .containsExactly(
            "Large | 5259903020",
            "5 kg | 4148298360",
            "Medium | 3890030460",
            "Curl Bar | 3867022370",
            "Youth | 3008039580");
  }

  private static List<String> top(String what, String by, Oracle oracle) throws SQLException {
    return oracle.rows(
        "SELECT %s, %s FROM vw_fact_orders_enriched GROUP BY 1 ORDER BY 2 DESC LIMIT 5"
            .formatted(what, by));
  }

  @Test
  void describesTheChild() throws Exception {
    assertThat(all.rows("SELECT city, count(*) FROM sb_dim_customers GROUP BY city ORDER BY city"))
        .containsExactly("Bengaluru | 11", "Hyderabad | 13", "New Delhi | 11");
    assertThat(all.rows("SELECT count(DISTINCT customer_name) FROM sb_dim_customers"))
        .containsExactly("15");
    assertThat(
            all.rows(
                """
                SELECT string_agg(product_id[6:] || ' ' || CAST(price_inr AS bigint), ', ' ORDER BY product_id)
                FROM dim_gross_price JOIN sb_dim_products USING (product_code)
                """))
        .containsExactly(
            "101 83, 102 69, 103 86, 201 108, 202 100, 203 138, 301 493, 302 300, 303 432,"
                + " 401 79, 402 53, 403 50, 501 365, 503 281, 601 440, 602 296, 603 187");
    assertThat(all.rows("SELECT product_code FROM sb_dim_products WHERE product_id = '25891101'"))
        .containsExactly("e91ba9d665f90254da5809bfdebe3db2be01a52f50b6fd96b57eed238392b843");
  }

  @Test
  void bringsTheCookieBackOnceItsNumberIsRight() throws Exception {
    try (Oracle oracle = oracleWithTheCookiePutRight(FmcgFiles.real())) {
      assertThat(oracle.rows(TOTALS)).containsExactly("101428 | 39536433 | 120044679115");
      assertThat(
              oracle.rows(
                  """
                  SELECT date >= DATE '2025-12-01', count(*), count(*) FILTER (customer_code = '999999'),
                    sum(sold_quantity)
                  FROM sb_fact_orders GROUP BY 1 ORDER BY 1
                  """))
          .containsExactly("false | 43246 | 4350 | 9793517", "true | 8299 | 848 | 1906557");
      assertThat(
              oracle.rows(
                  """
                  SELECT date >= DATE '2025-12-01', count(*) FROM unknown_products GROUP BY 1 ORDER BY 1
                  """))
          .containsExactly("false | 2341", "true | 472");
      assertThat(
              oracle.rows(
                  """
                  SELECT date >= DATE '2025-12-01', count(*)
                  FROM fact_orders SEMI JOIN sb_dim_products USING (product_code) GROUP BY 1 ORDER BY 1
                  """))
          .containsExactly("false | 3240", "true | 648");
    }
  }
}
