package dev.lodestar.server.query;

/** Names and texts as DuckDB's SQL writes them. */
final class DuckDbNames {
  private DuckDbNames() {}

  static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** The pattern that only this path fits; in a pattern, a character in brackets is itself. */
  static String pattern(String path) {
    return path.replaceAll("[\\[*?]", "[$0]");
  }
}
