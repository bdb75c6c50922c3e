package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems found so far. */
final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  void add(Position at, String message, String advice) {
    found.add(new Problem(at, message, advice));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order in which one reads a domain: its own file, then bronze, silver and gold. */
  List<Problem> inOrder(Path folder) {
    return found.stream()
        .sorted(
            Comparator.<Problem>comparingInt(problem -> rank(folder, problem.at().file()))
                .thenComparing(problem -> problem.at().file())
                .thenComparingInt(problem -> problem.at().line())
                .thenComparingInt(problem -> problem.at().column()))
        .toList();
  }

  private static int rank(Path folder, Path file) {
    for (Layer layer : Layer.values()) {
      if (file.startsWith(folder.resolve(layer.schema()))) {
        return 1 + layer.ordinal();
      }
    }
    return 0;
  }
}
