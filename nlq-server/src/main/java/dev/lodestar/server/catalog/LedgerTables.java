package dev.lodestar.server.catalog;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.ExpectationResult;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a warehouse, as tables {@code runs.…}. They tell of now, also beside the tables
 * of an earlier release.
 */
final class LedgerTables {
  private final Warehouse warehouse;

  LedgerTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  List<CatalogTable> all() {
    return List.of(
        table(
            "runs",
            "run_id varchar, domain varchar, state varchar, started_at timestamp,"
                + " finished_at timestamp, seconds double, runner varchar, host varchar,"
                + " process bigint, error varchar, plan_hash varchar",
            this::runs),
        table(
            "steps",
            "run_id varchar, step integer, table_name varchar, rows_in bigint, rows_out bigint,"
                + " quarantined bigint, deduplicated bigint, dropped bigint, files integer,"
                + " bytes bigint, seconds double",
            this::steps),
        table(
            "rules",
            "run_id varchar, table_name varchar, rule varchar, broken bigint",
            this::rules),
        table(
            "expectations",
            "run_id varchar, table_name varchar, rule varchar, asks varchar, otherwise varchar,"
                + " rows_checked bigint, rows_broken bigint, holds boolean, found varchar",
            this::expectations),
        table(
            "releases",
            "release_id bigint, run_id varchar, released_at timestamp, tables integer,"
                + " views integer, is_current boolean, restores bigint",
            this::releases),
        table(
            "snapshots",
            "release_id bigint, table_name varchar, snapshot_id bigint",
            this::snapshots));
  }

  private static CatalogTable table(
      String name, String columns, Supplier<List<List<@Nullable Object>>> rows) {
    List<Column> parsed =
        Arrays.stream(columns.split(", ", -1))
            .map(column -> column.split(" ", 2))
            .map(parts -> new Column(parts[0], ColumnType.parse(parts[1]).orElseThrow()))
            .toList();
    return new CatalogTable.Recorded(new TableName("runs", name), parsed, rows);
  }

  private List<List<@Nullable Object>> runs() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Run run : warehouse.runs()) {
      Optional<Long> finished = run.finishedMillis();
      rows.add(
          row(
              run.id(),
              run.domain(),
              run.state().name().toLowerCase(Locale.ROOT),
              utc(run.startedMillis()),
              finished.map(LedgerTables::utc).orElse(null),
              finished.map(at -> (at - run.startedMillis()) / 1000.0).orElse(null),
              run.runner(),
              run.host(),
              run.pid(),
              run.error().orElse(null),
              run.planHash()));
    }
    return rows;
  }

  private List<List<@Nullable Object>> steps() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Run run : warehouse.runs()) {
      int number = 0;
      for (StepRecord step : warehouse.steps(run.id())) {
        rows.add(
            row(
                run.id(),
                ++number,
                step.table().toString(),
                step.rowsIn(),
                step.rowsOut(),
                step.quarantined(),
                step.deduplicated(),
                step.dropped(),
                step.files(),
                step.bytes(),
                step.seconds()));
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> rules() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Run run : warehouse.runs()) {
      for (StepRecord step : warehouse.steps(run.id())) {
        new TreeMap<>(step.broken())
            .forEach(
                (rule, broken) -> rows.add(row(run.id(), step.table().toString(), rule, broken)));
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> expectations() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Run run : warehouse.runs()) {
      for (ExpectationResult result : warehouse.expectations(run.id())) {
        rows.add(
            row(
                run.id(),
                result.table().toString(),
                result.rule(),
                result.asks(),
                result.otherwise(),
                result.rowsChecked(),
                result.rowsBroken(),
                result.holds(),
                result.found().orElse(null)));
      }
    }
    return rows;
  }

  private List<List<@Nullable Object>> releases() {
    Optional<Long> current = warehouse.currentRelease().map(Release::id);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Release release : warehouse.releases()) {
      rows.add(
          row(
              release.id(),
              release.runId(),
              utc(release.releasedMillis()),
              release.snapshots().size(),
              release.views().size(),
              current.equals(Optional.of(release.id())),
              release.restores().orElse(null)));
    }
    return rows;
  }

  private List<List<@Nullable Object>> snapshots() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Release release : warehouse.releases()) {
      for (Map.Entry<TableName, Long> table : new TreeMap<>(release.snapshots()).entrySet()) {
        rows.add(row(release.id(), table.getKey().toString(), table.getValue()));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    return Arrays.asList(cells);
  }

  private static LocalDateTime utc(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
