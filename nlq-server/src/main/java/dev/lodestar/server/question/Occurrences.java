package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The registrations of 2025, by month: customers by the date on which they registered. Without a
 * time they are those of whom that date is known.
 */
final class Occurrences {
  private final Model model;
  private final Said said;

  Occurrences(Model model, Said said) {
    this.model = model;
    this.said = said;
  }

  /** Tells when of what happened; false where that cannot be. */
  boolean settle() {
    known();
    if (said.occurred.isEmpty()) {
      return true;
    }
    Attribute date = said.occurred.get().date();
    boolean timed = false;
    for (int i = 0; i < said.where.size(); i++) {
      if (said.where.get(i) instanceof Condition.During when && when.time().isEmpty()) {
        said.where.set(i, new Condition.During(when.ranges(), Optional.of(date), when.negated()));
        timed |= !when.negated();
      }
    }
    for (int i = 0; i < said.groups.size(); i++) {
      said.groups.set(i, onDate(said.groups.get(i), date));
    }
    if (!timed) {
      said.where.add(said.occurred.get().is());
    }
    Measure counted = said.measures.size() == 1 ? said.measures.get(0) : null;
    return counted != null
        && Measures.counts(model, counted)
        && Measures.bases(model, counted).equals(Set.of(date.field().dataset()))
        && !said.acted
        && said.related.isEmpty()
        && said.sides.isEmpty()
        && said.growth.isEmpty();
  }

  /** Customers lost in 2025, lost customers by year: by the date on which they were lost. */
  private void known() {
    boolean timed =
        said.groups.stream().anyMatch(group -> !(group instanceof Group.ByField))
            || said.where.stream().anyMatch(Belonging::isUndated);
    if (said.occurred.isPresent() || said.acted || !said.related.isEmpty() || !timed) {
      return;
    }
    for (Condition condition : List.copyOf(said.where)) {
      if (condition instanceof Condition.Named named && !named.negated()) {
        new KnownDates(model)
            .of(named.filter())
            .filter(date -> model.dataset(date.dataset()).time().isEmpty())
            .filter(date -> !isListed(Attribute.of(date), named) && isOf(date.dataset(), named))
            .ifPresent(
                date -> {
                  said.where.remove(condition);
                  Condition known = new Condition.Missing(Attribute.of(date), true);
                  said.occurred = Optional.of(new Part.Occurred(Attribute.of(date), known));
                  said.measures.clear();
                  said.measures.add(Measures.rows(model, date.dataset()));
                  said.things.clear();
                });
      }
    }
  }

  /** Who was lost in 2025: of those who are listed, by that date too. */
  private boolean isListed(Attribute date, Condition.Named condition) {
    Optional<String> dataset = Optional.of(date.field().dataset());
    boolean unnamed = said.things.isEmpty() && isCalledSo(dataset.get(), condition);
    boolean listed =
        said.measures.isEmpty()
            && said.groups.isEmpty()
            && said.rank.isEmpty()
            && said.partOf.isEmpty()
            && (unnamed
                || (said.things.size() == 1 && said.things.get(0).entity().equals(dataset)));
    if (listed) {
      if (unnamed) {
        new Entities(model).noun(dataset.get(), true).ifPresent(said.things::add);
      }
      said.where.remove(condition);
      said.where.replaceAll(
          of ->
              of instanceof Condition.During when && when.time().isEmpty()
                  ? new Condition.During(when.ranges(), Optional.of(date), when.negated())
                  : of);
    }
    return listed;
  }

  /** Whether what is counted, or would be, are things of a dataset. */
  private boolean isOf(String dataset, Condition.Named named) {
    boolean counted =
        said.things.isEmpty()
            && said.measures.size() == 1
            && Measures.counts(model, said.measures.get(0))
            && Measures.bases(model, said.measures.get(0)).equals(Set.of(dataset));
    boolean things =
        said.measures.isEmpty()
            && !said.groups.isEmpty()
            && said.things.size() == 1
            && said.things.get(0).entity().equals(Optional.of(dataset));
    boolean byName =
        said.measures.isEmpty()
            && !said.groups.isEmpty()
            && said.things.isEmpty()
            && isCalledSo(dataset, named);
    return counted || things || byName;
  }

  /** Whether the name of a condition says that it is one of those things: lost customers. */
  private boolean isCalledSo(String dataset, Condition.Named named) {
    return Measures.named(model, named.filter())
        .filter(of -> Measures.bases(model, of).equals(Set.of(dataset)))
        .isPresent();
  }

  private static Group onDate(Group group, Attribute date) {
    if (group instanceof Group.ByTime by && by.time().isEmpty()) {
      return new Group.ByTime(by.unit(), Optional.of(date));
    }
    return group instanceof Group.ByPart by && by.time().isEmpty()
        ? new Group.ByPart(by.part(), Optional.of(date))
        : group;
  }
}
