package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The busiest day, the peak hour, the quietest site: when or where most happened. What happened is
 * counted, and people that are added up are a crowd as well. Where several of these may be meant
 * each gives a reading of its own, so that who asks has to say.
 */
final class BusyRules extends Rules {
  BusyRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("BUSIEST", "the? KEPT? BUSY NOUN", a -> top(a, 1, 2, 3));
    g.rule("BUSIEST", "the? BUSY SOME NOUN", a -> top(a, 2, 1, 3));
    g.rule("BUSIEST", "which? the? KEPT? NOUN is? the? BUSYPOST", a -> top(a, 2, 6, 3));
    // The slowest supplier is slow, and the slowest month a quiet one.
    g.rule("BUSIEST", "the? KEPT? CALM NOUN", a -> ofTimes(top(a, 1, 2, 3)));
    g.rule("BUSIEST", "which? the? KEPT? NOUN is? the? CALMPOST", a -> ofTimes(top(a, 2, 6, 3)));
    g.rule("RANKING", "BUSIEST bymeas the? MUCH", a -> Rankings.single(a.at(0), a.at(3)));
    g.rule("RANKING", "the? KEPT? BUSY MEAS NOUN", a -> Rankings.single(top(a, 1, 2, 4), a.at(3)));
    for (Measure much : whatHappens()) {
      g.rule("RANKING", "BUSIEST", a -> busy(a.at(0), much, List.of()));
      g.rule(
          "RANKING", "BUSIEST per GROUP", a -> busy(a.at(0), much, List.of(a.<Noun>at(2).group())));
    }
  }

  private static Rankings.TopNoun top(Args a, int kept, int way, int noun) {
    return new Rankings.TopNoun(new Rankings.Top(kept(a, kept), way(a, way)), a.at(noun));
  }

  private static Rankings.@Nullable TopNoun ofTimes(Rankings.TopNoun top) {
    return top.noun().group() instanceof Group.ByField ? null : top;
  }

  /** How often each fact happened, and the people who are added up in them; no levels. */
  private List<Measure> whatHappens() {
    List<Measure> all =
        new ArrayList<>(
            model.facts().stream().filter(fact -> !isLevel(fact)).map(this::timesOf).toList());
    model.metrics().stream()
        .filter(metric -> metric.addsUp() && !metric.counts() && Entities.isOfPersons(metric))
        .map(metric -> new Measure.OfMetric(metric.name()))
        .forEach(all::add);
    return all;
  }

  /** Rows that tell again and again how things stand are nothing that happened. */
  private boolean isLevel(String fact) {
    return model.metrics().stream()
        .filter(Metric::semiAdditive)
        .anyMatch(
            metric -> Measures.bases(model, new Measure.OfMetric(metric.name())).contains(fact));
  }

  private @Nullable Part busy(Rankings.TopNoun top, Measure much, List<Group> per) {
    boolean itself =
        top.noun().entity().filter(Measures.bases(model, much)::contains).isPresent()
            && Measures.counts(model, much);
    return itself ? null : Rankings.ranked(top, List.of(much), per);
  }
}
