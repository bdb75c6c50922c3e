package dev.lodestar.tables;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A named place between two durable steps, where a test may end the process as a power cut would.
 *
 * <p>A testing aid. When the system property or environment variable {@code LODESTAR_CRASH_AT}
 * names a point, the process halts there with status 137, without any clean-up: {@code
 * LODESTAR_CRASH_AT=swapped} the first time the point is reached, {@code swapped#3} the third time.
 * Otherwise reaching a point costs nothing.
 */
public final class CrashPoint {
  /** The run is in the ledger. */
  public static final String BEGUN = "begun";

  /** A data file is in S3, and nobody knows of it yet; only where the warehouse is there. */
  public static final String UPLOADED = "uploaded";

  /** The outcome is about to be recorded: all data files are written. */
  public static final String DECIDING = "deciding";

  /** The outcome is recorded; no table has it yet. */
  public static final String DECIDED = "decided";

  /** A table's list of input files is written, and no snapshot names it yet. */
  public static final String INPUTS_WRITTEN = "inputs-written";

  /** A table's new metadata is about to take the place of the old. */
  public static final String SWAPPING = "swapping";

  /** A table has its snapshot of the run. */
  public static final String SWAPPED = "swapped";

  /** All tables have their snapshots, and readers do not see them yet. */
  public static final String RELEASING = "releasing";

  /** The release is written, and its transaction not yet committed. */
  public static final String RELEASE_WRITTEN = "release-written";

  /** Readers see the run. */
  public static final String RELEASED = "released";

  /** The points that every run with something to commit passes, in the order it does. */
  public static final List<String> ALL =
      List.of(
          BEGUN,
          DECIDING,
          DECIDED,
          INPUTS_WRITTEN,
          SWAPPING,
          SWAPPED,
          RELEASING,
          RELEASE_WRITTEN,
          RELEASED);

  private static final @Nullable String NAME;
  private static final AtomicInteger TIMES_LEFT = new AtomicInteger(1);
  private static volatile @Nullable Consumer<String> watcher;

  static {
    String at = System.getProperty("LODESTAR_CRASH_AT", System.getenv("LODESTAR_CRASH_AT"));
    int hash = at == null ? -1 : at.indexOf('#');
    if (at != null && hash >= 0) {
      TIMES_LEFT.set(Integer.parseInt(at.substring(hash + 1)));
      at = at.substring(0, hash);
    }
    NAME = at;
  }

  private CrashPoint() {}

  /**
   * Has every point that is reached told to a test, in the thread that is there and waits.
   *
   * @param test null when nobody looks any more
   */
  public static void watch(@Nullable Consumer<String> test) {
    watcher = test;
  }

  /** Halts the process when it was started to crash here. */
  public static void reached(String name) {
    Consumer<String> test = watcher;
    if (test != null) {
      test.accept(name);
    }
    if (name.equals(NAME) && TIMES_LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(137);
    }
  }
}
