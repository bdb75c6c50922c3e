package dev.lodestar.layers.plan;

import dev.lodestar.layers.Fingerprint;
import dev.lodestar.layers.Fragment.Deletes;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Quarantine;
import dev.lodestar.layers.Fragment.Refresh;
import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.layers.plan.RunPlan.Action;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Partition;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Distribution;
import dev.lodestar.sql.Distributor;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.PartitionField;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.View;
import dev.lodestar.tables.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares a domain with its warehouse and decides what a run has to do. */
public final class Planner {
  private static final String NOT_SELECTED = "not selected";

  /**
   * What the caller wants of a run.
   *
   * @param again tables that are made anew, as rows of theirs that were set aside are tried again
   */
  public record Request(
      String runId,
      String moment,
      Scope scope,
      boolean oneProcess,
      int workers,
      long broadcastBound) {
    boolean full() {
      return scope.full();
    }

    Set<TableName> again() {
      return scope.again();
    }

    /** Whether a table is made anew whatever has changed. */
    boolean anew(TableName table) {
      return full() || again().contains(table);
    }
  }

  /**
   * Of what a run takes care.
   *
   * @param full whether tables are made anew though they are up to date
   * @param selected the tables it may change; empty for all
   * @param interval of which partitions are computed anew though nothing changed
   * @param again the tables that are made anew so that rows set aside there are tried again
   */
  public record Scope(
      boolean full,
      Optional<Set<TableName>> selected,
      Optional<Interval> interval,
      Set<TableName> again) {
    /** Whatever is out of date. */
    public static final Scope ALL = new Scope(false, Optional.empty(), Optional.empty(), Set.of());

    public Scope {
      selected = selected.map(Set::copyOf);
      again = Set.copyOf(again);
    }

    /** Whatever is out of date, and these tables anyway. */
    public static Scope again(Set<TableName> tables) {
      return new Scope(false, Optional.empty(), Optional.empty(), tables);
    }

    boolean takesIn(TableName table) {
      return selected.map(s -> s.contains(table)).orElse(true);
    }
  }

  /** Days from one, which is included, to another, which is not. */
  public record Interval(LocalDate from, LocalDate to) {
    @Override
    public String toString() {
      return "[" + from + ", " + to + ")";
    }
  }

  private final Domain domain;
  private final DomainSql sql;
  private final Warehouse warehouse;
  private final Request request;
  private final Map<TableName, TablePlan> plans = new LinkedHashMap<>();
  private final Map<TableName, List<Field>> fields = new HashMap<>();
  private final Map<TableName, Long> sizes = new HashMap<>();

  private Planner(Domain domain, DomainSql sql, Warehouse warehouse, Request request) {
    this.domain = domain;
    this.sql = sql;
    this.warehouse = warehouse;
    this.request = request;
  }

  /** Plans a run of a domain without problems. */
  public static RunPlan plan(Domain domain, DomainSql sql, Warehouse warehouse, Request request) {
    return new Planner(domain, sql, warehouse, request).plan();
  }

  private RunPlan plan() {
    PlanSource planSource = new PlanSource(domain.folder(), warehouse, request);
    for (Source source : domain.sources()) {
      if (!request.scope().takesIn(source.table())) {
        plans.put(
            source.table(),
            keep(source.table(), List.of(), NOT_SELECTED, warehouse.state(source.table())));
        continue;
      }
      PlanSource.Planned planned = planSource.plan(source);
      plans.put(source.table(), planned.plan());
      sizes.put(source.table(), planned.bytes());
      planned.fields().ifPresent(f -> fields.put(source.table(), f));
    }
    List<View> views = new ArrayList<>();
    for (CompiledModel model : sql.models()) {
      if (model.model().kind() == Model.Kind.VIEW) {
        views.add(new View(model.model().table(), model.model().sql(), model.query().columns()));
      } else {
        plans.put(model.model().table(), model(model));
      }
    }
    return new RunPlan(
        request.runId(), request.moment(), List.copyOf(plans.values()), views, committedFiles());
  }

  // Models

