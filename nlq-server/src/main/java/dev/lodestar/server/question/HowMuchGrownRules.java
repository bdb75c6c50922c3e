package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;

/**
 * How much a measure grew or changed, asked with a verb: by how many percent did revenue grow, has
 * revenue increased, « de combien le CA a-t-il progressé ».
 */
final class HowMuchGrownRules extends Rules {
  /** What grew may be asked of things as well: which of them did. */
  private static final int ITSELF = 2;

  HowMuchGrownRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("HADGROWN", "did|have|hasit? GREW|MOVED", a -> "");
    g.rule(PART, "howmuchgrown did|have? the? MUCH HADGROWN", a -> grown(a.at(3)));
    g.rule(PART, "howmuchgrown HADGROWN the? MUCH", a -> grown(a.at(3)));
    g.rule(PART, "the? MUCH HADGROWN howmuchgrown", a -> grown(a.at(1)));
    g.rule(PART, ITSELF, "did|have the? MUCH GREW", a -> grown(a.at(2)));
    g.rule(PART, ITSELF, "the? MUCH hasit GREW", a -> grown(a.at(1)));
    // Revenue 2024 vs 2025, the change in percent: said of what is set side by side anyway.
    g.rule(PART, 2, "the? growth|growthpost|change|changepost inpercent?", a -> alone());
    g.rule(PART, 2, "inpercent", a -> alone());
    g.rule(PART, "between WHEN to|and the? WHEN", a -> new Part.Ends(a.at(1), a.at(4)));
  }

  private static Part grown(Measure measure) {
    return new Part.Several(List.of(new Part.Select(List.of(measure)), asked()));
  }

  private static Part asked() {
    return new Part.Growth(Optional.empty(), true);
  }

  private static Part alone() {
    return new Part.ChangeShown();
  }
}
