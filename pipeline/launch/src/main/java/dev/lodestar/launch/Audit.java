package dev.lodestar.launch;

import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.QuarantineTable;
import dev.lodestar.layers.Written;
import dev.lodestar.layers.Written.Rewritten;
import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.layers.plan.TableRule;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.ExpectationResult;
import dev.lodestar.tables.RunOutcome;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.View;
import dev.lodestar.tables.Warehouse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
  private final List<TableCommit> commits = new ArrayList<>();
  private final List<StepRecord> steps = new ArrayList<>();
  private final Set<TableName> tables = new LinkedHashSet<>();
  private final List<ExpectationResult> results = new ArrayList<>();
  private final Map<TableName, Map<String, Long>> broken = new LinkedHashMap<>();
  private final List<TableRule> tableRules;
  private final TableChecks checks;

  Audit(
      RunPlan plan,
      List<TableRule> tableRules,
      List<Written> all,
      Warehouse warehouse,
      LodestarOptions options) {
    this.plan = plan;
    this.tableRules = tableRules;
    this.warehouse = warehouse;
    this.checks = new TableChecks(warehouse, options);
    for (Written one : all) {
      written.computeIfAbsent(TableName.parse(one.table()), t -> new ArrayList<>()).add(one);
    }
  }

  /** The outcome of the run, or an exception that says which expectations stop it. */
  RunOutcome outcome() {
    for (TablePlan table : plan.tables()) {
      tables.add(table.table());
      tables.add(table.table().quarantine());
      tables.add(table.table().deletes());
      table.commit().ifPresent(c -> decide(table, c));
    }
    for (ExpectationResult result : checks.results(tableRules, plan.moment())) {
      results.add(result);
      Optional.ofNullable(broken.get(result.table()))
          .ifPresent(rules -> rules.put(result.rule(), result.rowsBroken()));
    }
    stopIfBroken();
    List<View> views = plan.views();
    return new RunOutcome(
        commits, tables, views, steps.stream().map(s -> s.breaking(broken(s))).toList());
  }

  /** What was found of each rule that was asked, as far as the audit has come. */
  List<ExpectationResult> results() {
    return List.copyOf(results);
  }

  private Map<String, Long> broken(StepRecord step) {
    return broken.getOrDefault(step.table(), Map.of());
  }

  private void decide(TablePlan table, TableCommit draft) {
    List<Written> parts = written.getOrDefault(table.table(), List.of());
    if (parts.isEmpty()) {
      throw new IllegalStateException("The pipeline ended without a word on " + table.table());
    }
    List<DataFile> kept = parts.stream().flatMap(w -> w.kept().stream()).toList();
    List<DataFile> aside = parts.stream().flatMap(w -> w.quarantined().stream()).toList();
    Map<String, Long> counts = new TreeMap<>();
    parts.forEach(w -> w.broken().forEach((rule, rows) -> counts.merge(rule, rows, Long::sum)));
    broken.put(table.table(), counts);
    List<String> removed =
        parts.stream()
            .flatMap(w -> w.rewritten().stream())
            .flatMap(r -> r.removed().stream())
            .toList();
    checks.made(
        table.table(),
        rows -> rows.of(draft, paths(draft, kept, removed)),
        rowsThen(draft, kept, removed));
    long in = parts.stream().mapToLong(Written::rowsIn).sum();
    long out = parts.stream().mapToLong(Audit::rowsOut).sum();
    commits.add(
        draft.with(kept, removed).definedBy(draft.definition().filter(select -> in == out)));
    List<DataFile> deletes =
        parts.stream()
            .flatMap(w -> w.rewritten().stream())
            .flatMap(r -> r.deletes().stream())
            .toList();
    table
        .deletes()
        .filter(d -> !deletes.isEmpty() || clears(d, d.table()))
        .ifPresent(d -> commits.add(d.with(deletes, List.of())));
    quarantine(table, draft, aside, parts.stream().flatMap(w -> w.rewritten().stream()).toList());
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
            counts));
    table.expectations().forEach(e -> look(table.table(), e, in, quarantined, counts));
  }

  /** The result of a rule that the workers have counted. */
  private void look(
      TableName table, Expectation rule, long in, long quarantined, Map<String, Long> counts) {
    if (rule.rule() instanceof Expectation.Rule.QuarantineRate rate) {
      // So many of a hundred: in whole numbers, as no bound should depend on rounding.
      boolean holds =
          BigDecimal.valueOf(quarantined)
                  .multiply(BigDecimal.valueOf(100))
                  .compareTo(rate.percent().multiply(BigDecimal.valueOf(in)))
              <= 0;
      String found = String.format(Locale.ROOT, "%,d of %,d rows set aside", quarantined, in);
      counts.put(rule.name(), holds ? 0 : quarantined);
      results.add(result(table, rule, in, holds ? 0 : quarantined, Optional.of(found)));
    } else if (rule.rule() instanceof Expectation.Rule.OfRow) {
      results.add(result(table, rule, in, counts.getOrDefault(rule.name(), 0L), Optional.empty()));
    }
  }

  private static ExpectationResult result(
      TableName table, Expectation rule, long checked, long rowsBroken, Optional<String> found) {
    return new ExpectationResult(
        table,
        rule.name(),
        rule.rule().asks(),
        rule.otherwise().name().toLowerCase(Locale.ROOT),
        checked,
        rowsBroken,
        found);
  }

  private long rowsThen(TableCommit draft, List<DataFile> added, List<String> removed) {
    long stay =
        draft.mode() == TableCommit.Mode.REPLACE
            ? 0
            : warehouse.state(draft.table()).stream()
                .flatMap(s -> warehouse.files(draft.table(), s.snapshot()).stream())
                .filter(f -> !removed.contains(f.path()))
                .mapToLong(DataFile::rows)
                .sum();
    return stay + rows(added);
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
  private void quarantine(
      TablePlan table, TableCommit main, List<DataFile> aside, List<Rewritten> rewritten) {
    TableName name = table.table().quarantine();
    List<DataFile> files = new ArrayList<>(aside);
    rewritten.forEach(r -> files.addAll(r.aside().rest()));
    List<String> removed = rewritten.stream().flatMap(r -> r.aside().removed().stream()).toList();
    if (files.isEmpty() && removed.isEmpty() && !clears(main, name)) {
      return;
    }
    TableCommit.Mode mode =
        main.mode() == TableCommit.Mode.REPLACE
            ? main.mode()
            : removed.isEmpty() ? TableCommit.Mode.APPEND : TableCommit.Mode.REWRITE;
    commits.add(
        new TableCommit(
                name,
                QuarantineTable.COLUMNS,
                warehouse.fieldIds(name, QuarantineTable.COLUMNS),
                mode,
                List.of(),
                main.fingerprint(),
                main.sources(),
                Optional.empty(),
                Map.of())
            .with(files, removed));
  }

  private void stopIfBroken() {
    Map<TableName, String> stopped = new LinkedHashMap<>();
    results.stream()
        .filter(r -> r.otherwise().equals("stop") && !r.holds())
        .forEach(r -> stopped.merge(r.table(), inWords(r), (one, other) -> one + ", " + other));
    if (!stopped.isEmpty()) {
      throw new ExpectationBroken(
          stopped.entrySet().stream()
                  .map(e -> e.getKey() + " breaks what may not be broken: " + e.getValue())
                  .collect(Collectors.joining("; "))
              + ". Nothing of this run was released; the last release stands");
    }
  }

  private static String inWords(ExpectationResult result) {
    return result.rule()
        + " ("
        + result
            .found()
            .orElseGet(() -> String.format(Locale.ROOT, "%,d rows", result.rowsBroken()))
        + ")";
  }

  /** Rows that had an effect: those written, but not those that were there before. */
  private static long rowsOut(Written part) {
    return part.rewritten().map(Written.Rewritten::applied).orElseGet(() -> rows(part.kept()));
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }
}
