package dev.lodestar.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a script, of which none comes any more once the process is being ended, as by
 * Ctrl-C, and the statement that runs is stopped. Left to itself it would run on at a server that
 * nobody listens to.
 */
class UntilInterrupted implements Lines, AutoCloseable {
  /** A server that does not answer keeps nobody from ending. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "lodestar-interrupted");
  private final Lines from;
  private volatile @Nullable Runnable stop;
  private volatile boolean interrupted;

  UntilInterrupted(Lines from) {
    this.from = from;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public @Nullable String next() throws IOException {
    return interrupted ? null : from.next();
  }

  @Override
  public void stoppable(Runnable how) {
    stop = how;
  }

  /** Returns when the statement that runs has ended. */
  void interrupted() {
    interrupted = true;
    Runnable how = stop;
    if (how == null) {
      return;
    }
    how.run();
    try {
      ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The last statement has ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook has done its work.
      stop = null;
    }
  }
}
