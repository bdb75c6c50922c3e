package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two measures that share the word which says what they are: planned and produced quantity, «
 * quantité prévue et produite ». The one beside the "and" is named by its own word alone.
 */
final class SharedHeads {
  private static final Set<String> MEASURES = Set.of("METRIC", "FIELD", "FIELDS");
  private static final Set<String> JOINING = Set.of("and", "or", "vs", "vsonly");
  private static final int COST = 1;

  private final Lexicon lexicon;

  SharedHeads(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /**
   * Such words among those of a question.
   *
   * @param named the names in it
   * @param own its function words
   * @param known which words mean something by themselves: they are never fields for short
   */
  List<Piece> in(
      List<Token> tokens, List<Piece> named, List<Piece> own, boolean[] known, Language language) {
    List<Piece> found = new ArrayList<>();
    for (Piece whole : named) {
      if (MEASURES.contains(whole.kind()) && whole.end() - whole.start() > 1) {
        for (Piece joining : own) {
          if (JOINING.contains(joining.kind())) {
            beside(tokens, whole, joining, language)
                .filter(piece -> piece.meaning() instanceof Sense.OfMetric || !known[piece.start()])
                .ifPresent(found::add);
          }
        }
      }
    }
    return found.stream().distinct().toList();
  }

  private Optional<Piece> beside(
      List<Token> tokens, Piece whole, Piece joining, Language language) {
    boolean before = language == Language.EN;
    int at = before ? joining.start() - 1 : joining.end();
    boolean adjacent = before ? joining.end() == whole.start() : joining.start() == whole.end();
    if (!adjacent || at < 0 || at >= tokens.size() || tokens.get(at).kind() != Token.Kind.WORD) {
      return Optional.empty();
    }
    List<Token> name = new ArrayList<>(tokens.subList(whole.start(), whole.end()));
    name.set(before ? 0 : name.size() - 1, tokens.get(at));
    return lexicon.in(name, language).stream()
        .filter(piece -> MEASURES.contains(piece.kind()))
        .filter(piece -> piece.start() == 0 && piece.end() == name.size())
        .filter(piece -> !piece.meaning().equals(whole.meaning()))
        .findFirst()
        .map(piece -> new Piece(piece.kind(), at, at + 1, piece.meaning(), piece.cost() + COST));
  }
}
