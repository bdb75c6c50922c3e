package dev.lodestar.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.runs.CannotStart;
import dev.lodestar.server.runs.Errand;
import dev.lodestar.server.runs.Launcher;
import dev.lodestar.server.runs.RunReport;
import dev.lodestar.server.runs.StartedRun;
import dev.lodestar.server.runs.StartedRuns;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.Cron;
import dev.lodestar.tables.Run;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs that are started, watched and cancelled from a page: for those from whom nothing of the
 * domain is kept back, and who may.
 */
final class RunRoutes implements AutoCloseable {
  static final String PATH = "/api/runs";

  private static final String EXAMPLES =
      "{\"errand\": \"run\"}, {\"errand\": \"retry\", \"run\": \"r-1\"}, or {\"errand\": \"replay\","
          + " \"table\": \"silver.orders\"}";
  private static final List<String> FIELDS = List.of("errand", "table", "run", "runner");
  private static final String RUN = PATH + "/{id}";
  private static final int TIMES_TOLD = 5;

  /** What a table may be called; anything else could be taken for an option. */
  private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*");

  private final DashboardApi.Finder endpoints;
  private final AuditLog audit;
  private final Clock clock;
  private final StartedRuns runs;

  RunRoutes(
      DashboardApi.Finder endpoints, Optional<Launcher> launcher, AuditLog audit, Clock clock) {
    this.endpoints = endpoints;
    this.audit = audit;
    this.clock = clock;
    this.runs = new StartedRuns(launcher, clock);
  }

  void serve(RoutesConfig routes) {
    routes.get(PATH, this::overview);
    routes.post(PATH, this::start);
    routes.get(RUN, this::report);
    routes.get(RUN + "/log", this::log);
    routes.post(RUN + "/cancel", this::cancel);
  }

