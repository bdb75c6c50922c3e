package dev.lodestar.server.query;

import org.jspecify.annotations.Nullable;

/** A statement that was understood and yet gave no result; the message says why. */
public final class QueryFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** What put an end to it. */
  public enum Reason {
    /** Its own data or its size, as when a text is cast that is no number. */
    ERROR,
    TIMEOUT,
    CANCELLED,
    /** Its result is more than its caller is given. */
    TOO_LARGE,
    /** It has waited too long for others. */
    BUSY
  }

  private final Reason reason;

  public QueryFailed(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
