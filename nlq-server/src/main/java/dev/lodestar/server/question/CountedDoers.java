package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.LogicalQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many did one thing and another, or one and not the other: rows of the one and of the other
 * are not the same rows, so no condition on a row can say it.
 */
final class CountedDoers {
  private final Said said;
  private final Belonging belonging;
  private final Existence existence;

  CountedDoers(Said said, Belonging belonging, Existence existence) {
    this.said = said;
    this.belonging = belonging;
    this.existence = existence;
  }

  /** How many did one thing and not another. */
  List<Assembly.Assembled> butNot(
      String entity, List<LogicalQuery.Order> order, Optional<LogicalQuery.Limit> limit) {
    List<Assembly.Assembled> all = new ArrayList<>();
    for (String fact : belonging.facts(entity)) {
      List<Condition> own = conditions(entity, true);
      List<Condition> ofFact = conditions(entity, false);
      List<Condition> none = Existence.noneOfThem(entity, fact, ofFact);
      if ((ofFact.isEmpty() && said.related.isEmpty())
          || !belonging.reaches(fact, belonging.datasets(ofFact))) {
        // Who did something else is not who did not do it.
        continue;
      }
      own.add(new Condition.Related(entity, fact, ofFact, false));
      own.addAll(none);
      for (List<Condition> more : existence.relatedConditions(Optional.of(entity))) {
        List<Condition> both = new ArrayList<>(own);
        both.addAll(more);
        all.add(said.assembled(Optional.empty(), said.measures, said.groups, both, order, limit));
      }
    }
    return all;
  }

  /** How many bought both X and Y. */
  List<Assembly.Assembled> together(
      String entity, List<LogicalQuery.Order> order, Optional<LogicalQuery.Limit> limit) {
    List<Assembly.Assembled> all = new ArrayList<>();
    for (String fact : belonging.facts(entity)) {
      List<Condition> own = conditions(entity, true);
      List<Condition> ofFact = conditions(entity, false);
      List<Condition> each = existence.eachOfThem(entity, fact, ofFact);
      if (each.isEmpty()) {
        ofFact.forEach(c -> own.add(new Condition.Related(entity, fact, List.of(c), false)));
      }
      own.addAll(each);
      boolean negated =
          ofFact.stream().anyMatch(c -> c instanceof Condition.OneOf o && o.negated());
      if (!said.impossible && !negated) {
        all.add(said.assembled(Optional.empty(), said.measures, said.groups, own, order, limit));
      }
    }
    return all;
  }

  /** What was said of the doers themselves, or of what they did. */
  private List<Condition> conditions(String entity, boolean own) {
    return new ArrayList<>(
        said.where.stream().filter(c -> belonging.isOwn(entity, c) == own).toList());
  }
}
