package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the database remembers of runs and releases.
 *
 * <p>It reads by itself; what it writes is always part of a transaction of the {@link Lease}.
 */
final class Ledger {
  private static final String RUNS =
      "select run_id, domain, state, started_ms, finished_ms, runner, host, pid, error, plan_hash"
          + " from lodestar_runs";

  private static final String RELEASES =
      "select release_id, run_id, released_ms, restores from lodestar_releases";

  private final Database database;

  /** Releases that were read, by their numbers. */
  private final Map<Long, Release> known = new ConcurrentHashMap<>();

  Ledger(Database database) {
    this.database = database;
  }

  // Runs

  Optional<Run> run(String runId) {
    return database.first(RUNS + " where run_id = ?", Ledger::run, runId);
  }

  /** Every run, the last one first. */
  List<Run> runs() {
    return database.list(RUNS + " order by started_ms desc, run_id desc", Ledger::run);
  }

  private static Run run(ResultSet row) throws SQLException {
    long finished = row.getLong(5);
    Optional<Long> finishedMillis = row.wasNull() ? Optional.empty() : Optional.of(finished);
    return new Run(
        row.getString(1),
        row.getString(2),
        Run.State.valueOf(row.getString(3)),
        row.getLong(4),
        finishedMillis,
        row.getString(6),
        row.getString(7),
        row.getLong(8),
        Optional.ofNullable(row.getString(9)),
        row.getString(10));
  }

  Optional<Unfinished> unfinished() {
    return database
        .first(RUNS + " where state in ('RUNNING', 'DECIDED')", Ledger::run)
        .map(run -> new Unfinished(run, outcome(run.id())));
  }

  Optional<RunOutcome> outcome(String runId) {
    return database
        .first(
            "select outcome from lodestar_runs where run_id = ?",
            row -> Optional.ofNullable(row.getString(1)),
            runId)
        .flatMap(json -> json)
        .map(OutcomeJson::read);
  }

  void begin(String runId, String domain, String runner, String planHash, Launcher by, long now) {
    database.execute("delete from lodestar_runs where run_id = ?", runId);
    database.execute("delete from lodestar_expectations where run_id = ?", runId);
    database.execute(
        "insert into lodestar_runs (run_id, domain, state, started_ms, runner, host, pid,"
            + " plan_hash) values (?, ?, ?, ?, ?, ?, ?, ?)",
        runId,
        domain,
        Run.State.RUNNING.name(),
        now,
        runner,
        by.machine(),
        by.pid(),
        planHash);
  }

  void decide(String runId, RunOutcome outcome) {
    database.execute(
        "update lodestar_runs set state = ?, outcome = ? where run_id = ?",
        Run.State.DECIDED.name(),
        OutcomeJson.write(outcome),
        runId);
  }

  void end(String runId, Run.State state, long now) {
    database.execute(
        "update lodestar_runs set state = ?, finished_ms = ?, outcome = null where run_id = ?",
        state.name(),
        now,
        runId);
  }

  void noteError(String runId, String error) {
    database.execute("update lodestar_runs set error = ? where run_id = ?", error, runId);
  }

  // Steps

