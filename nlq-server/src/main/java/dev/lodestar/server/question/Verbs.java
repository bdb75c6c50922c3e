package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a verb tells of what a noun names: "admitted" of admissions, "shipped" of a shipment, «
 * livré » of a « livraison ». Both grow from one stem by endings of their kind; pairs that do not,
 * as "born" and "birth", stand in a list.
 */
final class Verbs {
  private static final int SHORTEST_STEM = 4;

  private static final Set<String> NOUN_ENDINGS =
      Set.of(
          "", "e", "y", "al", "ing", "ment", "ement", "ion", "tion", "sion", "ssion", "ption",
          "ation", "ature", "cation", "ition", "ction", "ration", "ance", "age", "aison", "ison",
          "ure", "ee", "ie");

  private static final Set<String> VERB_ENDINGS =
      Set.of(
          "", "d", "ed", "ered", "ted", "tted", "bed", "ing", "s", "es", "e", "ee", "ees", "er",
          "ent", "t", "te", "ts", "tes", "i", "ie", "is", "ies", "it", "ite", "its", "ites", "u",
          "ue", "us", "ues", "se", "ses", "ne", "nes", "nee", "nees", "be", "bes");

  private static final Set<String> DATE_WORDS =
      Words.read(Verbs.class, "names.words").single("when");

  /** Verbs that say of anything that it came to be: made, placed. */
  static final Set<String> MAKING = Words.read(Verbs.class, "names.words").single("making");

  /** Who does it, and what is done: ends of nouns that grow from the stem of a verb. */
  private static final Set<String> DOERS =
      Set.of("er", "or", "eur", "euse", "rice", "ing", "ion", "ment", "age", "ance");

  /** Verbs that do not grow from their noun, by its stem. */
  private static final Map<String, Set<String>> IRREGULAR =
      Words.read(Verbs.class, "names.words").stems("DEED");

  private static final Pattern WHEN_DONE = Pattern.compile("(\\p{L}{3,})_(on|at)");

  /** The forms of verbs that are not made by endings, by their participles. */
  private static final Map<String, Set<String>> FORMS =
      Words.read(Verbs.class, "names.words").stems("FORMS");

  private static final Set<String> ENGLISH_ENDINGS = Set.of("", "e", "s", "es", "ed", "ing");
  private static final Set<String> ENDINGS_OF_Y = Set.of("y", "ies", "ied", "ying");
  private static final Set<String> FRENCH_ENDINGS =
      Set.of(
          "e", "ee", "es", "ees", "ent", "er", "ait", "aient", "ant", "ons", "ez", "a", "erent",
          "era", "eront", "ions", "iez");

  private static final Pattern FRENCH_PARTICIPLE = Pattern.compile("(e|ee|es|ees)$");

  /** The end of a participle of French. */
  static final Pattern ACCENTED = Pattern.compile("(é|ée|és|ées)$");

  private static final Pattern PARTICIPLE = Pattern.compile("(ed|ing)$");

  private Verbs() {}

