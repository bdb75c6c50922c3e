package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what the first is the first, said behind: in which month did we sell the most, in revenue;
 * which quarter was the best by margin, « quel mois a été le meilleur en CA ».
 */
final class InWhatRules extends Rules {
  InWhatRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("INWHAT", "comma? BYMEAS", a -> a.<Measure>at(1));
    g.rule(
        "RANKING",
        "which? NOUN have? that? sold the? NTH? RANKADV|RANK INWHAT",
        a -> doing(ranked(a, 1, kept(a, 6), 7, 8), deed(a, 4)));
    g.rule(
        "RANKING",
        "which? NOUN have? that? RANKADV sold INWHAT",
        a -> doing(ranked(a, 1, Optional.empty(), 4, 6), Deed.GAVE));
    g.rule(
        "RANKING",
        "which the? KEPT? NOUN have? is? the? RANK|RANKPOST INWHAT",
        a -> ranked(a, 3, kept(a, 2), 7, 8));
    // « Le mois où le CA a été le plus fort ».
    g.rule(
        "RANKING",
        "which? is? the? KEPT? NOUN that the? MEAS have? is? RANK|RANKPOST",
        a -> ranked(a, 4, kept(a, 3), 10, 7));
  }

  private static @Nullable Part ranked(
      Args a, int noun, Optional<Kept> kept, int way, int measure) {
    return Rankings.ranked(
        new Rankings.TopNoun(new Rankings.Top(kept, way(a, way)), a.at(noun)),
        List.of(a.<Measure>at(measure)),
        List.of());
  }
}
