package dev.lodestar.server.query;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a query may go.
 *
 * @param rows how many rows are handed over at most; empty for all
 * @param time after which it is cancelled; empty for never
 */
public record QueryLimits(Optional<Long> rows, Optional<Duration> time) {

  public static final QueryLimits NONE = new QueryLimits(Optional.empty(), Optional.empty());

  public static QueryLimits of(long rows, Duration time) {
    return new QueryLimits(Optional.of(rows), Optional.of(time));
  }
}
