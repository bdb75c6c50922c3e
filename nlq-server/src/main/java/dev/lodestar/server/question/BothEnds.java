package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.time.TimeRange;
import java.util.Optional;

/** What grew from one time to another is set side by side at both, and not between them. */
final class BothEnds {
  private final Said said;

  BothEnds(Said said) {
    this.said = said;
  }

  /** Whether two ends were named of something that grows, or none were. */
  boolean settle() {
    if (said.ends.isEmpty()) {
      return true;
    }
    TimeRange first = said.ends.get().first();
    TimeRange last = said.ends.get().last();
    TimeRange one = SharedYear.before(first, last);
    TimeRange other = SharedYear.after(first, last);
    boolean fits =
        said.sides.isEmpty()
            && said.against.isEmpty()
            && said.sameSpan.isEmpty()
            && grows()
            && said.groups.stream().noneMatch(group -> group instanceof Group.ByTime)
            && one.isBounded()
            && other.isBounded()
            && one.unit() == other.unit()
            && !one.overlaps(other);
    if (fits) {
      said.sides = Optional.of(new Part.WhenVersus(one, other));
    }
    return fits;
  }

  private boolean grows() {
    return said.changeShown
        || said.growth.filter(asked -> asked.over().isEmpty()).isPresent()
        || said.byGrowth.isPresent()
        || !said.grownBy.isEmpty()
        || said.measures.stream()
            .anyMatch(m -> m instanceof Measure.Change change && change.back() == 0);
  }
}
