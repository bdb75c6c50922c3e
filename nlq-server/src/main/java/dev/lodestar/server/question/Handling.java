package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Verbs for what people at work do with what happens, whatever that is: tickets that an agent
 * handled, « sinistres traités », where rows of it belong to whoever works for us.
 */
final class Handling {
  private static final int COST = 3;

  private static final Set<String> STAFF =
      Words.read(Handling.class, "names.words").single("staff").stream()
          .map(Tokens::stem)
          .collect(Collectors.toSet());

  private final Set<String> handled = new TreeSet<>();

  Handling(Model model) {
    model.relationships().stream()
        .filter(link -> Entities.isCalled(model.dataset(link.to()).names(), STAFF))
        .filter(link -> new Entities(model).isPerson(link.to()))
        .filter(link -> model.facts().contains(link.from()))
        .forEach(link -> handled.add(link.from()));
  }

  /**
   * What such words say of what a question names; nothing of words that the model has itself.
   *
   * @param words the function words of a question
   * @param things the datasets whose things are named
   */
  List<Piece> in(List<Token> tokens, List<Piece> words, List<Piece> named, Set<String> things) {
    List<Piece> found = new ArrayList<>();
    for (Piece word : words) {
      boolean known =
          named.stream()
              .filter(name -> !name.kind().equals("AMOUNTDONE"))
              .anyMatch(name -> name.start() <= word.start() && word.start() < name.end());
      // What is being handled has not been.
      boolean still = word.start() > 0 && tokens.get(word.start() - 1).folded().equals("being");
      if (word.kind().equals("handled") && !known && !still) {
        for (String fact : handled) {
          if (things.contains(fact)) {
            Sense act = new Sense.OfAct(fact, Deed.ANY);
            found.add(new Piece(act.kind(false), word.start(), word.end(), act, COST));
          }
        }
      }
    }
    return found;
  }
}
