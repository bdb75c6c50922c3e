package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is new: the new customers of a month, how many new subscriptions. */
final class NewcomerRules extends Rules {
  private final Beginnings beginnings;

  NewcomerRules(Model model, Scales scales) {
    super(model, scales);
    this.beginnings = new Beginnings(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "the? newone ENTITIES", a -> listed(entity(a, 2)));
    g.rule(PART, "the? countof the? newone ENTITY|ENTITIES", a -> counted(entity(a, 4)));
  }

  private @Nullable Part listed(String dataset) {
    return since(dataset)
        .map(
            date ->
                new Part.Several(
                    List.of(
                        model.facts().contains(dataset)
                            ? new Part.Select(List.of(Measures.rows(model, dataset)))
                            : new Part.Things(
                                entities.noun(dataset, true).stream().toList(), false),
                        new Part.Since(date))))
        .orElse(null);
  }

  private @Nullable Part counted(String dataset) {
    return since(dataset)
        .map(
            date ->
                new Part.Several(
                    List.of(
                        new Part.Select(List.of(Measures.rows(model, dataset))),
                        new Part.Since(date))))
        .orElse(null);
  }

  private Optional<Attribute> since(String dataset) {
    return model.facts().contains(dataset) ? entities.happened(dataset) : beginnings.of(dataset);
  }
}
