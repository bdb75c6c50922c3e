package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** Lineage of a domain: its SQL, and what its YAML does to rows. */
class LineageTest {
  @TempDir Path folder;

  private TestDomain shop() {
    return TestDomain.in(folder)
        .source("orders", "id,customer,quantity,at,state\n")
        .source("customers", "code,city\n")
        .model(
            "silver.orders",
            "SELECT id, customer, try_cast(quantity AS integer) AS quantity, state,"
                + " parse_timestamp(at, 'yyyy-MM-dd') AS at FROM bronze.orders",
            """
            key: [id]
            keep: latest by at, quantity
            expect:
              - some: quantity > 0
              - customer_exists: customer references gold.customers(code)
              - state_is_known: state <> ''
                otherwise: warn
            """)
        .model("gold.customers", "SELECT code, upper(city) AS city FROM bronze.customers")
        .model(
            "gold.sales",
            "SELECT c.city, sum(o.quantity) AS units FROM silver.orders o"
                + " JOIN gold.customers c ON o.customer = c.code GROUP BY c.city",
            """
            expect:
              - sum-equals: {units: silver.orders(quantity)}
                otherwise: warn
            """)
        .model("gold.cities", "SELECT city, units FROM sales WHERE units > 3", "kind: view\n")
        .model("gold.how_many", "SELECT count(*) AS n FROM cities");
  }

  private static String shown(TestDomain domain, String... arguments) {
    TestDomain.Printed printed = domain.lodestar("lineage", arguments);
    assertThat(printed.exit()).as(printed.err()).isZero();
    return printed.out().stripTrailing();
  }

  @Test
  void aDomainIsShownFromItsEnds() {
    assertThat(shown(shop()))
        .isEqualTo(
            """
                gold.how_many
                └─ gold.cities  view
                   └─ gold.sales
                      ├─ gold.customers
                      │  └─ bronze.customers  data/customers*.csv
                      └─ silver.orders
                         ├─ bronze.orders  data/orders*.csv
                         └─ gold.customers  looked up by a rule  …
                """
                .stripTrailing());
  }

  @Test
  void aDomainIsShownFromItsSources() {
    assertThat(shown(shop(), "--down"))
        .isEqualTo(
            """
                bronze.customers  data/customers*.csv
                └─ gold.customers
                   ├─ gold.sales
                   │  └─ gold.cities  view
                   │     └─ gold.how_many
                   └─ silver.orders  looked up by a rule
                      └─ gold.sales  …

                bronze.orders  data/orders*.csv
                └─ silver.orders  …
                """
                .stripTrailing());
  }

  @Test
  void aTableIsShownWithItsColumnsAndAllBeforeIt() {
    assertThat(shown(shop(), "silver.orders"))
        .isEqualTo(
            """
                silver.orders
                  id        bronze.orders.id (identity)
                  customer  bronze.orders.customer (identity)
                  quantity  bronze.orders.quantity (transformation)
                  state     bronze.orders.state (identity)
                  at        bronze.orders.at (transformation)

                  rows      bronze.orders.at (window), bronze.orders.customer (filter), bronze.orders.id (window), bronze.orders.quantity (window, filter), bronze.orders.state (rule), gold.customers.code (filter)

                silver.orders
                ├─ bronze.orders  data/orders*.csv
                └─ gold.customers  looked up by a rule
                   └─ bronze.customers  data/customers*.csv
                """
                .stripTrailing());
  }

  @Test
  void aColumnIsFollowedToTheFieldsOfFiles() {
    assertThat(shown(shop(), "gold.cities.units"))
        .isEqualTo(
            """
                gold.cities.units
                └─ gold.sales.units  identity
                   └─ silver.orders.quantity  aggregation
                      └─ bronze.orders.quantity  transformation  field quantity of data/orders*.csv

                Which rows there are:
                  gold.cities  gold.sales.units (filter)
                  gold.sales  gold.customers.city (group-by), gold.customers.code (join), silver.orders.customer (join), silver.orders.quantity (rule)
                  silver.orders  bronze.orders.at (window), bronze.orders.customer (filter), bronze.orders.id (window), bronze.orders.quantity (window, filter), bronze.orders.state (rule), gold.customers.code (filter)
                """
                .stripTrailing());
  }

