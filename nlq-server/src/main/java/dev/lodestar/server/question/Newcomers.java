package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.Optional;
import java.util.Set;

/**
 * New customers in 2025, by month: those who are customers since then, by the date that says so.
 * New without any time is nobody, and what new customers bought is told of customers, not of its
 * rows.
 */
final class Newcomers {
  private final Model model;
  private final Said said;

  Newcomers(Model model, Said said) {
    this.model = model;
    this.said = said;
  }

  /** Tells when of what is new; false where that cannot be. */
  boolean settle() {
    if (said.since.isEmpty()) {
      return true;
    }
    Attribute since = said.since.get();
    boolean counted =
        said.measures.stream()
            .allMatch(
                of ->
                    Measures.counts(model, of)
                        && Measures.bases(model, of).equals(Set.of(since.field().dataset())));
    boolean timed = false;
    for (int i = 0; i < said.where.size(); i++) {
      if (said.where.get(i) instanceof Condition.During when && when.time().isEmpty()) {
        said.where.set(i, new Condition.During(when.ranges(), Optional.of(since), when.negated()));
        timed = true;
      }
    }
    for (int i = 0; i < said.groups.size(); i++) {
      if (said.groups.get(i) instanceof Group.ByTime by && by.time().isEmpty()) {
        said.groups.set(i, new Group.ByTime(by.unit(), Optional.of(since)));
        timed = true;
      }
    }
    boolean grouped = said.groups.stream().anyMatch(group -> group instanceof Group.ByTime);
    if (grouped && said.measures.isEmpty()) {
      said.measures.add(new Measure.Rows(since.field().dataset()));
      said.things.clear();
    }
    return counted && timed && !said.acted && said.related.isEmpty() && said.sides.isEmpty();
  }
}
