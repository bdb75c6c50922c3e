package dev.lodestar.sql;

/**
 * A statement that cannot be compiled: where in its text (counted from 1), what was found, what to
 * do. The message is ours, in plain words, never Calcite's own.
 */
public final class SqlProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of mistake it is, for doors that tell it by a code. */
  public enum Kind {
    SYNTAX,
    UNKNOWN_TABLE,
    UNKNOWN_COLUMN,
    UNKNOWN_FUNCTION,
    AMBIGUOUS_COLUMN,
    OTHER
  }

  private final Kind kind;
  private final int line;
  private final int column;
  private final int length;
  private final String advice;

  public SqlProblem(int line, int column, int length, String message, String advice) {
    this(Kind.OTHER, line, column, length, message, advice);
  }

  SqlProblem(Kind kind, int line, int column, int length, String message, String advice) {
    super(message);
    this.kind = kind;
    this.line = line;
    this.column = column;
    this.length = Math.max(1, length);
    this.advice = advice;
  }

  public Kind kind() {
    return kind;
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

  /** The same mistake, known to be of a kind. */
  SqlProblem as(Kind other) {
    return new SqlProblem(other, line, column, length, String.valueOf(getMessage()), advice);
  }

  /** What to do, as in {@code did you mean "quantity"?}; may be empty. */
  public String advice() {
    return advice;
  }
}
