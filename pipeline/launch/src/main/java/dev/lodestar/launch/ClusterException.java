package dev.lodestar.launch;

/** A cluster that cannot be used: where it was sought, what came of it, and what to check. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
