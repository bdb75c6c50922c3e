package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one of many comes to: cost per shipment is the cost divided by how many shipments there are,
 * and not that of each of them. Of a mean over them it is the mean.
 */
final class PerRowRules extends Rules {
  /** What the model calls so goes before. */
  private static final int NAMED_RATHER = 2;

  private final Measured measured;

  PerRowRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("MEAS", NAMED_RATHER, "MEAS each the? COUNTMETRIC", a -> perOne(a.at(0), counter(a, 3)));
    g.rule(
        "MEAS",
        NAMED_RATHER,
        "MEAS each the? ENTITY",
        a ->
            model.facts().contains(entity(a, 3))
                ? perOne(a.at(0), Measures.rows(model, entity(a, 3)))
                : null);
  }

  private @Nullable Measure perOne(Measure above, Measure below) {
    boolean ofRows =
        Measures.counts(model, below)
            && Measures.bases(model, below).stream().anyMatch(model.facts()::contains)
            && Measures.bases(model, above).equals(Measures.bases(model, below))
            && !countsOthers(below)
            && !countsNamed(below)
            && !above.equals(below);
    if (!ofRows) {
      return null;
    }
    return isMean(above)
        ? Measures.countsAll(model, below) ? above : null
        : isSum(above) && !Measures.counts(model, above) ? measured.each(above, below) : null;
  }

  /** To how many customers the rows belong: revenue per customer is told of each. */
  private boolean countsOthers(Measure below) {
    return Measures.counted(model, below)
        .filter(
            of ->
                model.relationships().stream()
                    .anyMatch(
                        r ->
                            r.from().equals(of.field().dataset())
                                && r.fromColumns().contains(of.field().field())))
        .isPresent();
  }

  /** Customers have a name, and « par client » is by each: also where rows tell their names. */
  private boolean countsNamed(Measure below) {
    if (!(below instanceof Measure.OfMetric of)) {
      return false;
    }
    Set<String> things = new HashSet<>();
    for (Dataset dataset : model.datasets()) {
      if (!model.facts().contains(dataset.name())) {
        take(dataset.names(), things);
      }
      dataset.fields().stream().filter(Field::isText).forEach(field -> take(field.names(), things));
    }
    return Stream.of(Language.values())
        .flatMap(language -> model.metric(of.metric()).names().all(language).stream())
        .flatMap(name -> Lexicon.counted(name).stream())
        .anyMatch(counted -> things.contains(Tokens.stems(counted)));
  }

  private static void take(Names names, Set<String> stems) {
    for (Language language : Language.values()) {
      names.all(language).forEach(name -> stems.add(Tokens.stems(name)));
    }
  }

  /** Whether it adds up, or is what is left of one sum after another: a margin. */
  private boolean isSum(Measure measure) {
    if (!(measure instanceof Measure.OfMetric of) || model.metric(of.metric()).semiAdditive()) {
      return measure instanceof Measure.OfField field && field.aggregation() == Aggregation.SUM;
    }
    Formula formula = model.metric(of.metric()).formula();
    return formula.parts().stream().allMatch(between -> between.matches("[\\s()+-]*"))
        && formula.aggregates().stream()
            .allMatch(sum -> sum.plain() && sum.function().equals("sum"));
  }

  private boolean isMean(Measure measure) {
    return Optional.of(measure)
        .filter(Measure.OfMetric.class::isInstance)
        .map(of -> model.metric(((Measure.OfMetric) of).metric()).formula())
        .filter(Formula::isOne)
        .filter(formula -> formula.aggregates().get(0).function().equals("avg"))
        .isPresent();
  }
}
