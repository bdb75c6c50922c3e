package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Of which rows a count is: all customers, or those to whom rows of a fact belong. Each fact that
 * may be meant gives a count of its own.
 */
final class Counting {
  private final Model model;
  private final Said said;
  private final Belonging belonging;
  private final Standing standing;

  Counting(Model model, Said said, Belonging belonging, Standing standing) {
    this.model = model;
    this.said = said;
    this.belonging = belonging;
    this.standing = standing;
  }

  /**
   * A metric that counts customers counts those who did something, or when, where that is said: by
   * the rows that tell of it.
   */
  boolean settle() {
    if (said.measures.size() == 1) {
      standing.settle(said.measures.get(0));
    }
    boolean bounded = !said.having.isEmpty() && said.groups.isEmpty() && said.things.isEmpty();
    boolean done = said.acted || bounded || said.where.stream().anyMatch(Belonging::isUndated);
    for (int i = 0; i < said.measures.size() && done; i++) {
      Set<String> bases = Measures.bases(model, said.measures.get(i));
      if (said.measures.get(i) instanceof Measure.OfMetric
          && Measures.counts(model, said.measures.get(i))
          && bases.size() == 1) {
        String base = bases.iterator().next();
        if (!belonging.allFacts(base).isEmpty() && (said.acted || !belonging.hasTime(base))) {
          Optional<Measure> things = Measures.things(model, said.measures.get(i));
          if (things.isEmpty()) {
            return false;
          }
          said.measures.set(i, things.get());
        }
      }
    }
    return true;
  }

  /** The bounds with the measures as they were settled. */
  List<LogicalQuery.Having> bounds(
      List<Measure> settled, Optional<String> counted, List<Condition> conditions) {
    List<Group> each =
        said.groups.isEmpty()
            ? counted
                .flatMap(thing -> new Entities(model).noun(thing, true))
                .map(noun -> List.of(noun.group()))
                .orElse(List.of())
            : said.groups;
    List<LogicalQuery.Having> bounds = new ArrayList<>();
    for (LogicalQuery.Having bound : said.having) {
      int index = said.measures.indexOf(bound.measure());
      List<Measure> own =
          index < 0
              ? options(bound.measure(), each, conditions, false)
              : List.of(settled.get(index));
      bounds.add(
          own.size() == 1
              ? new LogicalQuery.Having(own.get(0), bound.comparison(), bound.number())
              : bound);
    }
    if (mustHaveSome(conditions, bounds)) {
      for (LogicalQuery.Having bound : List.copyOf(bounds)) {
        bounds.add(new LogicalQuery.Having(bound.measure(), Comparison.AT_LEAST, BigDecimal.ONE));
      }
    }
    if (areOfTimes(bounds)) {
      said.notes.add(new Note.KnownTimes());
    }
    return bounds;
  }

  /** Months with fewer than two orders may have none, and so each of them is looked at. */
  private boolean areOfTimes(List<LogicalQuery.Having> bounds) {
    return !bounds.isEmpty()
        && bounds.stream().allMatch(b -> isCount(b.measure()) && b.holdsForNone())
        && (said.groups.stream().anyMatch(group -> group instanceof Group.ByTime)
            || said.measures.stream().anyMatch(m -> m instanceof Measure.Times));
  }

  /** Who ordered in 2024 fewer than three times ordered in 2024 at least once. */
  private boolean mustHaveSome(List<Condition> conditions, List<LogicalQuery.Having> bounds) {
    Set<String> entities = new TreeSet<>();
    for (Group group : said.groups) {
      if (group instanceof Group.ByField by) {
        entities.add(by.attribute().field().dataset());
      }
    }
    return said.acted
        && !bounds.isEmpty()
        && !entities.isEmpty()
        && bounds.stream().allMatch(b -> isCount(b.measure()) && b.holdsForNone())
        && conditions.stream()
            .anyMatch(c -> entities.stream().noneMatch(entity -> belonging.isOwn(entity, c)));
  }

  /** Who bought a chair with fewer than two products: of chairs alone there is never a second. */
  boolean boundsWhatIsNamed(List<Condition> conditions, List<LogicalQuery.Having> bounds) {
    return said.acted
        && bounds.stream()
            .anyMatch(
                bound ->
                    bound.measure() instanceof Measure.Distinct things
                        && conditions.stream().anyMatch(c -> names(things.dataset(), c)));
  }

  private boolean names(String dataset, Condition condition) {
    return condition instanceof Condition.OneOf one
        && !one.negated()
        && one.attribute().field().dataset().equals(dataset)
        && model.dataset(dataset).shownAs().equals(Optional.of(one.attribute().field().field()));
  }

  private boolean isCount(Measure measure) {
    return Measures.counts(model, measure)
        || measure instanceof Measure.Distinct
        || measure instanceof Measure.Values
        || (measure instanceof Measure.OfField of
            && of.aggregation() == Aggregation.COUNT_DISTINCT);
  }

