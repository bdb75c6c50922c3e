package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
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
  private final Ordering ordering;

  Extremes(Said said, Ordering ordering) {
    this.said = said;
    this.ordering = ordering;
  }

  /** The rows with the highest or lowest values of a field, of all or in each group, with those. */
  List<Assembly.Assembled> queries() {
    Part.Extreme asked = said.extreme.orElseThrow();
    boolean more =
        !said.measures.isEmpty()
            || !said.having.isEmpty()
            || !said.bare.isEmpty()
            || said.sort.isPresent()
            || said.partOf.isPresent()
            || said.growth.isPresent()
            || said.against.isPresent()
            || said.rank.isPresent()
            || !said.apart.isEmpty()
            || said.sides.isPresent()
            || said.acted
            || !said.related.isEmpty()
            || asked.noun().entity().isEmpty();
    if (more) {
      return List.of();
    }
    List<Group> per = new ArrayList<>(asked.per());
    said.groups.stream().filter(group -> !per.contains(group)).forEach(per::add);
    said.unsaid += said.groups.isEmpty() ? 0 : GradeRules.EACH;
    boolean named = per.stream().allMatch(group -> group instanceof Group.ByField);
    if (!named || per.contains(asked.noun().group())) {
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
    per.stream().filter(group -> !shown.contains(group)).forEach(shown::add);
    Kept kept = ordering.kept(asked.kept().or(() -> Rankings.one(asked.noun())));
    List<LogicalQuery.Order> order =
        List.of(new LogicalQuery.Order(false, shown.indexOf(by), asked.most()));
    return List.of(
        said.assembled(
            asked.noun().entity(),
            List.of(),
            shown,
            said.where,
            order,
            Optional.of(new LogicalQuery.Limit(kept, per.stream().map(shown::indexOf).toList()))));
  }
}
