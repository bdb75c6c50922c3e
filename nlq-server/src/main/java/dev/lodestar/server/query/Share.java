package dev.lodestar.server.query;

import java.time.Duration;
import java.util.Optional;

/**
 * What one caller may take of the engines, over all doors together: limits for each statement, and
 * turns of their own, for which their statements wait before they wait for those of all.
 */
public final class Share {
  /** Of whoever need not share. */
  public static final Share WHOLE =
      new Share(
          new Limits(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Integer.MAX_VALUE,
              Turns.PATIENT,
              Integer.MAX_VALUE));

  private final Limits limits;
  private final Turns turns;

  /**
   * How far statements may go.
   *
   * @param rows of a result; empty for all
   * @param bytes of a result: eight for each value, and one more for each character of a text;
   *     empty for all
   * @param time for which a statement may compute; empty for ever
   * @param statements how many may compute at a time
   * @param patience how long a statement waits until it may begin
   * @param connections how many may be open at a time, at each door
   */
  public record Limits(
      Optional<Long> rows,
      Optional<Long> bytes,
      Optional<Duration> time,
      int statements,
      Duration patience,
      int connections) {}

  public Share(Limits limits) {
    this.limits = limits;
    this.turns = new Turns(limits.statements());
  }

  public Limits limits() {
    return limits;
  }

  Turns turns() {
    return turns;
  }
}
