package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows belong to which things, and so of which rows a condition can be told: customers have
 * no day of their own, but their orders have.
 */
final class Belonging {
  private final Model model;
  private final Said said;

  Belonging(Model model, Said said) {
    this.model = model;
    this.said = said;
  }

  /** A mark above 12 is one of theirs; an amount above 12 is rather what all of theirs come to. */
  boolean isGraded(Condition condition) {
    return condition instanceof Condition.Compared compared
        && !model
            .field(compared.attribute().field())
            .aggregation()
            .equals(Optional.of(Aggregation.SUM));
  }

  static boolean isDenied(Condition condition) {
    return (condition instanceof Condition.OneOf one && one.negated())
        || (condition instanceof Condition.During during
            && during.negated()
            && during.time().isEmpty());
  }

  /** Whether a condition can be told of a row itself. */
  boolean isOwn(String entity, Condition condition) {
    return !isUndated(condition) && reaches(entity, datasets(List.of(condition)));
  }

  static boolean isUndated(Condition condition) {
    return (condition instanceof Condition.During during && during.time().isEmpty())
        || (condition instanceof Condition.OnPart on && on.time().isEmpty());
  }

  boolean outside(String entity) {
    boolean timed = said.where.stream().anyMatch(Belonging::isUndated);
    return !reaches(entity, datasets(said.where)) || (timed && !hasTime(entity));
  }

  /**
   * Whether rows of a dataset happen at a time that nobody has to name. Those that others belong to
   * and that belong to none, as patients, do not, unless the model says when: that they were born
   * in 1990 is no answer to who was seen in 1990.
   */
  boolean hasTime(String dataset) {
    boolean happens =
        allFacts(dataset).isEmpty()
            || model.relationships().stream().anyMatch(r -> r.from().equals(dataset));
    return model.dataset(dataset).time().isPresent()
        || (happens
            && model.dataset(dataset).fields().stream()
                .anyMatch(f -> f.isTime() && f.isDate() && !f.hidden()));
  }

  /**
   * The datasets whose rows belong to those of another: of several, the one of the usual measure
   * when it is among them, as what was done is not said otherwise.
   */
  List<String> facts(String entity) {
    List<String> all = allFacts(entity);
    if (said.actedOn.isPresent()) {
      return all.contains(said.actedOn.get()) ? List.of(said.actedOn.get()) : List.of();
    }
    Optional<String> usual =
        model
            .defaultMetric()
            .map(model::metric)
            .flatMap(m -> m.formula().aggregates().stream().findFirst())
            .flatMap(model::base)
            .filter(all::contains);
    if (all.size() > 1 && usual.isPresent()) {
      said.notes.add(new Note.UsualRowsOf(usual.get()));
      return List.of(usual.get());
    }
    return all;
  }

  List<String> allFacts(String entity) {
    return model.datasets().stream()
        .map(d -> d.name())
        .filter(d -> !d.equals(entity) && model.reaches(d, entity))
        .toList();
  }

  boolean reaches(String from, Set<String> named) {
    return named.stream().allMatch(other -> model.reaches(from, other));
  }

  Set<String> datasets(List<Condition> conditions) {
    return Datasets.of(model, conditions);
  }

  static boolean isTime(Condition condition) {
    return condition instanceof Condition.During || condition instanceof Condition.OnPart;
  }
}
