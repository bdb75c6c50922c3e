package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The oldest patient, the most expensive products: things by a field of their own, not by a
 * measure.
 */
final class Extremes {
  private final Said said;

  Extremes(Said said) {
    this.said = said;
  }

  /** The rows with the highest or lowest values of a field, with those values. */
  List<Assembly.Assembled> queries() {
    Part.Extreme asked = said.extreme.orElseThrow();
    boolean more =
        !said.measures.isEmpty()
            || !said.having.isEmpty()
            || !said.groups.isEmpty()
            || !said.bare.isEmpty()
            || said.sort.isPresent()
            || said.partOf.isPresent()
            || said.growth.isPresent()
            || said.sides.isPresent()
            || said.acted
            || !said.related.isEmpty()
            || asked.noun().entity().isEmpty();
    if (more) {
      return List.of();
    }
    List<Group> shown = new ArrayList<>();
    shown.add(asked.noun().group());
    for (Noun thing : said.things) {
      if (!shown.contains(thing.group())) {
        shown.add(thing.group());
      }
    }
    Group by = new Group.ByField(asked.field());
    if (!shown.contains(by)) {
      shown.add(by);
    }
    int rows = asked.rows().orElse(asked.noun().plural() ? Assembly.USUAL_ROWS : 1);
    if (asked.rows().isEmpty() && asked.noun().plural()) {
      said.notes.add(new Note.UsualRows(rows));
    }
    List<LogicalQuery.Order> order =
        List.of(new LogicalQuery.Order(false, shown.indexOf(by), asked.most()));
    return List.of(
        said.assembled(
            asked.noun().entity(),
            List.of(),
            shown,
            said.where,
            order,
            Optional.of(new LogicalQuery.Limit(rows, List.of()))));
  }
}
