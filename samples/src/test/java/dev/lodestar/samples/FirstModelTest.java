package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.launch.Lodestar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The semantic model that is told from a star can take the place of the one in its folder. */
class FirstModelTest {
  private static final List<String> OTHERS = List.of("dashboard.yaml", "questions.yaml");

  @TempDir Path temporary;

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      textBlock =
          """
          fmcg,      0.1.1,      fact_orders_to_dim_customers
          ecommerce, 0.2.0.dev0, gld_fact_order_items_to_gld_dim_products
          northwind, 0.1.1,      fact_orders_to_dim_employees
          techmart,  0.2.0.dev0, fact_sales_to_dim_customers
          dataspark, 0.1.1,      fact_achats_to_dim_produit
          warm-up,   0.1.1,      fact_sales_to_dim_customer
          """)
  void isAModelOfItsDomain(String sample, String version, String join) throws Exception {
    Path copy = temporary.resolve(sample);
    Folders.copy(
        Path.of(sample),
        copy,
        file -> !file.startsWith("data") && !OTHERS.contains(file.toString()));
    Path model = copy.resolve("semantic.yaml");
    Files.delete(model);

    assertThat(Lodestar.execute("semantic", sample, "--out=" + model, "--ossie=" + version))
        .isZero();

    assertThat(Files.readString(model)).contains("version: " + version).contains(join);
    assertThat(Lodestar.execute("check", copy.toString())).isZero();
  }

  /** What sums up a fact and what is a part of a table are no part of the star. */
  @ParameterizedTest(name = "{0}: {1}, and not {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fmcg      | source: gold.fact_orders      | sb_
          fmcg      | "quantity", "units"           | "revenue"
          northwind | number_of_order_lines         | revenue_by_country
          northwind | COUNT(DISTINCT fact_orders.order_id) | gold.segments
          dataspark | "chiffre d'affaires", "CA"    | agregation_jour
          techmart  | "counted-by": "customer_id"   | gold.metrics
          techmart  | name: total_amount            | turnover
          ecommerce | number_of_transactions        | denorm
          """)
  void theStarIsTold(String sample, String told, String untold) throws Exception {
    Path copy = temporary.resolve(sample);
    Folders.copy(
        Path.of(sample),
        copy,
        file -> !file.startsWith("data") && !OTHERS.contains(file.toString()));
    Files.delete(copy.resolve("semantic.yaml"));
    Path written = temporary.resolve("first.yaml");
    assertThat(Lodestar.execute("semantic", copy.toString(), "--out=" + written)).isZero();
    assertThat(Files.readString(written)).contains(told).doesNotContain(untold);
  }

  @Test
  void aKeyThatIsNamedIsTheKeyAndNumbersThatNameThingsDoNotAddUp() throws Exception {
    Path copy = temporary.resolve("keys");
    Folders.copy(Path.of("warm-up"), copy, file -> !file.startsWith("data"));
    Files.delete(copy.resolve("semantic.yaml"));
    Files.writeString(
        copy.resolve("gold/fact_sales.sql"),
        "SELECT sale_id, sold_on, customer_id, pieces, year(sold_on) AS fiscal_year, pieces AS pieces_this_year,"
            + " amount, amount AS cost_per_day FROM silver.sales");
    Path written = temporary.resolve("keys.yaml");
    assertThat(Lodestar.execute("semantic", copy.toString(), "--out=" + written)).isZero();
    assertThat(Files.readString(written))
        .contains("primary_key: [sale_id]", "total_pieces", "cost_per_day)", "pieces_this_year)")
        .doesNotContain("total_sale_id", "total_customer_id", "fiscal_year)");
  }

  @Test
  void eachReferenceToATableIsAPartOfItsOwnAndLevelsDoNotAddUpOverTime() throws Exception {
    Path copy = temporary.resolve("roles");
    Folders.copy(Path.of("warm-up"), copy, file -> !file.startsWith("data"));
    Files.delete(copy.resolve("semantic.yaml"));
    Files.writeString(
        copy.resolve("gold/fact_sales.sql"),
        "SELECT sale_id, sold_on, customer_id, customer_id AS payer_customer_id, pieces,"
            + " pieces AS stock_pieces, pieces AS oven_heat, amount FROM silver.sales");
    Files.writeString(
        copy.resolve("gold/fact_sales.yaml"),
        """
        description: Stock of a customer
        key: [sold_on, customer_id]
        expect:
          - buyer: customer_id references gold.dim_customer
          - payer: payer_customer_id references gold.dim_customer(customer_id)
        columns:
          oven_heat: {description: Heat, unit: "°C"}
          amount: {description: Amount, unit: EUR}
        """);
    Path written = temporary.resolve("roles.yaml");
    assertThat(Lodestar.execute("semantic", copy.toString(), "--out=" + written)).isZero();
    assertThat(Files.readString(written))
        .contains("from_columns: [customer_id]", "from_columns: [payer_customer_id]")
        .contains("{\"en\": \"payer\"}", "\"semi-additive\"", "\"currency\": \"EUR\"")
        .doesNotContain("total_oven_heat");
  }

  /** What is told of the end of a month does not add up over months, and a duration is no ratio. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sold_on   | Open cases at the end of each month  | semi-additive
          sold_on   | Dossiers à la fin de chaque mois     | semi-additive
          month_end | Open cases                           | semi-additive
          sold_on   | Cases of each day                    | additive
          """)
  void whatIsToldOfTheEndOfATimeIsALevel(String day, String description, String additivity)
      throws Exception {
    Path copy = temporary.resolve("levels");
    Folders.copy(Path.of("warm-up"), copy, file -> !file.startsWith("data"));
    Files.delete(copy.resolve("semantic.yaml"));
    Files.writeString(
        copy.resolve("gold/fact_sales.sql"),
        "SELECT sale_id, sold_on, sold_on AS month_end, customer_id, pieces, pieces AS cases,"
            + " pieces AS call_duration, pieces AS peak_calls, pieces AS cleanliness, amount,"
            + " amount AS operating_cost"
            + " FROM silver.sales");
    Files.writeString(
        copy.resolve("gold/fact_sales.yaml"),
        "description: "
            + description
            + "\nkey: ["
            + day
            + ", customer_id]\ncolumns:\n  cleanliness: {description: \"How clean it was, 1 to 5\"}\n");
    Path written = temporary.resolve("levels.yaml");

    assertThat(Lodestar.execute("semantic", copy.toString(), "--out=" + written)).isZero();
    assertThat(Files.readString(written).replaceAll("\\s+", " ").split("name: total_cases", 2)[1])
        .contains(
            "{\"lodestar\": {\"name\": {\"en\": \"cases\"}, \"additivity\": \""
                + additivity
                + "\"}}")
        .contains("total_call_duration", "total_operating_cost", "MAX(fact_sales.peak_calls)")
        .contains("average_cleanliness")
        .doesNotContain("total_peak_calls", "total_cleanliness");
  }

  @Test
  void theModelThatIsThereIsWrittenWhenAFormatIsNamed() throws Exception {
    Path written = temporary.resolve("written.yaml");
    assertThat(Lodestar.execute("semantic", "northwind", "--out=" + written, "--to=ossie"))
        .isZero();
    assertThat(Files.readString(written)).contains("chiffre d'affaires");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ossie", "genie", "metric-view", "cortex"})
  void aModelWithAMistakeIsNotTakenForNone(String format) throws Exception {
    Path copy = temporary.resolve("northwind");
    Folders.copy(Path.of("northwind"), copy, file -> !file.startsWith("data"));
    Files.writeString(copy.resolve("semantic.yaml"), "version: 0.1.2\n");
    Path written = temporary.resolve("written");

    assertThat(Lodestar.execute("semantic", copy.toString(), "--to=" + format, "--out=" + written))
        .isEqualTo(1);
    assertThat(written).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=gold.", "a=", "a=silver.b"})
  void aTableThatIsNoneOfGoldIsWrongUsage(String table) throws Exception {
    Path model = Files.writeString(temporary.resolve("view.yaml"), "source: a\n");
    assertThat(Lodestar.execute("semantic", "northwind", "--from=" + model, "--table=" + table))
        .isEqualTo(2);
  }
}
