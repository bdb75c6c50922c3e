package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a logical query of a row of phrases. What the phrases leave open is filled in by stated
 * rules, and noted; what cannot be put together gives nothing.
 */
final class Assembly {
  static final int USUAL_ROWS = 10;
  private static final int UNSAID = 2;

  private final Model model;
  private final List<Measure> measures = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<Condition> where = new ArrayList<>();
  private final List<LogicalQuery.Having> having = new ArrayList<>();
  private final List<Noun> things = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<Part.Related> related = new ArrayList<>();
  private final List<String> mentioned = new ArrayList<>();
  private final List<String> doers = new ArrayList<>();
  private Optional<Part.Rank> rank = Optional.empty();
  private final List<Condition.OneOf> together = new ArrayList<>();
  private final List<String> asOf = new ArrayList<>();
  private final List<Part.Variant> variants = new ArrayList<>();
  private final List<Part.Bare> bare = new ArrayList<>();
  private final List<Group> rankedPer = new ArrayList<>();
  private Optional<Part.Extreme> extreme = Optional.empty();
  private Optional<String> actedOn = Optional.empty();
  private Optional<Part.SortBy> sort = Optional.empty();
  private Optional<Part.SortByGroup> sortByGroup = Optional.empty();
  private Optional<Part.SortByName> sortByName = Optional.empty();
  private Optional<Part.WhenVersus> sides = Optional.empty();
  private Optional<Part.Growth> growth = Optional.empty();
  private Optional<Measure> partOf = Optional.empty();
  private List<Measure> openMeasures = List.of();
  private boolean listed;
  private boolean sharing;
  private int unsaid;
  private boolean overTime;
  private boolean acted;
  private final Set<String> units = new HashSet<>();
  private boolean howMuch;
  private boolean compare;
  private boolean impossible;

  /**
   * A query and what was taken for granted.
   *
   * @param cost what speaks against it beside the phrases
   */
  record Assembled(LogicalQuery query, List<Note> notes, int cost) {}

  private Assembly(Model model) {
    this.model = model;
  }

  /** Every query that the phrases may mean together; none when they do not fit. */
  static List<Assembled> of(Model model, List<Part> parts) {
    Assembly assembly = new Assembly(model);
    for (Part part : parts) {
      assembly.take(part);
    }
    return assembly.queries();
  }

  private void take(Part part) {
    if (part instanceof Part.Several several) {
      several.parts().forEach(this::take);
    } else if (part instanceof Part.Doer doer) {
      doers.add(doer.dataset());
    } else if (part instanceof Part.Mentioned named) {
      mentioned.add(named.dataset());
    } else if (part instanceof Part.Select select) {
      // Nobody said "and".
      unsaid += measures.isEmpty() ? 0 : 1;
      measures.addAll(select.measures());
    } else if (part instanceof Part.By by) {
      by.groups().forEach(this::group);
    } else if (part instanceof Part.Things named) {
      for (Noun noun : named.nouns()) {
        impossible |= things.stream().anyMatch(t -> t.group().equals(noun.group()));
        things.add(noun);
      }
      listed |= named.listed();
    } else if (part instanceof Part.Where condition) {
      where.add(condition.condition());
    } else if (part instanceof Part.All all) {
      where.add(all.members());
      together.add(all.members());
    } else if (part instanceof Part.Extreme asked) {
      impossible |= extreme.isPresent() || rank.isPresent();
      extreme = Optional.of(asked);
    } else if (part instanceof Part.AsOf at) {
      asOf.add(at.dataset());
    } else if (part instanceof Part.Variant variant) {
      variants.add(variant);
    } else if (part instanceof Part.Breakdown || part instanceof Part.Amount) {
      // Of what was asked before, and of nothing else.
      impossible = true;
    } else if (part instanceof Part.Bare bound) {
      bare.add(bound);
    } else if (part instanceof Part.Acted did) {
      impossible |=
          acted && !actedOn.equals(did.fact()) && did.fact().isPresent() && actedOn.isPresent();
      acted = true;
      actedOn = actedOn.or(did::fact);
    } else if (part instanceof Part.Versus versus) {
      where.add(versus.members());
      group(new Group.ByField(versus.members().attribute()));
    } else if (part instanceof Part.When when) {
      where.add(new Condition.During(when.ranges(), Optional.empty(), false));
      noteTimes(when.ranges());
    } else if (part instanceof Part.WhenVersus versus) {
      impossible |= sides.isPresent();
      sides = Optional.of(versus);
      noteTimes(List.of(versus.first(), versus.second()));
    } else if (part instanceof Part.Bound bound) {
      having.add(new LogicalQuery.Having(bound.measure(), bound.comparison(), bound.number()));
    } else if (part instanceof Part.Bounds bounds) {
      bounds.bounds().forEach(this::take);
    } else if (part instanceof Part.Rank ranked) {
      impossible |= rank.isPresent();
      rank = Optional.of(ranked);
    } else if (part instanceof Part.SortBy by) {
      impossible |=
          sort.isPresent() && !sort.get().measures().isEmpty() && !by.measures().isEmpty();
      sort = Optional.of(merged(by));
    } else if (part instanceof Part.SortByGroup by) {
      sortByGroup = Optional.of(by);
    } else if (part instanceof Part.SortByName by) {
      sortByName = Optional.of(by);
    } else if (part instanceof Part.PartOf of) {
      impossible |= partOf.isPresent();
      partOf = Optional.of(of.measure());
    } else if (part instanceof Part.Growth asked) {
      growth = Optional.of(asked);
    } else if (part instanceof Part.Related asked) {
      related.add(asked);
    } else if (part instanceof Part.InUnit in) {
      units.add(in.unit());
    } else {
      overTime |= part instanceof Part.OverTime;
      sharing |= part instanceof Part.Share;
      howMuch |= part instanceof Part.HowMuch;
      compare |= part instanceof Part.Compare;
    }
  }

  private Part.SortBy merged(Part.SortBy by) {
    if (sort.isEmpty()) {
      return by;
    }
    return new Part.SortBy(
        sort.get().measures().isEmpty() ? by.measures() : sort.get().measures(),
        sort.get().descending().isPresent() ? sort.get().descending() : by.descending());
  }

  private void noteTimes(List<TimeRange> ranges) {
    for (TimeRange range : ranges) {
      if (range.assumed() == TimeRange.Assumed.LATEST) {
        notes.add(new Note.LatestMeant(range));
      }
    }
  }

  private void group(Group group) {
    if (!groups.contains(group)) {
      groups.add(group);
    }
  }

  private List<Assembled> queries() {
    return readings().stream()
        .filter(a -> !deniedInVain(a.query()))
        .filter(a -> units.isEmpty() || isInUnits(a.query()))
        .toList();
  }

