package dev.lodestar.server.query;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts an end to a query, from any thread and at any time, or when DuckDB has worked for it as long
 * as it may.
 */
final class Stop {
  /** An interrupt that comes before DuckDB has begun is lost, so it is repeated. */
  private static final long INTERRUPT_EVERY_MILLIS = 50;

  private final QueryLimits limits;
  private final ScheduledExecutorService clock;

  private final Object lock = new Object();
  private @Nullable Statement working;
  private QueryFailed.@Nullable Reason reason;
  private @Nullable Future<?> interrupts;
  private @Nullable Future<?> deadline;
  private long workedNanos;
  private long since;
  private boolean ended;

  Stop(QueryLimits limits, ScheduledExecutorService clock) {
    this.limits = limits;
    this.clock = clock;
  }

  void now(QueryFailed.Reason why) {
    synchronized (lock) {
      if (reason == null && !ended) {
        reason = why;
        interrupts =
            clock.scheduleWithFixedDelay(
                this::interrupt, 0, INTERRUPT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void interrupt() {
    synchronized (lock) {
      Statement statement = working;
      if (statement != null) {
        try {
          statement.cancel();
        } catch (SQLException e) {
          throw new IllegalStateException("Cannot interrupt a query: " + e.getMessage(), e);
        }
      }
    }
  }

  /** From here on its time runs. */
  void begin() throws QueryFailed {
    synchronized (lock) {
      refuse();
      since = System.nanoTime();
      if (limits.time().isPresent()) {
        long left = limits.time().get().toNanos() - workedNanos;
        deadline =
            clock.schedule(
                () -> now(QueryFailed.Reason.TIMEOUT), Math.max(0, left), TimeUnit.NANOSECONDS);
      }
    }
  }

  /** From here on an interrupt reaches this statement. */
  void reach(Statement statement) throws QueryFailed {
    synchronized (lock) {
      refuse();
      working = statement;
    }
  }

  /** Nothing is being done for it, until it begins again. */
  void rest() {
    synchronized (lock) {
      workedNanos += System.nanoTime() - since;
      restAsIfNotBegun();
    }
  }

  /** The same after what was of no use to it: that takes nothing of its time. */
  void restAsIfNotBegun() {
    synchronized (lock) {
      working = null;
      if (deadline != null) {
        deadline.cancel(false);
        deadline = null;
      }
    }
  }

  void end() {
    synchronized (lock) {
      ended = true;
      working = null;
      if (deadline != null) {
        deadline.cancel(false);
      }
      if (interrupts != null) {
        interrupts.cancel(false);
      }
    }
  }

  void refuse() throws QueryFailed {
    QueryFailed.Reason why = reason();
    if (why != null) {
      throw stopped(why, null);
    }
  }

  private QueryFailed.@Nullable Reason reason() {
    synchronized (lock) {
      return reason;
    }
  }

  /** What DuckDB's failure means: the query was stopped, or went wrong by itself. */
  QueryFailed failure(SQLException cause) {
    QueryFailed.Reason why = reason();
    return why != null
        ? stopped(why, cause)
        : new QueryFailed(QueryFailed.Reason.ERROR, DuckDbMessages.plain(cause), cause);
  }

  private QueryFailed stopped(QueryFailed.Reason why, @Nullable Throwable cause) {
    String message =
        why == QueryFailed.Reason.TIMEOUT
            ? "The query was stopped after "
                + limits.time().map(Stop::seconds).orElse("some time")
                + ", the time it was given"
            : "The query was cancelled";
    return new QueryFailed(why, message, cause);
  }

  static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
