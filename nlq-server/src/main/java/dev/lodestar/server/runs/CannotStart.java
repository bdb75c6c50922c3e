package dev.lodestar.server.runs;

import org.jspecify.annotations.Nullable;

/** A run that was not started, and why. */
public final class CannotStart extends Exception {
  private static final long serialVersionUID = 1L;

  CannotStart(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
