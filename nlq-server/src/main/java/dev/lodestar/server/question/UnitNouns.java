package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import java.util.List;

/** Whether a word for a unit of time is in the singular or in the plural: the best months. */
final class UnitNouns {
  static final String ONE = "ONEUNIT";
  static final String MANY = "MANYUNITS";

  private UnitNouns() {}

  /** The unit as one, or as several; « mois », which is both, as one. */
  static Piece of(Piece unit, List<Token> tokens, Speech speech) {
    Token word = tokens.get(unit.end() - 1);
    String folded = word.folded();
    boolean plural =
        folded.endsWith("s") && !speech.time().in(singular(word)).pieces(unit.kind()).isEmpty();
    return new Piece(plural ? MANY : ONE, unit.start(), unit.end(), unit.meaning(), unit.cost());
  }

  private static List<Token> singular(Token word) {
    String folded = word.folded();
    String one = folded.substring(0, folded.length() - 1);
    return List.of(new Token(word.kind(), one, one, word.start(), word.end()));
  }
}
