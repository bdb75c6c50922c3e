package dev.lodestar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.EngineSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results as files; a DuckDB of the test's own reads them back. */
final class DownloadsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  private static final String ORDERS =
      "SELECT i::BIGINT AS id, CASE WHEN i % 7 > 0 THEN (i / 8)::DECIMAL(12,2) END AS amount,"
          + " i / 3::DOUBLE AS part, DATE '2024-01-01' + i::INTEGER AS day,"
          + " TIMESTAMP '2024-01-01 10:00:00' + INTERVAL (i) SECOND AS made, i % 2 = 0 AS even,"
          + " CASE i % 5 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN 'a, \"b\"' WHEN 3 THEN 'é\n漢'"
          + " ELSE 'plain ' || i END AS note FROM range(25000) t(i)";

  @TempDir static Path directory;
  private static BuiltDomain built;
  private static HttpServer server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void open() throws Exception {
    built = BuiltDomain.in(directory, "shop");
    built
        .table("gold.orders", ORDERS)
        .table(
            "gold.notes",
            "SELECT * FROM (VALUES (1, '=1+1'), (2, '+a'), (3, '-5'), (4, '@x'), (5, 'a=b'),"
                + " (6, '＝1'), (7, NULL), (8, ''), (9, '=a,b')) t(id, note)")
        .table("gold.moving", "SELECT 1 AS n")
        .release("run-1");
    ServedDomain served = built.served();
    server = new HttpServer(List.of(served), EngineSettings.FOR_A_FEW_QUERIES);
    server.start("127.0.0.1", 0);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
    built.close();
  }

  private static <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> as)
      throws Exception {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), as);
  }

  /** Runs a statement of which the page would show ten rows. */
  private static String submit(String sql) throws Exception {
    URI uri = URI.create("http://localhost:" + server.port() + STATEMENTS);
    String body =
        JSON.writeValueAsString(Map.of("statement", sql, "row_limit", 10, "wait_timeout", "50s"));
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    return JSON.readTree(answer.body()).path("statement_id").asText();
  }

  private static String result(String id, String options) {
    return STATEMENTS + "/" + id + "/result?" + options;
  }

  private static long count(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** How many rows are in the one and not in the other, and how many there are at all. */
  private static void assertSameRows(String file) throws Exception {
    String wanted = "(" + ORDERS + ")";
    assertThat(count("SELECT count(*) FROM " + file)).isEqualTo(25_000);
    assertThat(count("SELECT count(*) FROM (FROM " + file + " EXCEPT ALL FROM " + wanted + ")"))
        .isZero();
    assertThat(count("SELECT count(*) FROM (FROM " + wanted + " EXCEPT ALL FROM " + file + ")"))
        .isZero();
  }

  @Test
  void aFileOfParquetHasEveryRowWithItsTypes() throws Exception {
    Path file = directory.resolve("all.parquet");
    HttpResponse<Path> answer =
        get(
            result(submit("select * from orders order by id desc"), "format=parquet"),
            BodyHandlers.ofFile(file));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.apache.parquet");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"result.parquet\"");
    assertSameRows("read_parquet('" + file + "')");
    assertThat(count("SELECT id FROM read_parquet('" + file + "') LIMIT 1")).isEqualTo(24_999);
    assertThat(
            count(
                "SELECT count(*) FROM (DESCRIBE FROM read_parquet('"
                    + file
                    + "')) WHERE column_type IN ('BIGINT', 'DECIMAL(12,2)', 'DOUBLE', 'DATE',"
                    + " 'TIMESTAMP', 'BOOLEAN', 'VARCHAR')"))
        .isEqualTo(7);
  }

  @Test
  void aFileOfCsvHasEveryRowAndTellsNothingFromAnEmptyText() throws Exception {
    Path file = directory.resolve("all.csv");
    HttpResponse<Path> answer =
        get(result(submit("select * from orders"), "format=csv"), BodyHandlers.ofFile(file));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(Files.size(file));
    assertSameRows(
        "read_csv('"
            + file
            + "', header = true, allow_quoted_nulls = false, new_line = '\\r\\n', columns = {id:"
            + " 'BIGINT', amount: 'DECIMAL(12,2)', part: 'DOUBLE', day: 'DATE', made: 'TIMESTAMP',"
            + " even: 'BOOLEAN', note: 'VARCHAR'})");
  }

  @Test
  void aFileOfJsonHasEveryRow() throws Exception {
    HttpResponse<String> answer =
        get(
            result(submit("select id, note from orders order by id"), "format=json"),
            BodyHandlers.ofString());
    JsonNode json = JSON.readTree(answer.body());
    assertThat(json.path("columns").toString())
        .isEqualTo(
            "[{\"name\":\"id\",\"type\":\"bigint\"},{\"name\":\"note\",\"type\":\"varchar\"}]");
    assertThat(json.path("rows").size()).isEqualTo(25_000);
    assertThat(json.path("rows").get(24_999).toString()).isEqualTo("[24999,\"plain 24999\"]");
    assertThat(json.path("rows").get(1).toString()).isEqualTo("[1,null]");
  }

  @Test
  void textsThatSpreadsheetsWouldComputeAreDisarmedWhereThatIsWanted() throws Exception {
    String id = submit("select id, note as \"=note\", -1 * id as less from notes order by id");
    String kept = get(result(id, ""), BodyHandlers.ofString()).body();
    assertThat(kept)
        .isEqualTo(
            """
            id,=note,less
            1,=1+1,-1
            2,+a,-2
            3,-5,-3
            4,@x,-4
            5,a=b,-5
            6,＝1,-6
            7,,-7
            8,"",-8
            9,"=a,b",-9
            """
                .replace("\n", "\r\n"));
    assertThat(get(result(id, "formulas=disarmed"), BodyHandlers.ofString()).body())
        .isEqualTo(
            """
            id,'=note,less
            1,'=1+1,-1
            2,'+a,-2
            3,'-5,-3
            4,'@x,-4
            5,a=b,-5
            6,'＝1,-6
            7,,-7
            8,"",-8
            9,"'=a,b",-9
            """
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void aFileHasTheRowsOfTheReleaseThatTheStatementHasRead(String format) throws Exception {
    String before =
        format.equals("csv")
            ? get(result(submit("select n from moving"), "format=csv"), BodyHandlers.ofString())
                .body()
            : "";
    String id = submit("select n from moving");
    byte[] first = get(result(id, "format=" + format), BodyHandlers.ofByteArray()).body();
    built.table("gold.moving", "SELECT 2 AS n").release("run-of-" + format);
    byte[] second = get(result(id, "format=" + format), BodyHandlers.ofByteArray()).body();
    assertThat(second).isEqualTo(first);
    assertThat(before).isEqualTo(format.equals("csv") ? "n\r\n1\r\n" : "");
    built.table("gold.moving", "SELECT 1 AS n").release("back-of-" + format);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select n from moving                   | format=arrow    | 400 | format "arrow" is not offered; use csv, json, parquet
          select n from moving                   | formulas=safe   | 400 | formulas "safe" is not offered; use disarmed, kept
          select m from moving                   | format=csv      | 400 | There is no result: the statement is FAILED
          select cast(note as integer) as n from notes | format=csv | 400 | There is no result: the statement is FAILED
          """)
  void whatCannotBeDownloadedIsSaid(String sql, String options, int status, String message)
      throws Exception {
    HttpResponse<String> answer = get(result(submit(sql), options), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("message").asText()).isEqualTo(message);
    assertThat(get(result("nobody", options), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
  }

  /** A statement that gives ten rows may fail at a later one: then there is no file at all. */
  @Test
  void nothingIsLeftBehind() throws Exception {
    String id =
        submit(
            "select cast(case when id < 24000 then '1' else note end as integer) as n from orders");
    for (String format : List.of("csv", "json", "parquet")) {
      HttpResponse<String> failed = get(result(id, "format=" + format), BodyHandlers.ofString());
      assertThat(failed.statusCode()).as(failed.body()).isEqualTo(400);
      assertThat(failed.body()).contains("BAD_REQUEST", "The query failed: ");
      String good = submit("select id from orders");
      assertThat(get(result(good, "format=" + format), BodyHandlers.ofByteArray()).body())
          .isNotEmpty();
    }
    Path folder = server.engine("shop").newFile(".txt").getParent();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
