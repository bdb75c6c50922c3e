package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Set;

/**
 * All that a run is to make visible, decided before the first commit, so that a launcher which
 * comes after a crash can carry it out to the end. Commits stand in the order of dependence.
 *
 * @param tables every table that readers are to see afterwards, whether this run commits it or not;
 *     one that was never built yet is passed over
 * @param views every view that readers are to see afterwards
 */
public record RunOutcome(
    List<TableCommit> commits, Set<TableName> tables, List<View> views, List<StepRecord> steps) {

  public RunOutcome {
    commits = List.copyOf(commits);
    tables = Set.copyOf(tables);
    views = List.copyOf(views);
    steps = List.copyOf(steps);
  }
}
