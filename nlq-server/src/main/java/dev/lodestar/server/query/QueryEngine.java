package dev.lodestar.server.query;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.tables.WarehouseAddress;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Prepares and runs statements over one warehouse. Safe to share between threads. */
public final class QueryEngine implements AutoCloseable {
  /** Where names without a schema are looked up, unless told otherwise. */
  public static final String DEFAULT_SCHEMA = "gold";

  /** What it loads is there for all engines of the process. */
  private static final AtomicBoolean COMPILER_STARTED = new AtomicBoolean();

  /** So many queries compute at once. */
  private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

  private final LockedDuckDb duckDb;
  private final Connections connections;
  private final HotTables hotTables;
  private final PlanCache plans = new PlanCache();
  private final KeptResults results;
  private final Turns turns = new Turns(AT_ONCE);
  private final ScheduledExecutorService clock;

  private QueryEngine(WarehouseAddress warehouse, EngineSettings settings) {
    this.duckDb = new LockedDuckDb(folder(warehouse), settings);
    this.connections = new Connections(duckDb, AT_ONCE);
    if (!COMPILER_STARTED.getAndSet(true)) {
      Thread compiler = new Thread(SqlCompiler::getReady, "lodestar-compiler");
      compiler.setDaemon(true);
      compiler.start();
    }
    this.hotTables = new HotTables(duckDb, settings.hotBytes());
    this.results = new KeptResults(settings.resultBytes());
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "lodestar-query-clock");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    this.clock = scheduler;
  }

  /** The folder of all files that statements may read. */
  private static Path folder(WarehouseAddress warehouse) {
    return warehouse.isInS3() ? HeldFiles.folder() : Path.of(warehouse.folder());
  }

  /** For a few queries. Returns at once; DuckDB and the compiler go on starting meanwhile. */
  public static QueryEngine over(WarehouseAddress warehouse) {
    return over(warehouse, EngineSettings.FOR_A_FEW_QUERIES);
  }

  /** The same for as many as come. */
  public static QueryEngine over(WarehouseAddress warehouse, EngineSettings settings) {
    return new QueryEngine(warehouse, settings);
  }

  /**
   * Understands a statement: one SELECT over the tables of a catalogue, or EXPLAIN before it.
   *
   * @param schema where names without a schema are looked up
   * @throws SqlProblem with the place in the statement when it is refused
   */
  public Query prepare(Catalog catalog, String schema, String sql, QueryLimits limits)
      throws SqlProblem {
    return prepare(catalog, schema, sql, List.of(), limits);
  }

  /**
   * The same with parameters, {@code ?} or {@code $1}.
   *
   * @param types of the values of the parameters, where they are known
   */
  public Query prepare(
      Catalog catalog,
      String schema,
      String sql,
      List<Optional<ColumnType>> types,
      QueryLimits limits)
      throws SqlProblem {
    PlanCache.Key key = new PlanCache.Key(catalog, schema, sql, types, limits.rows());
    PlanCache.Plan plan = plans.find(key).orElse(null);
    if (plan == null) {
      plan = plan(catalog, schema, sql, types, limits);
      plans.keep(key, plan);
    }
    return new Query(
        new Query.Room(connections, hotTables, results, turns),
        catalog,
        key,
        plan,
        limits,
        new Stop(limits, clock));
  }

  /** A file that is not there yet, for the result of a query; whoever asks for it removes it. */
  public Path newFile(String ending) throws IOException {
    return duckDb.newFile(ending);
  }

  private static PlanCache.Plan plan(
      Catalog catalog,
      String schema,
      String sql,
      List<Optional<ColumnType>> types,
      QueryLimits limits)
      throws SqlProblem {
    Optional<Explanation> explanation = Explanation.askedBy(sql);
    String statement = explanation.map(Explanation::statement).orElse(sql);
    CompiledQuery asked = catalog.compiler().compileForReader(statement, schema, types);
    CompiledQuery compiled = catalog.aggregates().in(asked);
    if (explanation.isPresent()) {
      return explanation.get().of(compiled, asked.inputs(), catalog);
    }
    // One row more than allowed tells that there are more.
    String duckSql =
        limits.rows().map(rows -> compiled.duckDb(rows + 1)).orElseGet(compiled::duckDb);
    boolean steady =
        compiled.isSteady()
            && compiled.inputs().stream()
                .noneMatch(input -> catalog.input(input) instanceof CatalogTable.Recorded);
    return new PlanCache.Plan(
        duckSql, compiled.columns(), compiled.inputs(), compiled.parameters(), steady);
  }

  HotTables hotTables() {
    return hotTables;
  }

  KeptResults results() {
    return results;
  }

  @Override
  public void close() throws SQLException {
    clock.shutdownNow();
    hotTables.close();
    connections.close();
    duckDb.close();
  }
}
