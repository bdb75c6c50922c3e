package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.spec.Position;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who comes in with a token of an issuer, and what they see then. */
final class OidcTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String REFUSED =
      "401 Cannot sign in with this; send a name and password (Basic), or a token (Bearer)";

  @TempDir static Path directory;
  private static ScriptedIssuer issuer;
  private static KeyPair rsa;
  private static KeyPair ec;
  private static BuiltDomain shop;
  private static HttpServer http;
  private static AuditLog log;

  @BeforeAll
  static void open() throws Exception {
    issuer = new ScriptedIssuer();
    rsa = issuer.publish("rsa", "RSA");
    ec = issuer.publish("ec", "EC");
    shop = Shop.in(directory, "shop", "*");
    shop.release("run-1");
    Path file =
        Files.writeString(
            directory.resolve("users.yaml"),
            """
            mask-key: 0123456789abcdef
            oidc:
              issuer: %s
              audience: [lodestar, lodestar-test]
              roles: realm.groups
              roles-of: {sellers: [seller], "the board": [owner]}
              attributes: {region: https://example.org/region}
            users:
              ann: {oidc: true, roles: [seller], attributes: {region: AMER}, limits: {rows: 7}}
              bob: {password: "%s", roles: [owner]}
            roles:
              owner: {domains: [shop]}
              seller:
                domains:
                  shop:
                    rows: {gold.dim_customers: "region IN (${user.region})"}
              reader: {domains: [shop]}
            """
                .formatted(issuer.address(), ScramVerifier.of("swordfish")));
    UsersFile.Outcome outcome = UsersCheck.read(file, List.of(shop.served()));
    assertThat(outcome.problems()).isEmpty();
    Users users = outcome.users().orElseThrow();
    assertThat(UsersCheck.withheld(users, List.of(shop.served())))
        .anyMatch(
            said -> said.startsWith("withheld from ann, whom a token of " + issuer.address()));
    log = AuditLog.in(directory.resolve("audit.jsonl"), AuditLog.LiteralsIn.SHOWN);
    Entrance entrance = new Entrance(SignIn.of(() -> users, log), Optional.empty());
    http = new HttpServer(List.of(shop.served()), EngineSettings.FOR_A_FEW_QUERIES, entrance);
    http.start("127.0.0.1", 0);
  }

  @AfterAll
  static void close() throws Exception {
    http.close();
    log.close();
    shop.close();
    issuer.close();
  }

  /** What the regions of the customers are for whoever sends this, or what they are told. */
  private static String regions(String authorization) throws Exception {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + http.port() + "/api/2.0/sql/statements"))
                .header("Authorization", authorization)
                .POST(
                    BodyPublishers.ofString(
                        "{\"statement\": \"SELECT DISTINCT region FROM dim_customers ORDER BY"
                            + " region\", \"wait_timeout\": \"50s\"}"))
                .build(),
            BodyHandlers.ofString());
    JsonNode answer = JSON.readTree(response.body());
    if (response.statusCode() != 200) {
      return response.statusCode() + " " + answer.path("message").asText();
    }
    return answer.at("/status/state").asText().equals("SUCCEEDED")
        ? answer.at("/result/data_array").toString()
        : answer.at("/status/error/message").asText();
  }

  private static String regionsBy(String token) throws Exception {
    return regions("Bearer " + token);
  }

  private static Map<String, Object> seller(String user, Object region) {
    Map<String, Object> claims = issuer.claims(user);
    claims.put("realm", Map.of("groups", List.of("sellers", "strangers")));
    claims.put("https://example.org/region", region);
    return claims;
  }

  private static Map<String, Object> with(Map<String, Object> claims, String claim, Object value) {
    Map<String, Object> changed = new HashMap<>(claims);
    changed.put(claim, value);
    return changed;
  }

  private static Map<String, Object> without(Map<String, Object> claims, String claim) {
    Map<String, Object> changed = new HashMap<>(claims);
    changed.remove(claim);
    return changed;
  }

  private static String rs256(Map<String, Object> claims) throws Exception {
    return ScriptedIssuer.token("RS256", "rsa", rsa, claims);
  }

  private static String unsigned(String header) {
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".e30.AA";
  }

  static Stream<Arguments> tokens() throws Exception {
    Map<String, Object> good = seller("cyd", "EMEA");
    long now = Instant.now().getEpochSecond();
    String none = "[]";
    String expired = "401 The token has expired; get a new one from its issuer";
    String token = rs256(good);
    String[] parts = token.split("\\.");
    String forged =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JSON.writeValueAsBytes(seller("cyd", "APAC")))
            + "."
            + parts[2];
    return Stream.of(
        Arguments.of("good, RS256", token, "[[\"EMEA\"]]"),
        Arguments.of("good, ES256", ScriptedIssuer.token("ES256", "ec", ec, good), "[[\"EMEA\"]]"),
        Arguments.of(
            "good, without a key's name",
            ScriptedIssuer.token("ES256", "", ec, good),
            "[[\"EMEA\"]]"),
        Arguments.of(
            "good, of two regions",
            rs256(seller("cyd", List.of("APAC", "EMEA"))),
            "[[\"APAC\"],[\"EMEA\"]]"),
        Arguments.of("good, of no region", rs256(seller("cyd", List.of())), none),
        Arguments.of(
            "good, not said of which region",
            rs256(without(good, "https://example.org/region")),
            none),
        Arguments.of("good, of a region with SQL in it", rs256(seller("cyd", "x') OR (1=1")), none),
        Arguments.of(
            "good, of the board",
            rs256(with(good, "realm", Map.of("groups", "the board"))),
            "[[\"AMER\"],[\"APAC\"],[\"EMEA\"]]"),
        Arguments.of(
            "good, for several audiences",
            rs256(with(good, "aud", List.of("wiki", "lodestar-test"))),
            "[[\"EMEA\"]]"),
        Arguments.of("expired within a minute", rs256(with(good, "exp", now - 20)), "[[\"EMEA\"]]"),
        Arguments.of("of a user of the file", rs256(seller("ann", "APAC")), "[[\"AMER\"]]"),
        Arguments.of(
            "a group called as a role is",
            rs256(with(good, "realm", Map.of("groups", List.of("owner", "reader")))),
            "400 Which domain is meant? there is none for cyd"),
        Arguments.of(
            "no group",
            rs256(without(good, "realm")),
            "400 Which domain is meant? there is none for cyd"),
        Arguments.of("of a user with a password", rs256(seller("bob", "EMEA")), REFUSED),
        Arguments.of("of nobody", rs256(without(good, "sub")), REFUSED),
        Arguments.of("of a blank", rs256(with(good, "sub", " ")), REFUSED),
        Arguments.of("of several", rs256(with(good, "sub", List.of("cyd", "bob"))), REFUSED),
        Arguments.of("expired", rs256(with(good, "exp", now - 3600)), expired),
        Arguments.of("without an end", rs256(without(good, "exp")), REFUSED),
        Arguments.of("not valid yet", rs256(with(good, "nbf", now + 3600)), REFUSED),
        Arguments.of("for others", rs256(with(good, "aud", "wiki")), REFUSED),
        Arguments.of("for nobody", rs256(without(good, "aud")), REFUSED),
        Arguments.of(
            "for others, expired", rs256(with(with(good, "aud", "wiki"), "exp", 1)), REFUSED),
        Arguments.of("of another issuer", rs256(with(good, "iss", "https://other")), REFUSED),
        Arguments.of("of no issuer", rs256(without(good, "iss")), REFUSED),
        Arguments.of("tampered with", forged, REFUSED),
        Arguments.of("cut off", parts[0] + "." + parts[1] + ".", REFUSED),
        Arguments.of("alg none", ScriptedIssuer.token("none", "rsa", rsa, good), REFUSED),
        Arguments.of("alg none, no key", ScriptedIssuer.token("none", "", rsa, good), REFUSED),
        Arguments.of(
            "HS256 with the public key", ScriptedIssuer.token("HS256", "rsa", rsa, good), REFUSED),
        Arguments.of("RS512", ScriptedIssuer.token("RS512", "rsa", rsa, good), REFUSED),
        Arguments.of(
            "key of another kind", ScriptedIssuer.token("ES256", "rsa", ec, good), REFUSED),
        Arguments.of(
            "unknown key",
            ScriptedIssuer.token("RS256", "own", ScriptedIssuer.key("RSA"), good),
            REFUSED),
        Arguments.of(
            "known name, unknown key",
            ScriptedIssuer.token("RS256", "rsa", ScriptedIssuer.key("RSA"), good),
            REFUSED),
        Arguments.of("algorithm that is no text", unsigned("{\"alg\":5}"), REFUSED),
        Arguments.of("key that is no text", unsigned("{\"alg\":\"RS256\",\"kid\":7}"), REFUSED),
        Arguments.of("no JSON", "a.b.c", REFUSED),
        Arguments.of("dots", "..", REFUSED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void aTokenIsWorthWhatItsIssuerSigned(String name, String token, String expected)
      throws Exception {
    assertThat(regionsBy(token)).startsWith(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          /api/catalog                | {}
          /avatica                    | {"request": "openConnection", "connectionId": "1", "info": {}}
          /api/2.0/mcp/genie/shop     | {"jsonrpc": "2.0", "id": 1, "method": "ping"}
          /api/2.0/genie/spaces       | {}
          """)
  void itIsTheSameAtEveryDoor(String path, String body) throws Exception {
    String method = body.equals("{}") ? "GET" : "POST";
    Map<String, Object> claims = seller("gil", "EMEA");
    for (int status : List.of(200, 401)) {
      if (status == 401) {
        claims.put("aud", "wiki");
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + http.port() + path))
              .header("Authorization", "Bearer " + rs256(claims))
              .header("Accept", "application/json, text/event-stream")
              .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : body))
              .build();
      assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }
  }

  @Test
  void aTokenIsNoPassword() throws Exception {
    String token = rs256(seller("ann", "APAC"));
    assertThat(regionsBy(token)).isEqualTo("[[\"AMER\"]]");
    String basic =
        Base64.getEncoder().encodeToString(("ann:" + token).getBytes(StandardCharsets.UTF_8));
    assertThat(regions("Basic " + basic)).isEqualTo(REFUSED);
  }

  @Test
  void nothingOfATokenIsWrittenDown() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    String mark = "zanzibar";
    String refused = rs256(with(seller(mark, mark), "aud", mark));
    String accepted = rs256(seller("dee", mark));
    String said;
    try {
      said = regionsBy(refused) + regionsBy(accepted);
    } finally {
      System.setErr(before);
    }
    said +=
        written.toString(StandardCharsets.UTF_8)
            + Files.readString(directory.resolve("audit.jsonl"));
    assertThat(said)
        .contains("\"user\":\"dee\"", "is refused: it is for another audience")
        .doesNotContain(mark);
    for (String token : List.of(refused, accepted)) {
      for (String part : token.split("\\.")) {
        assertThat(said).doesNotContain(part.substring(0, 20));
      }
    }
  }

  @Test
  void eachTokenIsInTheAuditLogOnce() throws Exception {
    String token = rs256(seller("fay", "EMEA"));
    regionsBy(token);
    regionsBy(token);
    assertThat(Files.readAllLines(directory.resolve("audit.jsonl")))
        .filteredOn(line -> line.contains("sign-in") && line.contains("\"fay\""))
        .hasSize(1);
  }

  @Test
  void soIsOneThatHasExpired() throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String token = rs256(with(seller("gus", "EMEA"), "exp", now - 3600));
    regionsBy(token);
    List<String> before = Files.readAllLines(directory.resolve("audit.jsonl"));
    assertThat(before.get(before.size() - 1)).contains("sign-in", "\"user\":\"\"");
    regionsBy(token);
    assertThat(Files.readAllLines(directory.resolve("audit.jsonl"))).isEqualTo(before);
  }

  private static Oidc oidc(IssuerKeys keys, String of) {
    return new Oidc(
        of,
        List.of("lodestar"),
        "sub",
        Optional.empty(),
        Map.of(),
        Map.of(),
        keys,
        Position.startOf(Path.of("users.yaml")));
  }

  @Test
  @Timeout(60)
  void keysAreAskedForAgainWhenTheyChangeAndNotTimeAndAgain() throws Exception {
    AtomicLong seconds = new AtomicLong();
    try (ScriptedIssuer turning = new ScriptedIssuer()) {
      IssuerKeys keys =
          new IssuerKeys(turning.address(), Optional.empty(), () -> seconds.get() * 1_000_000_000L);
      Oidc oidc = oidc(keys, turning.address());
      KeyPair first = turning.publish("1", "EC");
      Map<String, Object> claims = turning.claims("cyd");
      String old = ScriptedIssuer.token("ES256", "1", first, claims);
      assertThat(oidc.check(old)).isInstanceOf(Oidc.Checked.Says.class);
      assertThat(oidc.check(old)).isInstanceOf(Oidc.Checked.Says.class);
      assertThat(turning.asked()).isEqualTo(1);

      KeyPair second = turning.publish("2", "EC");
      turning.withdraw("1");
      String renewed = ScriptedIssuer.token("ES256", "2", second, claims);
      Oidc.Checked unknown =
          new Oidc.Checked.Refused("it is signed with a key that the issuer does not publish");
      assertThat(oidc.check(renewed)).as("asked a moment ago").isEqualTo(unknown);
      assertThat(turning.asked()).isEqualTo(1);
      seconds.addAndGet(11);
      assertThat(oidc.check(old)).as("no need to ask").isInstanceOf(Oidc.Checked.Says.class);
      assertThat(oidc.check(renewed)).isInstanceOf(Oidc.Checked.Says.class);
      assertThat(oidc.check(old)).isEqualTo(unknown);
      assertThat(turning.asked()).isEqualTo(2);

      seconds.addAndGet(3601);
      KeyPair third = turning.publish("3", "EC");
      assertThat(oidc.check(renewed)).as("nobody waits").isInstanceOf(Oidc.Checked.Says.class);
      while (turning.asked() < 3) {
        Thread.sleep(1);
      }
      assertThat(oidc.check(ScriptedIssuer.token("ES256", "3", third, claims)))
          .as("an hour later they were asked for")
          .isInstanceOf(Oidc.Checked.Says.class);
      assertThat(turning.asked()).isEqualTo(3);
    }
  }

  @Test
  void nobodyComesInWhileTheIssuerCannotBeAsked() throws Exception {
    AtomicLong seconds = new AtomicLong();
    try (ScriptedIssuer down = new ScriptedIssuer()) {
      IssuerKeys keys =
          new IssuerKeys(
              down.address(),
              Optional.of(down.address() + "/keys"),
              () -> seconds.get() * 1_000_000_000L);
      Oidc oidc = oidc(keys, down.address());
      KeyPair key = down.publish("1", "RSA");
      String token = ScriptedIssuer.token("RS256", "1", key, down.claims("cyd"));
      down.answers(500);
      assertThat(oidc.check(token)).isEqualTo(new Oidc.Checked.CannotTell());
      assertThat(oidc.check(token)).isEqualTo(new Oidc.Checked.CannotTell());
      assertThat(down.asked()).isEqualTo(1);
      down.answers(200);
      seconds.addAndGet(11);
      assertThat(oidc.check(token)).isInstanceOf(Oidc.Checked.Says.class);
      down.answers(500);
      seconds.addAndGet(7199);
      assertThat(oidc.check(token)).as("tried beside").isInstanceOf(Oidc.Checked.Says.class);
      seconds.addAndGet(12);
      assertThat(oidc.check(token)).as("too old").isEqualTo(new Oidc.Checked.CannotTell());
    }
  }

  @Test
  @Timeout(60)
  void anIssuerThatStopsInTheMiddleOfItsAnswerIsNotWaitedFor() throws Exception {
    try (ScriptedIssuer stalling = new ScriptedIssuer()) {
      KeyPair key = stalling.publish("1", "RSA");
      stalling.stalls();
      Oidc oidc =
          oidc(
              new IssuerKeys(stalling.address(), Optional.empty(), System::nanoTime),
              stalling.address());
      String token = ScriptedIssuer.token("RS256", "1", key, stalling.claims("cyd"));
      assertThat(oidc.check(token)).isEqualTo(new Oidc.Checked.CannotTell());
    }
  }

  @Test
  void anIssuerThatCallsItselfOtherwiseIsNotBelieved() throws Exception {
    try (ScriptedIssuer liar = new ScriptedIssuer()) {
      KeyPair key = liar.publish("1", "RSA");
      liar.calls("https://login.example.org");
      Oidc oidc =
          oidc(new IssuerKeys(liar.address(), Optional.empty(), System::nanoTime), liar.address());
      String token = ScriptedIssuer.token("RS256", "1", key, liar.claims("cyd"));
      assertThat(oidc.check(token)).isEqualTo(new Oidc.Checked.CannotTell());
    }
  }

  @Test
  void whoAsksWhileTheIssuerIsDownIsToldSo() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("down.yaml"),
            "oidc: {issuer: \"http://127.0.0.1:1\", audience: lodestar}\n");
    Users users = UsersFile.read(file).users().orElseThrow();
    SignIn signIn = SignIn.of(() -> users, AuditLog.NONE);
    String token = rs256(seller("cyd", "EMEA"));
    for (int i = 0; i < 60; i++) {
      assertThat(signIn.byToken("http", token, "192.0.2.7"))
          .isEqualTo(new SignIn.Outcome.CannotTell());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {audience: a}                                                         | missing key "issuer"
          {issuer: "https://login.example.org"}                                 | missing key "audience"
          {issuer: "http://login.example.org", audience: a}                     | not an address that nobody else can answer for: "http://login.example.org"
          {issuer: "https://x.org", keys: "ftp://x.org", audience: a}           | not an address that nobody else can answer for: "ftp://x.org"
          {issuer: "http://127.0.0.1.example.org", audience: a}                 | not an address that nobody else can answer for: "http://127.0.0.1.example.org"
          {issuer: "https://x.org", audience: a, roles-of: {g: [reader]}}       | roles of groups, and no claim that names groups
          {issuer: "https://x.org", audience: a, roles: g, roles-of: {g: redr}} | unknown role "redr"
          {issuer: "https://x.org", audience: a, attributes: {name: n}}         | an attribute called name
          {issuer: "https://x.org", audience: a, roles: g}                      | whom a token of https://x.org names has no attribute "region"
          {issuer: "https://x.org", audience: a, user: u, secret: s}            | unknown key "secret"
          """)
  void whatIsWrongWithItsConfigurationIsTold(String oidc, String problem) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("wrong.yaml"),
            """
            roles:
              reader: {domains: [shop]}
              seller: {domains: {shop: {rows: {gold.dim_customers: "region = ${user.region}"}}}}
            oidc: %s
            """
                .formatted(oidc));
    assertThat(UsersFile.read(file).problems())
        .singleElement()
        .satisfies(only -> assertThat(only.message()).isEqualTo(problem));
  }
}
