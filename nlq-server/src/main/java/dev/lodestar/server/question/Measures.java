package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What measures are made of. */
final class Measures {
  private static final String FIELD = "{field}";
  private static final Pattern DIFFERENT =
      Pattern.compile("(?is)\\s*distinct\\s+" + Pattern.quote(FIELD) + "\\s*");

  /** A currency by its code or its sign. */
  private static final Pattern MONEY = Pattern.compile("[A-Z]{3}|\\p{Sc}");

  private static final Pattern ON_CONDITION =
      Pattern.compile("(?is)\\bcase\\s+when\\s+(.*?)\\s+then\\s");

  private Measures() {}

  /** The datasets whose rows a measure is computed of. */
  static Set<String> bases(Model model, Measure measure) {
    Set<String> bases = new LinkedHashSet<>();
    if (measure instanceof Measure.OfMetric of) {
      for (Formula.Aggregate aggregate : model.metric(of.metric()).formula().aggregates()) {
        model.base(aggregate).ifPresent(bases::add);
      }
    } else if (measure instanceof Measure.OfField of) {
      bases.add(of.attribute().field().dataset());
    } else if (measure instanceof Measure.Delay delay) {
      bases.add(delay.to().field().dataset());
    } else if (measure instanceof Measure.Rows rows) {
      bases.add(rows.dataset());
    } else if (measure instanceof Measure.Distinct distinct) {
      bases.add(distinct.from());
    } else if (measure instanceof Measure.Values values) {
      bases.add(values.from());
    } else if (measure instanceof Measure.PerGroup per) {
      bases.addAll(bases(model, per.of()));
    } else if (measure instanceof Measure.Ratio ratio) {
      bases.addAll(bases(model, ratio.above()));
      bases.addAll(bases(model, ratio.below()));
    } else if (measure instanceof Measure.Share share) {
      bases.addAll(bases(model, share.of()));
    } else if (measure instanceof Measure.Running running) {
      bases.addAll(bases(model, running.of()));
    } else if (measure instanceof Measure.Change change) {
      bases.addAll(bases(model, change.of()));
    }
    return bases;
  }

  /** The field that a metric adds up, when it does nothing else. */
  static Optional<Attribute> summed(Model model, String metric) {
    Formula formula = model.metric(metric).formula();
    if (!formula.isOne()
        || !formula.aggregates().get(0).plain()
        || !formula.aggregates().get(0).function().equals("sum")
        || formula.aggregates().get(0).argument().pieces().size() != 1) {
      return Optional.empty();
    }
    List<FieldRef> fields = List.copyOf(formula.aggregates().get(0).argument().fields());
    return fields.size() == 1 ? Optional.of(Attribute.of(fields.get(0))) : Optional.empty();
  }

  /** The field whose different values a metric counts, when it does nothing else. */
  static Optional<Attribute> counted(Model model, Measure measure) {
    if (!(measure instanceof Measure.OfMetric of)) {
      return Optional.empty();
    }
    Formula formula = model.metric(of.metric()).formula();
    Set<FieldRef> fields = formula.aggregates().get(0).text().fields();
    boolean plain =
        formula.isOne()
            && fields.size() == 1
            && DIFFERENT
                .matcher(formula.aggregates().get(0).argument().write(field -> FIELD))
                .matches();
    return plain ? fields.stream().findFirst().map(Attribute::of) : Optional.empty();
  }

  /**
   * What a measure counts, to be counted by rows that tell of it; nothing when it counts some of
   * them only, as those of today.
   */
  static Optional<Measure> things(Model model, Measure measure) {
    if (!(measure instanceof Measure.OfMetric)) {
      return Optional.of(measure);
    }
    String dataset = bases(model, measure).iterator().next();
    Optional<Attribute> counted = counted(model, measure);
    if (counted.isPresent() && !isOne(model, dataset, counted.get())) {
      return Optional.of(new Measure.OfField(counted.get(), Aggregation.COUNT_DISTINCT));
    }
    return counted.isPresent() || countsAll(model, measure)
        ? Optional.of(new Measure.Rows(dataset))
        : Optional.empty();
  }

  /** Whether a field tells the things of a dataset apart. */
  private static boolean isOne(Model model, String dataset, Attribute attribute) {
    List<String> key = model.dataset(dataset).key();
    FieldRef field = attribute.field();
    return model.dataset(dataset).countedBy().equals(Optional.of(field.field()))
        || (key.size() == 1 && model.field(field).sql().replace("\"", "").equals(key.get(0)));
  }

