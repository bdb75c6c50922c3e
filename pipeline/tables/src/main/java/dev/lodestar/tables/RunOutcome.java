package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a run is to make visible, decided before the first commit, so that a launcher which
 * comes after a crash can carry it out to the end. Commits stand in the order of dependence.
 *
 * @param tables every table that readers are to see afterwards, whether this run commits it or not;
 *     one that was never built yet is passed over
 * @param views every view that readers are to see afterwards
 * @param restores the earlier release to which all tables go back; such a run commits nothing
 */
public record RunOutcome(
    List<TableCommit> commits,
    Set<TableName> tables,
    List<View> views,
    List<StepRecord> steps,
    Optional<Long> restores) {

  /** The outcome of a run that goes forward. */
  public RunOutcome(
      List<TableCommit> commits, Set<TableName> tables, List<View> views, List<StepRecord> steps) {
    this(commits, tables, views, steps, Optional.empty());
  }

  /** Puts an earlier release back. */
  public static RunOutcome restoring(Release release) {
    return new RunOutcome(
        List.of(),
        release.snapshots().keySet(),
        release.views(),
        List.of(),
        Optional.of(release.id()));
  }

  public RunOutcome {
    commits = List.copyOf(commits);
    tables = Set.copyOf(tables);
    views = List.copyOf(views);
    steps = List.copyOf(steps);
  }
}
