package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a logical query of a row of phrases. What the phrases leave open is filled in by stated
 * rules, and noted; what cannot be put together gives nothing.
 */
final class Assembly {
  static final int USUAL_ROWS = 10;

  private final Model model;
  private final Said said = new Said();
  private final Belonging belonging;
  private final Existence existence;
  private final Standing standing;
  private final Contradictions contradictions;
  private final MeasureMeant measureMeant;
  private final Counting counting;
  private final CountedDoers countedDoers;
  private final GrowthRanks growthRanks;
  private final SideBySide sideBySide;
  private final BothEnds bothEnds;
  private final EachNamed eachNamed;
  private final ComparedSpan comparedSpan;
  private final Growths growths;
  private final Shares shares;
  private final Ordering ordering;
  private final Extremes extremes;
  private final Lists lists;
  private final Units units;
  private final Wholes wholes;

  /**
   * A query and what was taken for granted.
   *
   * @param cost what speaks against it beside the phrases
   */
  record Assembled(LogicalQuery query, List<Note> notes, int cost) {}

  private Assembly(Model model, LocalDate today) {
    this.model = model;
    this.units = new Units(model);
    this.wholes = new Wholes(model);
    this.belonging = new Belonging(model, said);
    this.existence = new Existence(model, said, belonging);
    this.contradictions = new Contradictions(model, said, belonging);
    this.standing = new Standing(model, said, belonging, today);
    this.measureMeant = new MeasureMeant(model, said, standing);
    this.counting = new Counting(model, said, belonging, standing);
    this.countedDoers = new CountedDoers(said, belonging, existence);
    this.growthRanks = new GrowthRanks(said, today);
    this.sideBySide = new SideBySide(said);
    this.bothEnds = new BothEnds(said);
    this.eachNamed = new EachNamed(model, said);
    this.comparedSpan = new ComparedSpan(said, today);
    this.growths = new Growths(said);
    this.shares = new Shares(model, said, belonging, existence);
    this.ordering = new Ordering(model, said, growthRanks);
    this.extremes = new Extremes(said, ordering);
    this.lists = new Lists(model, said, belonging, existence, ordering);
  }

  /** Every query that the phrases may mean together; none when they do not fit. */
  static List<Assembled> of(Model model, LocalDate today, List<Part> parts) {
    Assembly assembly = new Assembly(model, today);
    for (Part part : parts) {
      assembly.said.take(part);
    }
    List<Assembled> all = new ArrayList<>();
    for (Assembled assembled : assembly.queries()) {
      all.add(assembled);
      new Levels(model)
          .instead(assembled.query())
          .forEach(query -> all.add(new Assembled(query, assembled.notes(), assembled.cost())));
    }
    for (Attribute amount : assembly.said.openAmounts) {
      all.addAll(of(model, today, parts.stream().map(part -> bounded(part, amount)).toList()));
    }
    return all;
  }

  /** A bound of a number without a name, as one of an amount. */
  private static Part bounded(Part part, Attribute amount) {
    return part instanceof Part.Bare bare
        ? new Part.Where(new Condition.Compared(amount, bare.comparison(), bare.number()))
        : part;
  }

  private List<Assembled> queries() {
    return readings().stream()
        .filter(a -> !Contradictions.deniedInVain(a.query()))
        .filter(a -> said.units.isEmpty() || Contradictions.isInUnits(model, a.query(), said.units))
        .flatMap(a -> said.onAverage ? onAverage(a).stream() : Stream.of(a))
        .toList();
  }

  private Optional<Assembled> onAverage(Assembled of) {
    boolean onlyDone =
        said.acted
            && !said.howMuch
            && of.notes().stream().anyMatch(note -> note instanceof Note.UsualMeasure);
    if (onlyDone || (said.acted && said.howMany)) {
      // What one orders on average is no revenue, nor how many there are who order.
      return Optional.empty();
    }
    return new OnAverage(model)
        .of(of.query())
        .map(query -> new Assembled(query, of.notes(), of.cost()));
  }

