package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.sql.Identifiers;
import java.util.List;
import java.util.Optional;

/** In how many months something was within bounds: the months are told first, and then counted. */
final class CountedTimes {
  private CountedTimes() {}

  /** The months themselves, which are to be counted; nothing where no number of times is asked. */
  static Optional<LogicalQuery> each(LogicalQuery query) throws CannotPlan {
    if (query.measures().stream().noneMatch(m -> m instanceof Measure.Times)) {
      return Optional.empty();
    }
    if (query.measures().size() > 1 || !query.groups().isEmpty() || query.having().isEmpty()) {
      throw new CannotPlan(Reason.UNSUPPORTED, "Times are counted by what was in them", List.of());
    }
    Measure.Times times = (Measure.Times) query.measures().get(0);
    return Optional.of(
        new LogicalQuery(
            Optional.empty(),
            query.having().stream().map(LogicalQuery.Having::measure).distinct().toList(),
            List.of(new Group.ByTime(times.unit(), Optional.empty())),
            query.where(),
            query.having(),
            List.of(),
            Optional.empty()));
  }

  /** Counts those that a statement tells; rows without a date are of no time. */
  static String counted(String each, String time, String name) {
    // Nothing is left out of them, so that their order is the last that is said.
    String unordered = each.substring(0, each.lastIndexOf("\nORDER BY "));
    return "SELECT count("
        + Identifiers.written(time)
        + ") AS "
        + Identifiers.written(name)
        + "\nFROM (\n"
        + Layout.indented(unordered)
        + "\n) AS of_each";
  }
}
