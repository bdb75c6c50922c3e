package dev.lodestar.layers;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition that holds for all rows with one of some keys: each column of the key lies between
 * its least and its greatest value. With it, DuckDB passes over files, and parts of files, that can
 * hold none of them; a join alone makes it read them all.
 */
final class KeyBounds {
  private KeyBounds() {}

  /**
   * The condition in DuckDB SQL; always true when nothing is known.
   *
   * @param keys the table that has the keys
   * @param row the name of the rows that are asked
   */
  static String condition(Connection connection, String keys, String row, List<Column> columns)
      throws SQLException {
    List<Column> bounded = columns.stream().filter(KeyBounds::hasBounds).toList();
    List<String> conditions = new ArrayList<>();
    if (!bounded.isEmpty()) {
      try (Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery(query(keys, bounded))) {
        found.next();
        for (int i = 0; i < bounded.size(); i++) {
          String least = found.getString(3 * i + 1);
          String greatest = found.getString(3 * i + 2);
          boolean complete = found.getBoolean(3 * i + 3);
          if (complete && least != null && greatest != null) {
            conditions.add(between(row, bounded.get(i), least, greatest));
          }
        }
      }
    }
    return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
  }

  /** Of a double, not a number is greater than all others for one and unknown to another. */
  private static boolean hasBounds(Column column) {
    ColumnType.Kind kind = column.type().kind();
    return kind != ColumnType.Kind.BOOLEAN && kind != ColumnType.Kind.DOUBLE;
  }

  private static String query(String keys, List<Column> columns) {
    return columns.stream()
        .map(c -> Sql.name(c.name()))
        .map(c -> "min(" + c + ")::varchar, max(" + c + ")::varchar, count(*) = count(" + c + ")")
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + keys));
  }

  private static String between(String row, Column column, String least, String greatest) {
    String type = "::" + column.type();
    return row
        + "."
        + Sql.name(column.name())
        + " BETWEEN "
        + Sql.text(least)
        + type
        + " AND "
        + Sql.text(greatest)
        + type;
  }
}
