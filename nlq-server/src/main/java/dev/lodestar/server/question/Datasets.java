package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which datasets a condition names or, where the model names it, reads. */
final class Datasets {
  private Datasets() {}

  static Set<String> of(Model model, List<Condition> conditions) {
    Set<String> named = new TreeSet<>();
    conditions.forEach(condition -> of(model, condition, named));
    return named;
  }

  static void of(Model model, Condition condition, Set<String> named) {
    attribute(condition).ifPresent(field -> named.add(field.dataset()));
    if (condition instanceof Condition.AnyOf any) {
      any.conditions().forEach(inner -> of(model, inner, named));
    } else if (condition instanceof Condition.Related related) {
      named.add(related.entity());
    } else if (condition instanceof Condition.Named filter) {
      model.filter(filter.filter()).condition().fields().forEach(f -> named.add(f.dataset()));
    }
  }

  /** The field that a condition is of. */
  static Optional<FieldRef> attribute(Condition condition) {
    if (condition instanceof Condition.OneOf c) {
      return Optional.of(c.attribute().field());
    }
    if (condition instanceof Condition.Compared c) {
      return Optional.of(c.attribute().field());
    }
    if (condition instanceof Condition.Within c) {
      return Optional.of(c.attribute().field());
    }
    if (condition instanceof Condition.Missing c) {
      return Optional.of(c.attribute().field());
    }
    if (condition instanceof Condition.True c) {
      return Optional.of(c.attribute().field());
    }
    if (condition instanceof Condition.Like c) {
      return Optional.of(c.attribute().field());
    }
    if (condition instanceof Condition.Beside c) {
      return Optional.of(c.attribute().field());
    }
    if (condition instanceof Condition.Apart c) {
      return Optional.of(c.to().field());
    }
    if (condition instanceof Condition.Whole c) {
      return Optional.of(c.key().field());
    }
    if (condition instanceof Condition.During c) {
      return c.time().map(Attribute::field);
    }
    if (condition instanceof Condition.OnPart c) {
      return c.time().map(Attribute::field);
    }
    return Optional.empty();
  }
}
