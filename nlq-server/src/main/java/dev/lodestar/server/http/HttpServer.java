package dev.lodestar.server.http;

import dev.lodestar.server.avatica.AvaticaDoor;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.DomainLineage;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.server.runs.Launcher;
import dev.lodestar.server.security.Caller;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.tables.WarehouseException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers over HTTP for a few domains. A release that appears is served from the next statement on;
 * statements that were submitted before keep the tables they began with.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final long LARGEST_BODY = 1_000_000;
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(5);

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<String, AvaticaDoor> doors = new LinkedHashMap<>();
  private final Metrics metrics = new Metrics();
  private final Statements statements;
  private final Downloads downloads;
  private final GenieRoutes genie;
  private final RunRoutes runs;
  private final Set<String> answered = new TreeSet<>();
  private final Javalin javalin;
  private String host = "";
  private int wantedPort;
  private final Thread warmUp = new Thread(this::warmUp, "lodestar-warm-up");

  private final Entrance entrance;

  /**
   * Serves domains whose names differ.
   *
   * @param settings of the engine of each domain
   * @param entrance how callers come in
   * @param statementTimeout after which a statement is cancelled
   * @param launcher of runs; without one they are started from the command line only
   */
  public HttpServer(
      List<ServedDomain> domains,
      EngineSettings settings,
      Entrance entrance,
      Duration statementTimeout,
      Optional<Launcher> launcher) {
    this.entrance = entrance;
    for (ServedDomain domain : domains) {
      endpoints.put(
          domain.name(), new Endpoint(domain, QueryEngine.over(domain.warehouse(), settings)));
    }
    this.statements = new Statements(statementTimeout, metrics, entrance.signIn().audit());
    endpoints.forEach(
        (name, endpoint) ->
            doors.put(
                name,
                new AvaticaDoor(endpoint.domain(), endpoint.engine(), entrance.signIn().audit())));
    this.downloads = new Downloads(statementTimeout, entrance.signIn().audit());
    this.genie = new GenieRoutes(endpoints, statements);
    this.runs =
        new RunRoutes(this::endpoint, launcher, entrance.signIn().audit(), Clock.systemUTC());
    this.javalin = Javalin.create(this::configure);
  }

  /** The same for callers on this machine. */
  public HttpServer(
      List<ServedDomain> domains, EngineSettings settings, Duration statementTimeout) {
    this(domains, settings, Entrance.OPEN, statementTimeout, Optional.empty());
  }

  /** The same with the usual time for a statement. */
  public HttpServer(List<ServedDomain> domains, EngineSettings settings) {
    this(domains, settings, Entrance.OPEN);
  }

  /** The same for callers who come in by an entrance. */
  public HttpServer(List<ServedDomain> domains, EngineSettings settings, Entrance entrance) {
    this(domains, settings, entrance, Optional.empty());
  }

  /** The same, where runs can be started. */
  public HttpServer(
      List<ServedDomain> domains,
      EngineSettings settings,
      Entrance entrance,
      Optional<Launcher> launcher) {
    this(domains, settings, entrance, STATEMENT_TIMEOUT, launcher);
  }

  /**
   * Begins to answer.
   *
   * @param port 0 for any that is free
   * @throws RuntimeException of Javalin when the port is taken
   */
  public HttpServer start(String host, int port) {
    this.host = host;
    this.wantedPort = port;
    javalin.start(host, port);
    warmUp.start();
    return this;
  }

  /** The first statement of a process takes far longer than the second, so it is one of ours. */
  private void warmUp() {
    for (Endpoint endpoint : endpoints.values()) {
      Optional<Catalog> catalog = endpoint.domain().current();
      if (catalog.isPresent()) {
        try {
          endpoint
              .engine()
              .prepare(
                  catalog.get(), QueryEngine.DEFAULT_SCHEMA, "select 1 as one", QueryLimits.NONE)
              .run(row -> {});
        } catch (SqlProblem | QueryFailed | IOException e) {
          LOG.warn("The domain {} cannot be queried", endpoint.domain().name(), e);
        }
      }
    }
    genie.warmUp();
  }

  /** All that is answered, as {@code GET /health}. */
  Set<String> answered() {
    return answered;
  }

  public int port() {
    return javalin.port();
  }

  /** What runs the statements about a domain, for other doors; it is closed with this server. */
  public QueryEngine engine(String domain) {
    Endpoint endpoint = endpoints.get(domain);
    if (endpoint == null) {
      throw new IllegalArgumentException("Not served: " + domain);
    }
    return endpoint.engine();
  }

  private void configure(JavalinConfig config) {
    entrance
        .tls()
        .ifPresent(
            tls ->
                config.jetty.addConnector(
                    (server, http) -> TlsConnector.on(server, http, tls, host, wantedPort)));
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.prefer405over404 = true;
    config.events.handlerAdded(
        added -> answered.add(added.getHttpMethod() + " " + added.getPath()));
    RoutesConfig routes = config.routes;
    routes.before(
        context -> {
          Page.protect(context);
          letIn(context);
        });
    Page.serve(routes);
    routes.get("/health", this::health);
    routes.get("/metrics", this::metrics);
    routes.get("/api/catalog", this::catalog);
    routes.get("/api/catalog/lineage", this::lineage);
    routes.get("/api/catalog/releases", this::releases);
    routes.get("/api/functions", this::functions);
    new DashboardApi(this::endpoint, entrance.signIn().audit()).serve(routes);
    routes.post("/api/2.0/sql/statements", this::submit);
    routes.post("/api/2.0/sql/statements/", this::submit);
    routes.get("/api/2.0/sql/statements/{id}", this::statement);
    routes.get(
        "/api/2.0/sql/statements/{id}/result", context -> downloads.send(context, known(context)));
    routes.post("/api/2.0/sql/statements/{id}/cancel", this::cancel);
    routes.post("/avatica", context -> avatica(context, Optional.empty()));
    routes.post(
        "/avatica/{domain}", context -> avatica(context, Optional.of(context.pathParam("domain"))));
    genie.serve(routes);
    runs.serve(routes);
    routes.exception(
        ApiProblem.class,
        (problem, context) -> {
          if (problem.status() == 401) {
            context.header("WWW-Authenticate", "Basic realm=\"Lodestar\", charset=\"UTF-8\"");
          }
          if (NotSignedIn.isToldTo(context, problem)) {
            NotSignedIn.tell(context, problem);
            return;
          }
          answer(context, problem.status(), problem.code(), String.valueOf(problem.getMessage()));
        });
    routes.exception(
        Exception.class,
        (failure, context) -> {
          LOG.error("Cannot answer {} {}", context.method(), context.path(), failure);
          // What failed may name what a user does not see.
          answer(
              context,
              500,
              "INTERNAL_ERROR",
              entrance.signIn().isNeeded()
                  ? "The server failed; its log says how"
                  : "The server failed: " + failure.getMessage());
        });
    for (int status : new int[] {404, 405, 413}) {
      routes.error(status, context -> explain(context, status));
    }
  }

  /** A server that listens to this machine only is asked by a name of this machine only. */
  private void letIn(Context context) throws ApiProblem {
    if (entrance.signIn().isNeeded()) {
      LocalNames.checkOrigin(context.header("Host"), context.header("Origin"));
    } else {
      LocalNames.check(context.header("Host"), context.header("Origin"));
    }
    if (!context.path().equals("/health")) {
      Callers.letIn(context, entrance.signIn());
    }
  }

  /** Javalin's own refusals are plain words; ours are already JSON. */
  private static void explain(Context context, int status) throws IOException {
    if (Json.answered(context)) {
      return;
    }
    if (status == 404 && PlainPage.isWanted(context) && !context.path().startsWith("/api/")) {
      NoSuchPage.tell(context);
      return;
    }
    String what = context.method() + " " + context.path();
    switch (status) {
      case 404 -> Json.problem(context, status, "ENDPOINT_NOT_FOUND", "Nothing is at " + what);
      case 405 ->
          Json.problem(context, status, "METHOD_NOT_ALLOWED", "There is no " + what + " here");
      default ->
          Json.problem(
              context,
              status,
              "REQUEST_TOO_LARGE",
              "A request may have " + LARGEST_BODY + " bytes at most");
    }
  }

  private static void answer(Context context, int status, String code, String message) {
    try {
      Json.problem(context, status, code, message);
    } catch (IOException e) {
      throw new IllegalStateException("An answer is first written to memory", e);
    }
  }

  private void health(Context context) throws IOException {
    Json.answer(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "ok");
          json.writeEndObject();
        });
  }

  private void metrics(Context context) {
    Map<String, Long> releases = new LinkedHashMap<>();
    endpoints.forEach(
        (name, endpoint) -> {
          if (Callers.of(context).knows(name)) {
            releases.put(name, endpoint.domain().current().map(c -> c.release().id()).orElse(0L));
          }
        });
    context.contentType("text/plain; version=0.0.4; charset=utf-8");
    context.result(metrics.text(statements.open(), releases));
  }

  private void catalog(Context context) throws IOException {
    Json.answer(
        context,
        200,
        new CatalogJson(
            endpoints.values().stream().map(Endpoint::domain).toList(), Callers.of(context)));
  }

  private void releases(Context context) throws ApiProblem, IOException {
    Caller caller = Callers.of(context);
    ServedDomain domain =
        endpoint(Optional.ofNullable(context.queryParam("domain")), caller).domain();
    Catalog catalog = tables(domain, caller, Optional.empty());
    Json.answer(
        context,
        200,
        ReleasesJson.of(domain.opened().orElseThrow(), catalog, Tables.named(context)));
  }

  /** What a caller sees of the tables of now, or as of a release, a snapshot, a run or a moment. */
  private static Catalog tables(ServedDomain domain, Caller caller, Optional<String> asOf)
      throws ApiProblem {
    Catalog now =
        caller
            .tables(domain)
            .orElseThrow(() -> ApiProblem.notReady(nothingReleased(domain, caller)));
    try {
      return asOf.flatMap(text -> caller.tablesAsOf(domain, text)).orElse(now);
    } catch (WarehouseException.NoSuchRelease e) {
      ApiProblem problem = ApiProblem.notFound(String.valueOf(e.getMessage()));
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private void lineage(Context context) throws ApiProblem, IOException {
    Caller caller = Callers.of(context);
    ServedDomain domain =
        endpoint(Optional.ofNullable(context.queryParam("domain")), caller).domain();
    Catalog catalog = tables(domain, caller, Optional.empty());
    Json.answer(context, 200, new LineageJson(DomainLineage.of(domain.domain().folder(), catalog)));
  }

  /** What statements may call. */
  private void functions(Context context) throws IOException {
    Json.answer(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("functions");
          for (String name : SqlCompiler.functionNames()) {
            json.writeString(name);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void submit(Context context) throws ApiProblem, IOException, InterruptedException {
    StatementRequest request = StatementRequest.parse(context.body());
    Caller caller = Callers.of(context);
    Endpoint endpoint = endpoint(request.domain(), caller);
    Catalog catalog = tables(endpoint.domain(), caller, request.asOf());
    SubmittedStatement statement = statements.submit(endpoint, catalog, request, caller);
    if (!statement.await(request.patience()) && request.cancelAfterWait()) {
      statement.cancel();
      statement.await(Duration.ofSeconds(5));
    }
    Json.answer(context, 200, new StatementJson(statement));
  }

  private Endpoint endpoint(Optional<String> domain, Caller caller) throws ApiProblem {
    Map<String, Endpoint> known = new LinkedHashMap<>(endpoints);
    known.keySet().removeIf(name -> !caller.knows(name));
    if (domain.isEmpty() && known.size() == 1) {
      return known.values().iterator().next();
    }
    String choices =
        known.isEmpty()
            ? "there is none for " + caller.name()
            : "\"catalog\" is one of " + String.join(", ", known.keySet());
    if (domain.isEmpty()) {
      throw ApiProblem.badRequest("Which domain is meant? " + choices);
    }
    Endpoint endpoint = known.get(domain.get());
    if (endpoint == null) {
      throw ApiProblem.notFound("There is no domain \"" + domain.get() + "\"; " + choices);
    }
    return endpoint;
  }

  static String nothingReleased(ServedDomain domain, Caller caller) {
    String said = "The domain " + domain.name() + " has released nothing yet";
    return caller.everything() ? said + "; run it: lodestar run " + domain.domain().folder() : said;
  }

  private void statement(Context context) throws ApiProblem, IOException {
    Json.answer(context, 200, new StatementJson(known(context)));
  }

  private void cancel(Context context) throws ApiProblem, IOException {
    known(context).cancel();
    Json.answer(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeEndObject();
        });
  }

  private void avatica(Context context, Optional<String> domain) throws ApiProblem {
    Caller caller = Callers.of(context);
    AvaticaDoor door = Objects.requireNonNull(doors.get(endpoint(domain, caller).domain().name()));
    AvaticaDoor.Answer answer = door.answer(caller, context.bodyAsBytes());
    context.status(answer.status());
    context.contentType("application/octet-stream");
    context.result(answer.body());
  }

  private SubmittedStatement known(Context context) throws ApiProblem {
    String id = context.pathParam("id");
    return statements
        .find(id, Callers.of(context))
        .orElseThrow(
            () -> ApiProblem.notFound("There is no statement " + id + ", or it was long ago"));
  }

  /** Stops answering, cancels what is running, and gives everything back. */
  @Override
  public void close() throws InterruptedException, SQLException {
    javalin.stop();
    runs.close();
    statements.close();
    genie.close();
    warmUp.join();
    doors.values().forEach(AvaticaDoor::close);
    for (Endpoint endpoint : endpoints.values()) {
      endpoint.engine().close();
      endpoint.domain().close();
    }
  }
}
