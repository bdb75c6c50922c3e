package dev.lodestar.server.query;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a few queries at a time compute, in the order in which they ask. A turn lasts for a chunk of
 * rows, so a client that reads slowly keeps none.
 */
final class Turns {
  private static final long LOOK_UP_EVERY_MILLIS = 20;

  private final Semaphore free;

  Turns(int atOnce) {
    this.free = new Semaphore(atOnce, true);
  }

  /** Waits for a turn, unless the query is stopped meanwhile. */
  void take(Stop stop) throws QueryFailed {
    try {
      while (!free.tryAcquire(LOOK_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        stop.refuse();
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
