package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.LinkedHashSet;
import java.util.List;
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
    if (!settleThere()) {
      return false;
    }
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

  /** Customers since before 2010 are those of whom it is asked alone. */
  private boolean settleThere() {
    if (said.there.isEmpty()) {
      return true;
    }
    Set<String> whose = new LinkedHashSet<>();
    said.things.forEach(thing -> thing.entity().ifPresent(whose::add));
    said.measures.stream()
        .filter(of -> Measures.counts(model, of))
        .forEach(of -> whose.addAll(Measures.bases(model, of)));
    Optional<Attribute> since =
        whose.size() == 1 ? new Beginnings(model).of(whose.iterator().next()) : Optional.empty();
    since.ifPresent(
        date ->
            said.where.add(
                new Condition.During(List.of(said.there.get()), Optional.of(date), false)));
    return since.isPresent();
  }
}
