package dev.lodestar.tables.files;

import java.io.IOException;
import java.time.Duration;

/** How long to go on trying, with longer and longer pauses. */
final class Patience {
  private static final long LONGEST_PAUSE = 2_000;

  private final Duration patience;
  private long since = System.nanoTime();
  private long pause = 100;

  Patience(Duration patience) {
    this.patience = patience;
  }

  /** The time begins anew. */
  void progressed() {
    since = System.nanoTime();
    pause = 100;
  }

  /** Waits and says yes, or says no when the time is over. */
  boolean again() throws IOException {
    if (System.nanoTime() - since > patience.toNanos()) {
      return false;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for S3", e);
    }
    pause = Math.min(LONGEST_PAUSE, pause * 2);
    return true;
  }
}
