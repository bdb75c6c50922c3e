package dev.lodestar.layers.plan;

/**
 * A run cannot be planned because of the data it finds: files that are missing, changed, or not as
 * declared.
 */
public final class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlanException(String message) {
    super(message);
  }

  public PlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
