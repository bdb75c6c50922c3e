package dev.lodestar.server.grammar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that make pieces of pieces.
 *
 * <p>A pattern is a row of kinds; {@code ?} after one makes it optional, {@code |} parts
 * alternatives: {@code "last|past INT? UNIT"}.
 */
public final class Grammar {

  /** What the parts mean together; null when they mean nothing together. */
  @FunctionalInterface
  public interface Meaning {
    @Nullable Object of(Args parts);
  }

  /**
   * One rule without options.
   *
   * @param slots the place in the pattern of each part
   */
  record Rule(
      String left, List<String> right, int[] slots, int places, int cost, Meaning meaning) {}

  private final Map<String, List<Rule>> byFirst = new HashMap<>();

  public Grammar rule(String left, String pattern, Meaning meaning) {
    return rule(left, 0, pattern, meaning);
  }

  /** A rule that costs something, so that others are preferred. */
  public Grammar rule(String left, int cost, String pattern, Meaning meaning) {
    String[] parts = pattern.strip().split("\\s+", -1);
    expand(left, cost, meaning, parts, 0, new ArrayList<>(), new ArrayList<>());
    return this;
  }

  private void expand(
      String left,
      int cost,
      Meaning meaning,
      String[] parts,
      int place,
      List<String> right,
      List<Integer> slots) {
    if (place == parts.length) {
      if (right.isEmpty()) {
        throw new IllegalArgumentException("A rule for " + left + " may be empty");
      }
      int[] places = slots.stream().mapToInt(Integer::intValue).toArray();
      byFirst
          .computeIfAbsent(right.get(0), first -> new ArrayList<>())
          .add(new Rule(left, List.copyOf(right), places, parts.length, cost, meaning));
      return;
    }
    String part = parts[place];
    boolean optional = part.endsWith("?");
    for (String kind : part.substring(0, part.length() - (optional ? 1 : 0)).split("\\|", -1)) {
      right.add(kind);
      slots.add(place);
      expand(left, cost, meaning, parts, place + 1, right, slots);
      right.remove(right.size() - 1);
      slots.remove(slots.size() - 1);
    }
    if (optional) {
      expand(left, cost, meaning, parts, place + 1, right, slots);
    }
  }

  List<Rule> startingWith(String kind) {
    return byFirst.getOrDefault(kind, Collections.emptyList());
  }
}