  /** Whether a metric counts every row of its dataset, on no condition. */
  static boolean countsAll(Model model, Measure measure) {
    if (!(measure instanceof Measure.OfMetric of)) {
      return true;
    }
    Formula.Aggregate aggregate = model.metric(of.metric()).formula().aggregates().get(0);
    return aggregate.plain() && aggregate.argument().pieces().size() == 1;
  }

  /**
   * The metric that adds up in money what a measure counts: over the same rows, on the same
   * condition; of several the usual one.
   */
  static Optional<Measure> amount(Model model, Measure counted) {
    if (!counts(model, counted) || model.defaultMetric().isEmpty()) {
      return Optional.empty();
    }
    Metric usual = model.metric(model.defaultMetric().get());
    String condition =
        counted instanceof Measure.OfMetric of ? condition(model.metric(of.metric())) : "";
    List<Metric> amounts =
        model.metrics().stream()
            .filter(m -> m.formula().isOne() && m.addsUp())
            .filter(m -> m.formula().aggregates().get(0).function().equals("sum"))
            .filter(m -> !m.unit().isEmpty() && m.unit().equals(usual.unit()))
            .filter(m -> condition(m).equals(condition))
            .filter(m -> bases(model, new Measure.OfMetric(m.name())).equals(bases(model, counted)))
            .toList();
    return amounts.stream()
        .filter(m -> amounts.size() == 1 || m.name().equals(usual.name()))
        .findFirst()
        .map(m -> new Measure.OfMetric(m.name()));
  }

  /** The metrics that add up money of every row of a dataset; of several the usual one. */
  static List<Metric> money(Model model, String dataset) {
    List<Metric> all =
        model.metrics().stream()
            .filter(metric -> isMoney(metric) && addsUpAll(model, metric))
            .filter(m -> bases(model, new Measure.OfMetric(m.name())).equals(Set.of(dataset)))
            .toList();
    List<Metric> usual =
        all.stream().filter(m -> model.defaultMetric().equals(Optional.of(m.name()))).toList();
    return usual.isEmpty() ? all : usual;
  }

  /** Whether a metric is told in a currency. */
  static boolean isMoney(Metric metric) {
    return MONEY.matcher(metric.unit()).matches();
  }

  /** Whether a metric adds up something of every row, on no condition. */
  static boolean addsUpAll(Model model, Metric metric) {
    return metric.addsUp()
        && !counts(model, new Measure.OfMetric(metric.name()))
        && takesAll(metric);
  }

  /** Whether a metric takes every row into account. */
  static boolean takesAll(Metric metric) {
    return condition(metric).isEmpty();
  }

  /** Whether what one measure takes into account are all rows of another, or those it takes too. */
  static boolean areOfSameRows(Model model, Measure one, Measure other) {
    String some = condition(model, one);
    return bases(model, one).equals(bases(model, other))
        && (some.isEmpty() || some.equals(condition(model, other)));
  }

  private static String condition(Model model, Measure measure) {
    return measure instanceof Measure.OfMetric of ? condition(model.metric(of.metric())) : "";
  }

  /** The condition on which a metric takes rows into account; empty when it takes all. */
  private static String condition(Metric metric) {
    String sql = metric.formula().aggregates().get(0).text().write(FieldRef::toString);
    Matcher some = ON_CONDITION.matcher(sql);
    return some.find() ? some.group(1).strip() : "";
  }

  /**
   * How often something happened: by the only metric that counts it, or the only one that counts
   * what several rows tell of, else by its rows.
   */
  static Measure timesOf(Model model, String fact) {
    List<Measure> counts =
        model.metrics().stream()
            .filter(metric -> countsRows(model, metric, fact))
            .map(metric -> (Measure) new Measure.OfMetric(metric.name()))
            .toList();
    List<Measure> wholes =
        counts.stream()
            .filter(m -> counted(model, m).filter(of -> isOwn(model, fact, of)).isPresent())
            .toList();
    return counts.size() == 1
        ? counts.get(0)
        : wholes.size() == 1 ? wholes.get(0) : new Measure.Rows(fact);
  }

  /** Whether a field tells of what happened, and is not one that something else is told by. */
  static boolean isOwn(Model model, String fact, Attribute attribute) {
    return model.datasets().stream()
        .filter(other -> !other.name().equals(fact) && model.reaches(fact, other.name()))
        .flatMap(other -> other.fields().stream())
        .noneMatch(field -> field.ref().field().equals(attribute.field().field()));
  }

