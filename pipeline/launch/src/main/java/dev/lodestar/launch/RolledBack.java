package dev.lodestar.launch;

import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells of a rollback before a run goes on from it. The tables stand where the earlier release left
 * them, so the run meets the files and models that led to what was rolled back, and, where they are
 * still the same, makes it again. Nobody is to be surprised by that.
 */
final class RolledBack {
  private RolledBack() {}

  /** What to say when the current release was put back; empty when it was made by a run. */
  static Optional<String> note(Warehouse warehouse) {
    return warehouse.releases().stream()
        .filter(release -> !RollbackCommand.isCompacted(warehouse, release))
        .findFirst()
        .flatMap(current -> note(warehouse, current));
  }

  private static Optional<String> note(Warehouse warehouse, Release current) {
    if (current.restores().isEmpty()) {
      return Optional.empty();
    }
    long kept = current.restores().get();
    List<Release> undone =
        warehouse.releases().stream()
            .filter(r -> r.id() > kept && r.id() < current.id() && r.restores().isEmpty())
            .filter(r -> !RollbackCommand.isCompacted(warehouse, r))
            .sorted(Comparator.comparingLong(Release::id))
            .toList();
    if (undone.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "Release "
            + current.id()
            + " had put release "
            + kept
            + " back. What was rolled back ("
            + undone.stream().map(RolledBack::name).collect(Collectors.joining(", "))
            + ") is made again from the files and models as they are now");
  }

  private static String name(Release release) {
    return "release " + release.id() + " of run " + release.runId();
  }
}
