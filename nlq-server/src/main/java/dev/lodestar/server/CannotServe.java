package dev.lodestar.server;

import org.jspecify.annotations.Nullable;

/** Something on this machine keeps a command from its work; the message says what to do. */
final class CannotServe extends Exception {
  private static final long serialVersionUID = 1L;

  CannotServe(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
