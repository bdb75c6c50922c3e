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

  /**
   * Some of the characters of this place, from an offset counted from 0; all of it when they are
   * not inside it, as when a variable's value made a text longer than what is written.
   */
  public Position part(int offset, int characters) {
    return offset < 0 || offset >= length
        ? this
        : new Position(
            file, line, column + offset, Math.max(1, Math.min(characters, length - offset)));
  }
}
