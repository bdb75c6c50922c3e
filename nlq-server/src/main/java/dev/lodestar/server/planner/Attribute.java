package dev.lodestar.server.planner;

import dev.lodestar.server.semantic.FieldRef;
import java.util.Optional;

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
}
