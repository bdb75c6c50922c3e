package dev.lodestar.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.answers.AnswerFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong against the tables is shown where it stands. */
class AnswerChecksTest {
  private static final String PAGE =
      "title: Shop\nfilters: {city: customers.city, product: products.product}\n"
          + "pages:\n  - title: All\n    tiles:\n";

  @TempDir Path folder;

  @Test
  void nothingIsWrongWithoutTheMetricThatCountsTwice() {
    assertThat(problems("semantic.yaml", Shops.MODEL)).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          source: gold.fact_sales        | source: «gold.fact_sale»            | no table "gold.fact_sale"                         | use one of gold.dim_customers, gold.dim_products, gold.fact_sales; did you mean "gold.fact_sales"?
          expression: sale_date          | expression: «sale_dat»              | gold.fact_sales has no column "sale_dat"          | use one of sale_date, sold_at, customer_code, receiver_code, product_code, quantity, price; did you mean "sale_date"?
          expression: quantity * price   | expression: quantity * «prise»      | gold.fact_sales has no column "prise"             | use one of sale_date, sold_at, customer_code, receiver_code, product_code, quantity, price; did you mean "price"?
          expression: quantity * price   | expression: sum(«price»)            | an aggregate in a field                           | make it a metric, or take the aggregate out
          to_columns: [customer_code]    | to_columns: [«city»]                | city is no key of customers                       | a relationship leads to one row at most: lead it to a key, and list that as primary_key or among unique_keys of customers
          to: customers                  | to: «customer»                      | unknown dataset "customer"                        | use one of sales, customers, products; did you mean "customers"?
          from_columns: [product_code]   | from_columns: [«product»]           | gold.fact_sales has no column "product"           | use one of sale_date, sold_at, customer_code, receiver_code, product_code, quantity, price; did you mean "product_code"?
          SUM(sales.amount)}             | SUM(«sales.amont»)}                 | dataset sales has no field "amont"                | use one of day, moment, quantity, amount; did you mean "amount"?
          SUM(sales.amount)}             | SUM(«sale.amount»)}                 | unknown dataset "sale"                            | use one of sales, customers, products; did you mean "sales"?
          SUM(sales.amount)}             | «sales.amount»}                     | a metric that aggregates nothing                  | write it like SUM(orders.amount)
          SUM(sales.amount)}             | «SUM(customers.city)»}              | sum does not take (varchar)      |
          SUM(sales.amount)}             | SUM(sales.amount)«)»}               | ")" cannot stand here                             |
          COUNT(DISTINCT customers.code)} | «COUNT(customers.code) + SUM(sales.quantity)»} | a row of customers would count as often as sales leads to it | aggregate values of sales, or make two metrics of it
          COUNT(DISTINCT customers.code)} | «COUNT(DISTINCT customers.code) + COUNT(DISTINCT products.product)»} | no way leads from one of customers, products to the others | let relationships lead from the many to the one, or ask for them apart
          - name: credit⏎        expr    | - name: «revenue»⏎        expr      | "revenue" is a metric already                     | it is in line 41; give each its own name
          """)
  void mistakesOfTheModel(String from, String to, String message, String advice) {
    String changed = replaced(Shops.MODEL, from.replace("⏎", "\n"), to.replace("⏎", "\n"));
    List<Problem> problems = problems("semantic.yaml", unmarked(changed));
    assertThat(problems).isNotEmpty();
    Problem first =
        problems.stream()
            .filter(p -> p.at().equals(place("semantic.yaml", changed)))
            .findFirst()
            .orElseThrow(() -> new AssertionError(problems));
    assertThat(first.message()).isEqualTo(message);
    if (advice != null) {
      assertThat(first.advice()).isEqualTo(advice);
    }
  }

  @Test
  void tableMustSayThatItsKeyIsUnique() {
    Shops shop = Shops.in(folder).with("gold/dim_products.yaml", "description: Products\n");
    assertThat(problems(shop))
        .extracting(Problem::message)
        .containsExactly("nothing says that product_code is unique in gold.dim_products");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name": {"en": "revenue", "fr": "ventes"}}      | {"name": {"en": "buyers", "fr": "Ventes"}}   | metric revenue has the same name in fr, "ventes"
          {"synonyms": {"en": ["Buyers"]}}                 | {}                                           | "Buyers" is the name of metric buyers, so it never means revenue
          {"synonyms": {"en": ["buyers"]}, "hidden": true} | {}                                           |
          {"synonyms": {"en": ["sales"]}}                  | {"synonyms": {"en": ["sales"]}}              |
          """)
  void nameMeansOneThingAndASynonymMayMeanSeveral(String revenue, String buyers, String message) {
    String model =
        Shops.MODEL
            .replace("SUM(sales.amount)}]}", "SUM(sales.amount)}]}" + extension(revenue))
            .replace(
                "COUNT(DISTINCT customers.code)}]}",
                "COUNT(DISTINCT customers.code)}]}" + extension(buyers));
    List<String> messages =
        problems("semantic.yaml", model).stream().map(Problem::message).toList();
    assertThat(messages).isEqualTo(message == null ? List.of() : List.of(message));
  }

  private static String extension(String json) {
    return "\n        custom_extensions: [{vendor_name: LODESTAR, data: '" + json + "'}]";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {title: A, chart: bar, measures: [revenue], by: [city], «x»: city, y: revenue}    | `` | ``
          {title: A, chart: bar, sql: "SELECT «citi» FROM dim_customers"}                    | unknown column "citi" in "dim_customers" | did you mean "city"?
          {title: A, chart: bar, sql: "SELECT city FROM dim_customers WHERE {filters}", filters: {city: «town»}} | unknown column "town" in "dim_customers" | there are customer_code, customer, city, credit
          {title: A, chart: bar, sql: "SELECT city FROM dim_customers", y: «credit»}         | the tile has no column "credit" | use city
          {title: A, chart: table, sql: "SELECT city FROM dim_customers", titles: {city: Town, «citi»: Town}} | the tile has no column "citi" | use city; did you mean "city"?
          «{title: A, chart: figure, measures: [revenue], by: [city]}»                       | a figure of many rows | take "by" out, or draw it as another chart
          «{title: A, chart: figure, measures: [credit]}»                                    | filter product is about products, which customers does not lead to | say that it does not apply here, "unfiltered-by: [product]", or add a relationship
          {title: A, chart: figure, measures: [credit], «unfiltered-by»: [product]}          | `` | ``
          «{title: A, chart: line, measures: [revenue], by: [city], grains: [month]}»        | grains to choose from, and 0 times that are grouped by | group by one time, as in by: [month(orders.date)]
          {title: A, chart: line, measures: [revenue], by: [«hour(day)»]}                    | sales.day does not tell the hour | it tells the day
          """)
  void mistakesOfTiles(String tile, String message, String advice) {
    String text = PAGE + "      - " + tile + "\n";
    List<Problem> problems = problems("dashboard.yaml", unmarked(text));
    if (message.isEmpty()) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).extracting(Problem::message).containsExactly(message);
      assertThat(problems).extracting(Problem::advice).containsExactly(advice);
    }
  }

  @Test
  void everySelectOfAQuestionIsCompiled() {
    String text =
        """
        - ask: Who?
          sql: |
            SELECT city
            FROM dim_customers
            WHERE «town» = 'Paris'
        - ask: What?
          sql: SELECT 1 AS one
          then:
            - ask: And then?
              sql: SELECT two FROM nowhere
        """;
    List<Problem> problems = problems("questions.yaml", unmarked(text));
    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly(
            "unknown column \"town\" in \"dim_customers\"", "unknown table \"gold.nowhere\"");
    assertThat(problems.get(0).at()).isEqualTo(place("questions.yaml", text));
  }

  private List<Problem> problems(String file, String text) {
    Shops shop = Shops.in(folder);
    if (!file.equals("semantic.yaml")) {
      shop.with("semantic.yaml", Shops.MODEL);
    }
    return problems(shop.with(file, text));
  }

  private static List<Problem> problems(Shops shop) {
    Domain domain = shop.domain();
    return AnswerChecks.problems(AnswerFiles.of(domain), domain, Shops.TABLES);
  }

  private static String replaced(String text, String from, String to) {
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    return text.substring(0, at) + to + text.substring(at + from.length());
  }

  private static String unmarked(String text) {
    return text.replace("«", "").replace("»", "");
  }

  private Position place(String file, String text) {
    int start = text.indexOf('«');
    String before = text.substring(0, start);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int length = text.indexOf('»') - start - 1;
    return new Position(folder.resolve(file), line, start - before.lastIndexOf('\n'), length);
  }
}
