package dev.lodestar.server.planner;

import dev.lodestar.server.semantic.FieldRef;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A field as it is reached from the rows that are counted.
 *
 * @param role the relationship through which it is reached, where there are several
 */
public record Attribute(FieldRef field, Optional<String> role) {
  public static Attribute of(FieldRef field) {
    return new Attribute(field, Optional.empty());
  }

  @Override
  public String toString() {
    return role.map(r -> field + " by " + r).orElse(field.toString());
  }

  static void datasetsOf(Condition condition, Set<String> datasets) {
    allOf(condition).forEach(attribute -> datasets.add(attribute.field().dataset()));
  }

  static Set<Attribute> allOf(Condition condition) {
    Set<Attribute> attributes = new LinkedHashSet<>();
    if (condition instanceof Condition.OneOf c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Compared c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Within c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Missing c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.True c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Like c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Apart c) {
      attributes.add(c.from());
      attributes.add(c.to());
    } else if (condition instanceof Condition.Beside c) {
      attributes.add(c.attribute());
      attributes.add(c.other());
    } else if (condition instanceof Condition.Whole c) {
      attributes.add(c.key());
    } else if (condition instanceof Condition.AnyOf any) {
      any.conditions().forEach(inner -> attributes.addAll(allOf(inner)));
    } else if (condition instanceof Condition.Related related) {
      attributes.add(Attribute.of(new FieldRef(related.entity(), "")));
    }
    return attributes;
  }
}
