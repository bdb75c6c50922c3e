package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rankings by how many rows are so: the product with the most rejected claims, the most thefts. */
final class RankedRowsRules extends Rules {
  RankedRowsRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("ROWSTHATARE", "COND COUNTED|METRIC", a -> rows(a.at(1), a.at(0)));
    g.rule("ROWSTHATARE", "DATED COUNTED|METRIC", a -> rows(a.at(1), done(a, 0)));
    g.rule("ROWSTHATARE", "VALS", a -> rows(a.<List<Sense.OfValue>>at(0)));
    g.rule(
        "RANKING",
        1,
        "which? NOUN that? have|with the? NTH? RANKOF the? ROWSTHATARE",
        a ->
            new Part.Several(
                List.of(
                    Rankings.having(
                        a.at(1),
                        new Rankings.Most(kept(a, 5), way(a, 6), a.<Rows>at(8).counted()),
                        Optional.empty()),
                    new Part.Where(a.<Rows>at(8).condition()))));
  }

  /** What is counted, and of what state it has to be. */
  record Rows(Measure counted, Condition condition) {}

  private @Nullable Rows rows(Object sense, Condition condition) {
    Measure counted = measure(sense);
    return Measures.counts(model, counted) || counted instanceof Measure.Rows
        ? new Rows(counted, condition)
        : null;
  }

  private static Measure measure(Object sense) {
    return sense instanceof Sense.OfMetric of ? new Measure.OfMetric(of.metric()) : (Measure) sense;
  }

  private static Condition done(Args a, int place) {
    return new Condition.Missing(Attribute.of(a.<Sense.OfDate>at(place).field()), true);
  }

  /** Thefts, of claims: values that the rows of a fact have themselves. */
  private @Nullable Rows rows(List<Sense.OfValue> values) {
    String dataset = values.get(0).field().dataset();
    return model.facts().contains(dataset)
        ? new Rows(timesOf(dataset), oneOf(values, false))
        : null;
  }
}
