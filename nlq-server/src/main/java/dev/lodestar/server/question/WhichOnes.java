package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which discontinued products are in stock is asked of each of them: how much there is of all
 * together is no answer.
 */
final class WhichOnes {
  private static final Set<String> ASKING = Set.of("which", "list");

  private final Set<String> things = new TreeSet<>();

  WhichOnes(Model model, List<Piece> pieces) {
    Set<Integer> starts =
        pieces.stream()
            .filter(piece -> ASKING.contains(piece.kind()))
            .map(Piece::end)
            .collect(Collectors.toSet());
    for (Piece piece : pieces) {
      if (starts.contains(piece.start()) && piece.meaning() instanceof Sense.OfFilter of) {
        model.filter(of.filter()).condition().fields().stream()
            .map(field -> field.dataset())
            .filter(dataset -> !model.facts().contains(dataset))
            .forEach(things::add);
      }
    }
  }

  boolean allows(LogicalQuery query) {
    return things.isEmpty()
        || query.listed().filter(things::contains).isPresent()
        || query.groups().stream()
            .anyMatch(
                group ->
                    group instanceof Group.ByField by
                        && things.contains(by.attribute().field().dataset()));
  }
}
