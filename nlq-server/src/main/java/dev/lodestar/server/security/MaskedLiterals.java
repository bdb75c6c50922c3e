package dev.lodestar.server.security;

/** A statement without the texts and numbers in it, and without its comments. */
final class MaskedLiterals {
  private final String sql;
  private final StringBuilder masked = new StringBuilder();
  private int at;

  private MaskedLiterals(String sql) {
    this.sql = sql;
  }

  static String of(String sql) {
    MaskedLiterals masked = new MaskedLiterals(sql);
    masked.run();
    return masked.masked.toString();
  }

  private void run() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\'') {
        skipQuoted();
        masked.append('?');
      } else if (c == '"') {
        int start = at;
        skipQuoted();
        masked.append(sql, start, at);
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
        masked.append(' ');
      } else if (isDigit(c)) {
        skipNumber();
        masked.append('?');
      } else if (Character.isJavaIdentifierStart(c)) {
        int start = at;
        while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
          at++;
        }
        masked.append(sql, start, at);
      } else {
        masked.append(c);
        at++;
      }
    }
  }

  /** To behind the closing quote; one that is doubled closes and opens again, which is as good. */
  private void skipQuoted() {
    int end = sql.indexOf(sql.charAt(at), at + 1);
    at = end < 0 ? sql.length() : end + 1;
  }

  private void skipNumber() {
    while (at < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
