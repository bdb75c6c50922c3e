package dev.lodestar.server.planner;

import dev.lodestar.sql.Identifiers;
import java.util.List;

/** How the text of a statement is laid out, since people read what is run. */
final class Layout {
  private Layout() {}

  static String named(String sql, String name) {
    return sql.equals(Identifiers.written(name)) ? sql : sql + " AS " + Identifiers.written(name);
  }

  static void append(StringBuilder sql, String keyword, String between, List<String> parts) {
    if (!parts.isEmpty()) {
      sql.append('\n').append(keyword).append(' ').append(String.join(between, parts));
    }
  }

  static String indented(String sql) {
    return "  " + sql.replace("\n", "\n  ");
  }
}
