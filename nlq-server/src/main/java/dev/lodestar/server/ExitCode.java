package dev.lodestar.server;

import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.tables.WarehouseException;
import java.io.IOException;

/** What a command's end means to whoever called it. */
final class ExitCode {
  static final int OK = 0;

  /** The statement is wrong. */
  static final int WRONG = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** What was asked for was right, and failed. */
  static final int FAILED = 3;

  private ExitCode() {}

  /** Says what went wrong; an exception that nobody foresaw is shown whole. */
  static int of(Exception failure, Terminal terminal) {
    if (failure instanceof UsageProblem) {
      terminal.err().println(failure.getMessage());
      return USAGE;
    }
    if (failure instanceof QueryFailed
        || failure instanceof WarehouseException
        || failure instanceof CannotServe
        || failure instanceof IOException) {
      terminal.err().println(failure.getMessage());
      return FAILED;
    }
    failure.printStackTrace(terminal.err());
    return FAILED;
  }
}
