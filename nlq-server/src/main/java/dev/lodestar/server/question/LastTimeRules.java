package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.semantic.Model;

/** When somebody last did something, in whatever order that is said. */
final class LastTimeRules extends Rules {
  LastTimeRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, 2, "DATES", a -> new Part.DoneOn(Attribute.of(a.<Sense.OfDate>at(0).field())));
    g.rule(PART, 2, "date", a -> new Part.WhenAsked());
    g.rule(PART, "LASTTIME", a -> new Part.LastTime(aggregation(a, 0), true));
    g.rule(PART, 1, "LASTADV", a -> new Part.LastTime(aggregation(a, 0), false));
  }
}
