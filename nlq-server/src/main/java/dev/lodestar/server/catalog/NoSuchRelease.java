package dev.lodestar.server.catalog;

/** There is no release as it was asked for; the message says what there is. */
public final class NoSuchRelease extends Exception {
  private static final long serialVersionUID = 1L;

  NoSuchRelease(String message) {
    super(message);
  }
}
