package dev.lodestar.tables;

import java.util.List;

/**
 * All that a run is to make visible, decided before the first commit, so that a launcher which
 * comes after a crash can carry it out to the end. Commits stand in the order of dependence.
 */
public record RunOutcome(List<TableCommit> commits, List<View> views, List<StepRecord> steps) {

  public RunOutcome {
    commits = List.copyOf(commits);
    views = List.copyOf(views);
    steps = List.copyOf(steps);
  }
}
