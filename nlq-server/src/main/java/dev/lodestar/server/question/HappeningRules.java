package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verbs that the model's own nouns tell of: shipped in May, placed by customers. */
final class HappeningRules extends Rules {
  HappeningRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "have|is? DATED|DATES prep? WHENS", a -> dated(a.at(1), a.at(3), false));
    g.rule(
        PART,
        "not|never have|is? DATED|DATES anything? prep? WHENS",
        a -> dated(a.at(2), a.at(5), true));
    // Customers who signed up each quarter: by the quarter in which they did.
    g.rule(PART, "have|is? DATED by|per the? NOUN", a -> doneIn(a.at(1), a.at(4), List.of()));
    g.rule(
        PART,
        "have|is? DATED by|per the? NOUN prep? WHENS",
        a -> doneIn(a.at(1), a.at(4), a.at(6)));
    g.rule(
        PART,
        "have|is? DATED prep? WHENS by|per the? NOUN",
        a -> doneIn(a.at(1), a.at(6), a.at(3)));
    g.rule(PART, 4, "have|is? DATED", a -> known(a.at(1), true));
    g.rule(PART, 2, "not|never anything? have|is? DATED anything?", a -> known(a.at(3), false));
    // Orders to be shipped have not been.
    g.rule(PART, 1, "undone|yetto DATED", a -> known(a.at(1), false));
    g.rule(
        PART,
        "undone FILTER",
        a -> new Part.Where(new Condition.Named(a.<Sense.OfFilter>at(1).filter(), true)));
    // Orders placed by customers in France: of those customers.
    g.rule(PART, "verb|ACT|spent by the? ENTITIES", a -> new Part.Mentioned(entity(a, 3)));
    g.rule(
        PART,
        "verb|ACT|spent by the? COND ENTITIES",
        a -> new Part.Several(List.of(new Part.Where(a.at(3)), new Part.Mentioned(entity(a, 4)))));
    // Kilometres driven by electric vehicles.
    g.rule(
        PART,
        "the? METRIC AMOUNTDONE by the? COND ENTITIES",
        a ->
            a.<Sense.OfDone>at(2).measures(metric(a, 1))
                ? new Part.Several(
                    List.of(
                        new Part.Select(List.of(metric(a, 1))),
                        new Part.Where(a.at(5)),
                        new Part.Mentioned(entity(a, 6))))
                : null);
    g.rule(PART, "did the? ENTITIES", a -> new Part.Doer(entity(a, 2)));
    // The revenue of red products.
    g.rule(
        PART,
        "the? COND ENTITY|ENTITIES METRIC",
        a ->
            new Part.Several(
                List.of(
                    new Part.Where(a.at(1)),
                    new Part.Mentioned(entity(a, 2)),
                    new Part.Select(List.of(metric(a, 3))))));
  }

  private @Nullable Part dated(Sense.OfDate date, List<TimeRange> ranges, boolean negated) {
    return where(during(Attribute.of(date.field()), ranges, negated));
  }

  /** In each month in which it was done, those of some time alone where one is named. */
  private @Nullable Part doneIn(Sense.OfDate date, Noun noun, List<TimeRange> ranges) {
    Attribute done = Attribute.of(date.field());
    if (!(noun.group() instanceof Group.ByTime by)
        || by.time().isPresent()
        || !model.field(date.field()).isDate()) {
      return null;
    }
    Condition when =
        ranges.isEmpty()
            ? new Condition.Missing(done, true)
            : new Condition.During(ranges, Optional.of(done), false);
    return new Part.Several(
        List.of(
            new Part.By(List.of(new Group.ByTime(by.unit(), Optional.of(done)))),
            new Part.Where(when)));
  }

  private @Nullable Part known(Sense.OfDate date, boolean known) {
    return !model.field(date.field()).isDate()
        ? null
        : new Part.Where(new Condition.Missing(Attribute.of(date.field()), known));
  }
}
