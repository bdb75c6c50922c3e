package dev.lodestar.sql;

/**
 * The patterns of SIMILAR TO: regular expressions in which percent and underscore are those of
 * LIKE.
 */
final class SimilarTo {
  private static final String ESCAPED = ".^$";

  private SimilarTo() {}

  static String toRegex(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        regex.append('\\').append(pattern.charAt(i));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(ESCAPED.indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }
    return regex.toString();
  }
}
