package dev.lodestar.server.pgwire;

import java.util.List;
import java.util.Map;

/**
 * The calls by which tools write a moment, {@code TO_DATE('2024-02-29', 'YYYY-MM-DD')}, as what
 * they are: literals. A statement stays as long as it was, so that its positions are the client's.
 */
final class Moments {
  private static final Map<String, String> FORMATS =
      Map.of(
          "YYYY-MM-DD", "\\d{4}-\\d\\d-\\d\\d",
          "YYYY-MM-DD HH24:MI:SS", "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d",
          "YYYY-MM-DD HH24:MI:SS.MS", "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}",
          "YYYY-MM-DD HH24:MI:SS.US", "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");

  private Moments() {}

  static String asLiterals(String sql, List<Token> tokens) {
    StringBuilder text = new StringBuilder(sql);
    for (int i = 0; i + 5 < tokens.size(); i++) {
      boolean date = tokens.get(i).is("to_date");
      if ((date || tokens.get(i).is("to_timestamp")) && isCall(tokens.subList(i, i + 6))) {
        int start = tokens.get(i).start();
        int end = tokens.get(i + 5).end();
        String value = tokens.get(i + 2).text();
        String literal = date ? "DATE '" + value.substring(0, 10) : "TIMESTAMP '" + value;
        text.replace(start, end, (literal + "'" + " ".repeat(end)).substring(0, end - start));
      }
    }
    return text.toString();
  }

  private static boolean isCall(List<Token> call) {
    return call.get(1).isSymbol("(")
        && call.get(2).kind() == Token.Kind.TEXT
        && call.get(3).isSymbol(",")
        && call.get(4).kind() == Token.Kind.TEXT
        && call.get(5).isSymbol(")")
        && call.get(2).text().matches(FORMATS.getOrDefault(call.get(4).text(), "(?!)"));
  }
}
