package dev.lodestar.sql;

/** Finds the parts of a statement that are not SQL words: texts, quoted names, comments. */
final class Scan {
  private Scan() {}

  /**
   * Where the text, quoted name or comment that begins at this place ends; the place itself when
   * none begins there.
   */
  static int endOfQuotedOrComment(String sql, int start) {
    char c = sql.charAt(start);
    if (c == '\'' || c == '"') {
      int end = sql.indexOf(c, start + 1);
      return end < 0 ? sql.length() : end + 1;
    }
    if (sql.startsWith("--", start)) {
      int end = sql.indexOf('\n', start);
      return end < 0 ? sql.length() : end + 1;
    }
    if (sql.startsWith("/*", start)) {
      int end = sql.indexOf("*/", start + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    return start;
  }
}
