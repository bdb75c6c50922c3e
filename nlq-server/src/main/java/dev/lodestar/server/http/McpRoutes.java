package dev.lodestar.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.genie.Genie;
import dev.lodestar.server.genie.GenieProblem;
import dev.lodestar.server.genie.StatementRoad;
import dev.lodestar.server.mcp.McpSpace;
import dev.lodestar.server.mcp.Results;
import dev.lodestar.server.security.Caller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every domain as a server of the Model Context Protocol; one comes to be when it is first used.
 */
final class McpRoutes implements AutoCloseable {
  private static final String ADDRESS = "/api/2.0/mcp/genie/{space}";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<String, Endpoint> endpoints;
  private final Statements statements;
  private final Genie genie;
  private final StatementRoad road;
  private final Map<String, McpSpace> open = new ConcurrentHashMap<>();

  McpRoutes(
      Map<String, Endpoint> endpoints, Statements statements, Genie genie, StatementRoad road) {
    this.endpoints = endpoints;
    this.statements = statements;
    this.genie = genie;
    this.road = road;
  }

  void serve(RoutesConfig routes) {
    routes.post(ADDRESS, this::answer);
  }

  private void answer(Context context) throws ApiProblem {
    String name = context.pathParam("space");
    Caller caller = Callers.of(context);
    Endpoint endpoint = endpoints.get(name);
    if (endpoint == null || !caller.knows(name)) {
      List<String> others = endpoints.keySet().stream().filter(caller::knows).toList();
      throw ApiProblem.notFound(
          "There is no space \""
              + name
              + (others.isEmpty() ? "\"" : "\"; there are " + String.join(", ", others)));
    }
    McpSpace space = open.computeIfAbsent(name, made -> space(endpoint.domain()));
    Optional<String> answer;
    try {
      answer = space.answer(caller, context.body());
    } catch (IOException e) {
      ApiProblem problem = ApiProblem.badRequest(String.valueOf(e.getMessage()));
      problem.addSuppressed(e);
      throw problem;
    }
    context.status(answer.isPresent() ? 200 : 202);
    if (answer.isPresent()) {
      context.contentType("application/json");
      context.result(answer.get());
    }
  }

  private McpSpace space(ServedDomain domain) {
    String title = domain.domain().title().in("en");
    return new McpSpace(domain.name(), title.isEmpty() ? domain.name() : title, genie, new Ended());
  }

  /** Waits for statements, and shows them as they are shown elsewhere. */
  private final class Ended implements Results {
    @Override
    public JsonNode of(Caller caller, String statement) throws GenieProblem, InterruptedException {
      SubmittedStatement submitted =
          statements
              .find(statement, caller)
              .orElseThrow(
                  () ->
                      new GenieProblem(
                          GenieProblem.Kind.UNKNOWN, "The statement was forgotten; ask again"));
      if (!submitted.await(PATIENCE)) {
        submitted.cancel();
        throw new GenieProblem(
            GenieProblem.Kind.NOT_READY,
            "The statement took more than " + PATIENCE.toSeconds() + " seconds");
      }
      try {
        return MAPPER.readTree(Json.bytes(new StatementJson(submitted)));
      } catch (IOException e) {
        throw new IllegalStateException("A statement is shown as JSON", e);
      }
    }

    @Override
    public JsonNode run(Caller caller, String space, String sql)
        throws GenieProblem, InterruptedException {
      Endpoint endpoint = endpoints.get(space);
      if (endpoint == null) {
        throw new IllegalStateException("Not served: " + space);
      }
      Catalog catalog =
          caller
              .tables(endpoint.domain())
              .orElseThrow(
                  () ->
                      new GenieProblem(
                          GenieProblem.Kind.NOT_READY,
                          HttpServer.nothingReleased(endpoint.domain(), caller)));
      return of(caller, road.submit(caller, space, catalog, sql).id());
    }
  }

  @Override
  public void close() {
    open.values().forEach(McpSpace::close);
  }
}
