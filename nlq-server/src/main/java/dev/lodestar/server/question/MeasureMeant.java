package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is measured, listed or counted when it was not said. */
final class MeasureMeant {
  private static final int UNSAID = 2;

  private final Model model;
  private final Said said;
  private final Standing standing;

  MeasureMeant(Model model, Said said, Standing standing) {
    this.model = model;
    this.said = said;
    this.standing = standing;
  }

  /** Late orders by country: what the name of a condition counts. */
  void countNamed() {
    listNamed();
    if (said.measures.isEmpty()
        && said.things.isEmpty()
        && said.rank.isEmpty()
        && said.partOf.isEmpty()) {
      for (Condition condition : said.where) {
        if (said.measures.isEmpty() && condition instanceof Condition.Named named) {
          Measures.named(model, named.filter()).ifPresent(said.measures::add);
        }
      }
      boolean asked =
          !said.groups.isEmpty()
              || said.overTime
              || said.sides.isPresent()
              || said.growth.isPresent();
      if (!said.measures.isEmpty() && !asked) {
        listThings(Measures.bases(model, said.measures.get(0)));
      }
    }
  }

  /** Discontinued products and their supplier: a list of these, with another of their columns. */
  private void listNamed() {
    Optional<Noun> named =
        said.named
            .flatMap(condition -> Measures.named(model, condition.filter()))
            .flatMap(counter -> Measures.bases(model, counter).stream().findFirst())
            .filter(base -> !model.facts().contains(base))
            .flatMap(base -> new Entities(model).noun(base, true));
    boolean columns =
        !said.things.isEmpty()
            && said.measures.isEmpty()
            && said.rank.isEmpty()
            && said.partOf.isEmpty()
            && said.things.stream()
                .allMatch(
                    thing ->
                        thing.entity().isEmpty()
                            && thing.group() instanceof Group.ByField by
                            && named
                                .flatMap(Noun::entity)
                                .equals(Optional.of(by.attribute().field().dataset())));
    if (columns) {
      said.things.add(0, named.orElseThrow());
    }
  }

  /** Discontinued products are listed, as they are few; orders are counted. */
  private void listThings(Set<String> bases) {
    bases.stream()
        .filter(base -> !model.facts().contains(base))
        .flatMap(base -> new Entities(model).noun(base, true).stream())
        .findFirst()
        .ifPresent(
            noun -> {
              said.measures.clear();
              said.things.add(noun);
            });
  }

  /** Finds what is measured when it was not said. */
  boolean settle() {
    said.sort.ifPresent(
        by -> {
          for (Measure measure : by.measures()) {
            if (!said.measures.contains(measure)) {
              said.measures.add(measure);
            }
          }
        });
    if (!said.measures.isEmpty() || said.partOf.isPresent()) {
      boolean counted =
          said.measures.stream().anyMatch(m -> m instanceof Measure.Rows || isDistinct(m));
      boolean others = said.things.stream().anyMatch(t -> t.entity().isPresent());
      if (counted && others && said.rank.isEmpty() && !said.listed) {
        // How many customers reported a claim is not asked of each claim.
        return false;
      }
      if (isOfBoth()) {
        // Who has policies of both is not each one's number of either.
        return false;
      }
      said.unsaid += said.things.isEmpty() ? 0 : said.groups.isEmpty() ? UNSAID : UNSAID + 1;
      return groupThings();
    }
    boolean counts =
        said.rank.isEmpty()
            && !said.things.isEmpty()
            && said.things.get(0).entity().isPresent()
            && (!said.groups.isEmpty() || happensOverTime(said.things.get(0)))
            && !said.listed
            && said.sort.filter(by -> !by.measures().isEmpty()).isEmpty();
    if (counts && said.acted) {
      // Who ordered in every country is not how many ordered in each.
      return false;
    }
    if (counts) {
      // "customers by country" counts them.
      said.measures.add(standing.count(said.things.get(0).entity().get()));
      if (said.things.size() > 1) {
        return false;
      }
      said.notes.add(new Note.Counted());
      said.things.clear();
      return true;
    }
    boolean needsOne =
        said.rank.filter(r -> r.target().isPresent()).isPresent()
            || said.howMuch
            || said.sides.isPresent()
            || said.growth.isPresent()
            || !said.grownBy.isEmpty()
            || said.overTime
            || said.compare
            || (said.things.isEmpty() && !said.groups.isEmpty() && said.sort.isEmpty());
    boolean vague =
        said.rank
            .filter(
                r -> r.direction() == Part.Direction.BEST || r.direction() == Part.Direction.WORST)
            .filter(r -> !isOfUsual(r))
            .isPresent();
    if (needsOne && vague) {
      // The best by what? That is for the asker to say.
      said.openMeasures =
          Assembly.measuresOf(model).stream()
              .map(m -> (Measure) new Measure.OfMetric(m.name()))
              .toList();
      return groupThings() && !said.openMeasures.isEmpty();
    }
    Optional<String> elsewhere = Optional.empty();
    if (said.things.isEmpty() && said.rank.isEmpty() && !said.howMuch && !said.acted) {
      elsewhere = otherFact().or(this::factOfKind);
    }
    Optional<String> dated = datedThings().filter(things -> needsOne);
    if (elsewhere.isPresent() || dated.isPresent()) {
      said.measures.add(
          elsewhere
              .map(fact -> Measures.timesOf(model, fact))
              .orElseGet(() -> standing.count(dated.orElseThrow())));
      said.notes.add(new Note.Counted());
      return true;
    }
    if (needsOne) {
      if (model.defaultMetric().isEmpty()) {
        return false;
      }
      Measure usual = new Measure.OfMetric(model.defaultMetric().get());
      if (said.howMuch && (Measures.counts(model, usual) || isFixed(model.defaultMetric().get()))) {
        // How much is not how many, and what was refunded is no part of what was completed.
        return false;
      }
      said.measures.add(new Measure.OfMetric(model.defaultMetric().get()));
      said.notes.add(new Note.UsualMeasure(model.defaultMetric().get()));
      // The number of orders over 5000 by month is rather so many orders, and no revenue.
      said.unsaid += said.having.isEmpty() ? 0 : UNSAID;
      return groupThings();
    }
    if (!said.having.isEmpty() && !said.things.isEmpty()) {
      if (said.having.stream().anyMatch(bound -> isOwnColumn(bound.measure()))) {
        // Wards with more than 20 beds: that is told of each ward.
        return false;
      }
      // "customers with more than 10 orders" shows by what they were chosen.
      said.having.forEach(
          bound -> {
            if (!said.measures.contains(bound.measure())) {
              said.measures.add(bound.measure());
            }
          });
      return groupThings();
    }
    return !said.things.isEmpty();
  }

