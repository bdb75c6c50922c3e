package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked, what a name means, how it is computed, and which days the data tells of. */
final class AboutRules extends Rules {
  private final Measured measured;

  AboutRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "helpword", a -> new Part.OfModel(new About.Everything()));
    g.rule(PART, "whatcan asking", a -> new Part.OfModel(new About.Everything()));
    g.rule(PART, "whatdata athand", a -> new Part.OfModel(new About.Everything()));
    g.rule("NAMED", "METRIC", a -> new About.OfMetric(a.<Sense.OfMetric>at(0).metric()));
    g.rule("NAMED", "COUNTMETRIC", a -> new About.OfMetric(a.<Sense.OfCount>at(0).metric()));
    g.rule("NAMED", "FILTER", a -> new About.OfFilter(a.<Sense.OfFilter>at(0).filter()));
    g.rule("NAMED", 1, "FIELD|FIELDS", a -> new About.OfField(field(a, 0)));
    g.rule("NAMED", 1, "ENTITY|ENTITIES", a -> new About.OfDataset(entity(a, 0)));
    g.rule(PART, "meaningof the? NAMED", a -> new Part.OfModel(a.at(2)));
    g.rule(PART, "meant the? NAMED is? means", a -> new Part.OfModel(a.at(2)));
    g.rule(PART, "howfar is|did|have? thedata reaches?", a -> days());
    g.rule(PART, "howfar reaches thedata", a -> days());
    g.rule(PART, "thedata reaches? howfar", a -> days());
  }

  /** The first and the last day of what is usually measured, else of every fact that has days. */
  private @Nullable Part days() {
    List<String> facts = usualFact().map(List::of).orElseGet(() -> List.copyOf(model.facts()));
    List<Measure> days = new ArrayList<>();
    for (String fact : facts) {
      for (Aggregation end : List.of(Aggregation.MIN, Aggregation.MAX)) {
        Measure day = measured.dateOf(fact, end);
        if (day != null) {
          days.add(day);
        }
      }
    }
    return days.isEmpty() ? null : new Part.Select(days);
  }
}
