package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.ArrayList;
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

  private final Model model;
  private final List<Measure> measures = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<Condition> where = new ArrayList<>();
  private final List<LogicalQuery.Having> having = new ArrayList<>();
  private final List<Noun> things = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<Part.Related> related = new ArrayList<>();
  private final List<String> mentioned = new ArrayList<>();
  private Optional<Part.Rank> rank = Optional.empty();
  private Optional<Part.SortBy> sort = Optional.empty();
  private Optional<Part.SortByGroup> sortByGroup = Optional.empty();
  private Optional<Part.WhenVersus> sides = Optional.empty();
  private Optional<Part.Growth> growth = Optional.empty();
  private Optional<Measure> partOf = Optional.empty();
  private List<Measure> openMeasures = List.of();
  private boolean listed;
  private boolean overTime;
  private boolean acted;
  private boolean howMuch;
  private boolean compare;
  private boolean impossible;

  /** A query and what was taken for granted. */
  record Assembled(LogicalQuery query, List<Note> notes) {}

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
    } else if (part instanceof Part.Mentioned named) {
      mentioned.add(named.dataset());
    } else if (part instanceof Part.Select select) {
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
    } else if (part instanceof Part.PartOf of) {
      impossible |= partOf.isPresent();
      partOf = Optional.of(of.measure());
    } else if (part instanceof Part.Growth asked) {
      growth = Optional.of(asked);
    } else if (part instanceof Part.Related asked) {
      related.add(asked);
    } else {

      overTime |= part instanceof Part.OverTime;
      acted |= part instanceof Part.Acted;
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
    boolean doneByThings =
        acted && !things.isEmpty() && measures.stream().anyMatch(m -> !(m instanceof Measure.Rows));
    if (impossible || doneByThings || conflicting() || mentionedInVain()) {
      // "Revenue of customers who bought X" is not the revenue of X.
      return List.of();
    }
    ranked();
    if (!settleMeasures()) {
      return List.of();
    }
    if (sides.isPresent() && !sideBySide()) {
      return List.of();
    }
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

  /** A dataset is named to say of which rows: then something must be said of them. */
  private boolean mentionedInVain() {
    boolean whose = acted && !mentioned.isEmpty();
    return whose
        || mentioned.stream()
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
      if (condition instanceof Condition.During during && !during.negated()) {
        times++;
      }
    }
    return times > 1 || related.size() > 1;
  }

  private void ranked() {
    rank.ifPresent(
        ranked -> {
          for (Group per : ranked.per()) {
            group(per);
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
    if (counts) {
      // "customers by country" counts them.
      measures.add(new Measure.Rows(things.get(0).entity().get()));
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
      measures.add(new Measure.OfMetric(model.defaultMetric().get()));
      notes.add(new Note.UsualMeasure(model.defaultMetric().get()));
      things.forEach(thing -> group(thing.group()));
      things.clear();
      return true;
    }
    if (!having.isEmpty() && !things.isEmpty()) {
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

  private Unit usualUnit() {
    return Unit.MONTH;
  }

  /** Two periods side by side: each, their difference, and how much that is in percent. */
  private boolean sideBySide() {
    Part.WhenVersus versus = sides.orElseThrow();
    if (measures.size() != 1
        || !simple(measures.get(0))
        || growth.isPresent()
        || where.stream().anyMatch(c -> c instanceof Condition.During)) {
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
                new QuestionGrammar.GrowthAsked(measures.get(0), asked.over(), asked.inPercent())
                    .marked());
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
      if (!(condition instanceof Condition.During)) {
        parts.add(condition);
      }
    }
    if (parts.size() != 1 || !measures.isEmpty()) {
      return false;
    }
    where.remove(parts.get(0));
    measures.add(new Measure.PartOf(of, parts.get(0)));
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
            .orElse(List.of());
    Optional<LogicalQuery.Limit> limit =
        rank.flatMap(Part.Rank::rows).map(n -> new LogicalQuery.Limit(n, List.of()));
    if (sortByGroup.isPresent() && order.isEmpty()) {
      return List.of();
    }
    List<Assembled> all = new ArrayList<>();
    boolean happened = acted || where.stream().anyMatch(c -> c instanceof Condition.During);
    boolean elsewhere =
        entity.isPresent()
            && ((acted && !allFacts(entity.get()).isEmpty()) || outside(entity.get()));
    if (entity.isPresent() && related.isEmpty() && elsewhere) {
      // "customers who bought X": those to whom such rows of a fact belong.
      for (String fact : facts(entity.get())) {
        List<Condition> own = new ArrayList<>();
        List<Condition> ofFact = new ArrayList<>();
        for (Condition condition : where) {
          Set<String> named = datasets(List.of(condition));
          boolean isOwn = !(condition instanceof Condition.During) && reaches(entity.get(), named);
          (isOwn ? own : ofFact).add(condition);
          boolean told =
              acted
                  || condition instanceof Condition.OneOf
                  || condition instanceof Condition.During;
          if (!isOwn && !told) {
            return List.of();
          }
        }
        // "Bought X but not Y": a row of X exists, and none of Y.
        for (Condition condition : List.copyOf(ofFact)) {
          if (condition instanceof Condition.OneOf one && one.negated()) {
            ofFact.remove(condition);
            List<Condition> none = new ArrayList<>();
            none.add(new Condition.OneOf(one.attribute(), one.values(), false));
            ofFact.stream().filter(c -> c instanceof Condition.During).forEach(none::add);
            own.add(new Condition.Related(entity.get(), fact, none, true));
          }
        }
        own.add(new Condition.Related(entity.get(), fact, ofFact, false));
        if (reaches(fact, datasets(ofFact))) {
          all.add(assembled(entity, List.of(), shown, own, order, limit));
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

  private boolean outside(String entity) {
    boolean timed = where.stream().anyMatch(c -> c instanceof Condition.During);
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
    Part.Related asked = related.get(0);
    if (entity.isEmpty()) {
      return List.of();
    }
    List<Condition> inside = new ArrayList<>(asked.where());
    if (!asked.when().isEmpty()) {
      inside.add(new Condition.During(asked.when(), Optional.empty(), false));
    }
    List<List<Condition>> all = new ArrayList<>();
    List<String> facts = asked.fact().map(List::of).orElseGet(() -> facts(entity.get()));
    for (String fact : facts) {
      boolean fits =
          !fact.equals(entity.get())
              && model.reaches(fact, entity.get())
              && reaches(fact, datasets(inside));
      if (fits) {
        all.add(List.of(new Condition.Related(entity.get(), fact, inside, asked.never())));
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
    if (limit.isPresent() && groups.isEmpty()) {
      return List.of();
    }
    List<LogicalQuery.Order> order = order();
    List<Assembled> all = new ArrayList<>();
    for (List<Condition> more : relatedConditions(counted)) {
      List<Condition> conditions = new ArrayList<>(where);
      conditions.addAll(more);
      for (List<Measure> variant : countedFrom(conditions, !more.isEmpty())) {
        all.add(assembled(Optional.empty(), variant, groups, conditions, order, limit));
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
    List<Integer> per = ranked.per().stream().map(groups::indexOf).toList();
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
      List<Measure> options = options(measure, conditions, isRelated);
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

  private List<Measure> options(Measure measure, List<Condition> conditions, boolean isRelated) {
    if (measure instanceof Measure.PerGroup per) {
      List<Measure> settled = new ArrayList<>();
      for (Measure of : options(per.of(), conditions, isRelated)) {
        settled.add(new Measure.PerGroup(of, per.group()));
      }
      return settled;
    }
    if (measure instanceof Measure.Ratio ratio) {
      List<Measure> settled = new ArrayList<>();
      for (Measure above : options(ratio.above(), conditions, isRelated)) {
        for (Measure below : options(ratio.below(), conditions, isRelated)) {
          settled.add(new Measure.Ratio(above, below));
        }
      }
      return settled;
    }
    if (!(measure instanceof Measure.Rows rows)) {
      return List.of(measure);
    }
    Set<String> wanted = datasets(conditions);
    boolean timed = conditions.stream().anyMatch(c -> c instanceof Condition.During);
    List<Group> all = new ArrayList<>(groups);
    for (Group group : all) {
      if (group instanceof Group.ByField by) {
        wanted.add(by.attribute().field().dataset());
      } else {
        timed = true;
      }
    }
    List<String> facts = allFacts(rows.dataset());
    // Where rows of the dataset itself are listed by itself, its own rows are what is meant.
    boolean own = reaches(rows.dataset(), wanted) && (!timed || hasTime(rows.dataset()));
    boolean groupedByItself =
        wanted.contains(rows.dataset()) && groups.size() > 0 && facts.isEmpty();
    if ((own && (!acted || facts.isEmpty() || isRelated)) || groupedByItself) {
      return List.of(rows);
    }
    List<Measure> options = new ArrayList<>();
    boolean butNot =
        conditions.stream()
            .anyMatch(
                c ->
                    c instanceof Condition.OneOf one
                        && one.negated()
                        && !reaches(rows.dataset(), datasets(List.of(c))));
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

  private Assembled assembled(
      Optional<String> entity,
      List<Measure> selected,
      List<Group> grouped,
      List<Condition> conditions,
      List<LogicalQuery.Order> order,
      Optional<LogicalQuery.Limit> limit) {
    LogicalQuery query =
        new LogicalQuery(entity, selected, grouped, conditions, having, order, limit).canonical();
    return new Assembled(query, notes.stream().distinct().toList());
  }

  /** Metrics that a question without a measure could mean. */
  static List<Metric> measuresOf(Model model) {
    return model.metrics().stream().filter(Metric::addsUp).toList();
  }
}
