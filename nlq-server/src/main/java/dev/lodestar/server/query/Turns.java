package dev.lodestar.server.query;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a few queries at a time compute, in the order in which they ask. A turn lasts for a chunk of
 * rows, so a client that reads slowly keeps none.
 */
final class Turns {
  /** Of a query that has begun: what has been done for it would be lost. */
  static final Duration PATIENT = Duration.ofDays(1);

  private static final long LOOK_UP_EVERY_MILLIS = 20;

  private final int atOnce;
  private final Semaphore free;

  Turns(int atOnce) {
    this.atOnce = atOnce;
    this.free = new Semaphore(atOnce, true);
  }

  /**
   * Waits for a turn, unless the query is stopped meanwhile.
   *
   * @throws QueryFailed when it has waited longer than it has patience for
   */
  void take(Stop stop, Duration patience) throws QueryFailed {
    long begun = System.nanoTime();
    try {
      while (!free.tryAcquire(LOOK_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        stop.refuse();
        if (System.nanoTime() - begun > patience.toNanos()) {
          throw new QueryFailed(
              QueryFailed.Reason.BUSY,
              "The query has waited "
                  + Stop.seconds(patience)
                  + " for others to end, of which "
                  + atOnce
                  + " may run at a time; try again later",
              null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryFailed(QueryFailed.Reason.CANCELLED, "The server is being stopped", e);
    }
  }

  void giveBack() {
    free.release();
  }
}
