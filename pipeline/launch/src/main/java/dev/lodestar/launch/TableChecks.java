package dev.lodestar.launch;

import dev.lodestar.layers.DuckDb;
import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.StoredRows;
import dev.lodestar.layers.plan.TableRule;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.ExpectationResult;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Asks the rules of whole tables, of the tables as a run is about to leave them. */
final class TableChecks {
  private final Warehouse warehouse;
  private final LodestarOptions options;
  private final Map<TableName, Function<StoredRows, String>> made = new LinkedHashMap<>();
  private final Map<TableName, Long> rows = new LinkedHashMap<>();

  TableChecks(Warehouse warehouse, LodestarOptions options) {
    this.warehouse = warehouse;
    this.options = options;
  }

  /**
   * A table that the run changes.
   *
   * @param from gives the FROM item that reads its rows
   */
  void made(TableName table, Function<StoredRows, String> from, long rowsThen) {
    made.put(table, from);
    rows.put(table, rowsThen);
  }

  /**
   * The results of those rules that may have come to say something else: one of their tables
   * changes, or time went on.
   */
  List<ExpectationResult> results(List<TableRule> rules, String moment) {
    List<TableRule> due =
        rules.stream()
            .filter(r -> r.dependsOnTime() || r.reads().stream().anyMatch(made::containsKey))
            .toList();
    if (due.isEmpty()) {
      return List.of();
    }
    try (Connection connection = DuckDb.of(options).connect();
        StoredRows stored = new StoredRows()) {
      Set<TableName> tables = new TreeSet<>();
      due.forEach(rule -> tables.addAll(rule.reads()));
      for (TableName table : tables) {
        define(connection, table, stored);
      }
      List<ExpectationResult> results = new ArrayList<>();
      for (TableRule rule : due) {
        results.add(result(connection, rule, moment));
      }
      return results;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot check the rules of tables: " + e.getMessage(), e);
    }
  }

  private void define(Connection connection, TableName table, StoredRows stored)
      throws SQLException {
    Optional<TableState> state = warehouse.state(table);
    String from =
        Optional.ofNullable(made.get(table))
            .map(rows -> rows.apply(stored))
            .or(() -> state.map(s -> stored.of(warehouse, table, s.snapshot())))
            .orElseThrow(
                () -> new IllegalStateException("Neither built nor to be built: " + table));
    state.ifPresent(s -> rows.putIfAbsent(table, s.rows()));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP VIEW \"" + table + "\" AS SELECT * FROM " + from);
    }
  }

  private ExpectationResult result(Connection connection, TableRule rule, String moment)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(rule.at(moment))) {
      row.next();
      long broken = row.getLong(1);
      return new ExpectationResult(
          rule.table(),
          rule.expectation().name(),
          rule.expectation().rule().asks(),
          rule.expectation().otherwise().name().toLowerCase(Locale.ROOT),
          rows.getOrDefault(rule.table(), 0L),
          broken,
          Optional.ofNullable(row.getString(2)));
    }
  }
}
