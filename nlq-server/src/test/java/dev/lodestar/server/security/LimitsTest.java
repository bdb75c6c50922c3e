package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.pgwire.Database;
import dev.lodestar.server.pgwire.PgServer;
import dev.lodestar.server.query.EngineSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the statements of each user go, at every door, and that a change of it holds at once. */
final class LimitsTest {
  private static final int SECONDS_ARE_ENOUGH = 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "correct horse";
  private static final String VERIFIER = ScramVerifier.of(PASSWORD).toString();
  private static final String ENDLESS =
      "select sum(a.n * b.n + c.n) as s from numbers a, numbers b, numbers c, numbers d";

  private static final String FIRST = "select min(n) as first from numbers";

  @TempDir Path directory;
  private Path file;
  private BuiltDomain built;
  private CurrentUsers users;
  private HttpServer http;
  private PgServer pg;

  private static String users(String limitsOfBob) {
    return """
        limits: {rows: 4000}
        users:
          ann: {password: "PASSWORD", roles: [small, reader]}
          bob: {password: "PASSWORD", roles: [small, reader], limits: LIMITS}
          cec: {password: "PASSWORD", roles: [reader]}
        roles:
          reader: {domains: [shop]}
          small: {domains: [shop], limits: {rows: 5, bytes: 1KB, seconds: 1, statements: 1, wait: 1}}
        """
        .replace("PASSWORD", VERIFIER)
        .replace("LIMITS", limitsOfBob);
  }

