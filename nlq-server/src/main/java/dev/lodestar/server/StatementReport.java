package dev.lodestar.server;

import dev.lodestar.sql.SqlProblem;

/**
 * A refused statement as people read it, with the line and a mark below the place.
 *
 * <pre>
 * statement:1:8: unknown column "quantty"
 *     1 | select quantty from fact_orders
 *                ^^^^^^^
 *   did you mean "quantity"?
 * </pre>
 */
final class StatementReport {
  private static final int WIDEST_LINE = 160;
  private static final int SHOWN_BEFORE = 60;

  private StatementReport() {}

  static String text(String statement, SqlProblem problem) {
    StringBuilder text = new StringBuilder();
    text.append("statement:").append(problem.line()).append(':').append(problem.column());
    text.append(": ").append(problem.getMessage()).append('\n');
    String[] lines = statement.split("\\R", -1);
    if (problem.line() >= 1 && problem.line() <= lines.length) {
      appendLine(text, lines[problem.line() - 1], problem);
    }
    if (!problem.advice().isEmpty()) {
      problem.advice().lines().forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString().stripTrailing();
  }

  private static void appendLine(StringBuilder text, String line, SqlProblem problem) {
    int start = Math.max(0, Math.min(problem.column() - 1, line.length()));
    int from = line.length() <= WIDEST_LINE ? 0 : Math.max(0, start - SHOWN_BEFORE);
    int to = Math.min(line.length(), from + WIDEST_LINE);
    int end = Math.max(start + 1, Math.min(start + problem.length(), to));
    String number = String.format("%5d | ", problem.line());
    text.append(number).append(visible(line.substring(from, to))).append('\n');
    text.append(" ".repeat(number.length() + start - from));
    text.append("^".repeat(end - start)).append('\n');
  }

  /** One column of the screen for each character. */
  private static String visible(String line) {
    return line.replaceAll("\\p{Cntrl}", " ");
  }
}
