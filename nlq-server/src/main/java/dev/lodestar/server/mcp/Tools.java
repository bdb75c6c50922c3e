package dev.lodestar.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.genie.Genie;
import dev.lodestar.server.genie.GenieProblem;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What can be called, each with what it takes. */
final class Tools {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MOST_ROWS = 200;
  private static final Set<String> OPEN = Set.of("SUBMITTED", "EXECUTING_QUERY");
  private static final String NOTHING =
      """
      {"type": "object", "properties": {}, "additionalProperties": false}
      """;

  private final String space;
  private final Genie genie;
  private final Results results;
  private final McpJsonMapper json;

  Tools(String space, Genie genie, Results results, McpJsonMapper json) {
    this.space = space;
    this.genie = genie;
    this.results = results;
    this.json = json;
  }

  /** Carries out a call. */
  private interface Call {
    JsonNode answer(Caller caller, Map<String, Object> arguments)
        throws GenieProblem, QueryFailed, IOException, InterruptedException;
  }

  List<SyncToolSpecification> all() {
    return List.of(
        tool(
            "ask",
            "Answers a question about the data, in English or French: in words, with rows and the SQL"
                + " behind them. It may ask back; ask again with one of the choices.",
            """
            {"type": "object", "required": ["question"], "additionalProperties": false,
             "properties": {
              "question": {"type": "string"},
              "conversation": {"type": "string",
                "description": "conversation_id of an earlier answer, to go on from it"}}}
            """,
            this::ask),
        tool(
            "describe_model",
            "Describes what can be asked: tables, columns, joins, measures, filters, samples.",
            NOTHING,
            (caller, arguments) -> model(caller)),
        tool(
            "run_query",
            "Runs one SELECT over the tables, for what ask does not understand.",
            """
            {"type": "object", "required": ["sql"], "additionalProperties": false,
             "properties": {"sql": {"type": "string"}}}
            """,
            (caller, arguments) -> cut(results.run(caller, space, text(arguments, "sql")))),
        tool(
            "list_verified_questions",
            "Lists questions whose answers the owner of the data has verified, with their SQL.",
            NOTHING,
            (caller, arguments) -> verified(caller)));
  }

  private SyncToolSpecification tool(String name, String description, String schema, Call call) {
    McpSchema.Tool tool =
        McpSchema.Tool.builder(name, json, schema).description(description).build();
    return new SyncToolSpecification(
        tool, (context, request) -> result(call, caller(context), request.arguments()));
  }

  private static Caller caller(McpTransportContext context) {
    if (context.get(McpSpace.CALLER) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("Nobody calls");
  }

  private static McpSchema.CallToolResult result(
      Call call, Caller caller, Map<String, Object> arguments) {
    try {
      return McpSchema.CallToolResult.builder()
          .addTextContent(call.answer(caller, arguments).toString())
          .isError(false)
          .build();
    } catch (GenieProblem | QueryFailed | IOException e) {
      return McpSchema.CallToolResult.builder()
          .addTextContent(String.valueOf(e.getMessage()))
          .isError(true)
          .build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The server was stopped", e);
    }
  }

  private static String text(Map<String, Object> arguments, String name) throws GenieProblem {
    if (arguments.get(name) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new GenieProblem(GenieProblem.Kind.WRONG, name + " is missing");
  }

  private JsonNode ask(Caller caller, Map<String, Object> arguments)
      throws GenieProblem, QueryFailed, IOException, InterruptedException {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("content", text(arguments, "question"))
            .toString();
    JsonNode message =
        arguments.get("conversation") instanceof String conversation
            ? genie.ask(caller, space, conversation, body)
            : genie.start(caller, space, body).path("message");
    String conversation = message.path("conversation_id").asText();
    String id = message.path("message_id").asText();
    while (OPEN.contains(message.path("status").asText())) {
      if (message.path("status").asText().equals("EXECUTING_QUERY")) {
        results.of(caller, genie.result(caller, space, conversation, id, Optional.empty()));
      } else {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      message = genie.message(caller, space, conversation, id);
    }
    return answer(caller, message, conversation, id);
  }

  private ObjectNode answer(Caller caller, JsonNode message, String conversation, String id)
      throws GenieProblem, InterruptedException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("conversation_id", conversation);
    if (message.path("status").asText().equals("FAILED")) {
      throw new GenieProblem(GenieProblem.Kind.NOT_READY, message.at("/error/error").asText());
    }
    JsonNode ours = message.path("lodestar");
    answer.set("status", ours.path("status"));
    answer.set("text", ours.path("text"));
    answer.set("choices", ours.path("choices"));
    JsonNode query = message.at("/attachments/0/query");
    if (query.isObject()) {
      answer.set("sql", query.path("query"));
      answer.set("thoughts", query.path("thoughts"));
      JsonNode rows =
          cut(results.of(caller, genie.result(caller, space, conversation, id, Optional.empty())));
      answer.set("columns", rows.path("columns"));
      answer.set("rows", rows.path("rows"));
      answer.set("truncated", rows.path("truncated"));
    }
    return answer;
  }

  /** Columns and rows, of which no program with a language model wants all. */
  private static JsonNode cut(JsonNode statement) throws GenieProblem {
    String state = statement.at("/status/state").asText();
    if (!state.equals("SUCCEEDED")) {
      throw new GenieProblem(
          GenieProblem.Kind.NOT_READY,
          statement.at("/status/error/message").asText("The statement is " + state));
    }
    ObjectNode cut = JsonNodeFactory.instance.objectNode();
    ArrayNode columns = cut.putArray("columns");
    for (JsonNode column : statement.at("/manifest/schema/columns")) {
      columns
          .addObject()
          .put("name", column.path("name").asText())
          .put("type", column.path("type_text").asText());
    }
    ArrayNode rows = cut.putArray("rows");
    int read = 0;
    for (JsonNode row : statement.at("/result/data_array")) {
      if (read++ < MOST_ROWS) {
        rows.add(row);
      }
    }
    cut.put("truncated", read > MOST_ROWS || statement.at("/manifest/truncated").asBoolean());
    return cut;
  }

  private JsonNode model(Caller caller) throws GenieProblem, QueryFailed, IOException {
    ObjectNode known = genie.space(caller, space, true);
    ObjectNode model = (ObjectNode) MAPPER.readTree(known.path("serialized_space").asText());
    model.remove("benchmarks");
    model.set("title", known.path("title"));
    model.set("description", known.path("description"));
    model.set("sample_questions", known.at("/lodestar/sample_questions"));
    return model;
  }

  private JsonNode verified(Caller caller) throws GenieProblem, QueryFailed, IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("questions", model(caller).at("/instructions/example_question_sqls"));
    return answer;
  }
}
