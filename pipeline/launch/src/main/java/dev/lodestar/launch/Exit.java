package dev.lodestar.launch;

/** What the exit codes of every command mean. */
final class Exit {
  static final int OK = 0;

  /** The domain has problems that its author has to mend. */
  static final int PROBLEMS = 1;

  /** The command line is not understood. */
  static final int USAGE = 2;

  /** The work failed: a file, a table, an engine, or an expectation that stops a run. */
  static final int FAILED = 3;

  private Exit() {}
}
