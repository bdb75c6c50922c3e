package dev.lodestar.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that was probably meant by a misspelt one.
 *
 * <p>Near is a small number of typing slips (a letter too many, missing, wrong, or two swapped) in
 * proportion to the length of the word; failing that, a name that the word begins, or the other way
 * round. Upper and lower case do not count. The answer depends on the words alone, never on the
 * order of the candidates.
 */
public final class Nearest {

  private static final int SHORTEST_BEGINNING = 3;

  private Nearest() {}

  /** The candidate nearest to a word, if any is near. */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String wanted = fold(word);
    Comparator<String> byName =
        Comparator.<String>comparingInt(name -> sharedBeginning(wanted, fold(name)))
            .reversed()
            .thenComparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());
    return candidates.stream()
        .filter(name -> slips(wanted, fold(name)) <= allowedSlips(wanted, name))
        .min(
            Comparator.<String>comparingInt(name -> slips(wanted, fold(name)))
                .thenComparing(byName))
        .or(() -> candidates.stream().filter(name -> oneBegins(wanted, fold(name))).min(byName));
  }

  private static int allowedSlips(String wanted, String name) {
    int shorter = Math.min(wanted.length(), name.length());
    boolean tooShort = shorter == 1 || Math.max(wanted.length(), name.length()) == 2;
    return tooShort ? 0 : Math.max(1, shorter / 3);
  }

  private static boolean oneBegins(String a, String b) {
    return Math.min(a.length(), b.length()) >= SHORTEST_BEGINNING
        && (a.startsWith(b) || b.startsWith(a));
  }

  private static int sharedBeginning(String a, String b) {
    int shared = 0;
    while (shared < Math.min(a.length(), b.length()) && a.charAt(shared) == b.charAt(shared)) {
      shared++;
    }
    return shared;
  }

  /** Damerau and Levenshtein's distance, in which no part of a word is edited twice. */
  private static int slips(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(last[j - 1] + changed, 1 + Math.min(last[j], current[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = current;
      current = free;
    }
    return last[b.length()];
  }

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