  private List<Assembled> readings() {
    boolean doneByThings =
        said.acted
            && !said.things.isEmpty()
            && (said.rank.isPresent()
                || said.measures.stream().anyMatch(m -> !(m instanceof Measure.Rows)));
    if (!new Newcomers(model, said).settle()
        || !new Occurrences(model, said).settle()
        || !new Earnings(model, said).settle()
        || !new LastTimes(model, said).settle()) {
      return List.of();
    }
    new EveryYear(said).settle();
    measureMeant.countNamed();
    existence.settleTimes();
    boolean doneByOthers =
        said.doers.stream().anyMatch(dataset -> !contradictions.isDoneBy(dataset));
    if (said.impossible
        || said.fewOfNone()
        || said.rank.flatMap(Part.Rank::target).filter(this::hasNoPlaces).isPresent()
        || doneByThings
        || doneByOthers
        || (said.somebody && (said.things.size() != 1 || !said.measures.isEmpty()))
        || (said.byNobody && areDoers())
        || isBusyWithEach()
        || contradictions.conflicting()
        || contradictions.mentionedInVain()
        || contradictions.isOfOneYearOnly()) {
      // "Revenue of customers who bought X" is not the revenue of X.
      return List.of();
    }
    if (said.extreme.isPresent()) {
      return extremes.queries();
    }
    if (!settleVariants()) {
      return List.of();
    }
    ordering.sortedList();
    if (!ordering.settleGroup()) {
      return List.of();
    }
    boolean countable = counting.settle();
    boolean rankable = ordering.ranked();
    if (!countable
        || !rankable
        || !settleBare()
        || !measureMeant.settle()
        || contradictions.elsewhereDone()
        || !contradictions.settleAsOf()) {
      return List.of();
    }
    if (said.now && !standing.isNow()) {
      return List.of();
    }
    if (!bothEnds.settle()) {
      return List.of();
    }
    comparedSpan.settleAgainst();
    eachNamed.settle();
    if (!growthRanks.settle()) {
      return growthRanks.untimed().stream().toList();
    }
    comparedSpan.settle();
    if (comparedSpan.isOpen() || (said.changeShown && said.sides.isEmpty())) {
      return List.of();
    }
    boolean rankedOnNoSide =
        said.sides.isPresent() && said.rank.isPresent() && said.byGrowth.isEmpty();
    if (rankedOnNoSide || (said.sides.isPresent() && !sideBySide.settle())) {
      // The first few of 2024 and 2025 are others in each.
      return List.of();
    }
    if (said.running) {
      if (said.measures.size() != 1 || !Measures.simple(said.measures.get(0))) {
        return List.of();
      }
      said.measures.replaceAll(Measure.Running::new);
    }
    said.overTime |= said.measures.stream().anyMatch(m -> m instanceof Measure.Running);
    // October against September is no series of months.
    boolean ofMonths = said.sides.filter(Assembly::areShort).isPresent();
    if (said.overTime
        && !ofMonths
        && said.groups.stream().noneMatch(g -> g instanceof Group.ByTime)) {
      said.groups.add(0, new Group.ByTime(Unit.MONTH, Optional.empty()));
      said.notes.add(new Note.UnitMeant(Unit.MONTH));
    }
    if (!said.openMeasures.isEmpty()) {
      List<Assembled> all = new ArrayList<>();
      for (Measure measure : said.openMeasures) {
        said.measures.clear();
        said.measures.add(measure);
        all.addAll(measured());
      }
      return all;
    }
    if (!growths.settle()) {
      return List.of();
    }
    List<Assembled> within = shares.isOpen() ? shareWithin() : List.of();
    if (!shares.settle()) {
      return List.of();
    }
    List<Assembled> all = new ArrayList<>(within);
    all.addAll(said.measures.isEmpty() ? lists.queries() : measured());
    return all;
  }

  private static boolean areShort(Part.WhenVersus sides) {
    return Stream.of(sides.first(), sides.second())
        .allMatch(range -> Set.of(Unit.MONTH, Unit.WEEK, Unit.DAY).contains(range.unit()));
  }

  /** The share within each group, where that of the whole may be meant as well. */
  private List<Assembled> shareWithin() {
    List<Condition> whole = List.copyOf(said.where);
    said.partClear = said.partMeant;
    List<Assembled> all = shares.settle() ? measured() : List.of();
    said.partClear = Optional.empty();
    said.measures.clear();
    said.where.clear();
    said.where.addAll(whole);
    return all;
  }

  /** Lines that nothing tells apart are in no order of rank, and what is added up is ranked by. */
  private boolean hasNoPlaces(Noun target) {
    boolean amount =
        target.group() instanceof Group.ByField by
            && target.entity().isEmpty()
            && model.field(by.attribute().field()).isNumber()
            && model
                .field(by.attribute().field())
                .aggregation()
                .equals(Optional.of(Aggregation.SUM));
    return amount || !new Entities(model).areToldApart(target);
  }

  /** The busiest month for tickets is that of all of them, and of no single ticket. */
  private boolean isBusyWithEach() {
    return said.rank
            .flatMap(Part.Rank::target)
            .filter(noun -> noun.group() instanceof Group.ByTime)
            .isPresent()
        && said.things.stream()
            .flatMap(noun -> noun.entity().stream())
            .anyMatch(model.facts()::contains);
  }

  /** Nobody bought customers: what nobody did is told of things, and of something. */
  private boolean areDoers() {
    List<Group> doers = new Entities(model).whom().stream().map(Noun::group).toList();
    return (said.things.isEmpty() && said.measures.isEmpty())
        || said.things.stream().anyMatch(thing -> doers.contains(thing.group()));
  }

  /** Each takes the place of the metric whose name it goes on. */
  private boolean settleVariants() {
    for (Part.Variant variant : said.variants) {
      int at = said.measures.indexOf(new Measure.OfMetric(variant.of()));
      if (at < 0) {
        return false;
      }
      said.measures.set(at, new Measure.OfMetric(variant.metric()));
    }
    return true;
  }