  private TablePlan model(CompiledModel compiled) {
    Model model = compiled.model();
    TableName table = model.table();
    Optional<TableState> state = warehouse.state(table);
    String fingerprint = fingerprint(compiled);
    Set<TableName> reads = new LinkedHashSet<>(compiled.reads());
    if (!request.scope().takesIn(table)) {
      return keep(table, reads, NOT_SELECTED, state);
    }
    Optional<String> reason = reasonToBuild(compiled, state, fingerprint);
    if (reason.isEmpty()) {
      return keep(table, reads, "nothing it reads has changed", state);
    }
    reads.forEach(r -> checkThatItIsThere(table, r));
    checkNothingIsLost(compiled, state, fingerprint);
    List<String> why = new ArrayList<>(List.of(reason.get()));
    Optional<Extent> extent = extent(compiled, state, fingerprint, why);
    if (extent.isEmpty()) {
      return keep(table, reads, "only tables have changed that it looks up", state);
    }
    List<Column> columns = compiled.columns();
    sizes.put(table, reads.stream().mapToLong(this::size).sum());
    boolean inOnePiece = request.oneProcess() || extent.get().refresh().isPresent();
    Distribution distribution =
        inOnePiece
            ? Distributor.inOnePiece(compiled.query())
            : Distributor.overWorkers(compiled.query(), this::size, request.broadcastBound());
    TableCommit.Mode mode = extent.get().mode();
    Optional<TableCommit> deletes = deletes(compiled, mode, fingerprint);
    Map<String, List<String>> standing = new HashMap<>(extent.get().files());
    if (model.kind().hasChanges() || extent.get().refresh().isPresent()) {
      standing.put(table.toString(), filesThatStay(table, mode));
    }
    deletes.ifPresent(d -> standing.put(d.table().toString(), filesThatStay(d.table(), mode)));
    ModelWork work =
        ModelWork.of(
            compiled,
            distribution,
            fieldsToWrite(table, columns),
            this::fieldsToRead,
            folder(table),
            quarantine(
                warehouse,
                request,
                table,
                mode == TableCommit.Mode.REPLACE || extent.get().refresh().isPresent(),
                model.partitionBy()),
            deletes.map(this::remembered),
            extent.get().refresh(),
            standing,
            request.workers());
    if (!inOnePiece || request.oneProcess()) {
      why.addAll(work.why());
    } else {
      why.add("in one fragment: only some partitions are computed");
    }
    return new TablePlan(
        table,
        extent.get().action(),
        List.copyOf(reads),
        work.distribution(),
        why,
        Optional.of(work.work()),
        Optional.of(
            new TableCommit(
                    table,
                    columns,
                    warehouse.fieldIds(table, columns),
                    mode,
                    List.of(),
                    fingerprint,
                    reads.stream().map(this::asSource).toList(),
                    Optional.empty(),
                    docs(model.columns()))
                .definedBy(
                    model.kind() == Model.Kind.TABLE && mode == TableCommit.Mode.REPLACE
                        ? Optional.of(model.sql())
                        : Optional.empty())
                .partitionedBy(model.partitionBy().stream().map(PartitionField::of).toList())),
        work.mayQuarantine(),
        model.expectations(),
        deletes);
  }

  /**
   * How much of a table is computed.
   *
   * @param files standing files of inputs that are not read whole, or are asked what changed
   */
  private record Extent(
      Action action,
      TableCommit.Mode mode,
      Map<String, List<String>> files,
      Optional<Refresh> refresh) {
    static final Extent WHOLE =
        new Extent(Action.BUILD, TableCommit.Mode.REPLACE, Map.of(), Optional.empty());
  }

