package dev.lodestar.launch;

import dev.lodestar.layers.DuckDb;
import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.StoredRows;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/** The rows that were set aside, as a release shows them. */
final class QuarantineRows {
  private static final String SCHEMA = "quarantine";

  private final Warehouse warehouse;
  private final Release release;

  QuarantineRows(Warehouse warehouse, Release release) {
    this.warehouse = warehouse;
    this.release = release;
  }

  /** How many rows of each table were set aside; only tables of which some were. */
  Map<TableName, Long> counts() {
    Map<TableName, Long> counts = new TreeMap<>();
    for (TableName table : release.snapshots().keySet()) {
      long rows = count(table);
      if (!table.schema().equals(SCHEMA) && rows > 0) {
        counts.put(table, rows);
      }
    }
    return counts;
  }

  /** How many rows of a table were set aside. */
  long count(TableName table) {
    return Optional.ofNullable(release.snapshots().get(table.quarantine()))
        .map(s -> warehouse.files(table.quarantine(), s).stream().mapToLong(f -> f.rows()).sum())
        .orElse(0L);
  }

  /** How many of them broke each rule, the most frequent first. */
  Map<String, Long> reasons(TableName table) {
    Map<String, Long> reasons = new LinkedHashMap<>();
    ask(
            table,
            "SELECT reason, count(*) FROM (SELECT unnest(from_json(_reasons, '[\"VARCHAR\"]')) AS"
                + " reason FROM %s) GROUP BY reason ORDER BY count(*) DESC, reason")
        .forEach(
            row ->
                reasons.put(String.valueOf(row.get(0)), Long.valueOf(String.valueOf(row.get(1)))));
    return reasons;
  }

  /** How many of them were tried more than once. */
  long triedBefore(TableName table) {
    List<List<@Nullable String>> rows = ask(table, "SELECT count(*) FROM %s WHERE _attempts > 1");
    return rows.isEmpty() ? 0 : Long.parseLong(String.valueOf(rows.get(0).get(0)));
  }

  /** Some of them, in the order of their files: the columns of the quarantine table. */
  List<Map<String, @Nullable String>> rows(TableName table, int limit) {
    List<String> names =
        List.of(
            "reasons", "source-file", "source-row", "run-id", "quarantined-at", "attempts", "row");
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    for (List<@Nullable String> cells :
        ask(
            table,
            "SELECT array_to_string(from_json(_reasons, '[\"VARCHAR\"]'), ', '), _source_file,"
                + " _source_row, _run_id, strftime(_quarantined_at, '%%Y-%%m-%%d %%H:%%M:%%S'),"
                + " _attempts, _row FROM %s ORDER BY _source_file NULLS LAST, _source_row NULLS"
                + " LAST, _row LIMIT "
                + limit)) {
      Map<String, @Nullable String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private List<List<@Nullable String>> ask(TableName table, String query) {
    Long snapshot = release.snapshots().get(table.quarantine());
    if (snapshot == null) {
      return List.of();
    }
    LodestarOptions options = PipelineOptionsFactory.create().as(LodestarOptions.class);
    try (StoredRows stored = new StoredRows();
        Connection connection = DuckDb.of(options).connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                query.formatted(stored.of(warehouse, table.quarantine(), snapshot)))) {
      int columns = row.getMetaData().getColumnCount();
      List<List<@Nullable String>> rows = new ArrayList<>();
      while (row.next()) {
        List<@Nullable String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(row.getString(i));
        }
        rows.add(cells);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read the quarantine of " + table, e);
    }
  }
}
