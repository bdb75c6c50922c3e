package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Rows of phrases that together account for every word, cheapest first: few phrases, few empty
 * words, likely meanings.
 */
final class Covers {
  private static final int PHRASE = 10;
  private static final int MOST_STEPS = 6000;

  /** A row of phrases. */
  record Cover(List<Part> parts, int cost) {}

  private record Step(int end, @Nullable Step before, @Nullable Part part, int cost, int number) {}

  private final List<List<Piece>> startingAt = new ArrayList<>();
  private final int[] passing;
  private final int length;
  private final PriorityQueue<Step> open =
      new PriorityQueue<>(
          Comparator.comparingInt(Step::cost)
              .thenComparing(Comparator.comparingInt(Step::end).reversed())
              .thenComparingInt(Step::number));
  private int steps;

  /**
   * @param phrases pieces that mean a {@link Part}
   * @param passing what it costs to pass over each word; negative where none may be
   */
  Covers(List<Piece> phrases, int[] passing) {
    this.passing = passing;
    this.length = passing.length;
    for (int i = 0; i <= length; i++) {
      startingAt.add(new ArrayList<>());
    }
    phrases.forEach(piece -> startingAt.get(piece.start()).add(piece));
    open.add(new Step(0, null, null, 0, 0));
  }

  /** The next cheapest row; null when there is none, or too many were looked at. */
  @Nullable Cover next() {
    while (!open.isEmpty() && steps < MOST_STEPS) {
      Step step = open.remove();
      if (step.end() == length) {
        return cover(step);
      }
      int passed = passing[step.end()];
      if (passed >= 0) {
        add(new Step(step.end() + 1, step, null, step.cost() + passed, ++steps));
      }
      for (Piece piece : startingAt.get(step.end())) {
        int cost = step.cost() + PHRASE + piece.cost();
        add(new Step(piece.end(), step, (Part) piece.meaning(), cost, ++steps));
      }
    }
    return null;
  }

  private void add(Step step) {
    open.add(step);
  }

  private static Cover cover(Step last) {
    List<Part> parts = new ArrayList<>();
    for (Step step = last; step != null; step = step.before()) {
      if (step.part() != null) {
        parts.add(0, step.part());
      }
    }
    return new Cover(List.copyOf(parts), last.cost());
  }
}