  /** Empty when there is nothing to compute after all. */
  private Optional<Extent> extent(
      CompiledModel compiled, Optional<TableState> state, String fingerprint, List<String> why) {
    Model model = compiled.model();
    if (state.isEmpty() || isWhole(compiled, state, fingerprint)) {
      return Optional.of(Extent.WHOLE);
    }
    boolean accumulates = model.kind().accumulates();
    if (accumulates) {
      NewRows fresh = NewRows.since(state.get(), compiled, warehouse, plans);
      if (!fresh.any() && named(compiled).isEmpty()) {
        return Optional.empty();
      }
      if (named(compiled).isEmpty() || model.kind().hasChanges()) {
        why.addAll(fresh.why());
        return Optional.of(growing(model, state.get(), fresh, why));
      }
      if (fresh.any()) {
        why.add("so all rows are read again, as there are new ones as well");
        return Optional.of(Extent.WHOLE);
      }
    }
    if (model.partitionBy().isEmpty()) {
      return Optional.of(Extent.WHOLE);
    }
    PartitionRefresh refresh =
        PartitionRefresh.of(
            compiled,
            state.get(),
            request.scope().interval(),
            warehouse,
            plans,
            this::fieldsToRead);
    why.addAll(refresh.why());
    return Optional.of(
        refresh
            .refresh()
            .map(
                r ->
                    new Extent(
                        Action.REFRESH, TableCommit.Mode.REWRITE, refresh.files(), Optional.of(r)))
            .orElse(Extent.WHOLE));
  }

  private Extent growing(Model model, TableState state, NewRows fresh, List<String> why) {
    if (model.kind().hasChanges()) {
      why.add(ofWhich(state));
      return new Extent(Action.MERGE, TableCommit.Mode.REWRITE, fresh.files(), Optional.empty());
    }
    if (!fresh.onlyAdded()) {
      why.add("so all rows are read again");
      return Extent.WHOLE;
    }
    return new Extent(Action.ADD, TableCommit.Mode.APPEND, fresh.files(), Optional.empty());
  }

  /** The interval that is asked for, where it means anything to the model. */
  private Optional<Interval> named(CompiledModel compiled) {
    return request
        .scope()
        .interval()
        .filter(i -> !compiled.model().kind().hasChanges())
        .filter(i -> PartitionRefresh.in(i, compiled).isPresent());
  }

  private void checkThatItIsThere(TableName table, TableName read) {
    TablePlan plan = plans.get(read);
    if (plan != null && !plan.changes() && warehouse.state(read).isEmpty()) {
      throw new PlanException(
          table
              + " reads "
              + read
              + ", which was never made; select it as well: --select=+"
              + table);
    }
  }

  /**
   * A table of changes may hold more than its inputs still do. It is not given up without being
   * asked for.
   */
  private void checkNothingIsLost(
      CompiledModel compiled, Optional<TableState> state, String fingerprint) {
    Model model = compiled.model();
    if (model.kind().accumulates() && request.again().contains(model.table())) {
      checkAllRowsAreThere(compiled);
    }
    if (!model.kind().hasChanges()
        || request.full()
        || state.filter(s -> !s.fingerprint().equals(fingerprint)).isEmpty()) {
      return;
    }
    compiled.driving().tables().stream()
        .filter(t -> !keepsAllRows(t))
        .findFirst()
        .ifPresent(
            t -> {
              throw new PlanException(
                  model.table()
                      + " has changed and would be built anew, but changes that came from "
                      + t
                      + " may be there no longer, as it is replaced or rewritten at times;"
                      + " undo the change to the model, or run with --full to build it from the"
                      + " rows that there are");
            });
  }

  /** What was set aside is tried again with all other rows, which must still be there for it. */
  private void checkAllRowsAreThere(CompiledModel compiled) {
    compiled.driving().tables().stream()
        .filter(t -> !keepsAllRows(t))
        .findFirst()
        .ifPresent(
            t -> {
              throw new PlanException(
                  "Cannot try rows of "
                      + compiled.model().table()
                      + " again: it would be built anew, but rows that came from "
                      + t
                      + " may be there no longer, as it is replaced or rewritten at times");
            });
  }

  /** Whether a row that came to a table once is there for good. */
  private boolean keepsAllRows(TableName table) {
    return domain.sources().stream()
            .filter(s -> s.table().equals(table))
            .anyMatch(s -> s.increment() != Source.Increment.EVERYTHING)
        || sql.models().stream()
            .filter(m -> m.model().table().equals(table))
            .filter(m -> m.model().kind() == Model.Kind.APPEND)
            .anyMatch(m -> m.driving().tables().stream().allMatch(this::keepsAllRows));
  }