  /**
   * The measures with counts settled: rows of a dimension where everything asked for can be told of
   * them, else how many of them rows of a fact belong to, for each fact that may be meant.
   */
  List<List<Measure>> countedFrom(List<Condition> conditions, boolean isRelated) {
    List<List<Measure>> variants = new ArrayList<>();
    variants.add(List.of());
    for (Measure measure : said.measures) {
      List<Measure> options = options(measure, said.groups, conditions, isRelated);
      List<List<Measure>> longer = new ArrayList<>();
      for (List<Measure> variant : variants) {
        for (Measure option : options) {
          List<Measure> more = new ArrayList<>(variant);
          more.add(option);
          longer.add(more);
        }
      }
      variants = longer;
    }
    return variants;
  }

  private List<Measure> options(
      Measure measure, List<Group> by, List<Condition> conditions, boolean isRelated) {
    if (measure instanceof Measure.PerGroup per) {
      List<Measure> settled = new ArrayList<>();
      List<Group> each = new ArrayList<>(by);
      each.add(per.group());
      for (Measure of : options(per.of(), each, conditions, isRelated)) {
        settled.add(new Measure.PerGroup(of, per.group(), per.how()));
      }
      return settled;
    }
    if (measure instanceof Measure.Ratio ratio) {
      List<Measure> settled = new ArrayList<>();
      for (Measure above : options(ratio.above(), by, conditions, isRelated)) {
        for (Measure below : options(ratio.below(), by, conditions, isRelated)) {
          settled.add(new Measure.Ratio(above, below, ratio.inPercent()));
        }
      }
      return settled;
    }
    Set<String> wanted = belonging.datasets(conditions);
    boolean timed = conditions.stream().anyMatch(Belonging::isUndated);
    for (Group group : by) {
      if (group instanceof Group.ByField field) {
        wanted.add(field.attribute().field().dataset());
      } else {
        // By year of registration: that is told of them, and nothing has to have happened.
        Optional<Attribute> told =
            group.match(f -> Optional.empty(), Group.ByTime::time, Group.ByPart::time);
        told.ifPresent(time -> wanted.add(time.field().dataset()));
        timed |= told.isEmpty();
      }
    }
    if (measure instanceof Measure.OfField of
        && of.aggregation() == Aggregation.COUNT_DISTINCT
        && !isRelated) {
      return valuesOf(of, wanted, timed);
    }
    if (!(measure instanceof Measure.Rows rows)) {
      return List.of(measure);
    }
    if (isBoundFromAbove(by, rows)) {
      // Who has none this year has fewer than two as well: the time is that of what is bounded.
      return List.of(rows);
    }
    List<String> facts = belonging.allFacts(rows.dataset());
    // Where rows of the dataset itself are listed by itself, its own rows are what is meant.
    boolean own =
        belonging.reaches(rows.dataset(), wanted) && (!timed || belonging.hasTime(rows.dataset()));
    boolean groupedByItself = wanted.contains(rows.dataset()) && by.size() > 0 && facts.isEmpty();
    if ((own && (!said.acted || facts.isEmpty() || isRelated)) || groupedByItself) {
      return List.of(rows);
    }
    List<Measure> options = new ArrayList<>();
    boolean butNot =
        conditions.stream()
            .anyMatch(
                c ->
                    Belonging.isDenied(c)
                        && (Belonging.isUndated(c)
                            ? !belonging.hasTime(rows.dataset())
                            : !belonging.reaches(rows.dataset(), belonging.datasets(List.of(c)))));
    if (butNot) {
      // Who bought something else is not who did not buy it.
      return List.of();
    }
    for (String fact : belonging.facts(rows.dataset())) {
      if (belonging.reaches(fact, wanted)) {
        options.add(new Measure.Distinct(rows.dataset(), fact));
      }
    }
    return options;
  }

  /** How many customers have fewer than two orders: of all customers, also of those with none. */
  private boolean isBoundFromAbove(List<Group> by, Measure.Rows rows) {
    return by.isEmpty()
        && !said.acted
        && said.measures.equals(List.of(rows))
        && !said.having.isEmpty()
        && said.having.stream()
            .allMatch(bound -> !bound.measure().equals(rows) && holdsForNone(bound));
  }

  private boolean holdsForNone(LogicalQuery.Having bound) {
    boolean below =
        bound.comparison() == Comparison.LESS || bound.comparison() == Comparison.AT_MOST;
    return below && Measures.counts(model, bound.measure());
  }

  /** How many different values: of the rows that have the field, or of rows that belong to them. */
  private List<Measure> valuesOf(Measure.OfField of, Set<String> wanted, boolean timed) {
    String dataset = of.attribute().field().dataset();
    List<String> facts = belonging.allFacts(dataset);
    boolean own = belonging.reaches(dataset, wanted) && (!timed || belonging.hasTime(dataset));
    if (facts.isEmpty() || (own && !said.acted)) {
      return List.of(of);
    }
    List<Measure> options = new ArrayList<>();
    for (String fact : belonging.facts(dataset)) {
      if (belonging.reaches(fact, wanted)) {
        options.add(new Measure.Values(of.attribute(), fact));
      }
    }
    return options;
  }
}
