package dev.lodestar.launch;

/** A rule with {@code otherwise: stop} does not hold, so the run ends without a release. */
final class ExpectationBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExpectationBroken(String message) {
    super(message);
  }
}
