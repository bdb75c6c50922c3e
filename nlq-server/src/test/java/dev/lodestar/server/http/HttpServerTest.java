package dev.lodestar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of the server, asked by a plain HTTP client. */
class HttpServerTest {
  static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ENDLESS =
      "select sum(a.n * b.n + c.n) as s from numbers a, numbers b, numbers c, numbers d";

  @TempDir static Path directory;
  private static BuiltDomain oranges;
  private static BuiltDomain lemons;
  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    oranges = BuiltDomain.in(directory, "oranges");
    oranges.file("bronze/fruit.yaml", "files: fruit.csv\ncolumns:\n  id:\n  name:\n");
    oranges.file("gold/fruit.sql", "select 1 as id");
    oranges.file(
        "gold/fruit.yaml",
        "description: {en: All fruit, fr: Tous les fruits}\n"
            + "columns:\n  id: {description: \"<b>Its</b> number\", unit: pieces}\n");
    oranges.table(
        "gold.fruit",
        "SELECT 1::integer AS id, '<script>alert(1)</script>' AS name,"
            + " 12.50::decimal(12,2) AS price, DATE '2024-01-31' AS picked,"
            + " TIMESTAMP '2024-01-31 10:00:00' AS packed, 9007199254740993::bigint AS boxes,"
            + " 0.5::double AS weight, true AS ripe"
            + " UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL");
    oranges.table("gold.numbers", "SELECT i::bigint AS n FROM range(5000) t(i)");
    oranges.view(
        "gold.ripe", "select id from fruit where ripe", new Column("id", ColumnType.INTEGER));
    oranges.release("run-1");
    lemons = BuiltDomain.in(directory, "lemons");
    server = serve(LONG_ENOUGH, oranges, lemons);
  }

  private static HttpServer serve(Duration timeout, BuiltDomain... domains) {
    List<ServedDomain> served = List.of(domains).stream().map(BuiltDomain::served).toList();
    return new HttpServer(served, EngineSettings.FOR_A_FEW_QUERIES, timeout).start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    oranges.close();
    lemons.close();
  }

  private static HttpResponse<String> get(HttpServer server, String path) throws Exception {
    URI address = URI.create("http://localhost:" + server.port() + path);
    return CLIENT.send(
        HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return get(server, path);
  }

  private static HttpResponse<String> post(HttpServer server, String path, String body)
      throws Exception {
    URI address = URI.create("http://localhost:" + server.port() + path);
    return CLIENT.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return post(server, path, body);
  }

  private static JsonNode execute(String statement, String more) throws Exception {
    String body =
        "{\"catalog\": \"oranges\", \"warehouse_id\": \"any\", "
            + (more.contains("wait_timeout") ? "" : "\"wait_timeout\": \"50s\", ")
            + "\"statement\": "
            + JSON.writeValueAsString(statement)
            + more
            + "}";
    HttpResponse<String> response = post("/api/2.0/sql/statements", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return JSON.readTree(response.body());
  }

  private static String state(JsonNode answer) {
    return answer.at("/status/state").asText();
  }

  @Test
  void answersInTheFormOfDatabricks() throws Exception {
    JsonNode answer = execute("select * from fruit order by id", "");
    assertThat(answer.at("/status").toString()).isEqualTo("{\"state\":\"SUCCEEDED\"}");
    assertThat(answer.at("/manifest/format").asText()).isEqualTo("JSON_ARRAY");
    assertThat(answer.at("/manifest/total_row_count").asInt()).isEqualTo(2);
    assertThat(answer.at("/manifest/truncated").asBoolean()).isFalse();
    assertThat(answer.at("/manifest/schema/column_count").asInt()).isEqualTo(8);
    assertThat(answer.at("/manifest/schema/columns").toString())
        .contains(
            "{\"name\":\"id\",\"position\":0,\"type_name\":\"INT\",\"type_text\":\"INT\"}",
            "\"type_name\":\"STRING\",\"type_text\":\"STRING\"",
            "\"type_name\":\"DECIMAL\",\"type_text\":\"DECIMAL(12,2)\",\"type_precision\":12,"
                + "\"type_scale\":2",
            "\"type_name\":\"LONG\",\"type_text\":\"BIGINT\"");
    assertThat(answer.at("/result/data_array").toString())
        .isEqualTo(
            "[[\"1\",\"<script>alert(1)</script>\",\"12.50\",\"2024-01-31\","
                + "\"2024-01-31T10:00:00\",\"9007199254740993\",\"0.5\",\"true\"],"
                + "[\"2\",null,null,null,null,null,null,null]]");
    HttpResponse<String> again =
        get("/api/2.0/sql/statements/" + answer.at("/statement_id").asText());
    assertThat(JSON.readTree(again.body())).isEqualTo(answer);
  }

  @Test
  void saysWhereAStatementIsWrong() throws Exception {
    JsonNode answer = execute("select nmae from fruit", "");
    assertThat(state(answer)).isEqualTo("FAILED");
    assertThat(answer.at("/status/error/error_code").asText()).isEqualTo("BAD_REQUEST");
    assertThat(answer.at("/status/error/message").asText()).startsWith("Line 1, column 8: ");
    assertThat(answer.at("/status/error/line").asInt()).isEqualTo(1);
    assertThat(answer.at("/status/error/column").asInt()).isEqualTo(8);
    assertThat(answer.has("result")).isFalse();
  }

  @Test
  void boundsTheRows() throws Exception {
    JsonNode answer = execute("select n from numbers order by n desc", ", \"row_limit\": 3");
    assertThat(answer.at("/result/data_array").toString())
        .isEqualTo("[[\"4999\"],[\"4998\"],[\"4997\"]]");
    assertThat(answer.at("/manifest/truncated").asBoolean()).isTrue();
  }

  @Test
  void aLongStatementIsPolledAndCancelled() throws Exception {
    JsonNode last = execute(ENDLESS, ", \"wait_timeout\": \"0s\"");
    assertThat(state(last)).isIn("PENDING", "RUNNING");
    String address = "/api/2.0/sql/statements/" + last.at("/statement_id").asText();
    assertThat(post(address + "/cancel", "").body()).isEqualTo("{}");
    for (int i = 0; i < 400 && Set.of("PENDING", "RUNNING").contains(state(last)); i++) {
      Thread.sleep(50);
      last = JSON.readTree(get(address).body());
    }
    assertThat(state(last)).isEqualTo("CANCELED");
    JsonNode impatient =
        execute(ENDLESS, ", \"wait_timeout\": \"1s\", \"on_wait_timeout\": \"CANCEL\"");
    assertThat(state(impatient)).isEqualTo("CANCELED");
  }

  @Test
  void aStatementIsStoppedWhenItsTimeIsUp() throws Exception {
    try (HttpServer impatient = serve(Duration.ofMillis(300), oranges)) {
      String body = "{\"wait_timeout\": \"50s\", \"statement\": \"" + ENDLESS + "\"}";
      JsonNode answer = JSON.readTree(post(impatient, "/api/2.0/sql/statements/", body).body());
      assertThat(state(answer)).isEqualTo("FAILED");
      assertThat(answer.at("/status/error/error_code").asText()).isEqualTo("DEADLINE_EXCEEDED");
      assertThat(answer.at("/status/error/message").asText())
          .isEqualTo("The query was stopped after 0.3 s, the time it was given");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                   | 400 | INVALID_PARAMETER_VALUE | The body is not JSON
          []                                                  | 400 | INVALID_PARAMETER_VALUE | not a JSON object
          {}                                                  | 400 | INVALID_PARAMETER_VALUE | statement is missing
          {"statement": 1}                                    | 400 | INVALID_PARAMETER_VALUE | statement is not a text: 1
          {"statement": "select 1"}                           | 400 | INVALID_PARAMETER_VALUE | Which domain is meant?
          {"statement": "select 1", "catalog": "figs"}        | 404 | RESOURCE_DOES_NOT_EXIST | one of oranges, lemons
          {"statement": "select 1", "catalog": "lemons"}      | 400 | INVALID_STATE           | The domain lemons has released nothing yet
          {"statement": "select 1", "parameters": []}         | 400 | INVALID_PARAMETER_VALUE | Unknown field "parameters"
          {"statement": "select 1", "row_limit": 0}           | 400 | INVALID_PARAMETER_VALUE | row_limit
          {"statement": "select 1", "row_limit": 1000000}     | 400 | INVALID_PARAMETER_VALUE | above the most, 100000
          {"statement": "select 1", "wait_timeout": "99s"}    | 400 | INVALID_PARAMETER_VALUE | 0s to 50s
          {"statement": "select 1", "format": "ARROW_STREAM"} | 400 | INVALID_PARAMETER_VALUE | use JSON_ARRAY
          {"statement": "select 1", "on_wait_timeout": "?"}   | 400 | INVALID_PARAMETER_VALUE | neither CONTINUE nor CANCEL
          """)
  void refusesAWrongRequest(String body, int status, String code, String message) throws Exception {
    HttpResponse<String> response = post("/api/2.0/sql/statements", body);
    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.at("/error_code").asText()).isEqualTo(code);
    assertThat(answer.at("/message").asText()).contains(message);
  }

  @Test
  void tellsWhatIsNotThere() throws Exception {
    HttpResponse<String> forgotten = get("/api/2.0/sql/statements/none");
    assertThat(forgotten.statusCode()).isEqualTo(404);
    assertThat(forgotten.body()).contains("RESOURCE_DOES_NOT_EXIST", "There is no statement none");
    assertThat(get("/nothing").body()).contains("ENDPOINT_NOT_FOUND", "Nothing is at GET /nothing");
    assertThat(get("/api/2.0/sql/statements").statusCode()).isEqualTo(405);
    assertThat(post("/api/2.0/sql/statements", "x".repeat(2_000_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void showsTheCatalogueWithWordsAndRowCounts() throws Exception {
    JsonNode catalog = JSON.readTree(get("/api/catalog").body());
    JsonNode domain = catalog.at("/domains/0");
    assertThat(domain.at("/name").asText()).isEqualTo("oranges");
    assertThat(domain.at("/title/fr").asText()).isEqualTo("Ventes d'oranges");
    assertThat(domain.at("/release/run").asText()).isEqualTo("run-1");
    assertThat(domain.at("/note").asText()).isEmpty();
    JsonNode fruit = table(domain, "gold", "fruit");
    assertThat(fruit.at("/kind").asText()).isEqualTo("table");
    assertThat(fruit.at("/rows").asInt()).isEqualTo(2);
    assertThat(fruit.at("/description/fr").asText()).isEqualTo("Tous les fruits");
    assertThat(fruit.at("/columns/0").toString())
        .isEqualTo(
            "{\"name\":\"id\",\"type\":\"integer\",\"description\":{\"en\":\"<b>Its</b> number\"},"
                + "\"unit\":\"pieces\",\"references\":\"\"}");
    assertThat(table(domain, "gold", "ripe").at("/kind").asText()).isEqualTo("view");
    assertThat(table(domain, "runs", "steps").at("/kind").asText()).isEqualTo("ledger");
    JsonNode unreleased = catalog.at("/domains/1");
    assertThat(unreleased.at("/release").isNull()).isTrue();
    assertThat(unreleased.at("/note").asText())
        .startsWith("The domain lemons has released nothing yet; run it: lodestar run ");
  }

  private static JsonNode table(JsonNode domain, String schema, String name) {
    for (JsonNode table : domain.at("/tables")) {
      if (table.at("/schema").asText().equals(schema) && table.at("/name").asText().equals(name)) {
        return table;
      }
    }
    throw new AssertionError("No table " + schema + "." + name + " in " + domain);
  }

  @Test
  void aNewReleaseIsServedWithoutARestart() throws Exception {
    try (BuiltDomain moving = BuiltDomain.in(directory, "moving");
        HttpServer moved = serve(Duration.ofSeconds(30), moving)) {
      assertThat(get(moved, "/api/catalog").body()).contains("\"release\":null");
      for (int n = 1; n <= 2; n++) {
        moving.table("gold.a", "SELECT " + n + " AS n").release("run-" + n);
        assertThat(get(moved, "/api/catalog").body()).contains("\"run\":\"run-" + n);
        String body = "{\"wait_timeout\": \"50s\", \"statement\": \"select n from a\"}";
        assertThat(post(moved, "/api/2.0/sql/statements", body).body())
            .contains("\"data_array\":[[\"" + n + "\"]]");
      }
      String before =
          "{\"wait_timeout\": \"50s\", \"statement\": \"select n from a\", \"as_of\": \"run-1\"}";
      assertThat(post(moved, "/api/2.0/sql/statements", before).body())
          .contains("\"data_array\":[[\"1\"]]");
      HttpResponse<String> never =
          post(moved, "/api/2.0/sql/statements", before.replace("run-1", "9"));
      assertThat(never.statusCode()).isEqualTo(404);
      assertThat(never.body()).contains("There is no release 9");
      JsonNode releases =
          JSON.readTree(get(moved, "/api/catalog/releases?table=gold.a").body()).at("/releases");
      assertThat(releases.findValuesAsText("run")).containsExactly("run-2", "run-1");
      assertThat(releases.findValuesAsText("rows")).containsExactly("1", "1");
      assertThat(get(moved, "/api/catalog/releases?table=gold.b").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void isHealthyAndCounts() throws Exception {
    execute("select 1 as one", "");
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(metrics.body())
        .containsPattern(
            "lodestar_statement_seconds_count\\{domain=\"oranges\",state=\"succeeded\"} [1-9]")
        .contains(
            "lodestar_release{domain=\"oranges\"} 1\n",
            "lodestar_release{domain=\"lemons\"} 0\n",
            "lodestar_statements_open ");
    for (String line : metrics.body().split("\n")) {
      assertThat(line)
          .matches(
              "# (HELP|TYPE) .*"
                  + "|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9.E-]+");
    }
  }

  @Test
  void everythingThatThePageNamesIsServedUnderAStrictPolicy() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe", "*");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.body())
        .as("nothing inline, which the policy would stop")
        .doesNotContainPattern("<script(?![^>]*src)|<style| style=| on[a-z]+=");
    Set<String> named = new TreeSet<>();
    named(page.body(), "(?:src|href)=\"([^\"]*)\"", named);
    assertThat(named).containsExactly("/page/main.js", "/page/star.svg", "/page/style.css");
    Set<String> views = new TreeSet<>();
    named(
        get("/page/main.js").body().split("const VIEWS = ", 2)[1].split(";", 2)[0],
        "\"([a-z]+)\"",
        views);
    assertThat(views).contains("dashboards", "sql");
    for (String view : views) {
      assertThat(get("/" + view).body()).as("the address of a view").isEqualTo(page.body());
      named.add("/page/" + view + ".js");
    }
    Deque<String> open = new ArrayDeque<>(named);
    while (!open.isEmpty()) {
      String file = open.remove();
      HttpResponse<String> answer = get(file);
      assertThat(answer.statusCode()).as(file).isEqualTo(200);
      if (file.startsWith("/page/") && file.endsWith(".js")) {
        assertThat(answer.headers().firstValue("Content-Type"))
            .hasValue("text/javascript;charset=utf-8");
        assertThat(answer.body())
            .as(file)
            .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
            .doesNotContainPattern("\\b(eval|Function)\\(|setAttribute\\(\"style\"");
        Set<String> imported = new TreeSet<>();
        named(answer.body(), "(?:from |import\\()\"([^\"]*)\"", imported);
        imported.stream().filter(named::add).forEach(open::add);
      }
    }
    assertThat(named).contains("/lib/echarts.js");
  }

  private static void named(String text, String pattern, Set<String> into) {
    Matcher match = Pattern.compile(pattern).matcher(text);
    while (match.find()) {
      into.add(match.group(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/page/main.js", "/api/catalog"})
  void whatAClientHasIsSentAgainOnlyWhenItHasChanged(String path) throws Exception {
    String tag = get(path).headers().firstValue("ETag").orElseThrow();
    URI address = URI.create("http://localhost:" + server.port() + path);
    HttpRequest again = HttpRequest.newBuilder(address).header("If-None-Match", tag).build();
    HttpResponse<String> answer = CLIENT.send(again, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/page/none.js",
        "/page/..%2fPage.class",
        "/page/.js",
        "/page/Page.class",
        "/lib/x.js"
      })
  void nothingElseOfTheClassPathIsSent(String address) throws Exception {
    assertThat(get(address).statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void theInterfaceSaysEverythingInBothLanguages() throws Exception {
    Set<String> english = new TreeSet<>();
    Set<String> french = new TreeSet<>();
    named(get("/page/words-en.js").body(), "(?m)^  \"([^\"]+)\":", english);
    named(get("/page/words-fr.js").body(), "(?m)^  \"([^\"]+)\":", french);
    assertThat(english).isNotEmpty().isEqualTo(french);
  }

  @ParameterizedTest(name = "Host {0}, Origin {1}: {2}")
  @CsvSource({
    "localhost, , 200",
    "127.0.0.1:8765, , 200",
    "[::1]:8765, , 200",
    "localhost:8765, http://localhost:8765, 200",
    "evil.example, , 403",
    "localhost.evil.example, , 403",
    "127.0.0.1.evil.example, , 403",
    "localhost:8765, http://evil.example, 403",
    "localhost:8765, null, 403",
  })
  void answersOnlyThoseWhoAskForThisMachine(String host, String origin, int status)
      throws Exception {
    String request =
        "GET /api/catalog HTTP/1.1\r\nHost: "
            + host
            + (origin == null ? "" : "\r\nOrigin: " + origin)
            + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", server.port());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(in.readLine()).startsWith("HTTP/1.1 " + status);
    }
  }
}