  /**
   * The best month is so by what is usually measured, where that adds up; the best client is not.
   */
  private boolean isOfUsual(Part.Rank ranked) {
    return ranked.target().filter(noun -> !(noun.group() instanceof Group.ByField)).isPresent()
        && model.defaultMetric().filter(usual -> model.metric(usual).addsUp()).isPresent();
  }

  /** Claims over time, or of two years: of what happens, how often it did. */
  private boolean happensOverTime(Noun noun) {
    return (said.overTime || said.sides.isPresent())
        && noun.entity().filter(model.facts()::contains).isPresent();
  }

  /** Customers with an A and a B, of which one row has only one. */
  private boolean isOfBoth() {
    return said.things.stream()
        .flatMap(thing -> thing.entity().stream())
        .anyMatch(
            entity ->
                said.together.stream()
                    .anyMatch(all -> !model.reaches(entity, all.attribute().field().dataset())));
  }

  /** Repairs by city: the rows that a value is told of, where what is usual is told of others. */
  private Optional<String> otherFact() {
    Set<String> told = new TreeSet<>();
    for (Condition condition : said.where) {
      if (condition instanceof Condition.OneOf one && !one.negated()) {
        told.add(one.attribute().field().dataset());
      }
    }
    told.retainAll(model.facts());
    Set<String> usual =
        model
            .defaultMetric()
            .map(metric -> Measures.bases(model, new Measure.OfMetric(metric)))
            .orElse(Set.of());
    return told.size() == 1 && usual.stream().noneMatch(told::contains)
        ? told.stream().findFirst()
        : Optional.empty();
  }

  /** Frauds by payment method: the rows that are so, and not what they come to. */
  private Optional<String> factOfKind() {
    Set<String> told = new TreeSet<>();
    for (Condition condition : said.where) {
      if (condition instanceof Condition.Named named && !named.negated()) {
        model.filter(named.filter()).condition().fields().forEach(f -> told.add(f.dataset()));
      }
    }
    return told.size() == 1 && !said.groups.isEmpty()
        ? told.stream().filter(model.facts()::contains).findFirst()
        : Optional.empty();
  }

  /** Clients registered in 2024, by country: what a date is told of that nothing else is. */
  private Optional<String> datedThings() {
    Set<String> told = new TreeSet<>();
    for (Condition condition : said.where) {
      if (condition instanceof Condition.During during) {
        during.time().map(time -> time.field().dataset()).ifPresent(told::add);
      }
    }
    boolean alone = said.things.isEmpty() && said.rank.isEmpty() && !said.howMuch && !said.acted;
    return told.stream()
        .filter(dataset -> alone && told.size() == 1 && !model.facts().contains(dataset))
        .filter(dataset -> model.dataset(dataset).shownAs().isPresent())
        .findFirst();
  }

  /** Whether a condition is on a field on which the metric has a condition of its own. */
  private boolean isFixed(String metric) {
    Set<FieldRef> own = new TreeSet<>();
    model
        .metric(metric)
        .formula()
        .aggregates()
        .forEach(aggregate -> own.addAll(aggregate.text().fields()));
    return said.where.stream()
        .anyMatch(c -> c instanceof Condition.OneOf one && own.contains(one.attribute().field()));
  }

  private static boolean isDistinct(Measure measure) {
    return measure instanceof Measure.OfField of && of.aggregation() == Aggregation.COUNT_DISTINCT;
  }

  /** Nobody said "by": by what is named, as far as its rows are told apart. */
  private boolean groupThings() {
    if (!said.things.stream().allMatch(new Entities(model)::areToldApart)) {
      return false;
    }
    said.things.forEach(thing -> said.group(thing.group()));
    said.things.clear();
    return true;
  }

  private boolean isOwnColumn(Measure measure) {
    return measure instanceof Measure.OfField of
        && of.aggregation() != Aggregation.COUNT_DISTINCT
        && said.things.get(0).entity().equals(Optional.of(of.attribute().field().dataset()));
  }
}
