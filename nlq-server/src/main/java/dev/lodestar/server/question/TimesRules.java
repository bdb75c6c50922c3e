package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times that are asked for themselves: in how many months, the days without any order. */
final class TimesRules extends Rules {
  TimesRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("SOMETIMES", "prep? the? which? the? NOUN1", a -> named(a.<Noun>at(4)));
    g.rule("MANYTIMES", "prep? the? countof the? distinct? NOUN1", a -> counted(a.<Noun>at(5)));
    g.rule(PART, "MANYTIMES", a -> a.<Part>at(0));
    for (String times : List.of("SOMETIMES", "MANYTIMES")) {
      g.rule(PART, times + " that? have? is? nothing|idle the? HAPPENED0", a -> idle(a, a.at(6)));
    }
    g.rule("HAPPENED0", "ENTITY|ENTITIES", a -> happens(entity(a, 0)));
    g.rule("HAPPENED0", "METRIC|COUNTMETRIC", a -> happens(a.at(0), counter(a, 0)));
  }

  private static Part idle(Args a, Measure counted) {
    return new Part.Several(
        List.of(a.at(0), new Part.Bound(counted, Comparison.EQUAL, BigDecimal.ZERO)));
  }

  private static @Nullable Part named(Noun noun) {
    return noun.group() instanceof Group.ByTime ? new Part.Things(List.of(noun), false) : null;
  }

  private static @Nullable Part counted(Noun noun) {
    return noun.group() instanceof Group.ByTime by && by.time().isEmpty()
        ? new Part.Select(List.of(new Measure.Times(by.unit())))
        : null;
  }

  private @Nullable Measure happens(String dataset) {
    return model.facts().contains(dataset) ? timesOf(dataset) : null;
  }

  /** Without sales is without any of the rows that the sales are of. */
  private @Nullable Measure happens(Object named, Measure measure) {
    if (Measures.counts(model, measure)) {
      return measure;
    }
    String metric =
        named instanceof Sense.OfCount of ? of.metric() : ((Sense.OfMetric) named).metric();
    return Measures.addsUpAll(model, model.metric(metric))
        ? baseOf(new Sense.OfMetric(metric)).map(this::timesOf).orElse(null)
        : null;
  }
}
