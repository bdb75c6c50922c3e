package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mends slips of spelling: every word that means nothing may be one that is written like it. */
final class Mending {
  private static final int MOST_VARIANTS = 6;

  /** Shorter words are often the beginning or the end of another. */
  private static final int SHORTEST_NAME = 5;

  private static final int SHORTEST_WORD = 2;

  private static final Map<String, String> ELIDED = Map.of("d", "de", "l", "le");

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
      if (isSpeltRight(speech, token)) {
        continue;
      }
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
    return variants.stream().map(Mending::parted).toList();
  }

  /** Two words that were written as one are two tokens. */
  private static Variant parted(Variant variant) {
    List<Token> tokens = new ArrayList<>();
    for (Token token : variant.tokens()) {
      if (token.kind() == Token.Kind.WORD && token.folded().indexOf(' ') > 0) {
        for (String word : token.folded().split(" ", -1)) {
          tokens.add(new Token(Token.Kind.WORD, word, word, token.start(), token.end()));
        }
      } else {
        tokens.add(token);
      }
    }
    return new Variant(tokens, variant.repairs());
  }

  /** A word of a name that is known with its others only, which may be the ones with the slip. */
  private boolean isSpeltRight(Speech speech, Token token) {
    return token.kind() == Token.Kind.WORD
        && (speech.named().contains(token.folded()) || lexicon.isFormOfName(token));
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
    if (!slips.isEmpty()) {
      return slips;
    }
    List<String> full = sound(word, Shortening.full(word, speech));
    return full.isEmpty() ? several(speech, word) : full;
  }

  /** Several of what the model names one of; two words that nothing parts. */
  private static List<String> several(Speech speech, String word) {
    String one = word.endsWith("s") ? word.substring(0, word.length() - 1) : "";
    List<String> ones = sound(one, Spelling.repairs(one, speech.named(), MOST_VARIANTS));
    return ones.isEmpty() ? apart(speech, word) : ones.stream().map(name -> name + "s").toList();
  }

  private static List<String> apart(Speech speech, String word) {
    List<String> ways = new ArrayList<>();
    for (int i = 1; i < word.length() - SHORTEST_NAME + 1; i++) {
      String left = word.substring(0, i);
      String right = word.substring(i);
      boolean elided = i == 1 && ELIDED.containsKey(left);
      boolean known =
          i >= SHORTEST_WORD
              && (speech.named().contains(left) || speech.words().vocabulary().contains(left));
      if ((elided || known) && speech.named().contains(right)) {
        ways.add((elided ? ELIDED.get(left) : left) + " " + right);
      }
    }
    return ways;
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
