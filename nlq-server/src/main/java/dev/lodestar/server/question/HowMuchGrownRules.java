package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    // October revenue, « le CA d'octobre » : of that time.
    g.rule("GROWER", "the? MUCH", a -> grown(a.at(1), List.of()));
    g.rule("GROWER", "the? MUCH prep? WHEN", a -> grown(a.at(1), List.of(a.<TimeRange>at(3))));
    g.rule("GROWER", "the? WHEN poss? MUCH", a -> grown(a.at(3), List.of(a.<TimeRange>at(1))));
    g.rule(PART, "howmuchgrown did|have? GROWER HADGROWN", a -> a.<Part>at(2));
    g.rule(PART, "howmuchgrown HADGROWN GROWER", a -> a.<Part>at(2));
    g.rule(PART, "GROWER HADGROWN howmuchgrown", a -> a.<Part>at(0));
    g.rule(PART, ITSELF, "did|have GROWER GREW", a -> a.<Part>at(1));
    g.rule(PART, ITSELF, "GROWER hasit GREW", a -> a.<Part>at(0));
    for (String of : List.of("MEAS prep? WHEN", "WHEN poss? MEAS")) {
      for (String other : List.of("MEAS prep? WHEN", "WHEN poss? MEAS")) {
        int measure = of.startsWith("M") ? 1 : 3;
        int next = other.startsWith("M") ? 6 : 8;
        g.rule(
            PART,
            "the? " + of + " vsonly the? " + other,
            a -> beside(a.at(measure), a.at(4 - measure), a.at(next), a.at(14 - next)));
      }
    }
    // Revenue 2024 vs 2025, the change in percent: said of what is set side by side anyway.
    g.rule(PART, 2, "the? growth|growthpost|change|changepost inpercent?", a -> alone());
    g.rule(PART, 2, "inpercent", a -> alone());
    // Growth of revenue, 2025 over 2024.
    g.rule(PART, "prep? WHEN overone the? WHEN", a -> new Part.Ends(a.at(4), a.at(1)));
    g.rule(PART, "between WHEN to|and the? WHEN", a -> new Part.Ends(a.at(1), a.at(4)));
  }

  private static Part grown(Measure measure, List<TimeRange> when) {
    List<Part> all = new ArrayList<>(List.of(new Part.Select(List.of(measure)), asked()));
    when.forEach(range -> all.add(new Part.When(List.of(range))));
    return new Part.Several(all);
  }

  /** October revenue versus September revenue: one measure at both times. */
  private static @Nullable Part beside(
      Measure measure, TimeRange when, Measure other, TimeRange then) {
    Part both = measure.equals(other) ? TimeRules.versus(when, then) : null;
    return both == null ? null : new Part.Several(List.of(new Part.Select(List.of(measure)), both));
  }

  private static Part asked() {
    return new Part.Growth(Optional.empty(), true);
  }

  private static Part alone() {
    return new Part.ChangeShown();
  }
}
