package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What several rows tell of together, as the lines of an order do: how it is told apart, called and
 * measured. A metric that counts its different keys names it.
 */
final class Wholes {
  private final Model model;

  Wholes(Model model) {
    this.model = model;
  }

  /** What tells apart what a metric counts; nothing where each row is one, or has a table. */
  Optional<Attribute> key(Measure counter) {
    Set<String> bases = Measures.bases(model, counter);
    if (bases.size() != 1 || !Measures.counts(model, counter)) {
      return Optional.empty();
    }
    String base = bases.iterator().next();
    return Measures.counted(model, counter)
        .filter(key -> key.field().dataset().equals(base))
        .filter(key -> Measures.isOwn(model, base, key))
        .filter(key -> !model.dataset(base).key().equals(List.of(key.field().field())));
  }

  /** A measure as one of each of those things; nothing where their rows do not tell of it. */
  Optional<Measure> measured(Attribute key, Measure measure) {
    String base = key.field().dataset();
    if (Measures.counted(model, measure).equals(Optional.of(key))) {
      return Optional.empty();
    }
    if (Measures.bases(model, measure).equals(Set.of(base))) {
      boolean level =
          measure instanceof Measure.OfMetric of && model.metric(of.metric()).semiAdditive();
      return Optional.of(measure)
          .filter(m -> Measures.simple(m) || m instanceof Measure.Values)
          .filter(m -> !level);
    }
    boolean reached =
        Measures.bases(model, measure).stream().allMatch(thing -> model.reaches(base, thing));
    boolean counts =
        Measures.counts(model, measure)
            || (measure instanceof Measure.OfField of
                && of.aggregation() == Aggregation.COUNT_DISTINCT);
    if (!reached || !counts) {
      return Optional.empty();
    }
    return Measures.things(model, measure)
        .flatMap(
            things ->
                things instanceof Measure.Rows rows
                    ? Optional.of(new Measure.Distinct(rows.dataset(), base))
                    : things instanceof Measure.OfField of
                        ? Optional.of(new Measure.Values(of.attribute(), base))
                        : Optional.empty());
  }

  /** What one of those things comes to, where nothing but a number is said, or one in a unit. */
  Optional<Measure> amount(Attribute key, Optional<String> unit) {
    String base = key.field().dataset();
    List<String> amounts =
        model.metrics().stream()
            .filter(Metric::addsUp)
            .filter(metric -> unit.isEmpty() || Units.of(metric.unit()).equals(unit.get()))
            .map(Metric::name)
            .filter(metric -> isAmount(metric, base))
            .toList();
    Optional<String> usual = model.defaultMetric().filter(amounts::contains);
    return usual
        .or(() -> amounts.stream().findFirst().filter(only -> amounts.size() == 1))
        .map(Measure.OfMetric::new);
  }

  private boolean isAmount(String metric, String base) {
    Measure measure = new Measure.OfMetric(metric);
    return !Measures.counts(model, measure) && Measures.bases(model, measure).equals(Set.of(base));
  }

  boolean isOf(Measure counter) {
    return key(counter).isPresent();
  }

  /** Adds bounds of nothing but a number as such of what each of the counted things comes to. */
  boolean settle(Said said) {
    Attribute key = key(said.measures.get(0)).orElseThrow();
    for (Part.Bare bound : said.bare) {
      Optional<Measure> amount = amount(key, bound.unit());
      if (amount.isEmpty()) {
        return false;
      }
      said.where.add(new Condition.Whole(key, amount.get(), bound.comparison(), bound.number()));
    }
    return true;
  }

  /** How several of those things are called. */
  String name(Attribute key, Language language) {
    List<String> names =
        model.metrics().stream()
            .filter(m -> key(new Measure.OfMetric(m.name())).equals(Optional.of(key)))
            .flatMap(metric -> metric.names().all(language).stream())
            .toList();
    return names.stream()
        .flatMap(name -> Lexicon.counted(name).stream())
        .findFirst()
        .or(() -> names.stream().findFirst())
        .orElseGet(() -> model.field(key.field()).names().in(language));
  }
}
