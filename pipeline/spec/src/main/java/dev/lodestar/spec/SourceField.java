package dev.lodestar.spec;

import java.io.Serializable;

/**
 * Where the values of a bronze column stand in the files, and what they become.
 *
 * @param from the name of the field in the files, which is compared without regard to case; in JSON
 *     also a path, {@code $.customer.id}, taken as it is
 */
public record SourceField(String column, String from, ColumnType type) implements Serializable {

  /** Whether it stands inside another field. */
  public boolean isPath() {
    return from.startsWith("$");
  }
}
