package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.LogicalQuery;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be shipped is not what is shipped, where that is the value of a field. */
final class Undone {
  private final Set<String> values;

  Undone(List<Piece> pieces) {
    Set<Integer> ends =
        pieces.stream()
            .filter(piece -> piece.kind().equals("undone"))
            .map(Piece::end)
            .collect(Collectors.toSet());
    this.values =
        pieces.stream()
            .filter(piece -> ends.contains(piece.start()))
            .filter(piece -> piece.meaning() instanceof Sense.OfValue)
            .map(piece -> ((Sense.OfValue) piece.meaning()).value())
            .collect(Collectors.toSet());
  }

  boolean allows(LogicalQuery query) {
    return values.isEmpty()
        || query.where().stream()
            .noneMatch(
                c ->
                    c instanceof Condition.OneOf one
                        && !one.negated()
                        && one.values().stream().anyMatch(values::contains));
  }
}
