package dev.lodestar.server.grammar;

import java.util.Arrays;
import java.util.List;

/**
 * The names of things where there are several. A word whose plural would not be known again keeps
 * its form.
 */
public final class Plurals {
  private static final List<String> AFTER_FRENCH_NOUN =
      List.of(
          "de", "du", "des", "à", "au", "aux", "en", "par", "pour", "sur", "avec", "sans", "avant",
          "après", "hors", "chez", "dans", "entre", "sous");
  private static final List<String> AFTER_ENGLISH_NOUN =
      List.of(
          "of", "in", "by", "for", "to", "at", "on", "with", "without", "from", "per", "before",
          "after", "over", "under", "during", "within", "between");

  private Plurals() {}

  /** Several of what a name names: countries, days of the week, moyens de paiement. */
  public static String of(String name, Language language) {
    List<String> words = Arrays.asList(name.split(" ", -1));
    int end = endOfNoun(words, language);
    // In English only the noun changes, which stands last; in French its adjectives do as well.
    int begin = language == Language.EN ? end - 1 : 0;
    StringBuilder plural = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      plural.append(i == 0 ? "" : " ");
      plural.append(i >= begin && i < end ? word(word, language) : word);
    }
    return plural.toString();
  }

  /**
   * The noun of a name with what stands beside it: annual premium, of "annual premium of a car".
   */
  public static String noun(String name, Language language) {
    List<String> words = Arrays.asList(name.split(" ", -1));
    return String.join(" ", words.subList(0, endOfNoun(words, language)));
  }

  private static int endOfNoun(List<String> words, Language language) {
    int end = 0;
    while (end < words.size() && !isAfterNoun(words.get(end), language)) {
      end++;
    }
    return end;
  }

  private static boolean isAfterNoun(String word, Language language) {
    return language == Language.EN
        ? AFTER_ENGLISH_NOUN.contains(word)
        : AFTER_FRENCH_NOUN.contains(word) || word.startsWith("d'") || word.startsWith("d’");
  }

  private static String word(String word, Language language) {
    if (!word.chars().allMatch(Character::isLetter) || word.length() < 3) {
      return word;
    }
    String plural = language == Language.EN ? english(word) : french(word);
    boolean known = Tokens.stem(Tokens.fold(plural)).equals(Tokens.stem(Tokens.fold(word)));
    return known ? plural : word;
  }

  private static String english(String word) {
    int last = word.length() - 1;
    if (word.endsWith("s") && !word.endsWith("ss")) {
      return word;
    }
    if (word.endsWith("y") && "aeiou".indexOf(word.charAt(last - 1)) < 0) {
      return word.substring(0, last) + "ies";
    }
    boolean hisses =
        word.endsWith("s") || word.endsWith("x") || word.endsWith("ch") || word.endsWith("sh");
    return word + (hisses ? "es" : "s");
  }

  private static String french(String word) {
    if (word.endsWith("s") || word.endsWith("x") || word.endsWith("z")) {
      return word;
    }
    if (word.endsWith("al")) {
      return word.substring(0, word.length() - 1) + "ux";
    }
    return word + (word.endsWith("eau") || word.endsWith("eu") ? "x" : "s");
  }

  /** « de » before a name, in French. */
  public static String de(String name) {
    String folded = Tokens.fold(name);
    return (folded.isEmpty() || "aeiouh".indexOf(folded.charAt(0)) < 0 ? "de " : "d'") + name;
  }
}
