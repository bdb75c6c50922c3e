package dev.lodestar.server.genie;

/** A request that cannot be granted; the message says what to do. */
public final class GenieProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The request itself is wrong. */
    WRONG,
    /** What it names is not there. */
    UNKNOWN,
    /** Not now, as nothing was released or a rerun failed. */
    NOT_READY,
    /** Too much is being asked. */
    BUSY
  }

  private final Kind kind;

  public GenieProblem(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static GenieProblem wrong(String message) {
    return new GenieProblem(Kind.WRONG, message);
  }

  static GenieProblem unknown(String message) {
    return new GenieProblem(Kind.UNKNOWN, message);
  }

  static GenieProblem notReady(String message) {
    return new GenieProblem(Kind.NOT_READY, message);
  }

  public Kind kind() {
    return kind;
  }
}
