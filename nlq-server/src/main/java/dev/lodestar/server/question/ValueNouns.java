package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * The word for what has a value, which the name of its field tells: red wine, where colours are
 * those of the wine. It says nothing more, and is understood beside the value alone.
 */
final class ValueNouns {
  private static final int SHORTEST = 3;

  private final Model model;

  ValueNouns(Model model) {
    this.model = model;
  }

  /**
   * The values with that word.
   *
   * @param known which words mean something by themselves
   */
  List<Piece> in(List<Token> tokens, List<Piece> named, boolean[] known, Language language) {
    List<Piece> longer = new ArrayList<>();
    for (Piece value : named) {
      if (value.meaning() instanceof Sense.OfValue of) {
        int before = value.start() - 1;
        if (isNoun(tokens, before, known, of, language)) {
          longer.add(new Piece(value.kind(), before, value.end(), value.meaning(), value.cost()));
        }
        if (isNoun(tokens, value.end(), known, of, language)) {
          longer.add(
              new Piece(
                  value.kind(), value.start(), value.end() + 1, value.meaning(), value.cost()));
        }
      }
    }
    return longer;
  }

  private boolean isNoun(
      List<Token> tokens, int at, boolean[] known, Sense.OfValue value, Language language) {
    if (at < 0 || at >= tokens.size() || known[at] || tokens.get(at).kind() != Token.Kind.WORD) {
      return false;
    }
    String word = Tokens.stem(tokens.get(at).folded());
    return word.length() >= SHORTEST
        && model.field(value.field()).names().all(language).stream()
            .flatMap(name -> Tokens.of(name).stream())
            .anyMatch(token -> Tokens.stem(token.folded()).equals(word));
  }
}
