package dev.lodestar.spec;

import java.nio.file.Path;

/**
 * A place in a file of the domain, counted from 1; {@code length} is how many characters to
 * underline, at least 1.
 */
public record Position(Path file, int line, int column, int length) {

  /** The start of a file, for problems that concern all of it. */
  public static Position startOf(Path file) {
    return new Position(file, 1, 1, 1);
  }
}
