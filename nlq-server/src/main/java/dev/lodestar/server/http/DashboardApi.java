package dev.lodestar.server.http;

import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.dashboard.Dashboards;
import dev.lodestar.server.dashboard.ServedDashboard;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.answers.Dashboard;
import dev.lodestar.spec.answers.Dashboard.Filter;
import dev.lodestar.spec.answers.Dashboard.Tile;
import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.sql.SqlProblem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What dashboards show: their pages, what there is to choose, and the rows of a tile. */
final class DashboardApi {
  private static final String FILTER = "filter.";

  private final Finder endpoints;
  private final AuditLog audit;
  private final Map<String, Dashboards> byDomain = new ConcurrentHashMap<>();

  DashboardApi(Finder endpoints, AuditLog audit) {
    this.endpoints = endpoints;
    this.audit = audit;
  }

  /** Finds the domain that a request names; none is named where only one is served. */
  interface Finder {
    Endpoint find(Optional<String> domain, Caller caller) throws ApiProblem;
  }

  void serve(RoutesConfig routes) {
    routes.get("/api/dashboard", this::dashboard);
    routes.get("/api/dashboard/readers", this::readers);
    routes.get("/api/dashboard/choices", context -> attempt(() -> choices(context)));
    routes.get("/api/dashboard/tile", context -> attempt(() -> tile(context)));
    routes.get("/api/dashboard/rows", context -> attempt(() -> rows(context)));
  }

  private void dashboard(Context context) throws ApiProblem, IOException {
    Endpoint endpoint = endpoint(context);
    Caller caller = Callers.of(context);
    Optional<Catalog> catalog = caller.tables(endpoint.domain());
    Dashboards.Found found =
        catalog.isPresent()
            ? found(endpoint, catalog.get())
            : new Dashboards.Found(
                Optional.empty(), HttpServer.nothingReleased(endpoint.domain(), caller));
    Json.answer(context, 200, new DashboardJson(endpoint.domain(), found));
  }

