package dev.lodestar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.EngineSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dashboards, asked for as the page does. */
class DashboardApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String SALES =
      "SELECT * FROM (VALUES"
          + " (DATE '2024-01-15', 'Lyon', 'O''Neil & <b>', 10.50::decimal(12,2)),"
          + " (DATE '2024-02-01', 'Lyon', 'pear', 4.50), (DATE '2024-02-20', 'Bonn', 'pear', 7.00),"
          + " (DATE '2025-02-20', NULL, 'fig', 1.00)) t(day, city, fruit, amount)";

  @TempDir static Path directory;
  private static BuiltDomain fruit;
  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    fruit = BuiltDomain.in(directory, "fruit");
    fruit.table("gold.sales", SALES);
    fruit.release("run-1");
    fruit.file(
        "semantic.yaml",
        """
        version: "0.2.0.dev0"
        semantic_model:
          - name: fruit
            datasets:
              - name: sales
                source: gold.sales
                fields:
                  - {name: day, expression: {dialects: [{dialect: ANSI_SQL, expression: day}]}, datatype: Date}
                  - {name: city, expression: {dialects: [{dialect: ANSI_SQL, expression: city}]}}
                  - {name: fruit, expression: {dialects: [{dialect: ANSI_SQL, expression: fruit}]}}
                  - {name: amount, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}, datatype: Decimal}
            metrics:
              - name: revenue
                expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
                custom_extensions:
                  - vendor_name: LODESTAR
                    data: |
                      {"name": {"en": "revenue", "fr": "recettes"}, "currency": "EUR", "format": "#,##0.00"}
        """);
    fruit.file(
        "dashboard.yaml",
        """
        title: {en: Fruit, fr: Fruits}
        filters:
          city: sales.city
          fruit: {field: sales.fruit, choose: one}
          day: {field: sales.day, choose: range}
        pages:
          - title: All
            tiles:
              - {title: Revenue, chart: figure, measures: [revenue]}
              - {title: By month, chart: bar, measures: [revenue], by: [month(sales.day)], grains: [month, year]}
              - {title: By city, chart: pie, measures: [revenue], by: [city], unfiltered-by: [city]}
              - title: Rows
                chart: table
                sql: SELECT fruit, amount FROM sales WHERE {filters} ORDER BY amount
                filters: {fruit: fruit}
        """);
    ServedDomain served = fruit.served();
    server =
        new HttpServer(List.of(served), EngineSettings.FOR_A_FEW_QUERIES).start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    fruit.close();
  }

  private static HttpResponse<String> get(String address) throws Exception {
    URI uri = URI.create("http://localhost:" + server.port() + address);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(String address) throws Exception {
    HttpResponse<String> answer = get(address);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Test
  void aDashboardTellsItsFiltersAndTiles() throws Exception {
    JsonNode dashboard = json("/api/dashboard");
    assertThat(dashboard.at("/title/fr").asText()).isEqualTo("Fruits");
    assertThat(dashboard.at("/filters/2").toString())
        .isEqualTo(
            "{\"name\":\"day\",\"choose\":\"range\",\"initial\":[],\"title\":{\"en\":\"Day\"},"
                + "\"type\":\"date\",\"problem\":\"\"}");
    assertThat(dashboard.at("/pages/0/tiles/1/grains").toString())
        .isEqualTo("[\"month\",\"year\"]");
    assertThat(dashboard.at("/pages/0/tiles/2/filters").toString())
        .isEqualTo("[\"fruit\",\"day\"]");
    assertThat(dashboard.at("/pages/0/tiles/3/filters").toString()).isEqualTo("[\"fruit\"]");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tile=0                                                 | [["23.00"]]
          tile=0&filter.city=Lyon                                | [["15.00"]]
          tile=0&filter.city=Lyon&filter.city=Bonn               | [["22.00"]]
          tile=0&filter.city=Lyon&filter.fruit=pear              | [["4.50"]]
          tile=0&filter.city=nowhere                             | [[null]]
          tile=0&filter.fruit=O%27Neil%20%26%20%3Cb%3E           | [["10.50"]]
          tile=0&filter.fruit=x%27%20OR%201%3D1%20--             | [[null]]
          tile=0&filter.day=2024-02-01&filter.day=2024-12-31     | [["11.50"]]
          tile=1                                                 | [["2024-01-01","10.50"],["2024-02-01","11.50"],["2025-02-01","1.00"]]
          tile=1&grain=year                                      | [["2024-01-01","22.00"],["2025-01-01","1.00"]]
          tile=2&filter.city=Lyon                                | [["Bonn","7.00"],["Lyon","15.00"],[null,"1.00"]]
          tile=3&filter.fruit=pear&filter.city=Bonn              | [["pear","4.50"],["pear","7.00"]]
          """)
  void aTileIsNarrowedDownByWhatIsChosen(String asked, String rows) throws Exception {
    assertThat(json("/api/dashboard/tile?page=0&" + asked).get("rows").toString()).isEqualTo(rows);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tile=0&filter.fruit=pear | true
          tile=0&filter.city=Lyon&filter.day=2024-02-01&filter.day=2025-12-31 | city = 'Lyon' AND day >= '2024-02-01'
          tile=1&filter.city=Lyon | city = 'Lyon'
          tile=2&filter.city=Lyon | true
          """)
  void theRowsBehindATileAreThoseThatItSumsUp(String asked, String condition) throws Exception {
    JsonNode rows = json("/api/dashboard/rows?page=0&" + asked);
    assertThat(rows.get("truncated").asBoolean()).isFalse();
    assertThat(rows.at("/columns").findValuesAsText("name"))
        .containsExactlyInAnyOrder("day", "city", "fruit", "amount");
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode row : rows.get("rows")) {
      sum = sum.add(new BigDecimal(row.get(3).asText()));
    }
    String pears = asked.contains("fruit=pear") ? " AND fruit = 'pear'" : "";
    assertThat(List.of(List.of(String.valueOf(rows.get("rows").size()), sum.toPlainString())))
        .isEqualTo(
            fruit.duckDb(
                "SELECT count(*), sum(amount) FROM (" + SALES + ") WHERE " + condition + pears));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          page=0&tile=9                    | 404 | There is no tile "9"; they are counted from 0
          page=0                           | 404 | There is no tile ""; they are counted from 0
          page=0&tile=0&filter.colour=red  | 404 | There is no filter "colour"; use one of city, fruit, day
          page=0&tile=1&grain=day          | 400 | grain "day" is not one of month, year
          page=0&tile=0&filter.day=today&filter.day=2024-01-01 | 400 | "today" is no value of filter day, which is date; choose another
          page=0&tile=0&filter.day=2024-01-01 | 400 | 1 ends of a range; choose from where to where
          """)
  void whatCannotBeShownIsToldWhy(String asked, int status, String message) throws Exception {
    HttpResponse<String> answer = get("/api/dashboard/tile?" + asked);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).get("message").asText()).isEqualTo(message);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          city  | ["Bonn","Lyon"]
          fruit | ["O'Neil & <b>","fig","pear"]
          day   | ["2024-01-15","2025-02-20"]
          """)
  void aFilterTellsWhatThereIsToChoose(String filter, String values) throws Exception {
    assertThat(json("/api/dashboard/choices?filter=" + filter).get("values").toString())
        .isEqualTo(values);
  }

  @Test
  void aColumnTellsItsWordsAndTheFilterThatAClickSets() throws Exception {
    JsonNode columns = json("/api/dashboard/tile?page=0&tile=1").get("columns");
    assertThat(columns.get(0).toString())
        .isEqualTo(
            "{\"name\":\"day_month\",\"type\":\"date\",\"title\":{\"en\":\"Day\"},\"description\":{},"
                + "\"format\":\"\",\"unit\":\"\",\"currency\":\"\",\"role\":\"group\",\"grain\":\"month\","
                + "\"filter\":\"day\"}");
    assertThat(columns.get(1).toString())
        .isEqualTo(
            "{\"name\":\"revenue\",\"type\":\"decimal(38,2)\","
                + "\"title\":{\"en\":\"revenue\",\"fr\":\"recettes\"},\"description\":{},"
                + "\"format\":\"#,##0.00\",\"unit\":\"\",\"currency\":\"EUR\",\"role\":\"measure\","
                + "\"grain\":\"\",\"filter\":\"\"}");
  }

  @Test
  void aChangedFileIsReadAgain() throws Exception {
    Path file = fruit.folder().resolve("dashboard.yaml");
    String before = Files.readString(file);
    FileTime time = Files.getLastModifiedTime(file);
    try {
      fruit.file("dashboard.yaml", before.replace("Fruit, fr", "All fruit, fr"));
      Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 2000));
      assertThat(json("/api/dashboard").at("/title/en").asText()).isEqualTo("All fruit");
      fruit.file("dashboard.yaml", "title: [");
      Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 4000));
      assertThat(json("/api/dashboard").get("note").asText())
          .isEqualTo(
              "The dashboard cannot be read; lodestar check "
                  + fruit.folder()
                  + " shows the problems of its files");
    } finally {
      fruit.file("dashboard.yaml", before);
      Files.setLastModifiedTime(file, time);
    }
  }
}
