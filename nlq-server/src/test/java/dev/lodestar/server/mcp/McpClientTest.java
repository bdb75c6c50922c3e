package dev.lodestar.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.genie.Orchard;
import dev.lodestar.server.http.HttpServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Model Context Protocol as its own client speaks it. */
class McpClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static BuiltDomain orchard;
  private static HttpServer server;
  private static McpSyncClient client;

  @BeforeAll
  static void start() throws Exception {
    orchard = Orchard.in(directory);
    server = Orchard.serve(orchard);
    client = client("orchard");
    client.initialize();
  }

  private static McpSyncClient client(String space) {
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder("http://localhost:" + server.port())
                .endpoint("/api/2.0/mcp/genie/" + space)
                .build())
        .build();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
    orchard.close();
  }

  private static McpSchema.CallToolResult call(String tool, Map<String, Object> arguments) {
    return client.callTool(new McpSchema.CallToolRequest(tool, arguments));
  }

  private static String text(McpSchema.CallToolResult result) {
    return ((McpSchema.TextContent) result.content().get(0)).text();
  }

  private static JsonNode answer(String tool, Map<String, Object> arguments) throws Exception {
    McpSchema.CallToolResult result = call(tool, arguments);
    assertThat(result.isError()).as(text(result)).isFalse();
    return JSON.readTree(text(result));
  }

  @Test
  void saysWhatItOffers() {
    assertThat(client.getServerInfo().name()).isEqualTo("lodestar-orchard");
    assertThat(client.getServerInstructions()).contains("Sales of oranges");
    assertThat(client.listTools().tools())
        .extracting(McpSchema.Tool::name)
        .containsExactlyInAnyOrder("ask", "describe_model", "run_query", "list_verified_questions");
  }

  @Test
  void answersAQuestionAndOneThatGoesOn() throws Exception {
    JsonNode first = answer("ask", Map.of("question", "revenue by kind"));

    assertThat(first.path("text").asText()).isEqualTo("Revenue by kind: 2 rows.");
    assertThat(first.path("rows").toString())
        .isEqualTo("[[\"Blood\",\"20.00\"],[\"Navel\",\"22.75\"]]");
    assertThat(first.path("sql").asText()).contains("SUM(amount)");
    JsonNode next =
        answer(
            "ask",
            Map.of(
                "question", "only 2024", "conversation", first.path("conversation_id").asText()));
    assertThat(next.path("rows").toString()).isEqualTo("[[\"Navel\",\"7.00\"]]");
  }

  @Test
  void asksBackWithChoicesAndRefusesWithTheWord() throws Exception {
    JsonNode back = answer("ask", Map.of("question", "revenue in Paris"));
    assertThat(back.path("status").asText()).isEqualTo("asked-back");
    assertThat(back.path("choices")).hasSizeGreaterThan(1);

    JsonNode refusal = answer("ask", Map.of("question", "revenue by colour"));
    assertThat(refusal.path("status").asText()).isEqualTo("refused");
    assertThat(refusal.path("text").asText()).contains("\"colour\"");
  }

  @Test
  void runsAQueryAndSaysWhereItIsWrong() throws Exception {
    assertThat(
            answer("run_query", Map.of("sql", "select count(*) as n from sales"))
                .path("rows")
                .toString())
        .isEqualTo("[[\"4\"]]");
    McpSchema.CallToolResult wrong = call("run_query", Map.of("sql", "drop table sales"));
    assertThat(wrong.isError()).isTrue();
    assertThat(text(wrong)).startsWith("Line 1, column 1");
    assertThat(text(call("run_query", Map.of("sql", "select n from sales")))).contains("\"n\"");
  }

  @Test
  void describesTheModelAndItsVerifiedQuestions() throws Exception {
    JsonNode model = answer("describe_model", Map.of());
    assertThat(model.at("/data_sources/tables/0/identifier").asText())
        .isEqualTo("orchard.gold.sales");
    assertThat(model.has("benchmarks")).isFalse();

    assertThat(answer("list_verified_questions", Map.of()).at("/questions/0/sql/0").asText())
        .isEqualTo("SELECT 'by hand' AS town, 1 AS revenue");
  }

  @Test
  void aSpaceThatIsNotThereIsNotServed() {
    try (McpSyncClient lost = client("orchid")) {
      assertThatThrownBy(lost::initialize).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void whatIsNoMessageIsRefused() throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://localhost:" + server.port() + "/api/2.0/mcp/genie/orchard"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"hello\": 1}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("JSON-RPC");
  }
}