  private String ofWhich(TableState state) {
    return "rewrites only files with rows that change, of "
        + warehouse.files(state.table(), state.snapshot()).size()
        + " with "
        + state.rows()
        + " rows";
  }

  private List<String> filesThatStay(TableName table, TableCommit.Mode mode) {
    return mode == TableCommit.Mode.REPLACE
        ? List.of()
        : warehouse.state(table).stream()
            .flatMap(s -> warehouse.files(table, s.snapshot()).stream())
            .map(DataFile::path)
            .toList();
  }

  /** The commit of the table that remembers deletes, which only grows. */
  private Optional<TableCommit> deletes(
      CompiledModel compiled, TableCommit.Mode mode, String fingerprint) {
    Model model = compiled.model();
    if (!model.kind().hasChanges()) {
      return Optional.empty();
    }
    TableName table = model.table().deletes();
    List<Column> columns = compiled.columnsOfDeletes();
    return Optional.of(
        new TableCommit(
            table,
            columns,
            warehouse.fieldIds(table, columns),
            mode == TableCommit.Mode.REPLACE ? mode : TableCommit.Mode.APPEND,
            List.of(),
            fingerprint,
            List.of(),
            Optional.empty(),
            Map.of()));
  }

  private Deletes remembered(TableCommit commit) {
    return new Deletes(
        commit.table().toString(),
        folder(commit.table()),
        fieldsToWrite(warehouse, commit.table(), commit.columns()));
  }

  private Optional<String> reasonToBuild(
      CompiledModel compiled, Optional<TableState> state, String fingerprint) {
    if (isWhole(compiled, state, fingerprint)) {
      return Optional.of(
          state.isEmpty()
              ? "not built yet"
              : request.full()
                  ? "asked for by --full"
                  : request.again().contains(compiled.model().table())
                      ? "rows that were set aside are tried again"
                      : "the model has changed");
    }
    List<String> changed = new ArrayList<>();
    if (named(compiled).isPresent()) {
      return Optional.of("asked for by --from and --to");
    }
    for (TableName read : compiled.reads()) {
      TablePlan plan = plans.get(read);
      Long then = state.map(s -> s.sources().get(read)).orElse(null);
      Optional<Long> now = warehouse.state(read).map(TableState::content);
      if (plan == null || plan.changes() || then == null || !now.equals(Optional.of(then))) {
        changed.add(read.toString());
      }
    }
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", changed) + (changed.size() == 1 ? " changes" : " change"));
  }

  /**
   * Whether nothing of what stands can stay. Partitions that are not asked for may stay as an
   * earlier text of the model made them.
   */
  private boolean isWhole(CompiledModel compiled, Optional<TableState> state, String fingerprint) {
    boolean only = named(compiled).isPresent();
    return request.anew(compiled.model().table())
        || state
            .filter(
                s ->
                    s.fingerprint().equals(fingerprint)
                        || (only && s.columns().equals(compiled.columns())))
            .isEmpty();
  }

  private static String fingerprint(CompiledModel compiled) {
    Model model = compiled.model();
    List<String> parts = new ArrayList<>();
    parts.add(Fingerprint.GENERATION);
    parts.add(compiled.query().duckDb());
    parts.add(compiled.query().columns().toString());
    compiled.deletes().ifPresent(parts::add);
    model.partitionBy().forEach(p -> parts.add(p.toString()));
    if (model.kind() != Model.Kind.TABLE) {
      parts.add(model.kind().name());
    }
    parts.add(model.key().toString());
    parts.add(model.keep().map(k -> k.order() + " " + String.join(", ", k.columns())).orElse(""));
    compiled.rules().forEach(r -> parts.add(r.name() + ": " + r.condition()));
    model.expectations().stream()
        .filter(e -> e.rule().match(ofRow -> true, ofTable -> !e.uniqueColumns().isEmpty()))
        .forEach(e -> parts.add(e.name() + ": " + e.otherwise() + e.uniqueColumns()));
    return Fingerprint.of(parts);
  }