  /** The tiles that read a table. */
  private void readers(Context context) throws ApiProblem, IOException {
    TableName table = Tables.named(context);
    ServedDashboard served = served(context);
    Json.answer(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("tiles");
          List<Dashboard.Page> pages = served.dashboard().pages();
          for (int page = 0; page < pages.size(); page++) {
            for (Tile tile : pages.get(page).tiles()) {
              Optional<List<String>> read = served.read(tile, table);
              if (read.isPresent()) {
                json.writeStartObject();
                json.writeNumberField("page", page);
                Texts.write(json, "title", tile.title());
                json.writeArrayFieldStart("columns");
                for (String column : read.get()) {
                  json.writeString(column);
                }
                json.writeEndArray();
                json.writeEndObject();
              }
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void choices(Context context)
      throws ApiProblem, ModelProblem, SqlProblem, QueryFailed, IOException {
    ServedDashboard served = served(context);
    Filter filter = filter(served.dashboard(), text(context, "filter").orElse(""));
    List<String> values = served.choices(filter, Callers.of(context).share(), notes(context));
    Json.answer(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("values");
          for (String value : values) {
            json.writeString(value);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** The rows that a tile sums up. */
  private void rows(Context context)
      throws ApiProblem, ModelProblem, SqlProblem, QueryFailed, IOException {
    ServedDashboard served = served(context);
    ServedDashboard.Shown shown =
        served
            .rows(
                tile(served, context),
                chosen(served.dashboard(), context),
                Callers.of(context).share(),
                notes(context))
            .orElseThrow(
                () ->
                    ApiProblem.badRequest(
                        "The tile has a SELECT of its own; what it sums up is told by that alone"));
    Json.answer(context, 200, new TileJson(shown));
  }

  private static Tile tile(ServedDashboard served, Context context) throws ApiProblem {
    Dashboard.Page page = at(served.dashboard().pages(), context, "page");
    return at(page.tiles(), context, "tile");
  }

  private void tile(Context context)
      throws ApiProblem, ModelProblem, SqlProblem, QueryFailed, IOException {
    ServedDashboard served = served(context);
    Tile tile = tile(served, context);
    ServedDashboard.Shown shown =
        served.show(
            tile,
            chosen(served.dashboard(), context),
            grain(tile, context),
            Callers.of(context).share(),
            notes(context));
    Json.answer(context, 200, new TileJson(shown));
  }

  /** Statements of tiles are written down like those that clients write themselves. */
  private ServedDashboard.Notes notes(Context context) throws ApiProblem {
    String domain = endpoint(context).domain().name();
    String user = Callers.of(context).name();
    return (sql, succeeded, rows, time) ->
        audit.statement(
            new AuditLog.Entry(
                "http", user, domain, sql, succeeded ? "succeeded" : "failed", rows, time));
  }

  private Endpoint endpoint(Context context) throws ApiProblem {
    return endpoints.find(text(context, "domain"), Callers.of(context));
  }

  private Dashboards.Found found(Endpoint endpoint, Catalog catalog) throws IOException {
    return byDomain
        .computeIfAbsent(
            endpoint.domain().name(),
            name -> new Dashboards(endpoint.domain().domain(), endpoint.engine()))
        .over(catalog);
  }

  private ServedDashboard served(Context context) throws ApiProblem, IOException {
    Endpoint endpoint = endpoint(context);
    ServedDomain domain = endpoint.domain();
    Caller caller = Callers.of(context);
    Catalog catalog =
        caller
            .tables(domain)
            .orElseThrow(() -> ApiProblem.notReady(HttpServer.nothingReleased(domain, caller)));
    Dashboards.Found found = found(endpoint, catalog);
    return found.dashboard().orElseThrow(() -> ApiProblem.notFound(found.note()));
  }

  private static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isEmpty());
  }

  private static <T> T at(List<T> list, Context context, String name) throws ApiProblem {
    String number = text(context, name).orElse("");
    if (!number.matches("\\d{1,4}") || Integer.parseInt(number) >= list.size()) {
      throw ApiProblem.notFound(
          "There is no " + name + " \"" + number + "\"; they are counted from 0");
    }
    return list.get(Integer.parseInt(number));
  }

  private static Filter filter(Dashboard dashboard, String name) throws ApiProblem {
    return dashboard
        .filter(name)
        .orElseThrow(
            () ->
                ApiProblem.notFound(
                    "There is no filter \""
                        + name
                        + "\"; use one of "
                        + String.join(
                            ", ", dashboard.filters().stream().map(Filter::name).toList())));
  }

  private static Map<String, List<String>> chosen(Dashboard dashboard, Context context)
      throws ApiProblem {
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
      if (parameter.getKey().startsWith(FILTER)) {
        Filter filter = filter(dashboard, parameter.getKey().substring(FILTER.length()));
        chosen.put(filter.name(), new ArrayList<>(parameter.getValue()));
      }
    }
    return chosen;
  }

  private static Optional<Grain> grain(Tile tile, Context context) throws ApiProblem {
    Optional<String> word = text(context, "grain");
    if (word.isEmpty()) {
      return Optional.empty();
    }
    for (Grain offered : tile.grains()) {
      if (offered.word().equals(word.get())) {
        return Optional.of(offered);
      }
    }
    throw ApiProblem.badRequest(
        "grain \""
            + word.get()
            + "\" is not one of "
            + String.join(", ", tile.grains().stream().map(Grain::word).toList()));
  }

  private interface Asked {
    void run() throws ApiProblem, ModelProblem, SqlProblem, QueryFailed, IOException;
  }

  /**
   * Files that do not fit the tables, and choices that do not fit a filter, are told as they are.
   */
  private static void attempt(Asked asked) throws ApiProblem, IOException {
    try {
      asked.run();
    } catch (ModelProblem e) {
      throw because(ApiProblem.badRequest(e.problem().message() + "; " + e.problem().advice()), e);
    } catch (SqlProblem e) {
      throw because(ApiProblem.badRequest(String.valueOf(e.getMessage())), e);
    } catch (QueryFailed e) {
      String message = String.valueOf(e.getMessage());
      throw because(
          e.reason() == QueryFailed.Reason.BUSY
              ? ApiProblem.busy(message)
              : ApiProblem.notReady(message),
          e);
    }
  }

  private static ApiProblem because(ApiProblem problem, Exception cause) {
    problem.addSuppressed(cause);
    return problem;
  }
}