  /** What can be done now, what was done last, and when the domain should run. */
  private void overview(Context context) throws ApiProblem, IOException {
    ServedDomain domain = domain(context);
    boolean granted = Callers.of(context).mayRun(domain.name());
    Optional<String> hindrance = granted ? runs.hindrance(domain) : Optional.of(notGranted(domain));
    Optional<RunReport> latest = RunReport.latest(domain, runs);
    Optional<String> retry = RunReport.toRetry(domain, runs).map(RunReport::id);
    String schedule = domain.domain().schedule();
    List<Instant> next =
        schedule.isEmpty() ? List.of() : Cron.next(schedule, clock.instant(), TIMES_TOLD);
    Json.answer(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("may_start", granted && runs.arePossible());
          json.writeBooleanField("can_start", hindrance.isEmpty());
          json.writeStringField("note", hindrance.orElse(""));
          json.writeArrayFieldStart("runners");
          for (String runner : runs.runners()) {
            json.writeString(runner);
          }
          json.writeEndArray();
          json.writeStringField("schedule", schedule);
          json.writeArrayFieldStart("next");
          for (Instant moment : next) {
            json.writeString(moment.toString());
          }
          json.writeEndArray();
          json.writeFieldName("latest");
          if (latest.isPresent()) {
            new RunJson(latest.get()).to(json);
          } else {
            json.writeNull();
          }
          json.writeStringField("retry", retry.orElse(""));
          json.writeEndObject();
        });
  }

  private void start(Context context) throws ApiProblem, IOException {
    refuseOthersPages(context);
    ServedDomain domain = domain(context);
    refuseOthers(context, domain);
    JsonNode request = request(context.body());
    Errand errand = errand(request);
    Optional<String> runner = runner(request);
    StartedRun run;
    try {
      run = runs.start(domain, errand, runner);
    } catch (CannotStart e) {
      ApiProblem problem = ApiProblem.notReady(String.valueOf(e.getMessage()));
      problem.addSuppressed(e);
      throw problem;
    }
    audit.run(
        Callers.of(context).name(), domain.name(), run.id(), errand.kind().word() + " started");
    answer(context, domain, run.id());
  }

  private void report(Context context) throws ApiProblem, IOException {
    answer(context, domain(context), context.pathParam("id"));
  }

  private void answer(Context context, ServedDomain domain, String id)
      throws ApiProblem, IOException {
    RunReport report = RunReport.of(domain, runs, id).orElseThrow(() -> unknown(id));
    Json.answer(context, 200, new RunJson(report));
  }

  /** All that a run said, or only the lines that name a table. */
  private void log(Context context) throws ApiProblem, IOException {
    ServedDomain domain = domain(context);
    String id = context.pathParam("id");
    Optional<Pattern> table =
        text(context, "table")
            .map(name -> Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "(?![\\w])"));
    Optional<List<String>> log = runs.log(domain, id);
    List<String> lines =
        log.orElse(List.of()).stream()
            .filter(line -> table.isEmpty() || table.get().matcher(line).find())
            .toList();
    Json.answer(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("kept", log.isPresent());
          json.writeArrayFieldStart("lines");
          for (String line : lines) {
            json.writeString(line);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void cancel(Context context) throws ApiProblem, IOException {
    refuseOthersPages(context);
    ServedDomain domain = domain(context);
    refuseOthers(context, domain);
    String id = context.pathParam("id");
    StartedRun run =
        runs.latest(domain.name())
            .filter(started -> started.id().equals(id))
            .orElseThrow(
                () ->
                    ApiProblem.notFound(
                        "Run " + id + " was not started here last; stop it where it was started"));
    if (!run.isOver()) {
      run.cancel();
      audit.run(Callers.of(context).name(), domain.name(), id, "cancelled");
    }
    answer(context, domain, id);
  }

  /** A page of another origin cannot send JSON without being asked about first. */
  private static void refuseOthersPages(Context context) throws ApiProblem {
    LocalNames.checkOrigin(context.header("Host"), context.header("Origin"));
    String type = Optional.ofNullable(context.contentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
      throw ApiProblem.badRequest(
          "The body is not said to be JSON; send the header Content-Type: application/json");
    }
  }

  private static void refuseOthers(Context context, ServedDomain domain) throws ApiProblem {
    if (!Callers.of(context).mayRun(domain.name())) {
      throw ApiProblem.forbidden(notGranted(domain));
    }
  }

  private static String notGranted(ServedDomain domain) {
    return "No role of yours grants runs of "
        + domain.name()
        + "; one that has \"may-run: true\" and keeps nothing back does";
  }

  private ServedDomain domain(Context context) throws ApiProblem {
    Caller caller = Callers.of(context);
    ServedDomain domain = endpoints.find(text(context, "domain"), caller).domain();
    if (!caller.seesAllOf(domain.name())) {
      throw ApiProblem.forbidden(PATH + " is only for those from whom nothing is kept back");
    }
    return domain;
  }

  private static JsonNode request(String body) throws ApiProblem {
    JsonNode request = Json.object(body, EXAMPLES);
    for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw ApiProblem.badRequest(
            "Unknown field \"" + name + "\"; use " + String.join(", ", FIELDS));
      }
    }
    return request;
  }

  private Optional<String> runner(JsonNode request) throws ApiProblem {
    JsonNode value = request.path("runner");
    if (value.isMissingNode() || value.isNull() || runs.runners().isEmpty()) {
      return Optional.empty();
    }
    if (!runs.runners().contains(value.asText())) {
      throw ApiProblem.badRequest(
          "Unknown runner " + value + "; there are " + String.join(", ", runs.runners()));
    }
    return Optional.of(value.asText());
  }

  private static Errand errand(JsonNode request) throws ApiProblem {
    String kind = request.path("errand").asText("");
    Optional<String> table = name(request, "table", TABLE.asMatchPredicate());
    Optional<String> run = name(request, "run", Run::isId);
    if (kind.equals("run") && table.isEmpty() && run.isEmpty()) {
      return Errand.run();
    }
    if (kind.equals("retry") && table.isEmpty() && run.isPresent()) {
      return Errand.retry(run.get());
    }
    if (kind.equals("replay") && run.isEmpty()) {
      return Errand.replay(table);
    }
    throw ApiProblem.badRequest("Write " + EXAMPLES);
  }

  private static Optional<String> name(JsonNode request, String field, Predicate<String> isName)
      throws ApiProblem {
    JsonNode value = request.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!isName.test(value.asText(""))) {
      throw ApiProblem.badRequest("Not the name of a " + field + ": " + value);
    }
    return Optional.of(value.asText());
  }

  private static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isEmpty());
  }

  private static ApiProblem unknown(String id) {
    return ApiProblem.notFound("There is no run " + id);
  }

  @Override
  public void close() throws InterruptedException {
    runs.close();
  }
}