  /**
   * A bound of a number without a name is one of the amount of what is listed or counted. What an
   * order of several lines comes to is not what one of its lines does.
   */
  private boolean settleBare() {
    if (said.bare.isEmpty()) {
      return true;
    }
    Optional<Attribute> amount =
        model.defaultMetric().flatMap(metric -> Measures.summed(model, metric));
    Optional<String> counted =
        said.measures.size() == 1
            ? Measures.bases(model, said.measures.get(0)).stream().findFirst()
            : said.things.stream().flatMap(noun -> noun.entity().stream()).findFirst();
    if (said.groups.isEmpty() && said.measures.size() == 1 && wholes.isOf(said.measures.get(0))) {
      return wholes.settle(said);
    }
    if (said.bare.stream().anyMatch(b -> b.unit().isPresent())) {
      return settleUnits(amount, counted);
    }
    boolean fits =
        amount.isPresent()
            && counted.equals(Optional.of(amount.get().field().dataset()))
            && (said.measures.isEmpty()
                || (Measures.counts(model, said.measures.get(0))
                    && Measures.counted(model, said.measures.get(0)).isEmpty()));
    if (!fits) {
      return false;
    }
    said.bare.forEach(
        b -> said.where.add(new Condition.Compared(amount.get(), b.comparison(), b.number())));
    return true;
  }

  /** Plots of more than 4 ha: by the one number of a plot that is in hectares. */
  private boolean settleUnits(Optional<Attribute> amount, Optional<String> counted) {
    boolean ofSeveralRows =
        said.measures.size() == 1 && Measures.counted(model, said.measures.get(0)).isPresent();
    if (counted.isEmpty() || ofSeveralRows) {
      return false;
    }
    for (Part.Bare bound : said.bare) {
      List<Attribute> measured =
          bound.unit().map(unit -> units.measuredIn(counted.get(), unit)).orElse(List.of());
      List<Attribute> meant =
          measured.stream()
              .filter(a -> measured.size() == 1 || amount.equals(Optional.of(a)))
              .toList();
      if (meant.isEmpty()) {
        // More than 5000 euros of which amount? That is for the asker to say.
        said.openAmounts = said.bare.size() == 1 ? measured : List.of();
        return false;
      }
      said.where.add(new Condition.Compared(meant.get(0), bound.comparison(), bound.number()));
    }
    return true;
  }

  private List<Assembled> measured() {
    if (said.compare && said.sides.isEmpty() && !sideBySide.settleCompared()) {
      return List.of();
    }
    if (said.compare && said.sides.isPresent() && said.rank.isPresent()) {
      return List.of();
    }
    Optional<String> counted =
        said.measures.stream()
            .filter(m -> m instanceof Measure.Rows)
            .map(m -> ((Measure.Rows) m).dataset())
            .findFirst()
            .or(() -> entityOfGroups());
    Optional<LogicalQuery.Limit> limit = ordering.limit();
    boolean sortedByNone =
        said.sortByGroup.filter(by -> !said.groups.contains(by.group())).isPresent()
            || (said.groups.isEmpty() && said.sort.isPresent());
    if ((limit.isPresent() && said.groups.isEmpty()) || sortedByNone) {
      return List.of();
    }
    List<LogicalQuery.Order> order = ordering.order();
    List<Assembled> all = new ArrayList<>();
    boolean rowsOnly = said.measures.size() == 1 && said.measures.get(0) instanceof Measure.Rows;
    if (rowsOnly
        && said.acted
        && !said.together.isEmpty()
        && said.related.isEmpty()
        && counted.isPresent()) {
      return countedDoers.together(counted.get(), order, limit);
    }
    boolean butNot =
        said.acted
            && counted.isPresent()
            && (!said.related.isEmpty()
                || said.where.stream()
                    .anyMatch(c -> Belonging.isDenied(c) && !belonging.isOwn(counted.get(), c)));
    boolean counts = rowsOnly && said.groups.isEmpty() && said.having.isEmpty();
    if (butNot && (counts || !said.related.isEmpty())) {
      return counts ? countedDoers.butNot(counted.get(), order, limit) : List.of();
    }
    for (List<Condition> more : existence.relatedConditions(counted)) {
      List<Condition> conditions = new ArrayList<>(said.where);
      conditions.addAll(more);
      for (List<Measure> variant : counting.countedFrom(conditions, !more.isEmpty())) {
        List<LogicalQuery.Having> bounds = counting.bounds(variant, counted, conditions);
        if (counting.boundsWhatIsNamed(conditions, bounds)) {
          continue;
        }
        LogicalQuery query =
            new LogicalQuery(
                    Optional.empty(), variant, said.groups, conditions, bounds, order, limit)
                .canonical();
        all.add(new Assembled(query, said.notes.stream().distinct().toList(), said.unsaid));
      }
    }
    return all;
  }

  private Optional<String> entityOfGroups() {
    for (Group group : said.groups) {
      if (group instanceof Group.ByField by) {
        return Optional.of(by.attribute().field().dataset());
      }
    }
    return Optional.empty();
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
