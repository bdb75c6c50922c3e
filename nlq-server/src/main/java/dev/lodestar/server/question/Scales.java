package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which field or metric an adjective or a verb tells of: "expensive" of a price, "sold" of what the
 * model calls sold units. The only one that bears such a name is meant; of several, none.
 */
final class Scales {
  private static final String SOLD = "sold";
  private static final String RECENT = "recent";
  private static final String AGE = "age";
  private static final String YEAR = "year";
  private static final String PROFIT = "profit";

  private final Model model;
  private final Entities entities;
  private final Units measuredIn;
  private final Beginnings beginnings;
  private static final Words WORDS = Words.read(Scales.class, "scales.words");
  private static final Map<String, Set<String>> SCALES = WORDS.stems("SCALE");
  private static final Map<String, Set<String>> TRAITS = WORDS.stems("TRAIT");
  private static final Map<String, Set<String>> UNITS = WORDS.stems("UNITS");

  Scales(Model model) {
    this.model = model;
    this.measuredIn = new Units(model);
    this.entities = new Entities(model);
    this.beginnings = new Beginnings(model);
  }

  /** Whether a number is the year in which something happened. */
  static boolean isYear(Field field) {
    return field.isNumber() && field.aggregation().isEmpty() && isNamed(field.names(), YEAR);
  }

  /** The metric of what was sold; none when no one metric says so. */
  List<Measure> sold() {
    List<Metric> found =
        Assembly.measuresOf(model).stream().filter(m -> isNamed(m.names(), SOLD)).toList();
    return found.size() == 1 ? List.of(new Measure.OfMetric(found.get(0).name())) : List.of();
  }

  /** The field of a dataset that a scale is told by. */
  Optional<Attribute> field(String dataset, String scale) {
    if (scale.equals(RECENT)) {
      return entities.happened(dataset).or(() -> beginnings.of(dataset));
    }
    Optional<Attribute> named = only(fields(dataset, scale));
    // Of what is no person the oldest came first.
    return named.isEmpty() && isAge(scale) && !entities.isPerson(dataset)
        ? beginnings.of(dataset)
        : named;
  }

  /** The only field of the whole model that a scale is told by. */
  Optional<Attribute> onlyField(String scale) {
    List<Attribute> all = new ArrayList<>();
    model.datasets().forEach(dataset -> all.addAll(fields(dataset.name(), scale)));
    return only(all);
  }

  private List<Attribute> fields(String dataset, String scale) {
    return model.dataset(dataset).fields().stream()
        .filter(f -> !f.hidden() && isNamed(f.names(), scale))
        .filter(f -> (f.isNumber() && !entities.isKey(f.ref())) || (isAge(scale) && f.isDate()))
        .map(f -> Attribute.of(f.ref()))
        .toList();
  }

  /** Whether a number is told on a scale: by its name, or by its unit. */
  boolean tells(String scale, Attribute attribute) {
    Field field = model.field(attribute.field());
    return field.isNumber()
        && !entities.isKey(field.ref())
        && (isNamed(field.names(), scale)
            || UNITS.getOrDefault(scale, Set.of()).contains(measuredIn.of(field.ref())));
  }

  private static boolean isAge(String scale) {
    return scale.equals(AGE);
  }

  /** Whether dates are graded by a scale: the oldest, the most recent. */
  boolean isOfTime(String scale) {
    return isAge(scale) || scale.equals(RECENT);
  }

  private static Optional<Attribute> only(List<Attribute> found) {
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Whether the highest on a scale is the lowest of a field: the oldest was born first. */
  boolean isReversed(String scale, Attribute field) {
    Field of = model.field(field.field());
    return isAge(scale) && of.isDate();
  }

  /**
   * The metric that a scale is told by: of things, no trait of their own. The longest book is not
   * the one that was lent for the longest time.
   */
  Optional<Measure> metric(Optional<String> things, String scale) {
    List<Metric> found =
        model.metrics().stream()
            .filter(m -> isNamed(m.names(), scale))
            .filter(m -> !TRAITS.containsKey(scale) || isOf(m, things))
            .toList();
    // The margin, and not the margin rate.
    List<Metric> meant =
        scale.equals(PROFIT) && found.size() > 1
            ? found.stream().filter(Measures::isMoney).toList()
            : found;
    return meant.size() == 1
        ? Optional.of(new Measure.OfMetric(meant.get(0).name()))
        : Optional.empty();
  }

  private boolean isOf(Metric metric, Optional<String> things) {
    return things.isEmpty()
        || Measures.bases(model, new Measure.OfMetric(metric.name())).contains(things.get());
  }

  private static boolean isNamed(Names names, String scale) {
    Set<String> wanted = SCALES.getOrDefault(scale, TRAITS.getOrDefault(scale, Set.of()));
    for (Language language : Language.values()) {
      boolean named =
          names.all(language).stream()
              .flatMap(name -> Tokens.of(name).stream())
              .anyMatch(token -> wanted.contains(Tokens.stem(token.folded())));
      if (named) {
        return true;
      }
    }
    return false;
  }
}
