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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document of the API says what the server answers, no more and no less. */
final class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\\{([^}]+)\\}");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  @TempDir static Path directory;
  private static BuiltDomain built;
  private static HttpServer server;
  private static JsonNode document;

  @BeforeAll
  static void open() throws Exception {
    built = BuiltDomain.in(directory, "shop");
    built.table("gold.orders", "SELECT 1 AS id, 2.50::DECIMAL(12,2) AS amount").release("run-1");
    ServedDomain served = built.served();
    server = new HttpServer(List.of(served), EngineSettings.FOR_A_FEW_QUERIES);
    server.start("127.0.0.1", 0);
    HttpResponse<String> answer = send(request("/api/openapi.json"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    document = JSON.readTree(answer.body());
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
    built.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode run(Map<String, Object> statement) throws Exception {
    return JSON.readTree(
        send(request("/api/2.0/sql/statements")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(statement))))
            .body());
  }

  private static String withoutSlash(String route) {
    return route.length() > 1 && route.endsWith("/")
        ? route.substring(0, route.length() - 1)
        : route;
  }

  @Test
  void everyRouteIsDescribedAndNothingElse() {
    Set<String> described = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    Set<String> answered =
        server.answered().stream()
            .map(OpenApiTest::withoutSlash)
            .filter(route -> route.matches("[A-Z]+ /(api/.*|health|metrics)"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(answered).hasSizeGreaterThan(40);
    assertThat(described).isEqualTo(answered);
  }

  @Test
  void everyNameInAnAddressIsAParameterAndEveryReferenceLeadsSomewhere() {
    Set<String> operations = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              List<String> names =
                  NAME.matcher(path.getKey())
                      .results()
                      .map((MatchResult found) -> found.group(1))
                      .toList();
              List<String> declared = new ArrayList<>();
              for (JsonNode parameter : path.getValue().path("parameters")) {
                JsonNode one =
                    parameter.has("$ref")
                        ? document.at(parameter.path("$ref").asText().substring(1))
                        : parameter;
                if (one.path("in").asText().equals("path")) {
                  declared.add(one.path("name").asText());
                }
              }
              assertThat(declared).as(path.getKey()).containsExactlyElementsOf(names);
              for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (!operation.isMissingNode()) {
                  assertThat(operations.add(operation.path("operationId").asText())).isTrue();
                  assertThat(operation.path("responses").has("200")).as(path.getKey()).isTrue();
                }
              }
            });
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(document.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void theFieldsOfAStatementAreThoseThatTheServerTakes() throws Exception {
    String refusal = run(Map.of("nonsense", 1)).path("message").asText();
    assertThat(refusal)
        .isEqualTo(
            "Unknown field \"nonsense\"; use "
                + String.join(
                    ", ", names(document.at("/components/schemas/StatementRequest/properties"))));
  }

  /** Whether all that was answered is described, with the words that are named. */
  private static void assertDescribed(JsonNode answer, JsonNode schema, String where) {
    JsonNode of =
        schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
    if (answer.isObject()) {
      assertThat(of.path("type").asText()).as(where).isEqualTo("object");
      for (JsonNode required : of.path("required")) {
        assertThat(answer.has(required.asText())).as(where + " has " + required).isTrue();
      }
      answer
          .properties()
          .forEach(
              field -> {
                JsonNode described = of.path("properties").path(field.getKey());
                assertThat(described.isMissingNode()).as(where + "/" + field.getKey()).isFalse();
                assertDescribed(field.getValue(), described, where + "/" + field.getKey());
              });
    } else if (answer.isArray()) {
      assertThat(of.path("type").asText()).as(where).isEqualTo("array");
      answer.forEach(item -> assertDescribed(item, of.path("items"), where + "[]"));
    } else if (answer.isNull()) {
      assertThat(of.path("nullable").asBoolean()).as(where).isTrue();
    } else {
      String type = of.path("type").asText();
      assertThat(answer.isTextual()).as(where).isEqualTo(type.equals("string"));
      assertThat(answer.isInt()).as(where).isEqualTo(type.equals("integer"));
      assertThat(answer.isBoolean()).as(where).isEqualTo(type.equals("boolean"));
      if (of.has("enum")) {
        assertThat(of.path("enum")).as(where).contains(answer);
      }
    }
  }

  @Test
  void whatIsAnsweredToAStatementIsAsDescribed() throws Exception {
    JsonNode statement = document.at("/components/schemas/Statement");
    JsonNode answer = run(Map.of("statement", "select id, amount, null as n from orders"));
    assertThat(answer.at("/status/state").asText()).isEqualTo("SUCCEEDED");
    assertDescribed(answer, statement, "");
    JsonNode failure = run(Map.of("statement", "select nothing from orders"));
    assertThat(failure.at("/status/state").asText()).isEqualTo("FAILED");
    assertDescribed(failure, statement, "");
    assertDescribed(run(Map.of("statement", "")), document.at("/components/schemas/Refusal"), "");
  }
}
