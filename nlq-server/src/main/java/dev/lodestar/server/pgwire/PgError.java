package dev.lodestar.server.pgwire;

import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.SqlState;
import dev.lodestar.sql.SqlProblem;
import org.jspecify.annotations.Nullable;

/** What a client is told when something did not work: a SQLSTATE and a sentence. */
final class PgError extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String hint;
  private final int position;
  private final boolean fatal;

  private PgError(
      String code,
      String message,
      String hint,
      int position,
      boolean fatal,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
    this.position = position;
    this.fatal = fatal;
  }

  static PgError of(String code, String message) {
    return new PgError(code, message, "", 0, false, null);
  }

  static PgError of(String code, String message, String hint) {
    return new PgError(code, message, hint, 0, false, null);
  }

  static PgError of(String code, String message, Throwable cause) {
    return new PgError(code, message, "", 0, false, cause);
  }

  /** After this the connection is closed. */
  static PgError fatal(String code, String message) {
    return new PgError(code, message, "", 0, true, null);
  }

  /** The bytes that came are no message of the protocol. */
  static PgError violation(String message) {
    return fatal("08P01", message);
  }

  /** A statement that was not understood. */
  static PgError of(SqlProblem problem, String sql) {
    return new PgError(
        SqlState.of(problem),
        String.valueOf(problem.getMessage()),
        problem.advice(),
        position(sql, problem.line(), problem.column()),
        false,
        problem);
  }

  /** Counted from 1, in characters as people see them. */
  private static int position(String sql, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = sql.indexOf('\n', start) + 1;
    }
    int end = Math.min(sql.length(), start + column - 1);
    return sql.codePointCount(0, end) + 1;
  }

  /** A statement that was understood and failed. */
  static PgError of(QueryFailed failure) {
    return of(SqlState.of(failure), String.valueOf(failure.getMessage()), failure);
  }

  /** The same, its position counted from the start of a longer text. */
  PgError behind(int characters) {
    return position == 0
        ? this
        : new PgError(
            code, String.valueOf(getMessage()), hint, position + characters, fatal, getCause());
  }

  String code() {
    return code;
  }

  /** What to do; empty when there is nothing to say. */
  String hint() {
    return hint;
  }

  /** Which character of the statement is meant, counted from 1; 0 when none is. */
  int position() {
    return position;
  }

  boolean isFatal() {
    return fatal;
  }
}
