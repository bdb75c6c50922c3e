package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Plurals;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import java.util.Set;

/** French articles before names of measures; a model does not say what gender its names have. */
final class Articles {
  private static final Set<String> MASCULINE =
      Set.copyOf(Words.read(Articles.class, "names.words").single("masculine"));

  private Articles() {}

  /** « du » before what is known to be masculine and one, else « de », or « d' » before a vowel. */
  static String of(String name) {
    String first = name.split(" ", 2)[0];
    return MASCULINE.contains(Tokens.fold(first)) ? "du " + name : Plurals.de(name);
  }
}
