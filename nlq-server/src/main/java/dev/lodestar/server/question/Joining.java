package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verbs for what the first date of people says, whatever the model calls it: who works for us was
 * hired or recruited then, customers signed up or registered, and both joined.
 */
final class Joining {
  private static final int COST = 3;

  private static final Set<String> STAFF =
      Words.read(Joining.class, "names.words").single("staff").stream()
          .map(Tokens::stem)
          .collect(Collectors.toSet());

  private final Map<FieldRef, Boolean> beginnings = new LinkedHashMap<>();

  Joining(Model model) {
    Entities entities = new Entities(model);
    Beginnings dates = new Beginnings(model);
    for (Dataset dataset : model.datasets()) {
      if (entities.isPerson(dataset.name()) && !model.facts().contains(dataset.name())) {
        boolean staff = Entities.isCalled(dataset.names(), STAFF);
        dates
            .of(dataset.name())
            .map(Attribute::field)
            .ifPresent(date -> beginnings.put(date, staff));
      }
    }
  }

  /**
   * What such words say; nothing of words that the model has itself.
   *
   * @param words the function words of a question
   */
  List<Piece> in(List<Piece> words, List<Piece> named) {
    List<Piece> found = new ArrayList<>();
    for (Piece word : words) {
      boolean known =
          named.stream()
              .anyMatch(name -> name.start() <= word.start() && word.start() < name.end());
      if (!word.kind().equals("JOINED") || known) {
        continue;
      }
      beginnings.forEach(
          (date, staff) -> {
            if (word.meaning().equals("any") || word.meaning().equals("staff") == staff) {
              Sense sense = new Sense.OfDate(date);
              found.add(new Piece(sense.kind(false), word.start(), word.end(), sense, COST));
            }
          });
    }
    return found;
  }
}
