package dev.lodestar.spec.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.ColumnType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNamesTest {
  @ParameterizedTest
  @CsvSource({
    "dim_customers, customer",
    "fact_order_items, order item",
    "gld_dim_categories, category",
    "DimBoxes, box",
    "OrderDetails, order detail",
    "dim_date, date",
    "fact_sales, sale",
    "dim_status, status",
    "addresses, address",
    "warehouses, warehouse",
    "news, news",
    "dim, dim",
    "dim_produits, produit",
  })
  void aTableIsCalledAsOneOfItsThings(String technical, String name) {
    assertThat(PlainNames.ofTable(technical)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "consumption_kwh, INTEGER, consumption, kwh",
    "arrears_eur, DECIMAL, arrears, EUR",
    "payment_rate_pct, DOUBLE, payment rate, %",
    "waiting_time_minutes, INTEGER, waiting time, minutes",
    "wait_minutes, INTEGER, wait minutes,",
    "stay_nights, INTEGER, stay nights,",
    "price_per_kwh, DECIMAL, price per kwh,",
    "scrap_qty, INTEGER, scrap quantity,",
    "km, INTEGER, km,",
    "clothing_m, VARCHAR, clothing m,",
    "total_all, INTEGER, total all,",
    "UnitPrice, DECIMAL, unit price,",
    "customerID, INTEGER, customer id,",
    "is_vip, BOOLEAN, vip,",
    "HasSolarPanels, BOOLEAN, solar panels,",
    "urgent_flag, BOOLEAN, urgent,",
    "is, BOOLEAN, is,",
    "is_done_by, VARCHAR, is done by,",
  })
  void aColumnIsCalledWithoutWhatItsTypeOrItsUnitSays(
      String technical, ColumnType.Kind kind, String name, String unit) {
    assertThat(PlainNames.ofColumn(technical, kind)).isEqualTo(name);
    if (kind != ColumnType.Kind.BOOLEAN && kind != ColumnType.Kind.VARCHAR) {
      assertThat(PlainNames.unit(technical).orElse(null)).isEqualTo(unit);
    }
  }

  @Test
  void namesThatWouldBeAlikeKeepAllOfTheirWords() {
    assertThat(
            PlainNames.apart(
                Map.of("amount_eur", "amount", "amount_usd", "amount", "is_paid", "paid")))
        .isEqualTo(
            Map.of("amount_eur", "amount eur", "amount_usd", "amount usd", "is_paid", "paid"));
  }

  @ParameterizedTest
  @CsvSource({
    "claims adjusters, false, claims adjuster",
    "kinds of goods, false, kind of goods",
    "contrats signés, true, contrat signé",
    "gestionnaires de sinistres, true, gestionnaire de sinistres",
    "séries de production, true, série de production",
    "avis clients, true, avis client",
    "parcours, true, parcours",
  })
  void ofSeveralThingsEachIsOne(String several, boolean french, String one) {
    assertThat(PlainNames.one(several, french)).isEqualTo(one);
  }
}
