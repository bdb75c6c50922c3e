package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which discontinued products are in stock is asked of each of them: how much there is of all
 * together is no answer. Which products have the highest price is asked of few: the highest of each
 * is no answer either.
 */
final class WhichOnes {
  private static final Set<String> ASKING = Set.of("which", "list");

  private static final Set<String> NOUNS = Set.of("ENTITY", "ENTITIES", "FIELD", "FIELDS");

  private final Set<String> things = new TreeSet<>();
  private final boolean asksForSome;

  WhichOnes(Model model, List<Piece> pieces) {
    Set<Integer> starts =
        pieces.stream()
            .filter(piece -> ASKING.contains(piece.kind()))
            .map(Piece::end)
            .collect(Collectors.toSet());
    asksForSome =
        pieces.stream()
            .filter(which -> which.kind().equals("which") && !isWhen(which, pieces))
            .anyMatch(
                which ->
                    pieces.stream()
                        .anyMatch(p -> p.start() == which.end() && NOUNS.contains(p.kind())));
    for (Piece piece : pieces) {
      if (starts.contains(piece.start()) && piece.meaning() instanceof Sense.OfFilter of) {
        model.filter(of.filter()).condition().fields().stream()
            .map(field -> field.dataset())
            .filter(dataset -> !model.facts().contains(dataset))
            .forEach(things::add);
      }
    }
  }

  /** « De quand date la première commande » asks when, and for no dates. */
  private static boolean isWhen(Piece which, List<Piece> pieces) {
    return pieces.stream()
        .anyMatch(
            date ->
                date.kind().equals("date")
                    && date.start() <= which.start()
                    && date.end() > which.end());
  }

  boolean allows(LogicalQuery query) {
    boolean ofEach =
        query.limit().isEmpty()
            && !query.groups().isEmpty()
            && query.measures().stream().anyMatch(WhichOnes::isExtreme);
    return !(asksForSome && ofEach)
        && (things.isEmpty()
            || query.listed().filter(things::contains).isPresent()
            || query.groups().stream()
                .anyMatch(
                    group ->
                        group instanceof Group.ByField by
                            && things.contains(by.attribute().field().dataset())));
  }

  private static boolean isExtreme(Measure measure) {
    return measure instanceof Measure.OfField of
        && (of.aggregation() == Aggregation.MAX || of.aggregation() == Aggregation.MIN);
  }
}
