package dev.lodestar.launch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that two queries do not have in common, each as often as it is missing or too much.
 *
 * @param lines the cells of each, after its sign: - for a row that is missing, + for one too much
 */
record RowDifference(List<String> columns, List<List<String>> lines, long common) {
  private static final int SHOWN = 20;

  static RowDifference of(
      Connection connection, String expected, String actual, List<String> columns)
      throws SQLException {
    String order = columns.stream().map(c -> "\"" + c + "\"").collect(Collectors.joining(", "));
    String query =
        "SELECT sign, * EXCLUDE (sign) FROM (SELECT '-' AS sign, * FROM (("
            + expected
            + ") EXCEPT ALL ("
            + actual
            + ")) UNION ALL SELECT '+', * FROM (("
            + actual
            + ") EXCEPT ALL ("
            + expected
            + "))) ORDER BY "
            + order
            + ", sign";
    List<List<String>> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns.size() + 1; i++) {
          String cell = row.getString(i);
          cells.add(cell == null ? "NULL" : cell);
        }
        lines.add(cells);
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM (" + actual + ")")) {
      row.next();
      long more = lines.stream().filter(l -> l.get(0).equals("+")).count();
      return new RowDifference(columns, lines, row.getLong(1) - more);
    }
  }

  boolean isNone() {
    return lines.isEmpty();
  }

  /** A table of the rows, those that are nearly alike beneath each other. */
  String asText(String table) {
    long missing = lines.stream().filter(l -> l.get(0).equals("-")).count();
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(columns);
    TextTable text = new TextTable(header.toArray(String[]::new));
    lines.stream().limit(SHOWN).forEach(line -> text.row(line.toArray()));
    String more = lines.size() > SHOWN ? "… and " + (lines.size() - SHOWN) + " more\n" : "";
    return table
        + ": "
        + missing
        + " expected and not there (-), "
        + (lines.size() - missing)
        + " there and not expected (+), "
        + common
        + " as expected\n"
        + text
        + "\n"
        + more;
  }
}
