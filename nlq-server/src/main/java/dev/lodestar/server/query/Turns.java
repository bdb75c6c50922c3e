package dev.lodestar.server.query;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets a few queries at a time compute, in the order in which they ask. A turn lasts for a chunk of
 * rows, and the first until it is known whether the result is small, but never for a client to
 * read: one that reads slowly keeps none.
 */
final class Turns {
  /** Of a query that has begun: what has been done for it would be lost. */
  static final Duration PATIENT = Duration.ofDays(1);

  /** How often whoever waits looks whether it was stopped. */
  private static final long LOOK_UP_EVERY_MILLIS = 20;

  private final int atOnce;

  /** Those who wait; who has waited longest stands first. */
  private final Deque<Stop> waiting = new ArrayDeque<>();

  private int taken;

  Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /**
   * Waits for a turn, unless the query is stopped meanwhile.
   *
   * @throws QueryFailed when it has waited longer than it has patience for
   */
  synchronized void take(Stop stop, Duration patience) throws QueryFailed {
    long begun = System.nanoTime();
    waiting.add(stop);
    try {
      while (taken == atOnce || waiting.peek() != stop) {
        wait(LOOK_UP_EVERY_MILLIS);
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
      taken++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryFailed(QueryFailed.Reason.CANCELLED, "The server is being stopped", e);
    } finally {
      waiting.remove(stop);
      notifyAll();
    }
  }

  /** How many wait now. */
  synchronized int waiting() {
    return waiting.size();
  }

  synchronized void giveBack() {
    taken--;
    notifyAll();
  }
}