  /** Whether all that is measured is in the unit that was named: nothing is converted. */
  private boolean isInUnits(LogicalQuery query) {
    return !query.measures().isEmpty()
        && query.measures().stream()
            .allMatch(measure -> units.equals(Set.of(Tokens.fold(unit(measure)))));
  }

  /** The unit of a metric, however it is summed up or set beside itself; else none. */
  private String unit(Measure measure) {
    if (measure instanceof Measure.OfMetric of) {
      return model.metric(of.metric()).unit();
    } else if (measure instanceof Measure.Running running) {
      return unit(running.of());
    } else if (measure instanceof Measure.In in) {
      return unit(in.of());
    } else if (measure instanceof Measure.PerGroup per) {
      return unit(per.of());
    } else if (measure instanceof Measure.Change change && !change.inPercent()) {
      return unit(change.of());
    } else if (measure instanceof Measure.Between between && !between.inPercent()) {
      return unit(between.of());
    }
    return "";
  }

  /** In 2024 but not in 2025: a row that is in the one is not in the other anyway. */
  private static boolean deniedInVain(LogicalQuery query) {
    List<TimeRange> meant = times(query, false);
    return !meant.isEmpty()
        && times(query, true).stream()
            .anyMatch(denied -> meant.stream().noneMatch(denied::overlaps));
  }

  private static List<TimeRange> times(LogicalQuery query, boolean negated) {
    return query.where().stream()
        .filter(c -> c instanceof Condition.During d && d.negated() == negated)
        .map(c -> (Condition.During) c)
        .filter(during -> during.time().isEmpty())
        .flatMap(during -> during.ranges().stream())
        .toList();
  }

  private List<Assembled> readings() {
    boolean doneByThings =
        acted && !things.isEmpty() && measures.stream().anyMatch(m -> !(m instanceof Measure.Rows));
    countNamed();
    boolean doneByOthers = doers.stream().anyMatch(dataset -> !isDoneBy(dataset));
    if (impossible || doneByThings || doneByOthers || conflicting() || mentionedInVain()) {
      // "Revenue of customers who bought X" is not the revenue of X.
      return List.of();
    }
    if (extreme.isPresent()) {
      return extremes();
    }
    if (!settleVariants()) {
      return List.of();
    }
    sortedList();
    if (!settleName()) {
      return List.of();
    }
    boolean countable = settleCounts();
    ranked();
    if (!countable || !settleBare() || !settleMeasures() || elsewhereDone() || !settleAsOf()) {
      return List.of();
    }
    if (sides.isPresent() && !sideBySide()) {
      return List.of();
    }
    overTime |= measures.stream().anyMatch(m -> m instanceof Measure.Running);
    if (overTime && groups.stream().noneMatch(g -> g instanceof Group.ByTime)) {
      Group byTime = new Group.ByTime(usualUnit(), Optional.empty());
      groups.add(0, byTime);
      if (usualUnit() == Unit.MONTH) {
        notes.add(new Note.UnitMeant(Unit.MONTH));
      }
    }
    if (!openMeasures.isEmpty()) {
      List<Assembled> all = new ArrayList<>();
      for (Measure measure : openMeasures) {
        measures.clear();
        measures.add(measure);
        all.addAll(measured());
      }
      return all;
    }
    if (!settleGrowth() || !settleParts()) {
      return List.of();
    }
    return measures.isEmpty() ? lists() : measured();
  }

