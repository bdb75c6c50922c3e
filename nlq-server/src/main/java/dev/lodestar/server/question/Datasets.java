package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.FieldRef;
import java.util.Optional;
import java.util.Set;

/** Which datasets a condition names. */
final class Datasets {
  private Datasets() {}

  static void of(Condition condition, Set<String> named) {
    attribute(condition).ifPresent(field -> named.add(field.dataset()));
    if (condition instanceof Condition.AnyOf any) {
      any.conditions().forEach(inner -> of(inner, named));
    } else if (condition instanceof Condition.Related related) {
      named.add(related.entity());
    }
  }

  private static Optional<FieldRef> attribute(Condition condition) {
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
    if (condition instanceof Condition.During c) {
      return c.time().map(Attribute::field);
    }
    if (condition instanceof Condition.OnPart c) {
      return c.time().map(Attribute::field);
    }
    return Optional.empty();
  }
}
