package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers with orders in both 2024 and 2025, in May and in June: with some in each. */
final class BothTimesRules extends Rules {
  BothTimesRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("EACHTIME", "prep? both prep? WHEN and prep? WHEN", a -> each(a.at(3), a.at(6)));
    g.rule("EACHTIME", "prep WHEN and prep WHEN", a -> each(a.at(1), a.at(4)));
    for (String with : List.of("with", "already", "had", "owns")) {
      g.rule(PART, with + " HAPPENED EACHTIME", a -> inEach(Optional.of(a.at(1)), a.at(2)));
    }
    g.rule(PART, "that|have? have? ACT EACHTIME", a -> inEach(Optional.of(act(a, 2)), a.at(3)));
    g.rule(PART, "that|have? have? verb|acquired EACHTIME", a -> inEach(usualFact(), a.at(3)));
  }

  private static @Nullable List<TimeRange> each(TimeRange one, TimeRange other) {
    return one.equals(other) ? null : List.of(one, other);
  }

  private @Nullable Part inEach(Optional<String> fact, List<TimeRange> times) {
    return fact.filter(model.facts()::contains).isEmpty()
        ? null
        : new Part.Several(
            times.stream()
                .<Part>map(
                    time -> new Part.Related(fact, List.of(), List.of(time), false, Deed.ANY))
                .toList());
  }
}
