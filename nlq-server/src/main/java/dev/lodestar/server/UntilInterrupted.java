package dev.lodestar.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * No lines: one statement, which is stopped when the process is ended, as by Ctrl-C. Left to itself
 * it would run on at a server that nobody listens to.
 */
final class UntilInterrupted implements Lines, AutoCloseable {
  /** A server that does not answer keeps nobody from ending. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "lodestar-interrupted");
  private volatile @Nullable Runnable stop;

  UntilInterrupted() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public @Nullable String next() {
    return null;
  }

  @Override
  public void stoppable(Runnable how) {
    stop = how;
  }

  /** Returns when the statement has ended. */
  void interrupted() {
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

  /** The statement has ended. */
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
