package dev.lodestar.sql;

/**
 * A statement that cannot be compiled: where in its text (counted from 1), what was found, what to
 * do. The message is ours, in plain words, never Calcite's own.
 */
public final class SqlProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final int length;
  private final String advice;

  public SqlProblem(int line, int column, int length, String message, String advice) {
    super(message);
    this.line = line;
    this.column = column;
    this.length = Math.max(1, length);
    this.advice = advice;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  public int length() {
    return length;
  }

  /** What to do, as in {@code did you mean "quantity"?}; may be empty. */
  public String advice() {
    return advice;
  }
}
