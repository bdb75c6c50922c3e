package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems found so far. */
public final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  public void add(Position at, String message, String advice) {
    found.add(new Problem(at, message, advice));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order of {@link Problem#readingOrder}. */
  public List<Problem> inOrder(Path folder) {
    return found.stream().sorted(Problem.readingOrder(folder)).toList();
  }
}
