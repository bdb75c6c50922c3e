package dev.lodestar.server.query;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a query may go.
 *
 * @param rows how many rows are handed over at most; empty for all
 * @param time after which it is cancelled; empty for never
 * @param share of the caller for whom it runs
 */
public record QueryLimits(Optional<Long> rows, Optional<Duration> time, Share share) {

  public static final QueryLimits NONE = new QueryLimits(Optional.empty(), Optional.empty());

  public QueryLimits(Optional<Long> rows, Optional<Duration> time) {
    this(rows, time, Share.WHOLE);
  }

  public static QueryLimits of(long rows, Duration time) {
    return new QueryLimits(Optional.of(rows), Optional.of(time));
  }

  /**
   * The same for a caller. Where rows are cut off, they are cut off where the caller's end; where
   * they are not, a query with more of them fails.
   */
  public QueryLimits within(Share of) {
    Share.Limits most = of.limits();
    return new QueryLimits(
        rows.map(wanted -> Math.min(wanted, most.rows().orElse(wanted))),
        time.map(wanted -> shorter(wanted, most.time().orElse(wanted))).or(most::time),
        of);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Refuses a result that has grown too large. */
  void check(long handedOver, long bytes) throws QueryFailed {
    Optional<Long> mostRows = rows.isPresent() ? Optional.empty() : share.limits().rows();
    if (mostRows.isPresent() && handedOver > mostRows.get()) {
      throw tooLarge(mostRows.get() + " rows");
    }
    Optional<Long> mostBytes = share.limits().bytes();
    if (mostBytes.isPresent() && bytes > mostBytes.get()) {
      throw tooLarge(mostBytes.get() + " bytes");
    }
  }

  private static QueryFailed tooLarge(String most) {
    return new QueryFailed(
        QueryFailed.Reason.TOO_LARGE,
        "The result has more than "
            + most
            + ", the most that you are given at once; ask for less of it",
        null);
  }
}
