package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.pgwire.Database;
import dev.lodestar.server.pgwire.PgServer;
import dev.lodestar.server.query.EngineSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who sees what through which door. Ann sells in EMEA and is shown no address, eve knows another
 * domain, bob may see everything.
 */
final class DoorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "correct horse, 10 €";

  @TempDir static Path directory;
  private static BuiltDomain shop;
  private static BuiltDomain codes;
  private static HttpServer http;
  private static PgServer pg;
  private static HttpClient client;
  private static Path certificate;
  private static Path audit;
  private static AuditLog log;
  private static final String TOKEN = TokenHash.newToken();

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.in(directory, "shop", "*");
    shop.release("run-1");
    codes = BuiltDomain.in(directory, "codes");
    codes.table("gold.launch_codes", "SELECT 'tulip' AS code").release("run-1");
    String verifier = ScramVerifier.of(PASSWORD).toString();
    Path file =
        Files.writeString(
            directory.resolve("users.yaml"),
            """
            mask-key: 0123456789abcdef
            users:
              ann:
                password: %s
                tokens: {notebook: "%s"}
                roles: [seller]
                attributes: {region: EMEA}
              bob: {password: %s, roles: [owner]}
              eve: {password: %s, roles: [coder]}
              joe: {password: %s, roles: [operator]}
            roles:
              owner:
                domains:
                  shop: {schemas: all}
                  codes: {schemas: all}
              coder: {domains: [codes]}
              operator:
                domains:
                  shop: {schemas: all, may-run: true}
              seller:
                domains:
                  shop:
                    hide: [gold.dim_customers.email]
                    mask:
                      gold.dim_customers.name: partial
                      gold.dim_products.product: hash
                      "*.credit": redact
                    rows:
                      gold.dim_customers: region = ${user.region}
                      gold.dim_products: true
            """
                .formatted(verifier, TokenHash.of(TOKEN), verifier, verifier, verifier));
    UsersFile.Outcome outcome = UsersFile.read(file);
    assertThat(outcome.problems()).isEmpty();
    Users users = outcome.users().orElseThrow();
    List<ServedDomain> served = List.of(shop.served(), codes.served());
    assertThat(UsersCheck.problems(users, served, file)).isEmpty();
    audit = directory.resolve("audit.jsonl");
    log = AuditLog.in(audit, AuditLog.LiteralsIn.MASKED);
    Entrance entrance = new Entrance(SignIn.of(() -> users, log), java.util.Optional.of(tls()));
    http = new HttpServer(served, EngineSettings.FOR_A_FEW_QUERIES, entrance);
    http.start("127.0.0.1", 0);
    pg =
        new PgServer(
                served.stream()
                    .map(domain -> new Database(domain, http.engine(domain.name())))
                    .toList(),
                entrance)
            .start("127.0.0.1", 0);
    client = HttpClient.newBuilder().sslContext(trusting()).build();
  }

  /** The JDK's own tool makes a certificate that nobody else vouches for. */
  private static Tls tls() throws Exception {
    Path store = directory.resolve("store.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    Key key = keys.getKey("server", "changeit".toCharArray());
    Certificate shown = keys.getCertificate("server");
    certificate =
        Files.writeString(directory.resolve("cert.pem"), pem("CERTIFICATE", shown.getEncoded()));
    Path keyFile =
        Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
    return Tls.read(certificate, keyFile);
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  private static SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "server",
          java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @AfterAll
  static void close() throws Exception {
    pg.close();
    http.close();
    log.close();
    shop.close();
    codes.close();
  }

  private static HttpResponse<String> ask(String path, String authorization, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + http.port() + path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (!body.isEmpty()) {
      request.POST(BodyPublishers.ofString(body));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String statement(String domain, String sql) throws IOException {
    return JSON.writeValueAsString(
        Map.of("catalog", domain, "statement", sql, "wait_timeout", "50s"));
  }

  /** The rows as texts, or what was said instead. */
  private static String overHttp(String user, String domain, String sql) throws Exception {
    HttpResponse<String> response =
        ask("/api/2.0/sql/statements", basic(user, PASSWORD), statement(domain, sql));
    JsonNode answer = JSON.readTree(response.body());
    if (!answer.at("/status/state").asText().equals("SUCCEEDED")) {
      String said = answer.at("/message").asText() + answer.at("/status/error/message").asText();
      return "refused: " + said.replaceFirst("^Line \\d+, column \\d+: ", "");
    }
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.at("/result/data_array")) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.asText()));
      rows.add(String.join(",", cells));
    }
    return String.join(" ", rows);
  }

  private static Connection connect(String user, String domain, String password, String more)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:"
            + pg.port()
            + "/"
            + domain
            + "?"
            + (more.isEmpty() ? "sslmode=verify-full&sslrootcert=" + certificate : more),
        properties);
  }

  private static String overPostgres(String user, String domain, String sql) {
    try (Connection connection = connect(user, domain, PASSWORD, "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        lines.add(String.join(",", cells));
      }
      return String.join(" ", lines);
    } catch (SQLException e) {
      return "refused: "
          + String.valueOf(e.getMessage())
              .replaceFirst("^(ERROR|FATAL): ", "")
              .replaceFirst("\\n  Hint: ", "; ")
              .replaceFirst("\\n  Position: .*", "");
    }
  }

  @ParameterizedTest(name = "{0} asks {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          ann | shop  | select count(*) as n from dim_customers | 10
          bob | shop  | select count(*) as n from dim_customers | 30
          ann | shop  | select count(*) as n from fact_sales    | 60
          bob | shop  | select count(*) as n from fact_sales    | 200
          ann | shop  | select count(*) as n, count(distinct region) as r from large_sales | 48,1
          ann | shop  | select name, credit from dim_customers where customer_id = 3 | ****er 3,null
          bob | shop  | select name, credit from dim_customers where customer_id = 3 | customer 3,30
          ann | shop  | select count(*) as n from dim_customers where name = 'customer 3' | 0
          ann | shop  | select count(*) as n from dim_products where product = sha256('0123456789abcdefproduct 1') | 1
          ann | shop  | select email from dim_customers         | refused: unknown column "email"
          ann | shop  | select emai from dim_customers          | refused: unknown column "emai"
          ann | shop  | select c.email from dim_customers c     | refused: unknown column "email"
          bob | shop  | select email from dim_customers where customer_id = 4 | c4@example.org
          ann | shop  | select count(*) as n from (select * from dim_customers) as x where x.email = 'c3@example.org' | refused: unknown column "email"
          ann | shop  | select * from addresses                 | refused: unknown table "gold.addresses"
          ann | shop  | select * from sales_by_month            | refused: unknown table "gold.sales_by_month"
          ann | shop  | select * from silver.sales              | refused: unknown
          ann | shop  | select * from runs.runs                 | refused: unknown
          bob | shop  | select count(*) as n from silver.sales  | 200
          ann | codes | select * from launch_codes              | refused:
          eve | codes | select * from launch_codes              | tulip
          bob | codes | select * from launch_codes              | tulip
          eve | shop  | select 1 as one                         | refused:
          eve | nowhere | select 1 as one                       | refused:
          """)
  void everyDoorGivesTheSame(String user, String domain, String sql, String expected)
      throws Exception {
    String http = overHttp(user, domain, sql);
    String postgres = overPostgres(user, domain, sql);
    if (expected.startsWith("refused:")) {
      assertThat(http).as("http").startsWith(expected);
      assertThat(postgres).as("postgresql").startsWith(expected);
      // What is not there is not proposed either, nor a domain of others named.
      assertThat((http + postgres).replace(sql, "").replace("\"email\"", ""))
          .doesNotContain("email", "swordfish", "launch_codes", "tulip");
      if (user.equals("ann") && domain.equals("codes")) {
        assertThat(http + postgres).contains("there is shop").doesNotContain("eve");
      }
      if (user.equals("eve")) {
        assertThat((http + postgres).replace("\"shop\"", "")).doesNotContain("shop");
      }
    } else {
      assertThat(http).as("http").isEqualTo(expected);
      assertThat(postgres).as("postgresql").isEqualTo(expected);
    }
  }

  @Test
  void cataloguesShowWhatTheCallerSees() throws Exception {
    String ann = ask("/api/catalog", basic("ann", PASSWORD), "").body();
    assertThat(ann)
        .contains("dim_customers", "fact_sales")
        .doesNotContain("email", "Where they are written to", "launch_codes", "sales_by_day");
    assertThat(ask("/api/catalog", basic("bob", PASSWORD), "").body())
        .contains("email", "Where they are written to", "launch_codes", "sales_by_day");
    assertThat(columns("ann"))
        .contains("gold.dim_customers.name", "gold.fact_sales.sale_id")
        .noneMatch(column -> column.contains("email") || column.contains("sales_by_"));
    assertThat(columns("bob")).contains("gold.dim_customers.email", "silver.sales.id");
    try (Connection connection = connect("ann", "shop", PASSWORD, "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select relname || ' ' || reltuples from pg_class where relname = 'fact_sales'"
                    + " union all select datname from pg_database")) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      assertThat(all).hasSize(2).contains("shop").noneMatch(row -> row.contains("200"));
    }
    assertThat(ask("/metrics", basic("eve", PASSWORD), "").body())
        .contains("lodestar_release{domain=\"codes\"}")
        .doesNotContain("shop");
  }

  private static List<String> columns(String user) throws SQLException {
    TreeSet<String> names = new TreeSet<>();
    try (Connection connection = connect(user, "shop", PASSWORD, "");
        ResultSet rows = connection.getMetaData().getColumns(null, null, "%", "%")) {
      while (rows.next()) {
        names.add(rows.getString(2) + "." + rows.getString(3) + "." + rows.getString(4));
      }
    }
    return List.copyOf(names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/sql",
        "/page/main.js",
        "/api/dashboard",
        "/metrics",
        "/api/catalog",
        "/api/2.0/sql/statements/x",
        "/nothing/here"
      })
  void nobodyIsLetInWithoutAName(String path) throws Exception {
    HttpResponse<String> refused = ask(path, "", "");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .hasValue("Basic realm=\"Lodestar\", charset=\"UTF-8\"");
    assertThat(refused.body()).contains("UNAUTHENTICATED").doesNotContain("shop", "codes");
    assertThat(ask(path, "Bearer lodestar-nonsense", "").statusCode()).isEqualTo(401);
    assertThat(ask(path, "Basic %%%", "").statusCode()).isEqualTo(401);
    assertThat(ask("/health", "", "").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # user | looks | starts | because
          ann    | 403   | 403    | only for those from whom nothing is kept back
          bob    | 200   | 403    | No role of yours grants runs of shop
          eve    | 404   | 404    | There is no domain "shop"
          joe    | 200   | 400    | This server does not know the lodestar script
          """)
  void runsAreForThoseWhoMayRun(String user, int looks, int starts, String because)
      throws Exception {
    String path = "/api/runs?domain=shop";
    assertThat(ask(path, basic(user, PASSWORD), "").statusCode()).isEqualTo(looks);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + http.port() + path))
            .header("Authorization", basic(user, PASSWORD))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"errand\": \"run\"}"))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(starts);
    assertThat(response.body().replace("\\\"", "\"")).contains(because);
  }

  @Test
  void aPageOfAnotherSiteIsRefusedWhateverTheBrowserSendsAlong() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + http.port() + "/api/2.0/sql/statements"))
            .header("Authorization", basic("ann", PASSWORD))
            .header("Origin", "https://elsewhere.example")
            .POST(BodyPublishers.ofString(statement("shop", "select 1 as one")))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
  }

  @Test
  void aTokenIsAsGoodAsAPasswordAndAStatementIsItsOwnersAlone() throws Exception {
    HttpResponse<String> answer =
        ask(
            "/api/2.0/sql/statements",
            "Bearer " + TOKEN,
            statement("shop", "select count(*) as n from dim_customers"));
    assertThat(answer.body()).contains("\"SUCCEEDED\"", "[\"10\"]");
    String id = JSON.readTree(answer.body()).at("/statement_id").asText();
    String path = "/api/2.0/sql/statements/" + id;
    assertThat(ask(path, basic("ann", PASSWORD), "").statusCode()).isEqualTo(200);
    assertThat(ask(path, basic("bob", PASSWORD), "").statusCode()).isEqualTo(404);
    assertThat(ask(path + "/cancel", basic("bob", PASSWORD), "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreToldTheSame() {
    assertThatThrownBy(() -> connect("bob", "shop", "wrong", ""))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
        .hasMessageContaining("password authentication failed for user \"bob\"");
    assertThatThrownBy(() -> connect("nobody", "shop", "wrong", ""))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
        .hasMessageContaining("password authentication failed for user \"nobody\"");
    assertThatThrownBy(() -> connect("nobody", "nowhere", "wrong", ""))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void whoGoesOnGuessingIsMadeToWait() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(ask("/", basic("mallory", "guess " + i), "").statusCode()).isEqualTo(401);
    }
    assertThat(ask("/", basic("mallory", "guess 5"), "").statusCode()).isEqualTo(429);
    assertThatThrownBy(() -> connect("mallory", "shop", "guess 6", ""))
        .hasMessageContaining("Too many tries to sign in failed");
    assertThat(overHttp("ann", "shop", "select 1 as one")).isEqualTo("1");
  }

  @Test
  void aClientThatCouldBeOverheardIsSentAway() {
    assertThatThrownBy(() -> connect("ann", "shop", PASSWORD, "sslmode=disable"))
        .hasMessageContaining("Connect with encryption");
  }

  @Test
  void psqlSignsInAndDescribesWhatItsUserSees() throws Exception {
    Path psql = Path.of("/usr/bin/psql");
    assumeTrue(
        Files.isExecutable(psql), "SKIPPED: there is no psql here; install postgresql-client");
    ProcessBuilder command =
        new ProcessBuilder(
            psql.toString(),
            "host=localhost port="
                + pg.port()
                + " dbname=shop user=ann sslmode=verify-full"
                + " sslrootcert="
                + certificate,
            "-X",
            "-c",
            "\\d dim_customers",
            "-c",
            "select count(*) from fact_sales");
    command.environment().put("PGPASSWORD", PASSWORD);
    command.redirectErrorStream(true);
    Process process = command.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(printed).contains("customer_id", "    60").doesNotContain("email");
    assertThat(process.exitValue()).as(printed).isZero();
  }

  @Test
  void whatWasAskedIsWrittenDownWithoutItsLiterals() throws Exception {
    String sql = "select count(*) as marked from dim_customers where name = 'Ann' or 1 = 17";
    overHttp("ann", "shop", sql);
    overPostgres("bob", "shop", sql);
    overPostgres("ann", "shop", "select email as marked from dim_customers");
    List<JsonNode> entries = new ArrayList<>();
    for (String line : Files.readAllLines(audit)) {
      assertThat(line).doesNotContain(PASSWORD, TOKEN, "'Ann'");
      JsonNode entry = JSON.readTree(line);
      if (entry.at("/statement").asText().contains("marked")) {
        entries.add(entry);
      }
    }
    String masked = "select count(*) as marked from dim_customers where name = ? or ? = ?";
    assertThat(entries)
        .extracting(
            entry ->
                String.join(
                    " | ",
                    entry.at("/user").asText(),
                    entry.at("/door").asText(),
                    entry.at("/domain").asText(),
                    entry.at("/statement").asText(),
                    entry.at("/status").asText(),
                    entry.at("/rows").asText()))
        .containsExactly(
            "ann | http | shop | " + masked + " | succeeded | 1",
            "bob | postgresql | shop | " + masked + " | succeeded | 1",
            "ann | postgresql | shop | select email as marked from dim_customers | refused | 0");
    assertThat(entries).allMatch(entry -> entry.at("/time").isTextual() && entry.at("/ms").isInt());
  }
}
