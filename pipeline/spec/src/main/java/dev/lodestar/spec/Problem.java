package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * Something the author of a domain has to mend: where it stands, what was found there, and what to
 * do.
 *
 * @param message what was found, as in {@code unknown type "duoble"}
 * @param advice what to do, as in {@code use one of boolean, date, …; did you mean "double"?}; may
 *     be empty
 */
public record Problem(Position at, String message, String advice) {

  /** The order in which one reads a domain: its own file, then bronze, silver and gold. */
  public static Comparator<Problem> readingOrder(Path domain) {
    return Comparator.<Problem>comparingInt(problem -> rank(domain, problem.at().file()))
        .thenComparing(problem -> problem.at().file())
        .thenComparingInt(problem -> problem.at().line())
        .thenComparingInt(problem -> problem.at().column());
  }

  private static int rank(Path domain, Path file) {
    for (Layer layer : Layer.values()) {
      if (file.startsWith(domain.resolve(layer.schema()))) {
        return 1 + layer.ordinal();
      }
    }
    return 0;
  }
}
