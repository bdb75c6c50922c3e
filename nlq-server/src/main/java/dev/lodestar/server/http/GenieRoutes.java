package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.answer.StatementRunner;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.genie.Genie;
import dev.lodestar.server.genie.GenieProblem;
import dev.lodestar.server.genie.StatementRoad;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.TableName;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of {@link Genie}. */
final class GenieRoutes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GenieRoutes.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SPACES = "/api/2.0/genie/spaces";
  private static final String SPACE = SPACES + "/{space}";
  private static final String CONVERSATIONS = SPACE + "/conversations";
  private static final String CONVERSATION = CONVERSATIONS + "/{conversation}";
  private static final String MESSAGES = CONVERSATION + "/messages";
  private static final String MESSAGE = MESSAGES + "/{message}";
  private static final String ATTACHMENT = MESSAGE + "/attachments/{attachment}";
  private static final String RUNS = SPACE + "/eval-runs";
  private static final String RUN = RUNS + "/{run}";

  /** How long rows are waited for, before they have to be asked for again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long MOST_ROWS = 10_000;

  private final Map<String, Endpoint> endpoints;
  private final Statements statements;
  private final Genie genie;
  private final McpRoutes mcp;

  GenieRoutes(Map<String, Endpoint> endpoints, Statements statements) {
    this.endpoints = endpoints;
    this.statements = statements;
    StatementRoad road = new Road();
    this.genie = new Genie(road, Clock.systemUTC());
    this.mcp = new McpRoutes(endpoints, statements, genie, road);
    endpoints.values().forEach(served -> genie.serve(served.domain(), served.engine()));
  }

  void serve(RoutesConfig routes) {
    mcp.serve(routes);
    routes.get(SPACES, json(context -> genie.spaces(Callers.of(context), slice(context))));
    routes.get(
        SPACE,
        json(
            context ->
                genie.space(
                    Callers.of(context),
                    space(context),
                    "true".equals(context.queryParam("include_serialized_space")))));
    routes.get(
        SPACE + "/suggestions",
        json(
            context ->
                genie.suggestions(
                    Callers.of(context),
                    space(context),
                    Optional.ofNullable(context.queryParam("text")).orElse(""),
                    Optional.ofNullable(context.queryParam("language")))));
    routes.get(
        SPACE + "/verified",
        context -> {
          TableName table = Tables.named(context);
          json(asked -> genie.verified(Callers.of(asked), space(asked), table)).handle(context);
        });
    routes.post(
        SPACE + "/start-conversation",
        json(context -> genie.start(Callers.of(context), space(context), context.body())));
    routes.get(
        CONVERSATIONS,
        json(context -> genie.conversations(Callers.of(context), space(context), slice(context))));
    routes.delete(
        CONVERSATION,
        json(
            context -> {
              genie.delete(Callers.of(context), space(context), conversation(context));
              return empty();
            }));
    routes.get(
        CONVERSATION + "/list-comments",
        json(
            context -> genie.comments(Callers.of(context), space(context), conversation(context))));
    routes.post(
        MESSAGES,
        json(
            context ->
                genie.ask(
                    Callers.of(context), space(context), conversation(context), context.body())));
    routes.get(
        MESSAGES,
        json(
            context ->
                genie.messages(
                    Callers.of(context), space(context), conversation(context), slice(context))));
    routes.get(
        MESSAGE,
        json(
            context ->
                genie.message(
                    Callers.of(context), space(context), conversation(context), message(context))));
    routes.delete(
        MESSAGE,
        json(
            context -> {
              genie.delete(
                  Callers.of(context), space(context), conversation(context), message(context));
              return empty();
            }));
    routes.post(
        MESSAGE + "/feedback",
        json(
            context -> {
              genie.feedback(
                  Callers.of(context),
                  space(context),
                  conversation(context),
                  message(context),
                  context.body());
              return empty();
            }));
    routes.post(
        MESSAGE + "/comments",
        json(
            context ->
                genie.comment(
                    Callers.of(context),
                    space(context),
                    conversation(context),
                    message(context),
                    context.body())));
    routes.get(
        MESSAGE + "/comments",
        json(
            context ->
                genie.comments(
                    Callers.of(context), space(context), conversation(context), message(context))));
    routes.post(
        RUNS, json(context -> genie.evaluate(Callers.of(context), space(context), context.body())));
    routes.get(
        RUNS,
        json(context -> genie.evaluations(Callers.of(context), space(context), slice(context))));
    routes.get(
        RUN,
        json(
            context ->
                genie.evaluation(Callers.of(context), space(context), context.pathParam("run"))));
    routes.get(
        RUN + "/results",
        json(
            context ->
                genie.evalResults(
                    Callers.of(context),
                    space(context),
                    context.pathParam("run"),
                    slice(context))));
    routes.get(
        RUN + "/results/{result}",
        json(
            context ->
                genie.evalResult(
                    Callers.of(context),
                    space(context),
                    context.pathParam("run"),
                    context.pathParam("result"))));
    routes.get(ATTACHMENT + "/query-result", rows(genie::result));
    routes.get(MESSAGE + "/query-result", rows(genie::result));
    routes.get(MESSAGE + "/query-result/{attachment}", rows(genie::result));
    routes.post(ATTACHMENT + "/execute-query", rows(genie::execute));
    routes.post(MESSAGE + "/execute-query", rows(genie::execute));
  }

  void warmUp() {
    genie.warmUp();
  }

  /** Answers a request with JSON. */
  private interface Answering {
    ObjectNode answer(Context context)
        throws GenieProblem, QueryFailed, IOException, InterruptedException;
  }

  /** Finds or begins the statement that a request is about. */
  private interface Finding {
    String statement(
        Caller caller,
        String space,
        String conversation,
        String message,
        Optional<String> attachment)
        throws GenieProblem;
  }

  private static Handler json(Answering answering) {
    return context -> {
      ObjectNode answer;
      try {
        answer = answering.answer(context);
      } catch (GenieProblem problem) {
        throw asked(problem);
      }
      Json.answer(context, 200, json -> MAPPER.writeTree(json, answer));
    };
  }

  private Handler rows(Finding finding) {
    return context -> {
      String id;
      try {
        id =
            finding.statement(
                Callers.of(context),
                space(context),
                conversation(context),
                message(context),
                Optional.ofNullable(context.pathParamMap().get("attachment")));
      } catch (GenieProblem problem) {
        throw asked(problem);
      }
      SubmittedStatement statement =
          statements
              .find(id, Callers.of(context))
              .orElseThrow(() -> ApiProblem.notFound("The statement " + id + " was forgotten"));
      if (!statement.await(PATIENCE)) {
        LOG.debug("The statement {} goes on", id);
      }
      Json.answer(context, 200, json -> response(json, new StatementJson(statement)));
    };
  }

  private static void response(JsonGenerator json, StatementJson statement) throws IOException {
    json.writeStartObject();
    json.writeFieldName("statement_response");
    statement.to(json);
    json.writeEndObject();
  }

  private static ApiProblem asked(GenieProblem problem) {
    String message = String.valueOf(problem.getMessage());
    ApiProblem answer =
        switch (problem.kind()) {
          case WRONG -> ApiProblem.badRequest(message);
          case UNKNOWN -> ApiProblem.notFound(message);
          case NOT_READY -> ApiProblem.notReady(message);
          case BUSY -> ApiProblem.busy(message);
        };
    answer.addSuppressed(problem);
    return answer;
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String space(Context context) {
    return context.pathParam("space");
  }

  private static String conversation(Context context) {
    return context.pathParam("conversation");
  }

  private static String message(Context context) {
    return context.pathParam("message");
  }

  private static Genie.Slice slice(Context context) throws GenieProblem {
    return Genie.Slice.of(
        Optional.ofNullable(context.queryParam("page_token")),
        Optional.ofNullable(context.queryParam("page_size")));
  }

  /** Statements of answers go where those of clients go. */
  private final class Road implements StatementRoad {
    @Override
    public Submitted submit(Caller caller, String domain, Catalog catalog, String sql)
        throws GenieProblem {
      Endpoint endpoint = endpoints.get(domain);
      if (endpoint == null) {
        throw new IllegalStateException("Not served: " + domain);
      }
      try {
        return new Waiting(
            statements.submit(
                endpoint,
                catalog,
                new StatementRequest(
                    sql,
                    Optional.of(domain),
                    Optional.empty(),
                    QueryEngine.DEFAULT_SCHEMA,
                    MOST_ROWS,
                    Duration.ZERO,
                    false),
                caller));
      } catch (ApiProblem busy) {
        GenieProblem problem =
            new GenieProblem(GenieProblem.Kind.BUSY, String.valueOf(busy.getMessage()));
        problem.addSuppressed(busy);
        throw problem;
      }
    }

    @Override
    public boolean remembers(Caller caller, String statement) {
      return statements.find(statement, caller).isPresent();
    }
  }

  private record Waiting(SubmittedStatement statement) implements StatementRoad.Submitted {
    @Override
    public String id() {
      return statement.id();
    }

    @Override
    public StatementRunner.Rows rows() throws QueryFailed {
      try {
        while (!statement.await(Duration.ofMinutes(1))) {
          continue;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new QueryFailed(QueryFailed.Reason.CANCELLED, "The server was stopped", e);
      }
      SubmittedStatement.Progress progress = statement.progress();
      if (progress.rows().isPresent()) {
        SubmittedStatement.Rows rows = progress.rows().get();
        List<List<@Nullable Object>> cells = new ArrayList<>();
        rows.rows().forEach(row -> cells.add(new ArrayList<>(row)));
        return new StatementRunner.Rows(rows.columns(), cells, rows.truncated());
      }
      if (progress.state() == SubmittedStatement.State.CANCELED) {
        throw new QueryFailed(QueryFailed.Reason.CANCELLED, "The statement was cancelled", null);
      }
      SubmittedStatement.Failure failure = progress.failure().orElseThrow();
      throw new QueryFailed(
          failure.code().equals("DEADLINE_EXCEEDED")
              ? QueryFailed.Reason.TIMEOUT
              : QueryFailed.Reason.ERROR,
          failure.message(),
          null);
    }
  }

  /** To be closed when no statement runs any more. */
  @Override
  public void close() throws InterruptedException {
    mcp.close();
    genie.close();
  }
}
