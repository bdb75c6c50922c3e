package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A warehouse to try things on: tables are made from queries. */
final class Bench implements AutoCloseable {
  final Warehouse warehouse;
  final Duck duck = new Duck();

  Bench(Path folder) {
    warehouse = Warehouse.open(folder);
  }

  TableCommit replace(String runId, String table, String query) {
    return commit(runId, table, TableCommit.Mode.REPLACE, query, List.of());
  }

  TableCommit append(String runId, String table, String query) {
    return commit(runId, table, TableCommit.Mode.APPEND, query, List.of());
  }

  TableCommit commit(
      String runId,
      String table,
      TableCommit.Mode mode,
      String query,
      List<TableCommit.Source> sources) {
    TableName name = TableName.parse(table);
    List<Column> columns = duck.columns(query);
    Map<String, Integer> ids = warehouse.fieldIds(name, columns);
    DataFile file = duck.write(Path.of(warehouse.dataFolder(name, runId)), query, ids);
    return new TableCommit(
        name,
        columns,
        ids,
        mode,
        List.of(file),
        "fingerprint of " + query,
        sources,
        Optional.empty(),
        Map.of());
  }

  static TableCommit with(TableCommit commit, List<InputFile> inputs) {
    return new TableCommit(
        commit.table(),
        commit.columns(),
        commit.fieldIds(),
        commit.mode(),
        commit.files(),
        commit.fingerprint(),
        commit.sources(),
        Optional.of(inputs),
        commit.docs());
  }

  /** An outcome that shows the tables it commits, and no other. */
  static RunOutcome outcome(TableCommit... commits) {
    Set<TableName> tables = new LinkedHashSet<>();
    Arrays.stream(commits).forEach(commit -> tables.add(commit.table()));
    return new RunOutcome(List.of(commits), tables, List.of(), List.of());
  }

  Optional<Release> run(Lease lease, String runId, RunOutcome outcome) {
    lease.begin(runId, "test", "direct", "plan");
    lease.recordOutcome(runId, outcome);
    return lease.carryOut(runId);
  }

  /** Runs one outcome whole. */
  Optional<Release> run(String runId, TableCommit... commits) {
    try (Lease lease = warehouse.acquire("test")) {
      return run(lease, runId, outcome(commits));
    }
  }

  /** The rows of a table as of now. */
  List<String> rows(String table) {
    TableName name = TableName.parse(table);
    return rows(name, warehouse.state(name).orElseThrow().snapshot());
  }

  List<String> rows(TableName table, long snapshot) {
    return duck.read(
        warehouse.columns(table, snapshot), new ArrayList<>(warehouse.files(table, snapshot)));
  }

  @Override
  public void close() {
    duck.close();
    warehouse.close();
  }
}
