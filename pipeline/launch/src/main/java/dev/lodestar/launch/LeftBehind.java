package dev.lodestar.launch;

import dev.lodestar.layers.RunFolder;
import dev.lodestar.tables.Lease;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.RunNotes;
import dev.lodestar.tables.Unfinished;
import dev.lodestar.tables.Warehouse;

/** What a launcher began that is no more; whoever has the lease next ends it first. */
final class LeftBehind {
  private LeftBehind() {}

  /** Carries a run out when its outcome was recorded, else gives it up. */
  static void settle(Lease lease, Warehouse warehouse, Progress progress) {
    warehouse.unfinished().ifPresent(left -> settle(lease, warehouse, progress, left));
  }

  private static void settle(Lease lease, Warehouse warehouse, Progress progress, Unfinished left) {
    String id = left.run().id();
    if (left.outcome().isPresent()) {
      progress.note("Carrying out run " + id + ", which was cut off after it was recorded");
      lease.carryOut(id);
    } else {
      progress.note("Giving up run " + id + ", which was cut off before it was recorded");
      lease.fail(id, new IllegalStateException("The launcher ended before the run was recorded"));
    }
    folder(warehouse, id).delete();
  }

  /**
   * Deletes the notes of a run that was released, and the stories of those that failed before it:
   * nobody wants these any more. Other runs are left alone, for the lease may be lost by now.
   */
  static void forget(Warehouse warehouse, String released) {
    folder(warehouse, released).delete();
    warehouse.runs().stream()
        .filter(run -> !run.id().equals(released))
        .takeWhile(run -> !run.hasMadeRows())
        .filter(run -> run.state() == Run.State.FAILED)
        .forEach(run -> folder(warehouse, run.id()).delete());
  }

  /** Where a run's workers and its launcher leave notes for each other. */
  static RunFolder folder(Warehouse warehouse, String runId) {
    return new RunFolder(RunNotes.of(warehouse.folder(), runId).path());
  }

  /**
   * Enters a failure into the ledger. Where that cannot be done either, as when the lease is lost,
   * the first failure is still the one to be told.
   */
  static void noteFailure(Lease lease, String runId, RuntimeException first) {
    try {
      lease.fail(runId, first);
    } catch (RuntimeException second) {
      first.addSuppressed(second);
    }
  }
}
