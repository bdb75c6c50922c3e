package dev.lodestar.server.query;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A result that one query computes and others wait for, each of them as long as it may. */
final class Making {
  /** How often whoever waits looks whether it was stopped. */
  private static final long LOOK_UP_EVERY_MILLIS = 20;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable List<Chunk> made;
  private volatile @Nullable QueryFailed failure;

  /** It is whole. */
  void made(List<Chunk> chunks) {
    made = List.copyOf(chunks);
    end.countDown();
  }

  /** It fails for whoever asks for it. */
  void failed(QueryFailed why) {
    failure = why;
    end.countDown();
  }

  /** It turned out to be large, or whoever computed it was stopped. */
  void givenUp() {
    end.countDown();
  }

  /**
   * Waits for its end.
   *
   * @return its rows; empty when it was given up
   */
  Optional<List<Chunk>> await(Stop stop) throws QueryFailed {
    stop.begin();
    waiting.incrementAndGet();
    Optional<List<Chunk>> rows = Optional.empty();
    try {
      while (!end.await(LOOK_UP_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        stop.refuse();
      }
      QueryFailed why = failure;
      if (why != null) {
        throw new QueryFailed(why.reason(), String.valueOf(why.getMessage()), why);
      }
      rows = Optional.ofNullable(made);
      return rows;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryFailed(QueryFailed.Reason.CANCELLED, "The server is being stopped", e);
    } finally {
      waiting.decrementAndGet();
      if (rows.isPresent()) {
        stop.rest();
      } else {
        stop.restAsIfNotBegun();
      }
    }
  }

  int waiting() {
    return waiting.get();
  }
}
