package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Words that people cut off: « résas » of « réservations », "cust" of customers; and the usual
 * abbreviations, as "qty". One is read in full only where a single word of the names begins so.
 */
final class Shortening {
  private static final int SHORTEST = 4;

  /** Fewer letters are an ending, and with it the word says something else. */
  private static final int CUT_OFF = 3;

  private static final Map<String, Set<String>> USUAL =
      Words.read(Shortening.class, "names.words").stems("SHORT");

  private Shortening() {}

  /** The word that is meant, if one is: one that says what a name names before any other. */
  static List<String> full(String word, Speech speech) {
    List<String> leading = full(word, speech.leading());
    return leading.isEmpty() ? full(word, speech.named()) : leading;
  }

  private static List<String> full(String word, Collection<String> names) {
    for (Map.Entry<String, Set<String>> usual : USUAL.entrySet()) {
      if (usual.getValue().contains(Tokens.stem(word))
          && names.stream().map(Tokens::stem).anyMatch(usual.getKey()::equals)) {
        return List.of(usual.getKey());
      }
    }
    String start = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    if (start.length() < SHORTEST || start.chars().anyMatch(Character::isDigit)) {
      return List.of();
    }
    Map<String, String> begun = new TreeMap<>();
    for (String name : names) {
      String stem = Tokens.stem(name);
      if (stem.startsWith(start) && stem.length() >= start.length() + CUT_OFF) {
        begun.merge(stem, name, (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    return begun.size() == 1 ? List.copyOf(begun.values()) : List.of();
  }
}
