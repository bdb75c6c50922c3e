package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Changed;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Part;
import dev.lodestar.layers.Fragment.Quarantine;
import dev.lodestar.layers.Fragment.Refresh;
import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.layers.Written.Aside;
import dev.lodestar.layers.Written.Rewritten;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some partitions of a table computed anew, among others that stay.
 *
 * @param condition in DuckDB SQL over the table's columns, true of rows in these partitions
 */
record RefreshedPartitions(String condition) {
  private static final String FILE = "?file";

  /**
   * Finds the partitions: those that are named, and those in which a row has a part that came or
   * went. They become values in the condition, so that DuckDB can put it below a grouping.
   *
   * @param arrived the files of each input
   */
  static RefreshedPartitions find(
      Connection connection, Write write, Refresh refresh, Map<String, List<String>> arrived)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    if (!refresh.named().isEmpty()) {
      conditions.add("(" + refresh.named() + ")");
    }
    List<String> rows = new ArrayList<>();
    for (Changed changed : refresh.changed()) {
      String changedRows = changedRows(changed, arrived);
      for (List<String> partition : changed.partitions()) {
        rows.add(
            "SELECT "
                + partition.stream()
                    .map(p -> "(" + p + ")::varchar")
                    .collect(Collectors.joining(", "))
                + " FROM "
                + changedRows);
      }
    }
    if (!rows.isEmpty()) {
      conditions.addAll(
          valuesOf(connection, String.join(" UNION ", rows), write.partitions().size()).stream()
              .map(values -> isIn(write.partitions(), values))
              .toList());
    }
    return new RefreshedPartitions(
        conditions.isEmpty() ? "false" : String.join(" OR ", conditions));
  }

  /** Rows that a table has more or less than before; those that only moved to another file not. */
  private static String changedRows(Changed changed, Map<String, List<String>> arrived) {
    List<String> gained =
        new ArrayList<>(arrived.getOrDefault(Refresh.gained(changed.table()), List.of()));
    List<String> lost =
        new ArrayList<>(arrived.getOrDefault(Refresh.lost(changed.table()), List.of()));
    // A file that came and went in between was neither there before nor is it there now.
    Set<String> between = new HashSet<>(gained);
    between.retainAll(lost);
    gained.removeAll(between);
    lost.removeAll(between);
    String now = ParquetFiles.read(gained, changed.fields());
    String before = ParquetFiles.read(lost, changed.fields());
    if (lost.isEmpty()) {
      return now;
    }
    return "((SELECT * FROM "
        + now
        + " EXCEPT ALL SELECT * FROM "
        + before
        + ") UNION ALL (SELECT * FROM "
        + before
        + " EXCEPT ALL SELECT * FROM "
        + now
        + "))";
  }

  private static List<List<String>> valuesOf(Connection connection, String query, int columns)
      throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query + " ORDER BY ALL")) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = row.getString(i);
          values.add(value == null ? "NULL" : Sql.text(value));
        }
        all.add(values);
      }
    }
    return all;
  }

  private static String isIn(List<Part> parts, List<String> values) {
    return IntStream.range(0, parts.size())
        .mapToObj(
            i ->
                values.get(i).equals("NULL")
                    ? parts.get(i).sql() + " IS NULL"
                    : parts.get(i).sql()
                        + " = CAST("
                        + values.get(i)
                        + " AS "
                        + parts.get(i).type()
                        + ")")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** The rows of a query that are in these partitions. */
  String of(String query) {
    return "SELECT * FROM (" + query + ") WHERE " + condition;
  }

  /** What leaves the table, and what is written again of it because it shared a file. */
  record Replaced(List<DataFile> files, Rewritten rewritten) {}

  /**
   * Takes these partitions out of the table.
   *
   * @param standing the files of the table
   * @param applied how many rows come in their place
   */
  Replaced replace(Connection connection, Write write, List<String> standing, long applied)
      throws SQLException, IOException {
    List<String> touched =
        touched(connection, ParquetFiles.read(standing, write.fields(), FILE), condition);
    String rest =
        "SELECT "
            + Sql.names(write.fields().stream().map(Field::column).map(c -> c.name()).toList())
            + " FROM "
            + ParquetFiles.read(touched, write.fields())
            + " WHERE ("
            + condition
            + ") IS NOT TRUE";
    List<DataFile> files =
        touched.isEmpty() ? List.of() : ParquetFiles.write(connection, rest, write);
    return new Replaced(files, new Rewritten(touched, List.of(), applied, Aside.STAYS));
  }

  /** Takes the rows out of the quarantine that were set aside of these partitions. */
  Aside replace(Connection connection, Write write, Quarantine quarantine)
      throws SQLException, IOException {
    String inside =
        "(SELECT "
            + condition
            + " FROM (SELECT "
            + write.fields().stream()
                .map(Field::column)
                .filter(c -> quarantine.partitionColumns().contains(c.name()))
                .map(
                    c ->
                        "CAST(q._partition::json ->> "
                            + Sql.text("$.\"" + c.name() + "\"")
                            + " AS "
                            + c.type()
                            + ") AS "
                            + Sql.name(c.name()))
                .collect(Collectors.joining(", "))
            + "))";
    List<String> touched =
        touched(
            connection,
            ParquetFiles.read(quarantine.standing(), QuarantineTable.FIELDS, FILE) + " AS q",
            inside);
    String rest =
        "SELECT * FROM "
            + ParquetFiles.read(touched, QuarantineTable.FIELDS)
            + " AS q WHERE "
            + inside
            + " IS NOT TRUE";
    return new Aside(
        touched,
        touched.isEmpty()
            ? List.of()
            : ParquetFiles.write(connection, rest, quarantine.folder(), QuarantineTable.FIELDS));
  }

  /** The files with a row for which a condition is true. */
  private static List<String> touched(Connection connection, String rows, String condition)
      throws SQLException {
    List<String> touched = new ArrayList<>();
    String query =
        "SELECT DISTINCT "
            + Sql.name(FILE)
            + " FROM "
            + rows
            + " WHERE "
            + condition
            + " ORDER BY 1";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        touched.add(row.getString(1));
      }
    }
    return touched;
  }
}