  /** How many rows there are: by the only metric that counts them all, if there is one. */
  static Measure rows(Model model, String dataset) {
    return onlyCount(
            model,
            dataset,
            m ->
                countsAll(model, m) && counted(model, m).isEmpty() && countsKeys(model, m, dataset))
        .orElse(new Measure.Rows(dataset));
  }

  /** The metric that counts rows of a dataset in some way; none where several do. */
  static Optional<Measure> onlyCount(
      Model model, String dataset, Predicate<Measure.OfMetric> inSomeWay) {
    List<Measure.OfMetric> counts =
        model.metrics().stream()
            .map(metric -> new Measure.OfMetric(metric.name()))
            .filter(m -> counts(model, m) && bases(model, m).equals(Set.of(dataset)))
            .filter(inSomeWay)
            .toList();
    return counts.size() == 1 ? Optional.of(counts.get(0)) : Optional.empty();
  }

  /** Whether a metric counts what each row has: its key, or the row itself. */
  private static boolean countsKeys(Model model, Measure.OfMetric metric, String dataset) {
    List<String> key = model.dataset(dataset).key();
    Set<FieldRef> fields =
        model.metric(metric.metric()).formula().aggregates().get(0).text().fields();
    return fields.stream()
        .allMatch(field -> key.contains(model.field(field).sql().replace("\"", "")));
  }

  /** Whether a metric counts what happened, and not to whom or with what. */
  private static boolean countsRows(Model model, Metric metric, String fact) {
    if (!metric.counts()
        || !model.base(metric.formula().aggregates().get(0)).equals(Optional.of(fact))) {
      return false;
    }
    Measure counting = new Measure.OfMetric(metric.name());
    if (!countsAll(model, counting) && counted(model, counting).isEmpty()) {
      // Cancelled bookings are some of the bookings only.
      return false;
    }
    return metric.formula().aggregates().get(0).text().fields().stream()
        .noneMatch(
            field ->
                !field.dataset().equals(fact)
                    || model.relationships().stream()
                        .anyMatch(
                            r -> r.from().equals(fact) && r.fromColumns().contains(field.field())));
  }

  /**
   * What a condition counts whose own name says so: late orders are orders.
   *
   * @return nothing when its name says nothing of the kind
   */
  static Optional<Measure> named(Model model, String filter) {
    Set<String> datasets = new TreeSet<>();
    model.filter(filter).condition().fields().forEach(field -> datasets.add(field.dataset()));
    for (Language language : Language.values()) {
      for (String name : model.filter(filter).names().all(language)) {
        List<Token> tokens = Tokens.of(name);
        String first = tokens.get(0).text();
        String last = tokens.get(tokens.size() - 1).text();
        Optional<Measure> found =
            counting(model, datasets, language, first)
                .or(() -> counting(model, datasets, language, last));
        if (tokens.size() > 1 && found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Measure> counting(
      Model model, Set<String> datasets, Language language, String word) {
    Optional<Measure> metric =
        model.metrics().stream()
            .filter(m -> isCalled(m.names(), language, word))
            .map(m -> (Measure) new Measure.OfMetric(m.name()))
            .filter(m -> counts(model, m) && bases(model, m).containsAll(datasets))
            .findFirst();
    return metric.or(
        () ->
            model.datasets().stream()
                .filter(d -> datasets.equals(Set.of(d.name())))
                .filter(d -> isCalled(d.names(), language, word))
                .map(d -> rows(model, d.name()))
                .findFirst());
  }

  private static boolean isCalled(Names names, Language language, String word) {
    String stem = Tokens.stem(Tokens.fold(word));
    return names.all(language).stream()
        .anyMatch(name -> Tokens.stem(Tokens.fold(name)).equals(stem));
  }

  /** Whether a measure counts rows. */
  static boolean counts(Model model, Measure measure) {
    return measure instanceof Measure.Rows
        || (measure instanceof Measure.OfMetric of && model.metric(of.metric()).counts());
  }

  static boolean simple(Measure measure) {
    return measure instanceof Measure.OfMetric
        || measure instanceof Measure.OfField
        || measure instanceof Measure.Rows
        || measure instanceof Measure.Distinct
        || measure instanceof Measure.Ratio;
  }
}