  @Test
  void aColumnIsFollowedToAllThatWouldChangeWithIt() {
    assertThat(shown(shop(), "bronze.orders.customer", "--down"))
        .isEqualTo(
            """
                bronze.orders.customer
                ├─ silver.orders.customer  identity
                │  └─ rows of gold.sales  join
                │     └─ rows of gold.cities
                │        └─ rows of gold.how_many
                └─ rows of silver.orders  filter
                   └─ rows of gold.sales  …
                """
                .stripTrailing());
  }

  @Test
  void aRuleThatOnlyWarnsIsNamedAndNotFollowed() {
    assertThat(shown(shop(), "silver.orders.quantity", "--down"))
        .isEqualTo(
            """
                silver.orders.quantity
                ├─ gold.sales.units  aggregation
                │  ├─ gold.cities.units  identity
                │  └─ rows of gold.cities  filter
                │     └─ rows of gold.how_many
                └─ rows of gold.sales  rule
                """
                .stripTrailing());
  }

  @Test
  void aHistoryMakesItsVersionsOfTheMomentAndTheKey() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("prices", "product,price,at\n")
            .model(
                "silver.prices",
                "SELECT product, price, parse_timestamp(at, 'yyyy-MM-dd') AS at,"
                    + " _ingested_at AS told FROM bronze.prices",
                "kind: history\nkey: [product]\nkeep: latest by at\nknown: told\n");
    assertThat(shown(domain, "silver.prices"))
        .isEqualTo(
            """
                silver.prices
                  product     bronze.prices.product (identity)
                  price       bronze.prices.price (identity)
                  at          bronze.prices.at (transformation)
                  told        bronze.prices._ingested_at (identity)
                  valid_from  bronze.prices.at (transformation)
                  valid_to    bronze.prices._ingested_at (window), bronze.prices.at (transformation, window), bronze.prices.product (window)
                  is_current  bronze.prices._ingested_at (window), bronze.prices.at (window), bronze.prices.product (window)
                  known_from  bronze.prices._ingested_at (identity)
                  known_to    bronze.prices._ingested_at (identity, window), bronze.prices.at (window), bronze.prices.product (window)

                  rows        bronze.prices._ingested_at (window), bronze.prices.at (window), bronze.prices.product (window)

                silver.prices
                └─ bronze.prices  data/prices*.csv
                """
                .stripTrailing());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # argument          | message
          gold.sale           | There is no table gold.sale; did you mean gold.sales? There are bronze.customers, bronze.orders, gold.cities, gold.customers, gold.how_many, gold.sales, silver.orders
          gold.sales.unit     | There is no column unit in gold.sales; did you mean units? There are city, units
          sales.citty         | There is no column citty in gold.sales; did you mean city? There are city, units
          orders              | There are several tables orders; which of bronze.orders, silver.orders?
          orders.id           | There are several tables orders; which of bronze.orders, silver.orders?
          """)
  void whatDoesNotExistGetsWhatIsNear(String argument, String message) {
    TestDomain.Printed printed = shop().lodestar("lineage", argument);
    assertThat(printed.exit()).isEqualTo(2);
    assertThat(printed.err().strip()).isEqualTo("lodestar: " + message);
  }

  @Test
  void theLayerMayBeLeftOut() {
    assertThat(shown(shop(), "sales.units")).isEqualTo(shown(shop(), "gold.sales.units"));
    assertThat(shown(shop(), "sales")).isEqualTo(shown(shop(), "gold.sales"));
  }

  @Test
  void jsonHasEachColumnWithWhatItComesFrom() {
    Map<String, Object> all = Json.readObject(shown(shop(), "gold.cities.city", "--json"));
    assertThat(all)
        .containsEntry("domain", "test")
        .containsEntry("of", "gold.cities.city")
        .containsEntry("direction", "up");
    assertThat((List<?>) all.get("tables"))
        .map(Object::toString)
        .containsExactly(
            "{table=bronze.customers, kind=source, place=data/customers*.csv, made-from=[],"
                + " columns=[{column=city, type=varchar, field=city, from=[]}], rows=[]}",
            "{table=gold.customers, kind=table, made-from=[bronze.customers],"
                + " columns=[{column=city, type=varchar, from=[{table=bronze.customers, column=city,"
                + " how=[transformation]}]}], rows=[]}",
            "{table=gold.sales, kind=table, made-from=[gold.customers, silver.orders],"
                + " columns=[{column=city, type=varchar, from=[{table=gold.customers, column=city,"
                + " how=[identity]}]}], rows=[{table=gold.customers, column=city, how=[group-by]},"
                + " {table=gold.customers, column=code, how=[join]}, {table=silver.orders,"
                + " column=customer, how=[join]}, {table=silver.orders, column=quantity,"
                + " how=[rule]}]}",
            "{table=gold.cities, kind=view, made-from=[gold.sales], columns=[{column=city,"
                + " type=varchar, from=[{table=gold.sales, column=city, how=[identity]}]}],"
                + " rows=[{table=gold.sales, column=units, how=[filter]}]}");
  }

  @Test
  void mermaidHasALineForEachWay() {
    assertThat(shown(shop(), "gold.sales.city", "--mermaid"))
        .isEqualTo(
            """
                flowchart LR
                  subgraph n0["bronze.customers"]
                    n1["city"]
                  end
                  subgraph n2["gold.customers"]
                    n3["city"]
                  end
                  subgraph n4["gold.sales"]
                    n5["city"]
                  end
                  n1 --> n3
                  n3 --> n5
                """
                .stripTrailing());
    assertThat(shown(shop(), "--mermaid", "--tables"))
        .isEqualTo(
            """
                flowchart LR
                  n0[("bronze.customers")]
                  n1[("bronze.orders")]
                  n2["gold.customers"]
                  n3["silver.orders"]
                  n4["gold.sales"]
                  n5["gold.cities"]
                  n6["gold.how_many"]
                  n0 --> n2
                  n1 --> n3
                  n2 -.-> n3
                  n2 --> n4
                  n3 --> n4
                  n4 --> n5
                  n5 --> n6
                """
                .stripTrailing());
  }

  @Test
  void aPictureIsXmlAndHasEveryTableColumnAndLine() throws Exception {
    Path file = folder.resolve("picture.svg");
    shown(shop(), "--svg=" + file);
    Document picture =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    String text = Files.readString(file);
    assertThat(picture.getElementsByTagName("text").getLength()).isGreaterThan(20);
    assertThat(text)
        .contains("data-table=\"gold.sales\"")
        .contains("data-column=\"bronze.orders.customer\"")
        .doesNotContain("data-column=\"bronze.orders._source_file\"")
        .contains("data-from=\"silver.orders.quantity\" data-to=\"gold.sales.units\"")
        .doesNotContain("data-from=\"gold.customers.code\" data-to=\"silver.orders\"");
  }

  @Test
  void namesThatLookLikeMarkupStayNames() throws Exception {
    TestDomain domain =
        TestDomain.in(folder)
            .source("orders", "id\n")
            .model("gold.odd", "SELECT id AS \"<b>&\"\"x'\" FROM bronze.orders");
    Path file = folder.resolve("picture.svg");
    shown(domain, "--svg=" + file);
    Document picture =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(picture.getElementsByTagName("b").getLength()).isZero();
    assertThat(picture.getDocumentElement().getTextContent()).contains("<b>&\"x'");
    assertThat(shown(domain, "gold.odd", "--mermaid")).contains("#60;b#62;#38;#34;x#39;");
  }

  @Test
  void aDomainWithProblemsHasNoLineage() {
    TestDomain.Printed printed =
        shop().model("gold.bad", "SELECT x FROM sales").lodestar("lineage");
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err()).contains("unknown column \"x\"");
  }
}
