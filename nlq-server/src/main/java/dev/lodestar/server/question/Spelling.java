package dev.lodestar.server.question;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** How near words are to each other. */
final class Spelling {
  private static final int SHORTEST = 4;
  private static final int LONG = 8;

  /** So much alike are words of which one may be told when the other is not known. */
  private static final double LIKE = 0.6;

  private Spelling() {}

  /** The known words that a word may be a slip of: one slip in a short word, two in a long one. */
  static List<String> repairs(String word, Collection<String> known, int most) {
    if (word.length() < SHORTEST || word.chars().anyMatch(Character::isDigit)) {
      return List.of();
    }
    int allowed = word.length() >= LONG ? 2 : 1;
    List<String> found = new ArrayList<>();
    int best = allowed;
    for (String candidate : known) {
      // People seldom get the first letter wrong, and another word often begins with another.
      if (candidate.length() < SHORTEST
          || candidate.charAt(0) != word.charAt(0)
          || Math.abs(candidate.length() - word.length()) > best) {
        continue;
      }
      int distance = distance(word, candidate);
      // One letter more or less, or another one, makes another word of a short one.
      boolean other = word.length() == SHORTEST || candidate.length() == word.length();
      if (word.length() < LONG - 2 && other && !isSwapped(word, candidate)) {
        continue;
      }
      if (distance < best) {
        found.clear();
        best = distance;
      }
      if (distance == best) {
        found.add(candidate);
      }
    }
    return found.size() > most ? List.of() : found;
  }

  /**
   * The words that a word may be a slip of, where any other word may be meant as well: letters of a
   * short one were swapped, or one letter of a long one is wrong.
   */
  static List<String> slips(String word, Collection<String> known, int most) {
    if (word.length() < SHORTEST || word.chars().anyMatch(Character::isDigit)) {
      return List.of();
    }
    List<String> found =
        known.stream()
            .filter(k -> k.length() >= SHORTEST && k.charAt(0) == word.charAt(0))
            .filter(k -> k.length() == word.length() || k.length() >= LONG - 1)
            .filter(k -> Math.abs(k.length() - word.length()) < 2 && distance(word, k) == 1)
            .filter(k -> k.length() >= LONG - 1 || isSwapped(word, k))
            .sorted()
            .toList();
    return found.size() > most ? List.of() : found;
  }

  private static boolean isSwapped(String a, String b) {
    char[] one = a.toCharArray();
    char[] other = b.toCharArray();
    Arrays.sort(one);
    Arrays.sort(other);
    return Arrays.equals(one, other);
  }

  /** Names that resemble a word, best first. */
  static List<String> closest(String word, Collection<String> phrases, int most) {
    record Scored(String phrase, double score) {}
    List<Scored> scored = new ArrayList<>();
    for (String phrase : phrases) {
      String folded = dev.lodestar.server.grammar.Tokens.fold(phrase);
      double score = likeness(word, folded);
      if (score > LIKE) {
        scored.add(new Scored(phrase, score));
      }
    }
    return scored.stream()
        .sorted(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::phrase))
        .limit(most)
        .map(Scored::phrase)
        .toList();
  }

  private static double likeness(String word, String phrase) {
    double best = 0;
    for (String part : phrase.split("[^\\p{L}\\p{N}]+", -1)) {
      if (part.length() < 3) {
        continue;
      }
      int longer = Math.max(part.length(), word.length());
      double near = longer > 40 ? 0 : 1.0 - distance(word, part) / (double) longer;
      boolean begins = word.length() > 3 && (part.startsWith(word) || word.startsWith(part));
      best = Math.max(best, begins ? Math.max(near, 0.8) : near);
    }
    return best;
  }

  /** Letters to put in, leave out, change or swap. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
