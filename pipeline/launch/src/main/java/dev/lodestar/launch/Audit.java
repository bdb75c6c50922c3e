package dev.lodestar.launch;

import dev.lodestar.layers.DuckDb;
import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.QuarantineTable;
import dev.lodestar.layers.Written;
import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.RunOutcome;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.View;
import dev.lodestar.tables.Warehouse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks at what the workers have written before any of it is committed: adds up the rows, checks
 * what only a whole table can show, and makes of it what the run will do to the warehouse.
 */
final class Audit {
  private final RunPlan plan;
  private final Map<TableName, List<Written>> written = new LinkedHashMap<>();
  private final Warehouse warehouse;
  private final LodestarOptions options;
  private final List<TableCommit> commits = new ArrayList<>();
  private final List<StepRecord> steps = new ArrayList<>();
  private final Set<TableName> tables = new LinkedHashSet<>();

  Audit(RunPlan plan, List<Written> all, Warehouse warehouse, LodestarOptions options) {
    this.plan = plan;
    this.warehouse = warehouse;
    this.options = options;
    for (Written one : all) {
      written.computeIfAbsent(TableName.parse(one.table()), t -> new ArrayList<>()).add(one);
    }
  }

  /** The outcome of the run, or an exception that says which expectation stops it. */
  RunOutcome outcome() {
    for (TablePlan table : plan.tables()) {
      tables.add(table.table());
      tables.add(table.table().quarantine());
      table.commit().ifPresent(c -> decide(table, c));
    }
    List<View> views = plan.views();
    return new RunOutcome(commits, tables, views, steps);
  }

  private void decide(TablePlan table, TableCommit draft) {
    List<Written> parts = written.getOrDefault(table.table(), List.of());
    if (parts.isEmpty()) {
      throw new IllegalStateException("The pipeline ended without a word on " + table.table());
    }
    List<DataFile> kept = parts.stream().flatMap(w -> w.kept().stream()).toList();
    List<DataFile> aside = parts.stream().flatMap(w -> w.quarantined().stream()).toList();
    Map<String, Long> broken = new TreeMap<>();
    parts.forEach(w -> w.broken().forEach((rule, rows) -> broken.merge(rule, rows, Long::sum)));
    List<String> removed =
        parts.stream()
            .flatMap(w -> w.rewritten().stream())
            .flatMap(r -> r.removed().stream())
            .toList();
    checkUnique(table, paths(draft, kept, removed), broken);
    stopIfBroken(table, broken);
    commits.add(draft.with(kept, removed));
    List<DataFile> deletes =
        parts.stream()
            .flatMap(w -> w.rewritten().stream())
            .flatMap(r -> r.deletes().stream())
            .toList();
    table
        .deletes()
        .filter(d -> !deletes.isEmpty() || clears(d, d.table()))
        .ifPresent(d -> commits.add(d.with(deletes, List.of())));
    quarantine(table, draft, aside);
    long in = parts.stream().mapToLong(Written::rowsIn).sum();
    long out = parts.stream().mapToLong(Audit::rowsOut).sum();
    long quarantined = rows(aside);
    long dropped = parts.stream().mapToLong(Written::dropped).sum();
    long millis = parts.stream().mapToLong(Written::millis).sum();
    long bytes = kept.stream().mapToLong(DataFile::bytes).sum();
    steps.add(
        new StepRecord(
            table.table(),
            in,
            out,
            quarantined,
            in - out - quarantined - dropped,
            dropped,
            kept.size(),
            bytes,
            millis / 1000.0,
            broken));
  }

  /** The files of the table as it will be. */
  private List<String> paths(TableCommit draft, List<DataFile> added, List<String> removed) {
    Set<String> paths = new LinkedHashSet<>();
    if (draft.mode() != TableCommit.Mode.REPLACE) {
      warehouse
          .state(draft.table())
          .ifPresent(
              s -> warehouse.files(draft.table(), s.snapshot()).forEach(f -> paths.add(f.path())));
    }
    removed.forEach(paths::remove);
    added.forEach(f -> paths.add(f.path()));
    return List.copyOf(paths);
  }

  /** Whether a table beside another is emptied as that one is replaced. */
  private boolean clears(TableCommit main, TableName beside) {
    return main.mode() == TableCommit.Mode.REPLACE
        && warehouse.state(beside).map(TableState::rows).orElse(0L) > 0;
  }

  /** The rows set aside, in a commit of their own; none when there are none and were none. */
  private void quarantine(TablePlan table, TableCommit main, List<DataFile> files) {
    TableName name = table.table().quarantine();
    if (files.isEmpty() && !clears(main, name)) {
      return;
    }
    commits.add(
        new TableCommit(
            name,
            QuarantineTable.COLUMNS,
            warehouse.fieldIds(name, QuarantineTable.COLUMNS),
            main.mode() == TableCommit.Mode.REPLACE
                ? TableCommit.Mode.REPLACE
                : TableCommit.Mode.APPEND,
            files,
            main.fingerprint(),
            main.sources(),
            Optional.empty(),
            Map.of()));
  }

  private void checkUnique(TablePlan table, List<String> paths, Map<String, Long> broken) {
    for (Expectation expectation : table.expectations()) {
      List<String> columns = expectation.uniqueColumns();
      if (!columns.isEmpty()) {
        broken.put(expectation.name(), paths.isEmpty() ? 0L : duplicates(paths, columns));
      }
    }
  }

  private long duplicates(List<String> files, List<String> columns) {
    String names =
        columns.stream()
            .map(c -> "\"" + c.replace("\"", "\"\"") + "\"")
            .collect(Collectors.joining(", "));
    String paths =
        files.stream()
            .map(f -> "'" + f.replace("'", "''") + "'")
            .collect(Collectors.joining(", ", "[", "]"));
    String query =
        "SELECT coalesce(sum(n - 1), 0)::bigint FROM (SELECT count(*) AS n FROM read_parquet("
            + paths
            + ", hive_partitioning = false) GROUP BY "
            + names
            + " HAVING count(*) > 1)";
    try (Connection connection = DuckDb.of(options).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot check whether " + names + " is unique", e);
    }
  }

  private static void stopIfBroken(TablePlan table, Map<String, Long> broken) {
    String stopped =
        table.expectations().stream()
            .filter(e -> e.otherwise() == Otherwise.STOP)
            .filter(e -> broken.getOrDefault(e.name(), 0L) > 0)
            .map(e -> e.name() + " (" + String.format("%,d", broken.get(e.name())) + " rows)")
            .collect(Collectors.joining(", "));
    if (!stopped.isEmpty()) {
      throw new ExpectationBroken(
          table.table()
              + " breaks what may not be broken: "
              + stopped
              + ". Nothing of this run was released; the last release stands");
    }
  }

  /** Rows that had an effect: those written, but not those that were there before. */
  private static long rowsOut(Written part) {
    return part.rewritten().map(Written.Rewritten::applied).orElseGet(() -> rows(part.kept()));
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }
}