  /**
   * Whether a word is a verb of a noun.
   *
   * @param word as it stands in a question
   * @param accented whether it was written with an accent on its end, as a participle of French
   * @param noun folded, in the singular or plural
   */
  static boolean tells(String word, boolean accented, String noun) {
    String name = Tokens.stem(noun);
    if (IRREGULAR.getOrDefault(name, Set.of()).contains(Tokens.stem(word))) {
      return true;
    }
    int common = 0;
    while (common < word.length()
        && common < name.length()
        && word.charAt(common) == name.charAt(common)) {
      common++;
    }
    boolean same = Tokens.stem(word).equals(name);
    if (same) {
      // « commandé » and « commande » are told apart by the accent alone.
      return accented && common >= SHORTEST_STEM;
    }
    // The endings may share their first letters, so that shorter stems are tried too.
    for (int stem = common; stem >= SHORTEST_STEM && stem >= common - 2; stem--) {
      boolean bare = word.length() == stem && stem < name.length();
      if (NOUN_ENDINGS.contains(name.substring(stem)) && (bare || isVerb(word, stem))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a word is the form of a verb from which another one grows: borrowed, borrowers. */
  static boolean isOfOneStem(String word, String other) {
    String noun = Tokens.stem(other);
    if (PARTICIPLE.matcher(word).replaceFirst("").equals(noun.replaceFirst("e$", ""))) {
      // Rated is no slip of rate.
      return true;
    }
    return isDoneBy(word, other);
  }

  /** Whether a noun is of somebody or something that does what a verb says: shipped, shippers. */
  static boolean isDoneBy(String word, String other) {
    String noun = Tokens.stem(other);
    for (int stem = word.length(); stem >= SHORTEST_STEM; stem--) {
      boolean same = noun.length() > stem && noun.regionMatches(0, word, 0, stem);
      boolean verb = stem == word.length() || isVerb(word, stem);
      if (same && verb && DOERS.contains(noun.substring(stem))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a word of a name says that something was done: delivered, « livré ». */
  static boolean isParticiple(Language language, Token token) {
    String word = token.folded();
    if (token.kind() != Token.Kind.WORD || word.length() < SHORTEST_STEM) {
      return false;
    }
    boolean irregular =
        FORMS.keySet().stream()
            .anyMatch(of -> Tokens.stem(word).equals(of) || Tokens.stem(word).equals(of + "e"));
    return irregular
        || switch (language) {
          case EN -> word.endsWith("ed");
          case FR -> ACCENTED.matcher(token.text()).find();
        };
  }

  /** Whether a verb says that something was done: billed, and not bill. */
  static boolean saysDone(Language language, Token token) {
    String word = token.folded();
    boolean irregular =
        IRREGULAR.values().stream().anyMatch(verbs -> verbs.contains(Tokens.stem(word)));
    return irregular
        || switch (language) {
          case EN -> word.endsWith("ed");
          // Accents are left out.
          case FR -> ACCENTED.matcher(token.text()).find() || !word.matches(".*[^e](e|es|ent)");
        };
  }

  /** Whether a word is a form of the verb of a participle: delivers, delivered. */
  static boolean areOfOneVerb(Language language, String word, String participle) {
    boolean irregular =
        FORMS.values().stream()
            .anyMatch(of -> of.contains(Tokens.stem(word)) && of.contains(Tokens.stem(participle)));
    return irregular
        || word.equals(participle)
        || switch (language) {
          case EN -> isEnglishForm(word, participle);
          case FR ->
              ends(word, FRENCH_PARTICIPLE.matcher(participle).replaceFirst(""), FRENCH_ENDINGS);
        };
  }

  private static boolean isEnglishForm(String word, String participle) {
    if (participle.endsWith("ied")) {
      return ends(word, participle.substring(0, participle.length() - 3), ENDINGS_OF_Y);
    }
    if (!participle.endsWith("ed")) {
      return false;
    }
    String root = participle.substring(0, participle.length() - 2);
    int last = root.length() - 1;
    boolean doubled = last > 0 && root.charAt(last) == root.charAt(last - 1);
    // Canceled is cancelled.
    return ends(word, root, ENGLISH_ENDINGS)
        || (doubled && ends(word, root.substring(0, last), ENGLISH_ENDINGS))
        || (last > 0 && ends(word, root + root.charAt(last), Set.of("ed", "ing")));
  }

  private static boolean ends(String word, String root, Set<String> endings) {
    return root.length() > 2
        && word.startsWith(root)
        && endings.contains(word.substring(root.length()));
  }

  private static boolean isVerb(String word, int stem) {
    String ending = word.substring(stem);
    boolean doubled = ending.length() > 2 && ending.charAt(0) == word.charAt(stem - 1);
    String plain = doubled ? ending.substring(1) : ending;
    return (VERB_ENDINGS.contains(ending) || (doubled && Set.of("ed", "ing").contains(plain)))
        && (!ending.isEmpty() || word.endsWith("e"));
  }

  /** Whether a word says no more than that a name is that of a date, or on which one. */
  static boolean saysWhen(String word) {
    return DATE_WORDS.contains(Tokens.stem(word));
  }

  /** The word in the name of a column that says what was done then: done of "done_on". */
  static Optional<String> participle(String column) {
    return Optional.of(column)
        .map(WHEN_DONE::matcher)
        .filter(Matcher::matches)
        .map(done -> done.group(1));
  }

  /** The word in the name of a date that says what happened: shipping of "shipping date". */
  static List<String> happening(String name) {
    List<String> words =
        Tokens.of(name).stream()
            .map(t -> t.folded())
            .filter(w -> w.length() > 2 && !DATE_WORDS.contains(w))
            .toList();
    return words.size() == 1 ? words : List.of();
  }
}