  @BeforeEach
  void open() throws Exception {
    built = BuiltDomain.in(directory, "shop");
    built
        .table("gold.numbers", "SELECT i AS n, 'text ' || i AS word FROM range(5000) t(i)")
        .release("run-1");
    file = Files.writeString(directory.resolve("users.yaml"), users("{rows: 7}"));
    ServedDomain served = built.served();
    users = new CurrentUsers(file, path -> UsersCheck.read(path, List.of(served)));
    assertThat(users.problems()).isEmpty();
    Entrance entrance = new Entrance(SignIn.of(users, AuditLog.NONE), Optional.empty());
    http = new HttpServer(List.of(served), EngineSettings.FOR_A_FEW_QUERIES, entrance);
    http.start("127.0.0.1", 0);
    pg =
        new PgServer(List.of(new Database(served, http.engine("shop"))), entrance)
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void close() throws Exception {
    pg.close();
    http.close();
    built.close();
  }

  private Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + pg.port() + "/shop?sslmode=disable", user, PASSWORD);
  }

  /** How many rows came, or the SQLSTATE. */
  private String overPostgres(String user, String sql) {
    try (Connection connection = connect(user);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS_ARE_ENOUGH);
      ResultSet rows = statement.executeQuery(sql);
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count + " rows";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private HttpResponse<String> download(String user, String id, String format)
      throws IOException, InterruptedException {
    return send(user, request("/" + id + "/result?format=" + format).GET());
  }

  /** As a browser asks that follows a link. */
  private HttpResponse<String> downloadByLink(String user, String id)
      throws IOException, InterruptedException {
    return send(
        user, request("/" + id + "/result?format=parquet").header("Accept", "text/html").GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + http.port() + "/api/2.0/sql/statements" + path));
  }

  private static HttpResponse<String> send(String user, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return HttpClient.newHttpClient()
        .send(
            request.header("Authorization", "Basic " + basic).build(),
            BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  private HttpResponse<String> post(String user, String sql)
      throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of("statement", sql, "wait_timeout", "50s"));
    return send(user, request("").POST(BodyPublishers.ofString(body)));
  }

  /** How many rows came and whether there are more, or the code of the failure. */
  private String overHttp(String user, String sql) throws IOException, InterruptedException {
    JsonNode answer = JSON.readTree(post(user, sql).body());
    return answer.at("/status/state").asText().equals("SUCCEEDED")
        ? answer.at("/manifest/total_row_count").asInt()
            + (answer.at("/manifest/truncated").asBoolean() ? " rows of more" : " rows")
        : answer.at("/status/error/error_code").asText();
  }

  /** One server for all rows: to open it takes longer than they do. */
  @Test
  void aStatementGoesAsFarAsItsUserMay() throws Exception {
    String rows =
        """
        ann | select n from numbers limit 5                       | 5 rows    | 5 rows
        ann | select n from numbers                               | 53400     | 5 rows of more
        ann | select count(*) as c from numbers                   | 1 rows    | 1 rows
        ann | select repeat(word, 1000) as w from numbers limit 2 | 53400     | RESOURCE_EXHAUSTED
        ann | ENDLESS                                             | 57014     | DEADLINE_EXCEEDED
        bob | select n from numbers limit 7                       | 7 rows    | 7 rows
        bob | select n from numbers limit 8                       | 53400     | 7 rows of more
        cec | select n from numbers where n < 4000                | 4000 rows | 4000 rows
        cec | select n from numbers where n < 4001                | 53400     | 4000 rows of more
        """;
    for (String row : rows.lines().toList()) {
      String[] of = row.split("\\|");
      String sql = of[1].strip().replace("ENDLESS", ENDLESS);
      assertThat(overPostgres(of[0].strip(), sql)).as(row).isEqualTo(of[2].strip());
      assertThat(overHttp(of[0].strip(), sql)).as(row).isEqualTo(of[3].strip());
    }
  }

  @Test
  void aDownloadGoesAsFarAsAnyStatementAndIsForWhoeverStillSeesAllOfIt() throws Exception {
    String id =
        JSON.readTree(post("bob", "select n, word from numbers").body())
            .path("statement_id")
            .asText();
    for (String format : List.of("csv", "json", "parquet")) {
      HttpResponse<String> refused = download("bob", id, format);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("RESOURCE_EXHAUSTED", "more than 7 rows");
    }
    change(users("{rows: 5000, bytes: 1MB}"));
    for (String format : List.of("csv", "json", "parquet")) {
      assertThat(download("bob", id, format).statusCode()).isEqualTo(200);
      assertThat(download("cec", id, format).statusCode()).isEqualTo(404);
    }
    change(
        users("{rows: 5000, bytes: 1MB}")
            .replace("{domains: [shop]", "{domains: {shop: {hide: [gold.numbers.word]}}"));
    assertThat(users.problems()).isEmpty();
    assertThat(download("bob", id, "csv").statusCode()).isEqualTo(404);
  }

  @Test
  void theRefusalOfTooLargeAResultSaysWhatIsGiven() {
    assertThatThrownBy(
            () -> {
              try (Connection connection = connect("ann");
                  Statement statement = connection.createStatement()) {
                statement.executeQuery("select n from numbers");
              }
            })
        .hasMessageContaining(
            "The result has more than 5 rows, the most that you are given at once; ask for less");
  }

  @Test
  void whoeverWaitsTooLongForTheirOwnStatementsIsToldAndNobodyElseWaits() throws Exception {
    change(users("{statements: 1, wait: 1, seconds: 300}"));
    String id = JSON.readTree(post("bob", "select 7 as n").body()).path("statement_id").asText();
    try (Connection busy = connect("bob");
        Statement endless = busy.createStatement()) {
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(
              () -> {
                try {
                  endless.executeQuery(ENDLESS);
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              });
      String second = "1 rows";
      while (!second.equals("53300") && !running.isDone()) {
        // It comes first until the endless one has begun; or that begins while its row is fetched.
        second = overPostgres("bob", FIRST);
      }
      assertThat(second).isEqualTo("53300");
      assertThat(overHttp("bob", FIRST)).isEqualTo("REQUEST_LIMIT_EXCEEDED");
      assertThat(downloadByLink("bob", id).body()).contains("REQUEST_LIMIT_EXCEEDED");
      assertThat(overPostgres("cec", FIRST)).isEqualTo("1 rows");
      assertThat(overHttp("cec", FIRST)).isEqualTo("1 rows");
      endless.cancel();
      assertThatThrownBy(running::join).hasMessageContaining("The query was cancelled");
    }
    assertThat(overPostgres("bob", FIRST)).isEqualTo("1 rows");
  }

  @Test
  void nobodyTakesTheOthersPlacesAtADoor() throws Exception {
    change(users("{connections: 1, seconds: 300}"));
    try (Connection only = connect("bob")) {
      assertThat(only.isValid(SECONDS_ARE_ENOUGH)).isTrue();
      assertThatThrownBy(() -> connect("bob"))
          .hasMessageContaining(
              "1 clients are connected for you alone, the most that you are given");
      assertThat(overPostgres("bob", FIRST)).isEqualTo("53300");
      assertThat(overPostgres("cec", FIRST)).isEqualTo("1 rows");
    }
    until(() -> overPostgres("bob", FIRST).equals("1 rows"));

    try (Connection only = overAvatica("bob")) {
      assertThat(only.isValid(SECONDS_ARE_ENOUGH)).isTrue();
      assertThatThrownBy(() -> overAvatica("bob").close())
          .hasMessageContaining("1 clients are connected for you alone");
      overAvatica("cec").close();
    }
    overAvatica("bob").close();

    String body = JSON.writeValueAsString(Map.of("statement", ENDLESS, "wait_timeout", "0s"));
    String id = id(send("bob", request("").POST(BodyPublishers.ofString(body))));
    assertThat(post("bob", FIRST).body())
        .contains("1 statements are running or waiting for you alone");
    assertThat(overHttp("cec", FIRST)).isEqualTo("1 rows");
    send("bob", request("/" + id + "/cancel").POST(BodyPublishers.noBody()));
    until(() -> overHttp("bob", FIRST).equals("1 rows"));
  }

  @Test
  void whoeverAsksALotMakesNobodyElseLoseWhatTheyHaveAsked() throws Exception {
    String ofCec = id(post("cec", FIRST));
    String first = id(post("ann", FIRST));
    String last = first;
    for (int i = 0; i < 120; i++) {
      last = id(post("ann", FIRST));
    }
    assertThat(send("cec", request("/" + ofCec).GET()).body()).contains("SUCCEEDED");
    assertThat(send("ann", request("/" + last).GET()).body()).contains("SUCCEEDED");
    assertThat(send("ann", request("/" + first).GET()).statusCode()).isEqualTo(404);
  }

  private static String id(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body()).path("statement_id").asText();
  }

  private Connection overAvatica(String user) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("authentication", "BASIC");
    properties.setProperty("avatica_user", user);
    properties.setProperty("avatica_password", PASSWORD);
    return DriverManager.getConnection(
        "jdbc:avatica:remote:url=http://localhost:" + http.port() + "/avatica", properties);
  }

  /** What a client gives back is given back a moment after it has gone. */
  private static void until(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_ARE_ENOUGH);
    while (!holds.call()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Another size is another version, also where two changes come at the same moment. */
  private void change(String text) throws IOException {
    Files.writeString(file, text);
    users.get();
  }

  @Test
  void aChangeOfTheFileHoldsAtOnceAlsoForThoseWhoAreSignedIn() throws Exception {
    try (Connection connection = connect("bob");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("select n from numbers limit 10"))
          .hasMessageContaining("more than 7 rows");
      change(users("{rows: 12}"));
      try (ResultSet rows = statement.executeQuery("select n from numbers limit 10")) {
        assertThat(rows.next()).isTrue();
      }
      assertThat(overHttp("bob", "select n from numbers")).isEqualTo("12 rows of more");

      Files.writeString(file, users("{rows: many}"));
      assertThat(overHttp("bob", "select n from numbers")).isEqualTo("12 rows of more");
      assertThat(users.problems()).hasSize(1);
      Files.delete(file);
      assertThat(overHttp("bob", "select n from numbers")).isEqualTo("12 rows of more");

      change(users("{rows: 12}").replaceAll("(?m)^  bob.*\n", ""));
      assertThat(users.problems()).isEmpty();
      assertThat(post("bob", "select 1 as one").statusCode()).isEqualTo(401);
      assertThatThrownBy(() -> statement.executeQuery("select 1 as one"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
      assertThat(overPostgres("bob", "select 1 as one")).isEqualTo("28P01");
      assertThat(overPostgres("cec", "select 1 as one")).isEqualTo("1 rows");
    }
  }

  @Test
  void anOldPasswordIsOfNoUseAnyMore() throws Exception {
    assertThat(overHttp("cec", "select 1 as one")).isEqualTo("1 rows");
    String before = users("{rows: 7}");
    int last = before.lastIndexOf(VERIFIER);
    change(
        before.substring(0, last)
            + ScramVerifier.of("other")
            + before.substring(last + VERIFIER.length()));
    assertThat(users.problems()).isEmpty();
    assertThat(post("cec", "select 1 as one").statusCode()).isEqualTo(401);
  }
}