  List<StepRecord> steps(String runId) {
    Map<Integer, Map<String, Long>> broken = new HashMap<>();
    database.list(
        "select position, rule, broken from lodestar_broken_rules where run_id = ?",
        row ->
            broken
                .computeIfAbsent(row.getInt(1), position -> new TreeMap<>())
                .put(row.getString(2), row.getLong(3)),
        runId);
    return database.list(
        "select position, table_name, rows_in, rows_out, quarantined, deduplicated, dropped,"
            + " files, bytes, seconds from lodestar_steps where run_id = ? order by position",
        row ->
            new StepRecord(
                TableName.parse(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getInt(8),
                row.getLong(9),
                row.getDouble(10),
                broken.getOrDefault(row.getInt(1), Map.of())),
        runId);
  }

  void record(String runId, List<StepRecord> steps) {
    for (int i = 0; i < steps.size(); i++) {
      int position = i;
      StepRecord step = steps.get(i);
      database.execute(
          "insert into lodestar_steps values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          runId,
          position,
          step.table().toString(),
          step.rowsIn(),
          step.rowsOut(),
          step.quarantined(),
          step.deduplicated(),
          step.dropped(),
          step.files(),
          step.bytes(),
          step.seconds());
      step.broken()
          .forEach(
              (rule, rows) ->
                  database.execute(
                      "insert into lodestar_broken_rules values (?, ?, ?, ?)",
                      runId,
                      position,
                      rule,
                      rows));
    }
  }

  // Expectations

  /** What a run found, in the order of its tables and their rules. */
  List<ExpectationResult> expectations(String runId) {
    return database.list(
        "select table_name, rule, asks, otherwise, rows_checked, rows_broken, found"
            + " from lodestar_expectations where run_id = ? order by position",
        row ->
            new ExpectationResult(
                TableName.parse(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                Optional.ofNullable(row.getString(7))),
        runId);
  }

  void recordExpectations(String runId, List<ExpectationResult> results) {
    database.execute("delete from lodestar_expectations where run_id = ?", runId);
    for (int i = 0; i < results.size(); i++) {
      ExpectationResult result = results.get(i);
      database.execute(
          "insert into lodestar_expectations values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          runId,
          i,
          result.table().toString(),
          result.rule(),
          result.asks(),
          result.otherwise(),
          result.rowsChecked(),
          result.rowsBroken(),
          result.holds() ? 1 : 0,
          result.found().orElse(null));
    }
  }

  // Releases. A release never changes once its transaction is committed, so that its parts may be
  // read one after the other.

  Optional<Release> currentRelease() {
    return database.first(RELEASES + " order by release_id desc limit 1", this::release);
  }

  /** Every release, the current one first. */
  List<Release> releases() {
    List<Release> releases = database.list(RELEASES + " order by release_id desc", this::release);
    known.keySet().retainAll(releases.stream().map(Release::id).toList());
    return releases;
  }

  Optional<Release> release(long id) {
    return database.first(RELEASES + " where release_id = ?", this::release, id);
  }

  /** What a release holds never changes, so it is read once. */
  private Release release(ResultSet row) throws SQLException {
    long id = row.getLong(1);
    String runId = row.getString(2);
    long releasedMillis = row.getLong(3);
    long restored = row.getLong(4);
    Optional<Long> restores = row.wasNull() ? Optional.empty() : Optional.of(restored);
    Release before = known.get(id);
    if (before != null
        && before.runId().equals(runId)
        && before.releasedMillis() == releasedMillis) {
      return before;
    }
    Release release =
        new Release(id, runId, releasedMillis, releasedTables(id), releasedViews(id), restores);
    known.put(id, release);
    return release;
  }

  Optional<Release> releaseOf(String runId) {
    return database
        .first(
            "select release_id from lodestar_releases where run_id = ?",
            row -> row.getLong(1),
            runId)
        .flatMap(this::release);
  }

  private Map<TableName, Long> releasedTables(long id) {
    Map<TableName, Long> tables = new HashMap<>();
    database.list(
        "select table_name, snapshot from lodestar_release_tables where release_id = ?",
        row -> tables.put(TableName.parse(row.getString(1)), row.getLong(2)),
        id);
    return tables;
  }

  private List<View> releasedViews(long id) {
    return database.list(
        "select view_name, select_text, columns from lodestar_release_views where release_id = ?"
            + " order by position",
        row ->
            new View(
                TableName.parse(row.getString(1)),
                row.getString(2),
                OutcomeJson.readColumns(row.getString(3))),
        id);
  }

  /** Forgets an earlier release; what its run did stays known. */
  void forget(long release) {
    for (String table :
        List.of("lodestar_release_views", "lodestar_release_tables", "lodestar_releases")) {
      database.execute("delete from " + table + " where release_id = ?", release);
    }
  }

  void release(
      String runId,
      Map<TableName, Long> tables,
      List<View> views,
      Optional<Long> restores,
      long now) {
    long id =
        1
            + database
                .first(
                    "select coalesce(max(release_id), 0) from lodestar_releases",
                    row -> row.getLong(1))
                .orElse(0L);
    database.execute(
        "insert into lodestar_releases (release_id, run_id, released_ms, restores)"
            + " values (?, ?, ?, ?)",
        id,
        runId,
        now,
        restores.orElse(null));
    new TreeMap<>(tables)
        .forEach(
            (table, snapshot) ->
                database.execute(
                    "insert into lodestar_release_tables values (?, ?, ?)",
                    id,
                    table.toString(),
                    snapshot));
    for (int i = 0; i < views.size(); i++) {
      View view = views.get(i);
      database.execute(
          "insert into lodestar_release_views values (?, ?, ?, ?, ?)",
          id,
          i,
          view.name().toString(),
          view.sql(),
          OutcomeJson.writeColumns(view.columns()));
    }
  }
}