  /** Late orders by country: what the name of a condition counts. */
  private void countNamed() {
    if (measures.isEmpty() && things.isEmpty() && rank.isEmpty() && partOf.isEmpty()) {
      for (Condition condition : where) {
        if (measures.isEmpty() && condition instanceof Condition.Named named) {
          Measures.named(model, named.filter()).ifPresent(measures::add);
        }
      }
      boolean asked = !groups.isEmpty() || overTime || sides.isPresent() || growth.isPresent();
      if (!measures.isEmpty() && !asked) {
        listThings(Measures.bases(model, measures.get(0)));
      }
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
              measures.clear();
              things.add(noun);
            });
  }

  private boolean isDoneBy(String dataset) {
    return !measures.isEmpty()
        && measures.stream()
            .flatMap(measure -> Measures.bases(model, measure).stream())
            .allMatch(base -> !base.equals(dataset) && model.reaches(base, dataset));
  }

  /** Each takes the place of the metric whose name it goes on. */
  private boolean settleVariants() {
    for (Part.Variant variant : variants) {
      int at = measures.indexOf(new Measure.OfMetric(variant.of()));
      if (at < 0) {
        return false;
      }
      measures.set(at, new Measure.OfMetric(variant.metric()));
    }
    return true;
  }

  /**
   * "At the time of the sale" is true of what the rows of the sale tell themselves, and of things
   * that have a row for each version, to one of which each sale belongs.
   */
  private boolean settleAsOf() {
    if (asOf.isEmpty()) {
      return true;
    }
    Set<String> told = new TreeSet<>(datasets(where));
    for (Group group : groups) {
      if (group instanceof Group.ByField by) {
        told.add(by.attribute().field().dataset());
      }
    }
    Set<String> versions = new TreeSet<>(told);
    versions.removeIf(dataset -> model.dataset(dataset).countedBy().isEmpty());
    return asOf.stream().allMatch(this::isMeasured)
        && !versions.isEmpty()
        && told.stream().allMatch(d -> versions.contains(d) || asOf.contains(d));
  }

  /** Sorted by name: by that of the first thing, and of no ranking. */
  private boolean settleName() {
    if (sortByName.isEmpty()) {
      return true;
    }
    Optional<Group> first =
        things.stream().map(Noun::group).findFirst().or(() -> groups.stream().findFirst());
    first.ifPresent(
        by ->
            sortByGroup =
                Optional.of(new Part.SortByGroup(by, Optional.of(sortByName.get().descending()))));
    return first.isPresent() && rank.isEmpty() && sort.isEmpty();
  }

  /** A list that is sorted by one of its own columns measures nothing. */
  private void sortedList() {
    boolean byColumn =
        listed && measures.isEmpty() && sort.filter(s -> s.measures().size() == 1).isPresent();
    if (byColumn && sort.get().measures().get(0) instanceof Measure.OfField of) {
      Group column = new Group.ByField(of.attribute());
      if (things.stream().anyMatch(thing -> thing.group().equals(column))) {
        sortByGroup = Optional.of(new Part.SortByGroup(column, sort.get().descending()));
        sort = Optional.empty();
      }
    }
  }

  /** What a verb tells of must be what is measured: doses prescribed, not revenue admitted. */
  private boolean elsewhereDone() {
    if (actedOn.isEmpty()) {
      return false;
    }
    return measures.stream()
        .flatMap(measure -> Measures.bases(model, measure).stream())
        .anyMatch(
            base ->
                !model.reaches(actedOn.get(), base)
                    && !model.reaches(base, actedOn.get())
                    && model.facts().contains(base));
  }

  /**
   * A metric that counts customers counts those who did something, or when, where that is said: by
   * the rows that tell of it.
   */
  private boolean settleCounts() {
    boolean bounded = !having.isEmpty() && groups.isEmpty() && things.isEmpty();
    boolean done = acted || bounded || where.stream().anyMatch(Assembly::isUndated);
    for (int i = 0; i < measures.size() && done; i++) {
      Set<String> bases = Measures.bases(model, measures.get(i));
      if (measures.get(i) instanceof Measure.OfMetric
          && Measures.counts(model, measures.get(i))
          && bases.size() == 1) {
        String base = bases.iterator().next();
        if (!allFacts(base).isEmpty() && (acted || !hasTime(base))) {
          Optional<Attribute> counted = Measures.counted(model, measures.get(i));
          if (counted.isEmpty() && !Measures.countsAll(model, measures.get(i))) {
            // It counts some of them only, as those of today.
            return false;
          }
          measures.set(
              i,
              counted.isPresent() && !isOne(base, counted.get())
                  ? new Measure.OfField(counted.get(), Aggregation.COUNT_DISTINCT)
                  : new Measure.Rows(base));
        }
      }
    }
    return true;
  }

  /** Whether a field tells the things of a dataset apart. */
  private boolean isOne(String dataset, Attribute attribute) {
    List<String> key = model.dataset(dataset).key();
    FieldRef field = attribute.field();
    return model.dataset(dataset).countedBy().equals(Optional.of(field.field()))
        || (key.size() == 1 && model.field(field).sql().replace("\"", "").equals(key.get(0)));
  }

  /** A bound of a number without a name is one of the amount of what is listed or counted. */
  private boolean settleBare() {
    if (bare.isEmpty()) {
      return true;
    }
    Optional<Attribute> amount =
        model.defaultMetric().flatMap(metric -> Measures.summed(model, metric));
    Optional<String> counted =
        measures.size() == 1
            ? Measures.bases(model, measures.get(0)).stream().findFirst()
            : things.stream().flatMap(noun -> noun.entity().stream()).findFirst();
    boolean fits =
        amount.isPresent()
            && counted.equals(Optional.of(amount.get().field().dataset()))
            && (measures.isEmpty()
                || (Measures.counts(model, measures.get(0))
                    && Measures.counted(model, measures.get(0)).isEmpty()));
    if (!fits) {
      // What an order of several lines comes to is not what one of its lines does.
      return false;
    }
    bare.forEach(b -> where.add(new Condition.Compared(amount.get(), b.comparison(), b.number())));
    return true;
  }

  /** The rows with the highest or lowest values of a field, with those values. */
  private List<Assembled> extremes() {
    Part.Extreme asked = extreme.orElseThrow();
    boolean more =
        !measures.isEmpty()
            || !having.isEmpty()
            || !groups.isEmpty()
            || !bare.isEmpty()
            || sort.isPresent()
            || partOf.isPresent()
            || growth.isPresent()
            || sides.isPresent()
            || acted
            || !related.isEmpty()
            || asked.noun().entity().isEmpty();
    if (more) {
      return List.of();
    }
    List<Group> shown = new ArrayList<>();
    shown.add(asked.noun().group());
    for (Noun thing : things) {
      if (!shown.contains(thing.group())) {
        shown.add(thing.group());
      }
    }
    Group by = new Group.ByField(asked.field());
    if (!shown.contains(by)) {
      shown.add(by);
    }
    int rows = asked.rows().orElse(asked.noun().plural() ? USUAL_ROWS : 1);
    if (asked.rows().isEmpty() && asked.noun().plural()) {
      notes.add(new Note.UsualRows(rows));
    }
    List<LogicalQuery.Order> order =
        List.of(new LogicalQuery.Order(false, shown.indexOf(by), asked.most()));
    return List.of(
        assembled(
            asked.noun().entity(),
            List.of(),
            shown,
            where,
            order,
            Optional.of(new LogicalQuery.Limit(rows, List.of()))));
  }

  /** A dataset is named to say of which rows: then something must be said of them. */
  private boolean mentionedInVain() {
    boolean whose = acted && !mentioned.isEmpty();
    return whose
        || mentioned.stream()
            .filter(dataset -> !isMeasured(dataset))
            .anyMatch(
                dataset ->
                    related.isEmpty()
                        && where.stream()
                            .noneMatch(
                                c -> {
                                  Set<String> named = datasets(List.of(c));
                                  return !named.isEmpty() && reaches(dataset, named);
                                }));
  }

  /** Whether what is measured are rows of a dataset: the age of patients. */
  private boolean isMeasured(String dataset) {
    return !measures.isEmpty()
        && measures.stream()
            .allMatch(measure -> Measures.bases(model, measure).equals(Set.of(dataset)));
  }

  /** One field cannot have two values at once, nor one question two times. */
  private boolean conflicting() {
    Set<Attribute> seen = new LinkedHashSet<>();
    int times = 0;
    for (Condition condition : where) {
      if (condition instanceof Condition.OneOf one
          && !one.negated()
          && !seen.add(one.attribute())) {
        return true;
      }
      if (condition instanceof Condition.During during
          && !during.negated()
          && during.time().isEmpty()) {
        times++;
      }
    }
    return times > 1;
  }

  private void ranked() {
    rank.ifPresent(
        ranked -> {
          if (ranked.target().isPresent()) {
            // What else is grouped by has a ranking of its own in each.
            groups.remove(ranked.target().get().group());
            rankedPer.addAll(groups);
          }
          for (Group per : ranked.per()) {
            group(per);
            if (!rankedPer.contains(per)) {
              rankedPer.add(per);
            }
          }
          ranked.target().ifPresent(target -> group(target.group()));
          for (Measure by : ranked.by()) {
            if (!measures.contains(by)) {
              measures.add(by);
            }
          }
        });
  }

  /** Finds what is measured when it was not said. */
  private boolean settleMeasures() {
    sort.ifPresent(
        by -> {
          for (Measure measure : by.measures()) {
            if (!measures.contains(measure)) {
              measures.add(measure);
            }
          }
        });
    if (!measures.isEmpty() || partOf.isPresent()) {
      boolean counted = measures.stream().anyMatch(m -> m instanceof Measure.Rows || isDistinct(m));
      boolean several = things.stream().anyMatch(t -> t.plural() && t.entity().isPresent());
      if (counted && several && rank.isEmpty() && !listed) {
        // How many countries the customers come from is not asked of each customer.
        return false;
      }
      // Nobody said "by".
      unsaid += things.isEmpty() ? 0 : UNSAID;
      things.forEach(thing -> group(thing.group()));
      things.clear();
      return true;
    }
    boolean counts =
        rank.isEmpty()
            && !things.isEmpty()
            && things.get(0).entity().isPresent()
            && !groups.isEmpty()
            && !listed
            && sort.isEmpty();
    if (counts && acted) {
      // Who ordered in every country is not how many ordered in each.
      return false;
    }
    if (counts) {
      // "customers by country" counts them.
      measures.add(usualCount(things.get(0).entity().get()));
      if (things.size() > 1) {
        return false;
      }
      notes.add(new Note.Counted());
      things.clear();
      return true;
    }
    boolean needsOne =
        rank.filter(r -> r.target().isPresent()).isPresent()
            || howMuch
            || sides.isPresent()
            || growth.isPresent()
            || overTime
            || compare
            || (things.isEmpty() && !groups.isEmpty() && sort.isEmpty());
    boolean vague =
        rank.filter(
                r -> r.direction() == Part.Direction.BEST || r.direction() == Part.Direction.WORST)
            .isPresent();
    if (needsOne && vague) {
      // The best by what? That is for the asker to say.
      openMeasures =
          measuresOf(model).stream().map(m -> (Measure) new Measure.OfMetric(m.name())).toList();
      things.forEach(thing -> group(thing.group()));
      things.clear();
      return !openMeasures.isEmpty();
    }
    if (needsOne) {
      if (model.defaultMetric().isEmpty()) {
        return false;
      }
      Measure usual = new Measure.OfMetric(model.defaultMetric().get());
      if (howMuch && (Measures.counts(model, usual) || isFixed(model.defaultMetric().get()))) {
        // How much is not how many, and what was refunded is no part of what was completed.
        return false;
      }
      measures.add(new Measure.OfMetric(model.defaultMetric().get()));
      notes.add(new Note.UsualMeasure(model.defaultMetric().get()));
      things.forEach(thing -> group(thing.group()));
      things.clear();
      return true;
    }
    if (!having.isEmpty() && !things.isEmpty()) {
      if (having.stream().anyMatch(bound -> isOwnColumn(bound.measure()))) {
        // Wards with more than 20 beds: that is told of each ward.
        return false;
      }
      // "customers with more than 10 orders" shows by what they were chosen.
      having.forEach(
          bound -> {
            if (!measures.contains(bound.measure())) {
              measures.add(bound.measure());
            }
          });
      things.forEach(thing -> group(thing.group()));
      things.clear();
      return true;
    }
    return !things.isEmpty();
  }

  /** Versions of things are counted as the model's only count of them does. */
  private Measure usualCount(String dataset) {
    Measure rows = new Measure.Rows(dataset);
    if (model.dataset(dataset).countedBy().isEmpty()) {
      return rows;
    }
    List<Measure> counts =
        model.metrics().stream()
            .map(metric -> (Measure) new Measure.OfMetric(metric.name()))
            .filter(m -> Measures.counts(model, m))
            .filter(m -> Measures.bases(model, m).equals(Set.of(dataset)))
            .toList();
    return counts.size() == 1 ? counts.get(0) : rows;
  }

  /** Whether a condition is on a field on which the metric has a condition of its own. */
  private boolean isFixed(String metric) {
    Set<FieldRef> own = new TreeSet<>();
    model
        .metric(metric)
        .formula()
        .aggregates()
        .forEach(aggregate -> own.addAll(aggregate.text().fields()));
    return where.stream()
        .anyMatch(c -> c instanceof Condition.OneOf one && own.contains(one.attribute().field()));
  }

  private static boolean isDistinct(Measure measure) {
    return measure instanceof Measure.OfField of && of.aggregation() == Aggregation.COUNT_DISTINCT;
  }

  private boolean isOwnColumn(Measure measure) {
    return measure instanceof Measure.OfField of
        && of.aggregation() != Aggregation.COUNT_DISTINCT
        && things.get(0).entity().equals(Optional.of(of.attribute().field().dataset()));
  }

  private Unit usualUnit() {
    return Unit.MONTH;
  }

  /** Two periods side by side: each, their difference, and how much that is in percent. */
  private boolean sideBySide() {
    Part.WhenVersus versus = sides.orElseThrow();
    if (measures.size() == 1
        && measures.get(0) instanceof Measure.Change change
        && change.back() == 0) {
      // How it grew is shown beside both sides.
      measures.set(0, change.of());
    }
    growth = growth.filter(asked -> asked.over().isPresent());
    if (measures.size() != 1
        || !simple(measures.get(0))
        || growth.isPresent()
        || where.stream().anyMatch(Assembly::isTime)) {
      return false;
    }
    if (!settleYears(versus)) {
      return false;
    }
    Measure of = measures.remove(0);
    boolean firstIsEarlier =
        versus.first().start().orElseThrow().isBefore(versus.second().start().orElseThrow());
    TimeRange earlier = (firstIsEarlier ? versus.first() : versus.second()).plain();
    TimeRange later = (firstIsEarlier ? versus.second() : versus.first()).plain();
    measures.add(new Measure.In(of, earlier));
    measures.add(new Measure.In(of, later));
    measures.add(new Measure.Between(of, earlier, later, false));
    measures.add(new Measure.Between(of, earlier, later, true));
    return true;
  }

  /** Months of two years are set side by side by their place in the year. */
  private boolean settleYears(Part.WhenVersus versus) {
    boolean years = versus.first().unit() == Unit.YEAR && versus.second().unit() == Unit.YEAR;
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i) instanceof Group.ByTime by) {
        Optional<TimePart> part =
            switch (by.unit()) {
              case MONTH -> Optional.of(TimePart.MONTH_OF_YEAR);
              case QUARTER -> Optional.of(TimePart.QUARTER_OF_YEAR);
              default -> Optional.empty();
            };
        if (!years || part.isEmpty()) {
          return false;
        }
        groups.set(i, new Group.ByPart(part.get(), by.time()));
      }
    }
    return true;
  }

  private static boolean simple(Measure measure) {
    return measure instanceof Measure.OfMetric
        || measure instanceof Measure.OfField
        || measure instanceof Measure.Rows
        || measure instanceof Measure.Distinct
        || measure instanceof Measure.Ratio;
  }

  /** A growth is from unit to unit of the group by time; twelve months when years are compared. */
  private boolean settleGrowth() {
    growth.ifPresent(
        asked -> {
          if (measures.size() == 1 && simple(measures.get(0))) {
            measures.add(
                new GrowthAsked(measures.get(0), asked.over(), asked.inPercent()).marked());
          } else {
            impossible = true;
          }
        });
    List<Measure> settled = new ArrayList<>();
    for (Measure measure : measures) {
      if (measure instanceof Measure.Change change && change.back() <= 0) {
        if (!simple(change.of())) {
          return false;
        }
        Optional<Unit> over =
            change.back() == 0 ? Optional.empty() : Optional.of(Unit.values()[-1 - change.back()]);
        Optional<Measure> one = change(change, over);
        if (one.isEmpty()) {
          return false;
        }
        if (!settled.contains(change.of())) {
          settled.add(change.of());
        }
        settled.add(one.get());
      } else if (!settled.contains(measure)) {
        settled.add(measure);
      }
    }
    measures.clear();
    measures.addAll(settled);
    return !impossible;
  }

  private Optional<Measure> change(Measure.Change change, Optional<Unit> over) {
    Optional<Unit> grouped =
        groups.stream()
            .filter(g -> g instanceof Group.ByTime)
            .map(g -> ((Group.ByTime) g).unit())
            .findFirst();
    if (grouped.isEmpty()) {
      List<TimeRange> ranges = pickRanges();
      if (ranges.size() == 2) {
        return Optional.empty();
      }
      Unit unit = over.orElse(Unit.YEAR);
      if (over.isEmpty()) {
        notes.add(new Note.UnitMeant(unit));
      }
      groups.add(0, new Group.ByTime(unit, Optional.empty()));
      return Optional.of(new Measure.Change(change.of(), 1, change.inPercent()));
    }
    Unit unit = over.orElse(grouped.get());
    int back =
        unit == grouped.get()
            ? 1
            : switch (grouped.get()) {
              case MONTH -> unit == Unit.YEAR ? 12 : unit == Unit.QUARTER ? 3 : 0;
              case QUARTER -> unit == Unit.YEAR ? 4 : 0;
              case HALF -> unit == Unit.YEAR ? 2 : 0;
              default -> 0;
            };
    return back == 0
        ? Optional.empty()
        : Optional.of(new Measure.Change(change.of(), back, change.inPercent()));
  }

  private List<TimeRange> pickRanges() {
    return where.stream()
        .filter(c -> c instanceof Condition.During)
        .flatMap(c -> ((Condition.During) c).ranges().stream())
        .toList();
  }

  /**
   * A share is of the total of all groups; without groups, of what the one condition leaves out.
   */
  private boolean settleParts() {
    if (sharing && partOf.isEmpty()) {
      if (measures.size() != 1 || groups.isEmpty()) {
        return false;
      }
      partOf = Optional.of(measures.remove(0));
    }
    if (partOf.isEmpty()) {
      return true;
    }
    Measure of = partOf.get();
    if (!groups.isEmpty()) {
      if (!measures.contains(of)) {
        measures.add(of);
      }
      measures.add(new Measure.Share(of));
      return true;
    }
    List<Condition> parts = new ArrayList<>();
    for (Condition condition : where) {
      if (!isTime(condition)) {
        parts.add(condition);
      }
    }
    if (of instanceof Measure.Rows rows && (acted || !related.isEmpty())) {
      return settlePartOfRows(rows);
    }
    if (parts.size() != 1 || !measures.isEmpty()) {
      return false;
    }
    where.remove(parts.get(0));
    measures.add(new Measure.PartOf(of, parts.get(0)));
    return true;
  }

  /** How many of the customers bought something, or never did. */
  private boolean settlePartOfRows(Measure.Rows rows) {
    List<List<Condition>> ways = new ArrayList<>();
    if (related.isEmpty()) {
      for (String fact : facts(rows.dataset())) {
        if (reaches(fact, datasets(where))) {
          ways.add(List.of(new Condition.Related(rows.dataset(), fact, where, false)));
        }
      }
      where.clear();
    } else {
      ways.addAll(relatedConditions(Optional.of(rows.dataset())));
      related.clear();
    }
    acted = false;
    if (ways.size() != 1 || !where.isEmpty() || !measures.isEmpty()) {
      return false;
    }
    measures.add(new Measure.PartOf(rows, ways.get(0).get(0)));
    return true;
  }

  // ---- lists
  // -------------------------------------------------------------------------------------

  private List<Assembled> lists() {
    Optional<String> entity = things.stream().flatMap(noun -> noun.entity().stream()).findFirst();
    if (!having.isEmpty() || growth.isPresent() || howMuch || compare) {
      return List.of();
    }
    List<Group> shown = new ArrayList<>();
    for (Noun thing : things) {
      if (!(thing.group() instanceof Group.ByField)) {
        return List.of();
      }
      shown.add(thing.group());
    }
    for (Group group : groups) {
      if (!(group instanceof Group.ByField)) {
        return List.of();
      }
      if (!shown.contains(group)) {
        shown.add(group);
      }
    }
    List<LogicalQuery.Order> order =
        sortByGroup
            .filter(s -> shown.contains(s.group()))
            .map(
                s ->
                    List.of(
                        new LogicalQuery.Order(
                            false, shown.indexOf(s.group()), s.descending().orElse(false))))
            .orElse(
                sort.filter(s -> s.measures().isEmpty())
                    .map(
                        s ->
                            List.of(new LogicalQuery.Order(false, 0, s.descending().orElse(false))))
                    .orElse(List.of()));
    if (rank.isPresent() && order.isEmpty()) {
      // The first five of what is in no order are no answer.
      return List.of();
    }
    Optional<LogicalQuery.Limit> limit =
        rank.flatMap(Part.Rank::rows).map(n -> new LogicalQuery.Limit(n, List.of()));
    if (sortByGroup.isPresent() && order.isEmpty()) {
      return List.of();
    }
    List<Assembled> all = new ArrayList<>();
    boolean onlyTruth =
        shown.size() == 1
            && shown.get(0) instanceof Group.ByField by
            && model.field(by.attribute().field()).type().kind() == ColumnType.Kind.BOOLEAN;
    if (onlyTruth) {
      // Yes and no are nobody.
      return List.of();
    }
    boolean happened = acted || where.stream().anyMatch(Assembly::isTime);
    boolean elsewhere =
        entity.isPresent()
            && ((acted && !allFacts(entity.get()).isEmpty()) || outside(entity.get()));
    if (entity.isPresent() && (related.isEmpty() || acted) && elsewhere) {
      // "customers who bought X": those to whom such rows of a fact belong.
      for (String fact : facts(entity.get())) {
        List<Condition> own = new ArrayList<>();
        List<Condition> ofFact = new ArrayList<>();
        for (Condition condition : where) {
          boolean isOwn = isOwn(entity.get(), condition);
          (isOwn ? own : ofFact).add(condition);
          boolean told =
              acted
                  || condition instanceof Condition.OneOf
                  || isTime(condition)
                  || isGraded(condition);
          if (!isOwn && !told) {
            return List.of();
          }
        }
        own.addAll(eachOfThem(entity.get(), fact, ofFact));
        own.addAll(noneOfThem(entity.get(), fact, ofFact));
        boolean each = own.stream().anyMatch(c -> c instanceof Condition.Related r && !r.negated());
        if (!each) {
          own.add(new Condition.Related(entity.get(), fact, ofFact, false));
        }
        if (reaches(fact, datasets(ofFact))) {
          // Who ordered but never returned anything did the one and not the other.
          for (List<Condition> more : relatedConditions(entity)) {
            List<Condition> both = new ArrayList<>(own);
            both.addAll(more);
            all.add(assembled(entity, List.of(), shown, both, order, limit));
          }
        }
      }
      return all;
    }
    for (List<Condition> more : relatedConditions(entity)) {
      List<Condition> conditions = new ArrayList<>(where);
      conditions.addAll(more);
      all.add(assembled(entity, List.of(), shown, conditions, order, limit));
    }
    return happened && entity.isEmpty() && shown.isEmpty() ? List.of() : all;
  }

  /** "Bought X and Y": a row of each exists. Takes the values out of the conditions. */
  private List<Condition> eachOfThem(String entity, String fact, List<Condition> ofFact) {
    List<Condition> all = new ArrayList<>();
    for (Condition.OneOf one : together) {
      if (ofFact.contains(one)) {
        List<Condition> others =
            ofFact.stream()
                .filter(c -> !c.equals(one) && !(c instanceof Condition.OneOf o && o.negated()))
                .toList();
        for (String value : one.values()) {
          List<Condition> inside = new ArrayList<>(others);
          inside.add(new Condition.OneOf(one.attribute(), List.of(value), false));
          all.add(new Condition.Related(entity, fact, inside, false));
        }
        ofFact.remove(one);
        if (together.stream().filter(where::contains).count() > 1) {
          impossible = true;
        }
      }
    }
    return all;
  }

  /**
   * "Bought X but not Y", "in 2024 but not in 2025": a row of the one exists, and none of the
   * other. Takes what is denied out of the conditions.
   */
  private static List<Condition> noneOfThem(String entity, String fact, List<Condition> ofFact) {
    List<Condition> denied = ofFact.stream().filter(Assembly::isDenied).toList();
    ofFact.removeAll(denied);
    List<Condition> all = new ArrayList<>();
    for (Condition condition : denied) {
      List<Condition> none = new ArrayList<>();
      if (condition instanceof Condition.OneOf one) {
        none.add(new Condition.OneOf(one.attribute(), one.values(), false));
        ofFact.stream().filter(Assembly::isTime).forEach(none::add);
      } else if (condition instanceof Condition.During during) {
        none.add(new Condition.During(during.ranges(), during.time(), false));
        ofFact.stream().filter(c -> !isTime(c)).forEach(none::add);
      }
      all.add(new Condition.Related(entity, fact, none, true));
    }
    return all;
  }

  /** A mark above 12 is one of theirs; an amount above 12 is rather what all of theirs come to. */
  private boolean isGraded(Condition condition) {
    return condition instanceof Condition.Compared compared
        && !model
            .field(compared.attribute().field())
            .aggregation()
            .equals(Optional.of(Aggregation.SUM));
  }

  private static boolean isDenied(Condition condition) {
    return (condition instanceof Condition.OneOf one && one.negated())
        || (condition instanceof Condition.During during
            && during.negated()
            && during.time().isEmpty());
  }

  /** How many did one thing and not another. */
  private List<Assembled> countedButNot(
      String entity, List<LogicalQuery.Order> order, Optional<LogicalQuery.Limit> limit) {
    List<Assembled> all = new ArrayList<>();
    for (String fact : facts(entity)) {
      List<Condition> own = new ArrayList<>(where);
      own.removeIf(condition -> !isOwn(entity, condition));
      List<Condition> ofFact = new ArrayList<>(where);
      ofFact.removeIf(condition -> isOwn(entity, condition));
      List<Condition> none = noneOfThem(entity, fact, ofFact);
      if ((ofFact.isEmpty() && related.isEmpty()) || !reaches(fact, datasets(ofFact))) {
        // Who did something else is not who did not do it.
        continue;
      }
      own.add(new Condition.Related(entity, fact, ofFact, false));
      own.addAll(none);
      for (List<Condition> more : relatedConditions(Optional.of(entity))) {
        List<Condition> both = new ArrayList<>(own);
        both.addAll(more);
        all.add(assembled(Optional.empty(), measures, groups, both, order, limit));
      }
    }
    return all;
  }

  /** Whether a condition can be told of a row itself. */
  private boolean isOwn(String entity, Condition condition) {
    return !isUndated(condition) && reaches(entity, datasets(List.of(condition)));
  }

  private static boolean isUndated(Condition condition) {
    return isTime(condition) && datasets(List.of(condition)).isEmpty();
  }

  private boolean outside(String entity) {
    boolean timed = where.stream().anyMatch(Assembly::isUndated);
    return !reaches(entity, datasets(where)) || (timed && !hasTime(entity));
  }

  private boolean hasTime(String dataset) {
    return model.dataset(dataset).time().isPresent()
        || model.dataset(dataset).fields().stream()
            .anyMatch(f -> f.isTime() && f.isDate() && !f.hidden());
  }

  /**
   * The datasets whose rows belong to those of another: of several, the one of the usual measure
   * when it is among them, as what was done is not said otherwise.
   */
  private List<String> facts(String entity) {
    List<String> all = allFacts(entity);
    if (actedOn.isPresent()) {
      return all.contains(actedOn.get()) ? List.of(actedOn.get()) : List.of();
    }
    Optional<String> usual =
        model
            .defaultMetric()
            .map(model::metric)
            .flatMap(m -> m.formula().aggregates().stream().findFirst())
            .flatMap(model::base)
            .filter(all::contains);
    if (all.size() > 1 && usual.isPresent()) {
      notes.add(new Note.UsualRowsOf(usual.get()));
      return List.of(usual.get());
    }
    return all;
  }

  private List<String> allFacts(String entity) {
    return model.datasets().stream()
        .map(d -> d.name())
        .filter(d -> !d.equals(entity) && model.reaches(d, entity))
        .toList();
  }

  private boolean reaches(String from, Set<String> named) {
    return named.stream().allMatch(other -> model.reaches(from, other));
  }

  private static Set<String> datasets(List<Condition> conditions) {
    Set<String> named = new TreeSet<>();
    conditions.forEach(condition -> Datasets.of(condition, named));
    return named;
  }

  // ---- never, without
  // ----------------------------------------------------------------------------

  /** For each fact that may be meant, the condition that rows of it exist or do not. */
  private List<List<Condition>> relatedConditions(Optional<String> entity) {
    if (related.isEmpty()) {
      return List.of(List.of());
    }
    if (entity.isEmpty()) {
      return List.of();
    }
    List<List<Condition>> ways = List.of(List.of());
    for (Part.Related asked : related) {
      List<List<Condition>> longer = new ArrayList<>();
      for (List<Condition> way : ways) {
        for (Condition condition : relatedConditions(entity, asked)) {
          List<Condition> more = new ArrayList<>(way);
          more.add(condition);
          longer.add(more);
        }
      }
      ways = longer;
    }
    return ways;
  }

  private List<Condition> relatedConditions(Optional<String> entity, Part.Related asked) {
    List<Condition> inside = new ArrayList<>(asked.where());
    if (!asked.when().isEmpty()) {
      inside.add(new Condition.During(asked.when(), Optional.empty(), false));
    }
    List<Condition> all = new ArrayList<>();
    List<String> facts = asked.fact().map(List::of).orElseGet(() -> facts(entity.get()));
    for (String fact : facts) {
      boolean fits =
          !fact.equals(entity.get())
              && model.reaches(fact, entity.get())
              && reaches(fact, datasets(inside));
      if (fits) {
        all.add(new Condition.Related(entity.get(), fact, inside, asked.never()));
      }
    }
    return all;
  }

  // ---- measures
  // ----------------------------------------------------------------------------------

  private List<Assembled> measured() {
    if (compare && sides.isEmpty() && !settleCompare()) {
      return List.of();
    }
    Optional<String> counted =
        measures.stream()
            .filter(m -> m instanceof Measure.Rows)
            .map(m -> ((Measure.Rows) m).dataset())
            .findFirst()
            .or(() -> entityOfGroups());
    Optional<LogicalQuery.Limit> limit = limit();
    boolean sortedByNone =
        sortByGroup.filter(by -> !groups.contains(by.group())).isPresent()
            || (groups.isEmpty() && sort.filter(by -> !by.measures().isEmpty()).isPresent());
    if ((limit.isPresent() && groups.isEmpty()) || sortedByNone) {
      return List.of();
    }
    List<LogicalQuery.Order> order = order();
    List<Assembled> all = new ArrayList<>();
    boolean rowsOnly = measures.size() == 1 && measures.get(0) instanceof Measure.Rows;
    if (rowsOnly && acted && !together.isEmpty() && related.isEmpty() && counted.isPresent()) {
      return countedTogether(counted.get(), order, limit);
    }
    boolean butNot =
        acted
            && counted.isPresent()
            && (!related.isEmpty()
                || where.stream().anyMatch(c -> isDenied(c) && !isOwn(counted.get(), c)));
    boolean counts = rowsOnly && groups.isEmpty() && having.isEmpty();
    if (butNot && (counts || !related.isEmpty())) {
      return counts ? countedButNot(counted.get(), order, limit) : List.of();
    }
    for (List<Condition> more : relatedConditions(counted)) {
      List<Condition> conditions = new ArrayList<>(where);
      conditions.addAll(more);
      for (List<Measure> variant : countedFrom(conditions, !more.isEmpty())) {
        LogicalQuery query =
            new LogicalQuery(
                    Optional.empty(),
                    variant,
                    groups,
                    conditions,
                    bounds(variant, counted, conditions),
                    order,
                    limit)
                .canonical();
        all.add(new Assembled(query, notes.stream().distinct().toList(), unsaid));
      }
    }
    return all;
  }

  /** The bounds with the measures as they were settled. */
  private List<LogicalQuery.Having> bounds(
      List<Measure> settled, Optional<String> counted, List<Condition> conditions) {
    List<Group> each =
        groups.isEmpty()
            ? counted
                .flatMap(thing -> new Entities(model).noun(thing, true))
                .map(noun -> List.of(noun.group()))
                .orElse(List.of())
            : groups;
    List<LogicalQuery.Having> bounds = new ArrayList<>();
    for (LogicalQuery.Having bound : having) {
      int index = measures.indexOf(bound.measure());
      List<Measure> own =
          index < 0
              ? options(bound.measure(), each, conditions, false)
              : List.of(settled.get(index));
      bounds.add(
          own.size() == 1
              ? new LogicalQuery.Having(own.get(0), bound.comparison(), bound.number())
              : bound);
    }
    return bounds;
  }

  /** How many bought both X and Y. */
  private List<Assembled> countedTogether(
      String entity, List<LogicalQuery.Order> order, Optional<LogicalQuery.Limit> limit) {
    List<Assembled> all = new ArrayList<>();
    for (String fact : facts(entity)) {
      List<Condition> own = new ArrayList<>(where);
      own.removeIf(condition -> !isOwn(entity, condition));
      List<Condition> ofFact = new ArrayList<>(where);
      ofFact.removeIf(condition -> isOwn(entity, condition));
      List<Condition> each = eachOfThem(entity, fact, ofFact);
      if (each.isEmpty()) {
        ofFact.forEach(c -> own.add(new Condition.Related(entity, fact, List.of(c), false)));
      }
      own.addAll(each);
      boolean negated =
          ofFact.stream().anyMatch(c -> c instanceof Condition.OneOf o && o.negated());
      if (!impossible && !negated) {
        all.add(assembled(Optional.empty(), measures, groups, own, order, limit));
      }
    }
    return all;
  }

  private Optional<String> entityOfGroups() {
    for (Group group : groups) {
      if (group instanceof Group.ByField by) {
        return Optional.of(by.attribute().field().dataset());
      }
    }
    return Optional.empty();
  }

  /** "Compare revenue in 2023 and 2024", "compare France and Spain": by what is named twice. */
  private boolean settleCompare() {
    for (Condition condition : List.copyOf(where)) {
      if (condition instanceof Condition.OneOf one && one.values().size() > 1 && !one.negated()) {
        group(new Group.ByField(one.attribute()));
        return true;
      }
      if (condition instanceof Condition.During during
          && during.ranges().size() == 2
          && measures.size() == 1) {
        where.remove(condition);
        sides = Optional.of(new Part.WhenVersus(during.ranges().get(0), during.ranges().get(1)));
        return sideBySide();
      }
    }
    // Measures or groups are set side by side by being shown.
    return measures.size() > 1 || !groups.isEmpty();
  }

  private Optional<LogicalQuery.Limit> limit() {
    if (rank.isEmpty()) {
      return Optional.empty();
    }
    Part.Rank ranked = rank.get();
    int rows = ranked.rows().orElse(USUAL_ROWS);
    if (ranked.rows().isEmpty()) {
      notes.add(new Note.UsualRows(rows));
    }
    List<Integer> per = rankedPer.stream().map(groups::indexOf).toList();
    return Optional.of(new LogicalQuery.Limit(rows, per));
  }

  private List<LogicalQuery.Order> order() {
    List<LogicalQuery.Order> order = new ArrayList<>();
    if (rank.isPresent()) {
      Part.Rank ranked = rank.get();
      Measure by =
          !ranked.by().isEmpty()
              ? ranked.by().get(0)
              : sort.filter(s -> !s.measures().isEmpty())
                  .map(s -> s.measures().get(0))
                  .orElse(preferred());
      order.add(
          new LogicalQuery.Order(
              true, Math.max(0, measures.indexOf(by)), descending(ranked.direction(), by)));
    } else {
      sort.ifPresent(
          by -> {
            List<Measure> keys = by.measures().isEmpty() ? List.of(preferred()) : by.measures();
            for (Measure key : keys) {
              order.add(
                  new LogicalQuery.Order(
                      true, measures.indexOf(key), by.descending().orElse(true)));
            }
          });
    }
    sortByGroup.ifPresent(
        by -> {
          if (groups.contains(by.group())) {
            order.add(
                new LogicalQuery.Order(
                    false, groups.indexOf(by.group()), by.descending().orElse(false)));
          }
        });
    return order;
  }

  /** Growth is what one ranks by when it is there. */
  private Measure preferred() {
    return measures.stream()
        .filter(m -> m instanceof Measure.Change change && change.inPercent())
        .findFirst()
        .orElse(measures.get(0));
  }

  private boolean descending(Part.Direction direction, Measure measure) {
    return switch (direction) {
      case MOST -> true;
      case LEAST -> false;
      case BEST -> !lowerIsBetter(measure);
      case WORST -> lowerIsBetter(measure);
    };
  }

  private boolean lowerIsBetter(Measure measure) {
    boolean lower =
        measure instanceof Measure.OfMetric of
            ? model.metric(of.metric()).betterIsLower()
            : measure instanceof Measure.OfField field
                && model.field(field.attribute().field()).betterIsLower();
    if (lower) {
      notes.add(new Note.LowerIsBetter());
    }
    return lower;
  }

  /**
   * The measures with counts settled: rows of a dimension where everything asked for can be told of
   * them, else how many of them rows of a fact belong to, for each fact that may be meant.
   */
  private List<List<Measure>> countedFrom(List<Condition> conditions, boolean isRelated) {
    List<List<Measure>> variants = new ArrayList<>();
    variants.add(List.of());
    for (Measure measure : measures) {
      List<Measure> options = options(measure, groups, conditions, isRelated);
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
        settled.add(new Measure.PerGroup(of, per.group()));
      }
      return settled;
    }
    if (measure instanceof Measure.Ratio ratio) {
      List<Measure> settled = new ArrayList<>();
      for (Measure above : options(ratio.above(), by, conditions, isRelated)) {
        for (Measure below : options(ratio.below(), by, conditions, isRelated)) {
          settled.add(new Measure.Ratio(above, below));
        }
      }
      return settled;
    }
    Set<String> wanted = datasets(conditions);
    boolean timed = conditions.stream().anyMatch(Assembly::isUndated);
    for (Group group : by) {
      if (group instanceof Group.ByField field) {
        wanted.add(field.attribute().field().dataset());
      } else {
        timed = true;
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
    List<String> facts = allFacts(rows.dataset());
    // Where rows of the dataset itself are listed by itself, its own rows are what is meant.
    boolean own = reaches(rows.dataset(), wanted) && (!timed || hasTime(rows.dataset()));
    boolean groupedByItself = wanted.contains(rows.dataset()) && by.size() > 0 && facts.isEmpty();
    if ((own && (!acted || facts.isEmpty() || isRelated)) || groupedByItself) {
      return List.of(rows);
    }
    List<Measure> options = new ArrayList<>();
    boolean butNot =
        conditions.stream()
            .anyMatch(
                c ->
                    isDenied(c)
                        && (isUndated(c)
                            ? !hasTime(rows.dataset())
                            : !reaches(rows.dataset(), datasets(List.of(c)))));
    if (butNot) {
      // Who bought something else is not who did not buy it.
      return List.of();
    }
    for (String fact : facts(rows.dataset())) {
      if (reaches(fact, wanted)) {
        options.add(new Measure.Distinct(rows.dataset(), fact));
      }
    }
    return options;
  }

  /** How many customers have fewer than two orders: of all customers, also of those with none. */
  private boolean isBoundFromAbove(List<Group> by, Measure.Rows rows) {
    return by.isEmpty()
        && !acted
        && measures.equals(List.of(rows))
        && !having.isEmpty()
        && having.stream().allMatch(bound -> !bound.measure().equals(rows) && holdsForNone(bound));
  }

  private boolean holdsForNone(LogicalQuery.Having bound) {
    boolean below =
        bound.comparison() == Comparison.LESS || bound.comparison() == Comparison.AT_MOST;
    return below && Measures.counts(model, bound.measure());
  }

  private static boolean isTime(Condition condition) {
    return condition instanceof Condition.During || condition instanceof Condition.OnPart;
  }

  /** How many different values: of the rows that have the field, or of rows that belong to them. */
  private List<Measure> valuesOf(Measure.OfField of, Set<String> wanted, boolean timed) {
    String dataset = of.attribute().field().dataset();
    List<String> facts = allFacts(dataset);
    boolean own = reaches(dataset, wanted) && (!timed || hasTime(dataset));
    if (facts.isEmpty() || (own && !acted)) {
      return List.of(of);
    }
    List<Measure> options = new ArrayList<>();
    for (String fact : facts(dataset)) {
      if (reaches(fact, wanted)) {
        options.add(new Measure.Values(of.attribute(), fact));
      }
    }
    return options;
  }

  private Assembled assembled(
      Optional<String> entity,
      List<Measure> selected,
      List<Group> grouped,
      List<Condition> conditions,
      List<LogicalQuery.Order> order,
      Optional<LogicalQuery.Limit> limit) {
    LogicalQuery query =
        new LogicalQuery(entity, selected, grouped, conditions, having, order, limit).canonical();
    return new Assembled(query, notes.stream().distinct().toList(), unsaid);
  }

  /** Whether a measure of parts adds up to that of the whole. */
  static boolean addsUp(Model model, Measure measure) {
    return measure instanceof Measure.OfMetric of && model.metric(of.metric()).addsUp();
  }

  /** Metrics that a question without a measure could mean. */
  static List<Metric> measuresOf(Model model) {
    return model.metrics().stream().filter(Metric::addsUp).toList();
  }
}
