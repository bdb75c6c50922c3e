package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Token;
import java.util.ArrayList;
import java.util.List;

/** Mends slips of spelling: every word that means nothing may be one that is written like it. */
final class Mending {
  private static final int MOST_VARIANTS = 6;

  private final Lexicon lexicon;

  Mending(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** A row of tokens with the slips of spelling that were mended in it. */
  record Variant(List<Token> tokens, List<Note> repairs) {}

  /** The rows of tokens with every unknown word mended, in every way; none when one cannot be. */
  List<Variant> of(Speech speech, List<Token> tokens, List<Integer> unknown) {
    List<Variant> variants = List.of(new Variant(tokens, List.of()));
    for (int at : unknown) {
      Token token = tokens.get(at);
      List<String> repairs =
          token.kind() == Token.Kind.WORD && !lexicon.isFormOfName(token)
              ? repairs(speech, token.folded())
              : List.of();
      List<Variant> longer = new ArrayList<>();
      for (Variant variant : variants) {
        for (String repair : repairs) {
          List<Token> mended = new ArrayList<>(variant.tokens());
          mended.set(at, new Token(Token.Kind.WORD, repair, repair, token.start(), token.end()));
          List<Note> notes = new ArrayList<>(variant.repairs());
          notes.add(new Note.Repaired(token.text(), repair));
          longer.add(new Variant(mended, notes));
        }
      }
      variants = longer;
      if (variants.isEmpty() || variants.size() > 4 * MOST_VARIANTS) {
        return List.of();
      }
    }
    return variants;
  }

  /**
   * Names and values go before the words around them, which are mended with more care; last come
   * names that were cut off.
   */
  private static List<String> repairs(Speech speech, String word) {
    List<String> named = sound(word, Spelling.repairs(word, speech.vocabulary(), MOST_VARIANTS));
    List<String> slips =
        named.isEmpty()
            ? sound(word, Spelling.slips(word, speech.words().vocabulary(), MOST_VARIANTS))
            : named;
    return slips.isEmpty() ? sound(word, Shortening.full(word, speech)) : slips;
  }

  /**
   * Borrowed is not how borrowers are spelt, nor are shippers shipped: without those that say
   * something else.
   */
  private static List<String> sound(String word, List<String> repairs) {
    return repairs.stream()
        .filter(repair -> !Verbs.isOfOneStem(word, repair) && !Verbs.isDoneBy(repair, word))
        .toList();
  }
}
