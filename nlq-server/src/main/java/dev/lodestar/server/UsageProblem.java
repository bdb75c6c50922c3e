package dev.lodestar.server;

/** A command line that cannot be carried out; the message says what to write instead. */
final class UsageProblem extends Exception {
  private static final long serialVersionUID = 1L;

  UsageProblem(String message) {
    super(message);
  }
}
