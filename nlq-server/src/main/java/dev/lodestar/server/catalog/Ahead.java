package dev.lodestar.server.catalog;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Begins what will be asked for soon, beside the caller's thread. Whoever does the work keeps what
 * comes of it; what fails here fails again, and is told, when it is asked for.
 */
public final class Ahead {
  private Ahead() {}

  /**
   * @param thread what the thread is called
   */
  public static void begin(String thread, Callable<?> work) {
    Thread beside = new Thread(new FutureTask<>(work), thread);
    beside.setDaemon(true);
    beside.start();
  }
}
