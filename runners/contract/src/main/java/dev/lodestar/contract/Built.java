package dev.lodestar.contract;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What runs have built, as far as it must not depend on the engine.
 *
 * @param gold the rows of each gold table of the current release, as sorted texts
 * @param counts what the run of that release did for each table, with the rules that rows broke
 */
public record Built(SortedMap<String, List<String>> gold, List<String> counts) {

  /** Reads a warehouse. */
  public static Built in(Path folder) throws SQLException {
    try (Warehouse warehouse = Warehouse.openExisting(folder);
        Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      Release release = warehouse.currentRelease().orElseThrow();
      SortedMap<String, List<String>> gold = new TreeMap<>();
      for (Map.Entry<TableName, Long> table : release.snapshots().entrySet()) {
        if (table.getKey().schema().equals("gold")) {
          List<DataFile> files = warehouse.files(table.getKey(), table.getValue());
          gold.put(table.getKey().toString(), rows(duckdb, files));
        }
      }
      return new Built(
          gold, warehouse.steps(release.runId()).stream().map(Built::counts).sorted().toList());
    }
  }

  /** The snapshots that a warehouse has of its tables. */
  static Map<TableName, Long> snapshots(Path folder) {
    try (Warehouse warehouse = Warehouse.openExisting(folder)) {
      return warehouse.states().stream()
          .collect(Collectors.toMap(state -> state.table(), state -> state.snapshot()));
    }
  }

  private static String counts(StepRecord step) {
    return "%s | %d | %d | %d | %d | %d | %s"
        .formatted(
            step.table(),
            step.rowsIn(),
            step.rowsOut(),
            step.quarantined(),
            step.deduplicated(),
            step.dropped(),
            new TreeMap<>(step.broken()));
  }

  private static List<String> rows(Connection duckdb, List<DataFile> files) throws SQLException {
    if (files.isEmpty()) {
      return List.of();
    }
    String paths =
        files.stream()
            .map(file -> "'" + file.path().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT CAST(t AS varchar) FROM read_parquet([" + paths + "]) AS t ORDER BY 1")) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
