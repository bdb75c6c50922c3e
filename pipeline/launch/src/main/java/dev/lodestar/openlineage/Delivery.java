package dev.lodestar.openlineage;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes and sends events one after the other, while the run goes on. A target that fails twice for
 * one event gets no further ones, and a run that has ended waits some seconds at most, so that a
 * target can cost a run no more than that.
 */
final class Delivery implements AutoCloseable {
  private final Target target;
  private final Consumer<String> warning;
  private final Duration patience;
  private final Duration pause;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "lodestar-openlineage");
            daemon.setDaemon(true);
            return daemon;
          });
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean givenUp;

  /**
   * @param patience how long the end of a run waits for events that were not sent yet
   * @param pause before an event is tried again
   */
  Delivery(Target target, Consumer<String> warning, Duration patience, Duration pause) {
    this.target = target;
    this.warning = warning;
    this.patience = patience;
    this.pause = pause;
  }

  void send(Supplier<String> event) {
    waiting.incrementAndGet();
    thread.execute(
        () -> {
          if (!givenUp) {
            attempt(event);
          }
          waiting.decrementAndGet();
        });
  }

  private void attempt(Supplier<String> event) {
    try {
      String text = event.get();
      try {
        target.send(text);
      } catch (IOException first) {
        Thread.sleep(pause.toMillis());
        target.send(text);
      }
    } catch (IOException | RuntimeException e) {
      giveUp(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
    } catch (InterruptedException e) {
      giveUp("it took too long");
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(String why) {
    if (!givenUp) {
      givenUp = true;
      warning.accept(
          "Warning: OpenLineage events cannot be sent to "
              + target
              + ": "
              + why
              + "; the run goes on without them");
    }
  }

  /** Waits until all is sent, or for as long as there is patience. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        giveUp(waiting.get() + " events were still waiting when the run had ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
  }
}
