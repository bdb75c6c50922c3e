package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.List;
import java.util.Optional;

/** December by year, the first quarter of each year: that of every year, and not the latest one. */
final class EveryYear {
  private final Said said;

  EveryYear(Said said) {
    this.said = said;
  }

  void settle() {
    boolean byYear =
        said.groups.stream()
            .anyMatch(group -> group instanceof Group.ByTime by && by.unit() == Unit.YEAR);
    if (!byYear) {
      return;
    }
    for (Note note : List.copyOf(said.notes)) {
      if (note instanceof Note.LatestMeant latest) {
        settle(latest);
      }
    }
  }

  private void settle(Note.LatestMeant latest) {
    TimeRange range = latest.range();
    Condition.OnPart part = SeriesRules.part(range);
    int at = said.where.indexOf(new Condition.During(List.of(range), Optional.empty(), false));
    if (part != null && at >= 0) {
      said.where.set(at, part);
      said.notes.remove(latest);
    }
  }
}