  private TableCommit.Source asSource(TableName read) {
    TablePlan plan = plans.get(read);
    if (plan != null && plan.changes()) {
      return TableCommit.Source.ofThisRun(read);
    }
    return warehouse
        .state(read)
        .map(s -> TableCommit.Source.at(read, s.content()))
        .orElseThrow(() -> new IllegalStateException("Neither built nor to be built: " + read));
  }

  // Both

  private TablePlan keep(
      TableName table, Iterable<TableName> reads, String why, Optional<TableState> state) {
    sizes.put(table, state.map(TableState::bytes).orElse(0L));
    return keep(table, reads, why);
  }

  static TablePlan keep(TableName table, Iterable<TableName> reads, String why) {
    List<TableName> list = new ArrayList<>();
    reads.forEach(list::add);
    return new TablePlan(
        table,
        Action.KEEP,
        list,
        "",
        List.of(why),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of());
  }

  private long size(TableName table) {
    return sizes.getOrDefault(table, Long.MAX_VALUE / 1024);
  }

  private List<Field> fieldsToWrite(TableName table, List<Column> columns) {
    List<Field> list = fieldsToWrite(warehouse, table, columns);
    fields.put(table, list);
    return list;
  }

  static List<Field> fieldsToWrite(Warehouse warehouse, TableName table, List<Column> columns) {
    Map<String, Integer> ids = warehouse.fieldIds(table, columns);
    return columns.stream().map(c -> new Field(c, idOf(table, c, ids::get))).toList();
  }

  /** The columns of an input: as they will be written, or as they stand. */
  private List<Field> fieldsToRead(TableName table) {
    return fields.computeIfAbsent(
        table,
        t ->
            warehouse
                .state(t)
                .map(
                    s ->
                        warehouse.columns(t, s.snapshot()).stream()
                            .map(c -> new Field(new Column(c.name(), c.type()), c.fieldId()))
                            .toList())
                .orElseThrow(() -> new IllegalStateException("No columns known of " + t)));
  }

  private static int idOf(TableName table, Column column, Function<String, @Nullable Integer> ids) {
    Integer id = ids.apply(column.name());
    if (id == null) {
      throw new IllegalStateException("No field id for " + table + "." + column.name());
    }
    return id;
  }

  private String folder(TableName table) {
    return warehouse.dataFolder(table, request.runId());
  }

  /**
   * Rows that were set aside are tried again where the table is made anew, or partitions of it.
   *
   * @param partitionBy what the table's partitions are made of
   */
  static Quarantine quarantine(
      Warehouse warehouse,
      Request request,
      TableName table,
      boolean again,
      List<Partition> partitionBy) {
    TableName beside = table.quarantine();
    return new Quarantine(
        warehouse.dataFolder(beside, request.runId()),
        request.runId(),
        request.moment(),
        again
            ? warehouse.state(beside).stream()
                .flatMap(s -> warehouse.files(beside, s.snapshot()).stream())
                .map(DataFile::path)
                .toList()
            : List.of(),
        partitionBy.stream().map(Partition::column).distinct().toList());
  }

  static Map<String, String> docs(List<ColumnDoc> columns) {
    Map<String, String> docs = new HashMap<>();
    columns.forEach(
        c -> {
          String words = c.description().in("en");
          if (!words.isEmpty()) {
            docs.put(c.column(), words);
          }
        });
    return docs;
  }

  /**
   * The files of standing tables that some work reads; replaced tables count only by what is
   * written for them now.
   */
  private Map<String, List<String>> committedFiles() {
    Map<String, List<String>> files = new HashMap<>();
    Set<TableName> read = new LinkedHashSet<>();
    plans.values().stream().filter(TablePlan::changes).forEach(p -> read.addAll(p.reads()));
    for (TableName table : read) {
      TablePlan plan = plans.get(table);
      boolean replaced =
          plan != null
              && plan.commit().map(c -> c.mode() == TableCommit.Mode.REPLACE).orElse(false);
      if (!replaced) {
        warehouse
            .state(table)
            .ifPresent(
                s ->
                    files.put(
                        table.toString(),
                        warehouse.files(table, s.snapshot()).stream()
                            .map(DataFile::path)
                            .toList()));
      }
    }
    return files;
  }
}
