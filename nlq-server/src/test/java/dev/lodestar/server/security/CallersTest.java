package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who is told what by questions, programs, dashboards and lineage. Ann and dan sell in EMEA, and
 * ann is shown no address; mia sees masks, eve knows another domain, bob may see everything. A
 * second server, of a shop that has no other customers and whose files never spoke of any, says
 * what is right.
 */
final class CallersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String SPACE = "/api/2.0/genie/spaces/shop";

  /** What nobody of EMEA may be told, unless they have said it themselves. */
  private static final String[] SECRETS = {
    "APAC", "AMER", "far east", "eastern", "customer 1\"", "customer 2\"", "email", "example.org",
    "mailable", "Mailable", "written", "sales_by", "takings", "turnover", "swordfish", "silver",
    "bronze", "launch"
  };

  @TempDir static Path directory;
  private static BuiltDomain whole;
  private static BuiltDomain part;
  private static BuiltDomain codes;
  private static HttpServer server;
  private static HttpServer right;
  private static Path audit;
  private static AuditLog log;

  @BeforeAll
  static void open() throws Exception {
    whole = AskingShop.in(directory.resolve("whole"), "*");
    part = AskingShop.in(directory.resolve("part"), "EMEA");
    codes = BuiltDomain.in(directory, "codes");
    codes.table("gold.launch_codes", "SELECT 'tulip' AS code").release("run-1");
    StringBuilder users = new StringBuilder("mask-key: 0123456789abcdef\nusers:\n");
    Map.of(
            "ann",
            "[seller, shy]",
            "dan",
            "[seller]",
            "eve",
            "[coder]",
            "mia",
            "[masked]",
            "bob",
            "[owner]")
        .forEach(
            (name, roles) ->
                users.append(
                    "  %s: {tokens: {x: \"%s\"}, roles: %s, attributes: {region: EMEA}}\n"
                        .formatted(name, TokenHash.of(name), roles)));
    Path file =
        Files.writeString(
            directory.resolve("users.yaml"),
            users
                + """
                roles:
                  owner:
                    domains:
                      shop: {schemas: all}
                      codes: {schemas: all}
                  coder: {domains: [codes]}
                  masked:
                    domains:
                      shop:
                        mask:
                          gold.dim_customers.name: partial
                          gold.dim_customers.email: hash
                          gold.fact_sales.amount: redact
                  shy:
                    domains:
                      shop:
                        hide: [gold.dim_customers.email]
                  seller:
                    domains:
                      shop:
                        rows:
                          gold.dim_customers: region = ${user.region}
                          gold.dim_products: true
                """);
    UsersFile.Outcome outcome = UsersFile.read(file);
    assertThat(outcome.problems()).isEmpty();
    Users known = outcome.users().orElseThrow();
    List<ServedDomain> served = List.of(whole.served(), codes.served());
    assertThat(UsersCheck.problems(known, served, file)).isEmpty();
    audit = directory.resolve("audit.jsonl");
    log = AuditLog.in(audit, AuditLog.LiteralsIn.SHOWN);
    server =
        new HttpServer(
                served,
                EngineSettings.FOR_A_FEW_QUERIES,
                new Entrance(SignIn.of(() -> known, log), Optional.empty()))
            .start("127.0.0.1", 0);
    right =
        new HttpServer(List.of(part.served()), EngineSettings.FOR_A_FEW_QUERIES)
            .start("127.0.0.1", 0);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
    right.close();
    log.close();
    whole.close();
    part.close();
    codes.close();
  }

  private static HttpResponse<String> send(
      HttpServer to, String user, String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + to.port() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!user.isEmpty()) {
      request.header("Authorization", "Bearer " + user);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String user, String path) throws Exception {
    return send(server, user, "GET", path, "");
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Starts a conversation, and waits for its answer. */
  private static JsonNode ask(HttpServer of, String user, String question) throws Exception {
    String body = JSON.writeValueAsString(Map.of("content", question));
    JsonNode started = json(send(of, user, "POST", SPACE + "/start-conversation", body));
    String message = path(started);
    JsonNode asked = started.path("message");
    while (asked.path("status").asText().matches("SUBMITTED|EXECUTING_QUERY")) {
      asked = json(send(of, user, "GET", message, ""));
    }
    return asked;
  }

  private static String path(JsonNode message) {
    return SPACE
        + "/conversations/"
        + message.path("conversation_id").asText()
        + "/messages/"
        + message.path("message_id").asText();
  }

  /** All that an answer tells, without what is new every time. */
  private static String told(HttpServer of, String user, String question) throws Exception {
    JsonNode message = ask(of, user, question);
    List<String> told = new ArrayList<>();
    ObjectNode ours = message.path("lodestar").deepCopy();
    ours.remove("elapsed_ms");
    told.add(ours.toString());
    told.add(message.path("status").asText() + message.path("error"));
    for (JsonNode attachment : message.path("attachments")) {
      told.add(attachment.at("/query/query").asText());
      told.add(attachment.at("/query/thoughts").toString());
      told.add(attachment.at("/text/content").asText());
      told.add(attachment.path("suggested_questions").toString());
    }
    if (message.at("/attachments/0/query").isObject()) {
      JsonNode rows = json(send(of, user, "GET", path(message) + "/query-result", ""));
      told.add(rows.at("/statement_response/status/state").asText());
      told.add(rows.at("/statement_response/result/data_array").toString());
    }
    return String.join("\n", told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "total revenue",
        "revenue by region",
        "revenue by customer",
        "volume by product",
        "volume by region",
        "volume by customer",
        "revenue by month",
        "chiffre par région",
        "how many customers",
        "how many sales in February 2024",
        "top 3 customers by revenue",
        "which customers bought nothing",
        "revenue in EMEA",
        "revenue in APAC",
        "revenue in APAK",
        "revenue in EMAE",
        "revenue in our half",
        "revenue in the far east",
        "revenue of customer 3",
        "revenue of customer 1",
        "revenue of large sales",
        "revenue of eastern",
        "revenue of written to customers",
        "mailable by region",
        "turnover",
        "takings by month",
        "list the regions",
        "the cheapest product",
        "share of revenue by region",
        "revenue by emial"
      })
  void anAnswerIsThatOfAShopThatHasNoOtherCustomers(String question) throws Exception {
    assertThat(told(server, "ann", question)).isEqualTo(told(right, "", question));
  }

  @Test
  void theOwnerIsToldOfAllOfIt() throws Exception {
    assertThat(told(server, "bob", "revenue by region")).contains("APAC", "AMER", "EMEA");
    assertThat(told(server, "bob", "revenue of eastern")).contains("answered", "APAC");
    assertThat(told(server, "bob", "mailable by region")).contains("answered");
    assertThat(get("bob", SPACE + "?include_serialized_space=true").body())
        .contains("email", "APAC", "sales_by_month", "mailable");
    assertThat(get("bob", "/api/dashboard?domain=shop").body()).contains("Mailable", "Addresses");
  }

  @Test
  void tilesAndChoicesAreThoseOfAShopThatHasNoOtherCustomers() throws Exception {
    String dashboard = "/api/dashboard?domain=shop";
    JsonNode expected = json(send(right, "", "GET", dashboard, ""));
    assertThat(expected.at("/pages/0/tiles")).hasSize(5);
    assertThat(json(get("ann", dashboard))).isEqualTo(expected);
    List<String> paths = new ArrayList<>();
    for (int tile = 0; tile < 5; tile++) {
      String path = "/api/dashboard/tile?domain=shop&page=0&tile=" + tile;
      paths.add(path);
      paths.add(path + "&filter.region=EMEA");
      paths.add(path + "&filter.region=APAC");
      paths.add(path + "&filter.day=2024-02-01&filter.day=2024-02-29");
    }
    for (String filter : List.of("region", "day", "address", "nothing")) {
      paths.add("/api/dashboard/choices?domain=shop&filter=" + filter);
    }
    for (String path : paths) {
      HttpResponse<String> wanted = send(right, "", "GET", path, "");
      HttpResponse<String> got = get("ann", path);
      assertThat(got.body()).as(path).isEqualTo(wanted.body());
      assertThat(got.statusCode()).as(path).isEqualTo(wanted.statusCode());
    }
  }

  @Test
  void whatIsKeptBackIsNeitherDescribedNorSuggested() throws Exception {
    for (String path :
        List.of(
            "/api/2.0/genie/spaces",
            SPACE + "?include_serialized_space=true",
            SPACE + "/suggestions?text=revenue+in+ap",
            SPACE + "/suggestions?text=mail",
            SPACE + "/suggestions?text=turn",
            SPACE + "/verified?table=gold.dim_customers",
            "/api/dashboard/readers?domain=shop&table=gold.dim_customers",
            "/api/catalog/releases?domain=shop&table=gold.dim_customers",
            "/api/dashboard?domain=shop",
            "/api/catalog/lineage?domain=shop",
            "/api/catalog")) {
      assertThat(json(get("ann", path)).toString()).as(path).doesNotContain(SECRETS);
    }
    assertThat(get("bob", SPACE + "/suggestions?text=revenue+in+ap").body()).contains("APAC");
    String releases = "/api/catalog/releases?domain=shop&table=gold.dim_customers";
    assertThat(get("bob", releases).body()).contains("\"rows\":");
    assertThat(get("ann", releases).body()).contains("\"run\":").doesNotContain("\"rows\":");
    assertThat(get("eve", releases).statusCode()).isEqualTo(404);
    for (String tool : List.of("describe_model", "list_verified_questions")) {
      assertThat(call("ann", tool, Map.of())).as(tool).contains("volume").doesNotContain(SECRETS);
    }
    for (String question :
        List.of("revenue by emial", "revenue in APAK", "far", "mail", "revenue of custmer 1")) {
      JsonNode ours = ask(server, "ann", question).path("lodestar");
      assertThat(ours.toString().replace("customer 1 ", "")).as(question).doesNotContain(SECRETS);
    }
    assertThat(ask(server, "ann", "revenue in EMAE").toString()).contains("EMEA");
  }

  @Test
  void aMeasureOfWhatIsMaskedIsNotThereAndNoMaskedValueIsKnown() throws Exception {
    assertThat(told(server, "mia", "total revenue")).contains("\"refused\"");
    assertThat(told(server, "mia", "volume of large sales")).contains("\"refused\"");
    // The query that the owner has verified reads nothing that is masked.
    assertThat(told(server, "mia", "volume by region")).contains("\"verified\":true", "APAC");
    assertThat(told(server, "mia", "mailable by region")).contains("\"answered\"", "APAC");
    // Of a customer whose name is masked, what can be told is the number.
    assertThat(told(server, "mia", "volume of customer 12"))
        .contains("customers.customer_id = 12")
        .doesNotContain("customers.name");
    assertThat(told(server, "mia", "volume of \"customer 12\"")).contains("\"refused\"");
    assertThat(told(server, "bob", "volume of \"customer 12\""))
        .contains("customers.name = 'customer 12'");
    assertThat(told(server, "mia", "volume by customer")).doesNotContain("customer 1", "example");
    assertThat(json(get("mia", SPACE + "?include_serialized_space=true")).toString())
        .contains("volume", "eastern")
        .doesNotContain("revenue", "large_sales");
    assertThat(json(get("mia", "/api/dashboard?domain=shop")).toString())
        .contains("Mailable")
        .doesNotContain("By region", "Over time");
  }

  private static String call(String user, String tool, Map<String, Object> arguments)
      throws Exception {
    String body =
        JSON.writeValueAsString(
            Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "tools/call",
                "params",
                Map.of("name", tool, "arguments", arguments)));
    JsonNode answer = json(send(server, user, "POST", "/api/2.0/mcp/genie/shop", body));
    return answer.at("/result/content/0/text").asText();
  }

  @Test
  void aProgramSeesWhatItsUserSees() throws Exception {
    JsonNode ann = JSON.readTree(call("ann", "ask", Map.of("question", "how many customers")));
    assertThat(ann.path("rows").toString()).isEqualTo("[[\"10\"]]");
    JsonNode bob = JSON.readTree(call("bob", "ask", Map.of("question", "how many customers")));
    assertThat(bob.path("rows").toString()).isEqualTo("[[\"30\"]]");
    Map<String, Object> count = Map.of("sql", "select count(*) as n from dim_customers");
    assertThat(call("ann", "run_query", count)).contains("[[\"10\"]]");
    assertThat(call("bob", "run_query", count)).contains("[[\"30\"]]");
    assertThat(call("ann", "run_query", Map.of("sql", "select email from dim_customers")))
        .contains("\"email\"")
        .doesNotContain("example.org");
    String conversation = ann.path("conversation_id").asText();
    assertThat(call("bob", "ask", Map.of("question", "by region", "conversation", conversation)))
        .isEqualTo("There is no conversation " + conversation + " in shop");
  }

  @ParameterizedTest(name = "{0} gets {2} from {1}")
  @CsvSource({
    "'', /api/2.0/genie/spaces, 401",
    "'', /api/2.0/genie/spaces/shop, 401",
    "'', /api/dashboard?domain=shop, 401",
    "'', /api/catalog/lineage?domain=shop, 401",
    "ann, /api/2.0/genie/spaces, 200",
    "ann, /api/2.0/genie/spaces/shop, 200",
    "ann, /api/2.0/genie/spaces/shop/conversations, 200",
    "ann, /api/2.0/genie/spaces/shop/eval-runs, 200",
    "ann, /api/dashboard?domain=shop, 200",
    "ann, /api/dashboard/tile?domain=shop&page=0&tile=0, 200",
    "ann, /api/dashboard/tile?domain=shop&page=1&tile=0, 404",
    "ann, /api/catalog/lineage?domain=shop, 200",
    "ann, /api/2.0/genie/spaces/codes, 404",
    "ann, /api/2.0/genie/spaces/codes/conversations, 404",
    "ann, /api/2.0/genie/spaces/codes/eval-runs, 404",
    "ann, /api/dashboard?domain=codes, 404",
    "ann, /api/catalog/lineage?domain=codes, 404",
    "eve, /api/2.0/genie/spaces/shop, 404",
    "eve, /api/2.0/genie/spaces/shop/conversations, 404",
    "eve, /api/dashboard?domain=shop, 404",
    "eve, /api/dashboard/tile?domain=shop&page=0&tile=0, 404",
    "eve, /api/dashboard/choices?domain=shop&filter=region, 404",
    "eve, /api/catalog/lineage?domain=shop, 404",
    "bob, /api/2.0/genie/spaces/shop, 200",
    "bob, /api/2.0/genie/spaces/codes, 200",
    "bob, /api/dashboard?domain=shop, 200",
    "bob, /api/dashboard/tile?domain=shop&page=1&tile=0, 200",
    "bob, /api/catalog/lineage?domain=shop, 200",
  })
  void aDoorIsOpenToThoseWhoseItIs(String user, String path, int status) throws Exception {
    HttpResponse<String> answer = get(user, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    String other = user.equals("ann") ? "shop" : user.equals("eve") ? "codes" : "";
    if (status == 404 && path.contains("domain=") && !other.isEmpty()) {
      assertThat(answer.body()).doesNotContain(other.equals("shop") ? "launch" : "sales");
    }
  }

  @Test
  void spacesOfOthersAreNotListed() throws Exception {
    assertThat(json(get("ann", "/api/2.0/genie/spaces")).at("/spaces")).hasSize(1);
    assertThat(json(get("bob", "/api/2.0/genie/spaces")).at("/spaces")).hasSize(2);
    assertThat(get("eve", "/api/2.0/genie/spaces").body()).contains("codes").doesNotContain("shop");
    assertThat(get("eve", SPACE).body()).contains("there are codes");
    HttpResponse<String> mcp =
        send(server, "eve", "POST", "/api/2.0/mcp/genie/shop", "{\"jsonrpc\": \"2.0\"}");
    assertThat(mcp.statusCode()).isEqualTo(404);
    assertThat(send(server, "", "POST", "/api/2.0/mcp/genie/shop", "{}").statusCode())
        .isEqualTo(401);
  }

  @Test
  void aConversationAndItsStatementsAreTheirOwnersAlone() throws Exception {
    JsonNode message = ask(server, "ann", "revenue by customer");
    String path = path(message);
    String conversation = path.replaceFirst("/messages/.*", "");
    String statement =
        "/api/2.0/sql/statements/" + message.at("/query_result/statement_id").asText();
    String comment = "{\"content\": \"x\"}";
    for (String other : List.of("dan", "bob")) {
      for (String get :
          List.of(
              path,
              path + "/query-result",
              path + "/comments",
              conversation + "/messages",
              conversation + "/list-comments",
              statement)) {
        assertThat(get(other, get).statusCode()).as(get).isEqualTo(404);
      }
      for (String post :
          List.of(
              path + "/comments",
              path + "/execute-query",
              conversation + "/messages",
              statement + "/cancel")) {
        assertThat(send(server, other, "POST", post, comment).statusCode()).as(post).isEqualTo(404);
      }
      String rating = "{\"rating\": \"NEGATIVE\"}";
      assertThat(send(server, other, "POST", path + "/feedback", rating).statusCode())
          .isEqualTo(404);
      assertThat(send(server, other, "DELETE", path, "").statusCode()).isEqualTo(404);
      assertThat(send(server, other, "DELETE", conversation, "").statusCode()).isEqualTo(404);
      assertThat(get(other, SPACE + "/conversations").body())
          .doesNotContain(message.path("conversation_id").asText());
    }
    assertThat(get("ann", SPACE + "/conversations").body())
        .contains(message.path("conversation_id").asText());
    assertThat(get("ann", path).body()).doesNotContain("NEGATIVE");
    assertThat(json(get("ann", path + "/query-result")).toString()).contains("SUCCEEDED");
    assertThat(json(get("ann", statement)).toString()).contains("SUCCEEDED");
    assertThat(send(server, "ann", "POST", statement + "/cancel", "{}").statusCode())
        .isEqualTo(200);
    assertThat(json(send(server, "ann", "POST", path + "/execute-query", "{}")).toString())
        .contains("SUCCEEDED", "customer 6")
        .doesNotContain("customer 1\"");
    assertThat(send(server, "ann", "DELETE", conversation, "").statusCode()).isEqualTo(200);
  }

  @Test
  void anEvaluationAsksOnlyWhatItsOwnerMayKnow() throws Exception {
    String runs = SPACE + "/eval-runs";
    JsonNode run = json(send(server, "ann", "POST", runs, "{}"));
    String own = runs + "/" + run.path("eval_run_id").asText();
    assertThat(get("bob", own).statusCode()).isEqualTo(404);
    while (!run.path("eval_run_status").asText().equals("DONE")) {
      assertThat(run.path("eval_run_status").asText()).isIn("NOT_STARTED", "RUNNING");
      run = json(get("ann", own));
    }
    assertThat(run.path("num_questions").asInt()).isEqualTo(1);
    assertThat(run.path("num_correct").asInt()).isEqualTo(1);
    assertThat(json(get("ann", own + "/results")).toString())
        .contains("Revenue by region")
        .doesNotContain(SECRETS);
    assertThat(get("bob", own).statusCode()).isEqualTo(404);
    assertThat(get("bob", own + "/results").statusCode()).isEqualTo(404);
    assertThat(get("bob", runs).body()).doesNotContain(run.path("eval_run_id").asText());
    assertThat(get("ann", runs).body()).contains(run.path("eval_run_id").asText());
  }

  @Test
  void theLogNamesWhoHasAskedThroughADoor() throws Exception {
    ask(server, "dan", "volume by month");
    call("dan", "run_query", Map.of("sql", "select 41 as asked_by_a_program"));
    get("dan", "/api/dashboard/tile?domain=shop&page=1&tile=1&filter.region=" + encoded("E & A"));
    get("dan", "/api/dashboard/choices?domain=shop&filter=region");
    List<String> statements = new ArrayList<>();
    for (String line : Files.readAllLines(audit)) {
      JsonNode entry = JSON.readTree(line);
      if (entry.path("user").asText().equals("dan") && entry.has("statement")) {
        statements.add(
            entry.path("domain").asText()
                + " "
                + entry.path("status").asText()
                + ": "
                + entry.path("statement").asText());
      }
    }
    assertThat(statements)
        .anyMatch(text -> text.startsWith("shop succeeded: ") && text.contains("SUM(pieces)"))
        .anyMatch(text -> text.endsWith(": select 41 as asked_by_a_program"))
        .anyMatch(text -> text.startsWith("shop succeeded: ") && text.contains("'E & A'"))
        .anyMatch(text -> text.startsWith("shop succeeded: ") && text.contains("IS NOT NULL"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
