package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A question for somebody: its answer names them, and is no number of nobody. */
final class Who {
  private final Model model;
  private final boolean asked;

  Who(Model model, List<Piece> pieces) {
    this.model = model;
    this.asked =
        pieces.stream()
            .filter(piece -> piece.kind().equals("who"))
            .anyMatch(piece -> piece.start() == 0);
  }

  boolean allows(LogicalQuery query) {
    return !asked
        || query.listed().isPresent()
        || isOfSomething(query)
        || query.groups().stream()
            .anyMatch(group -> group instanceof Group.ByField by && names(by));
  }

  /** The manager of somebody: what a row is called is told, and another of its fields asked for. */
  private boolean isOfSomething(LogicalQuery query) {
    return query.measures().isEmpty()
        && query.groups().size() == 1
        && query.groups().get(0) instanceof Group.ByField by
        && model.field(by.attribute().field()).isText()
        && query.where().stream()
            .anyMatch(
                c ->
                    c instanceof Condition.OneOf one
                        && !one.negated()
                        && new Entities(model)
                            .calledBy(by.attribute().field().dataset())
                            .equals(Optional.of(one.attribute().field())));
  }

  private boolean names(Group.ByField by) {
    String dataset = by.attribute().field().dataset();
    return new Entities(model)
        .noun(dataset, false)
        .filter(noun -> noun.group() instanceof Group.ByField field && sameField(field, by))
        .isPresent();
  }

  private static boolean sameField(Group.ByField one, Group.ByField other) {
    return one.attribute().field().equals(other.attribute().field());
  }

  /** Why nobody can be named. */
  static String refusal(Model model, Language language) {
    String things =
        model.datasets().stream()
            .filter(dataset -> dataset.shownAs().isPresent())
            .map(dataset -> dataset.names().in(language))
            .distinct()
            .collect(Collectors.joining(", "));
    return language.say(
            "Who is meant is not told. Ask for one of these: ",
            "On ne sait pas de qui il s'agit. Demandez l'un de ceux-ci : ")
        + things
        + ".";
  }
}
