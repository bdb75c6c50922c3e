package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which measure of a model a phrase asks for, and that there is none where it would mislead. */
final class Measured {
  private final Model model;
  private final Entities entities;

  Measured(Model model) {
    this.model = model;
    this.entities = new Entities(model);
  }

  /** The total of a measure is the measure, unless it does not add up. */
  @Nullable Measure total(Measure measure) {
    Metric metric = model.metric(((Measure.OfMetric) measure).metric());
    // Of a level that is its total over things at one time.
    return metric.addsUp() || metric.semiAdditive() ? measure : null;
  }

  /** The number of what is counted already is the count. */
  @Nullable Measure counting(Measure measure, boolean counted) {
    Metric metric = model.metric(((Measure.OfMetric) measure).metric());
    return Measures.counts(model, measure) == counted
            && (counted || metric.addsUp() || metric.semiAdditive())
        ? measure
        : null;
  }

  @Nullable Measure aggregated(Measure measure, Aggregation aggregation) {
    Metric metric = model.metric(((Measure.OfMetric) measure).metric());
    if (aggregation == Aggregation.SUM) {
      return metric.addsUp() ? measure : null;
    }
    if (metric.semiAdditive()) {
      // The mean of a level is one over time, or over things: nobody said which.
      return null;
    }
    Formula formula = metric.formula();
    if (!formula.isOne() || !formula.aggregates().get(0).plain()) {
      return null;
    }
    String function = formula.aggregates().get(0).function();
    if (function.equals("avg") && aggregation == Aggregation.AVERAGE) {
      return measure;
    }
    List<FieldRef> fields = List.copyOf(formula.aggregates().get(0).argument().fields());
    boolean sumOfField =
        function.equals("sum")
            && fields.size() == 1
            && formula.aggregates().get(0).argument().pieces().size() == 1;
    return sumOfField ? new Measure.OfField(Attribute.of(fields.get(0)), aggregation) : null;
  }

  @Nullable List<Measure> eachWay(Measure measure, List<Aggregation> ways) {
    List<@Nullable Measure> each = new ArrayList<>();
    ways.forEach(way -> each.add(aggregated(measure, way)));
    return complete(each);
  }

  @Nullable List<Measure> eachWay(Attribute attribute, List<Aggregation> ways) {
    List<@Nullable Measure> each = new ArrayList<>();
    ways.forEach(way -> each.add(aggregated(attribute, way)));
    return complete(each);
  }

  static @Nullable List<Measure> complete(List<@Nullable Measure> measures) {
    List<Measure> found = new ArrayList<>();
    for (Measure measure : measures) {
      if (measure == null || found.contains(measure)) {
        return null;
      }
      found.add(measure);
    }
    return List.copyOf(found);
  }

  @Nullable Measure aggregated(Attribute attribute, Aggregation aggregation) {
    Field field = model.field(attribute.field());
    boolean fits =
        field.isNumber()
            || (field.isDate()
                && (aggregation == Aggregation.MIN || aggregation == Aggregation.MAX));
    if (aggregation == Aggregation.SUM && !field.addsUp()) {
      return null;
    }
    return fits && !entities.isKey(attribute.field())
        ? new Measure.OfField(attribute, aggregation)
        : null;
  }

  /** A number that says itself how its values become one. */
  @Nullable Measure byItself(Attribute attribute) {
    Field field = model.field(attribute.field());
    boolean addedInVain =
        !field.addsUp() && field.aggregation().equals(Optional.of(Aggregation.SUM));
    return field.isNumber() && field.aggregation().isPresent() && !field.isTime() && !addedInVain
        ? new Measure.OfField(attribute, field.aggregation().get())
        : null;
  }

  @Nullable Measure dateOf(Attribute attribute, Aggregation aggregation) {
    return model.field(attribute.field()).isDate()
        ? new Measure.OfField(attribute, aggregation)
        : null;
  }

  @Nullable Measure dateOf(String dataset, Aggregation aggregation) {
    return model
        .dataset(dataset)
        .time()
        .map(time -> new FieldRef(dataset, time))
        .filter(time -> model.field(time).isDate())
        .map(time -> new Measure.OfField(Attribute.of(time), aggregation))
        .orElse(null);
  }

  /** The first or last time that what a metric counts happened. */
  @Nullable Measure dateOfCounted(Sense.OfCount counted, Aggregation aggregation) {
    Set<String> bases = Measures.bases(model, new Measure.OfMetric(counted.metric()));
    return bases.size() == 1 ? dateOf(bases.iterator().next(), aggregation) : null;
  }

  @Nullable Measure amount(Sense.OfAmount of) {
    return model.metric(of.metric()).addsUp() ? new Measure.OfMetric(of.metric()) : null;
  }

  @Nullable Measure count(Noun noun, boolean distinct) {
    if (noun.entity().isPresent()) {
      return new Measure.Rows(noun.entity().get());
    }
    if (!(noun.group() instanceof Group.ByField by)) {
      return null;
    }
    Field field = model.field(by.attribute().field());
    boolean truth = field.type().kind() == ColumnType.Kind.BOOLEAN;
    if (truth || (field.isDate() && !distinct)) {
      return null;
    }
    return field.isNumber() && !entities.isKey(by.attribute().field()) && !distinct
        ? null
        : new Measure.OfField(by.attribute(), Aggregation.COUNT_DISTINCT);
  }

  /** The number of beds is what the beds of all rows add up to. */
  @Nullable Measure pieces(Attribute attribute) {
    Field field = model.field(attribute.field());
    boolean addsUp = field.addsUp() && field.aggregation().equals(Optional.of(Aggregation.SUM));
    return field.isNumber() && addsUp && !field.isTime()
        ? new Measure.OfField(attribute, Aggregation.SUM)
        : null;
  }

  @Nullable Measure countOf(Args a, int place) {
    Object sense = a.at(place);
    if (sense instanceof Sense.OfEntity of) {
      return new Measure.Rows(of.dataset());
    }
    return new Measure.OfField(
        Attribute.of(((Sense.OfField) sense).field()), Aggregation.COUNT_DISTINCT);
  }

  /** Two levels: first for each one, then the mean or the median of all of them. */
  @Nullable Measure perGroup(@Nullable Measure measure, Aggregation how, Noun noun) {
    boolean mean =
        measure instanceof Measure.OfMetric
            && !Assembly.addsUp(model, measure)
            && !Measures.counts(model, measure);
    // The mean of means is not the mean.
    return measure == null || mean ? null : new Measure.PerGroup(measure, noun.group(), how);
  }

  /** Whether a measure may be divided: a mean or a highest value may not. */
  static boolean isWhole(Measure measure) {
    return !(measure instanceof Measure.OfField of)
        || of.aggregation() == Aggregation.SUM
        || of.aggregation() == Aggregation.COUNT_DISTINCT;
  }

  /** The mean of what one has: revenue by order, where orders are counted. */
  @Nullable Measure averagePer(Measure above, Aggregation how, Measure below) {
    if (!Measures.counts(model, below) || !Assembly.addsUp(model, above)) {
      return null;
    }
    if (how == Aggregation.AVERAGE) {
      return each(above, below);
    }
    boolean sameRows = Measures.bases(model, above).equals(Measures.bases(model, below));
    return sameRows ? ofEach(above, how, below) : null;
  }

  /** The median is no quotient: of what each has that is counted, or of rows that are all. */
  private @Nullable Measure ofEach(Measure above, Aggregation how, Measure below) {
    Optional<Attribute> one = Measures.counted(model, below);
    return one.isPresent()
        ? new Measure.PerGroup(above, new Group.ByField(one.get()), how)
        : Measures.countsAll(model, below) ? aggregated(above, how) : null;
  }

  /** One measure for each of what another counts. */
  @Nullable Measure each(Measure above, Measure below) {
    return isToldByRows(above, below)
        ? inEach(above, Aggregation.AVERAGE, below)
        : ratio(above, below);
  }

  /**
   * How many of something one has: the products of an order are those that its rows tell of, and
   * not all.
   */
  @Nullable Measure inEach(@Nullable Measure things, Aggregation how, Measure below) {
    if (things == null || !isToldByRows(things, below)) {
      return null;
    }
    Optional<Measure> told = Measures.things(model, things);
    return Measures.counted(model, below)
        .flatMap(one -> told.map(of -> new Measure.PerGroup(of, new Group.ByField(one), how)))
        .orElse(null);
  }

  private boolean isToldByRows(Measure above, Measure below) {
    Set<String> counted = Measures.bases(model, above);
    return Measures.counts(model, below)
        && Measures.bases(model, below).stream().anyMatch(fact -> tellsOf(fact, above, counted));
  }

  private boolean tellsOf(String fact, Measure above, Set<String> counted) {
    boolean values =
        above instanceof Measure.OfField of && of.aggregation() == Aggregation.COUNT_DISTINCT;
    return values
        ? counted.stream().anyMatch(thing -> thing.equals(fact) || model.reaches(fact, thing))
        : Measures.counts(model, above)
            && !counted.contains(fact)
            && counted.stream().anyMatch(thing -> model.reaches(fact, thing));
  }

  /** Whether a field is one of the rows that are counted: the duration of stays. */
  boolean isTold(Attribute attribute, Measure counted) {
    return Measures.counts(model, counted)
        && Measures.bases(model, counted).equals(Set.of(attribute.field().dataset()));
  }

  /** The mean amount of an order: of its rows, or of what all rows of one order come to. */
  @Nullable Measure averageOfEach(Attribute attribute, Aggregation how, Measure counted) {
    if (!isTold(attribute, counted) || aggregated(attribute, how) == null) {
      return null;
    }
    if (Measures.countsAll(model, counted) && Measures.counted(model, counted).isEmpty()) {
      return aggregated(attribute, how);
    }
    boolean addsUp =
        model.field(attribute.field()).aggregation().equals(Optional.of(Aggregation.SUM));
    if (how != Aggregation.AVERAGE) {
      return addsUp ? ofEach(new Measure.OfField(attribute, Aggregation.SUM), how, counted) : null;
    }
    return addsUp && Measures.counted(model, counted).isPresent()
        ? ratio(new Measure.OfField(attribute, Aggregation.SUM), counted)
        : null;
  }

  /** The mean over the rows of a fact of what each of them has. */
  @Nullable Measure averageRow(Measure measure, Aggregation how, String dataset) {
    boolean own = Measures.bases(model, measure).equals(Set.of(dataset));
    return own ? aggregated(measure, how) : null;
  }

  static @Nullable Measure ratio(Measure above, Measure below) {
    boolean plain =
        isWhole(above)
            && isWhole(below)
            && !(above instanceof Measure.PerGroup)
            && !(below instanceof Measure.PerGroup)
            && !(above instanceof Measure.Ratio)
            && !(below instanceof Measure.Ratio)
            && !above.equals(below);
    return plain ? new Measure.Ratio(above, below) : null;
  }

  /** So many percent of another: costs as a percentage of revenue. */
  static @Nullable Measure percentage(Measure above, Measure below) {
    return ratio(above, below) == null ? null : new Measure.Ratio(above, below, true);
  }

  /** Average revenue per region may be one number, or one of each region; of things it is one. */
  @Nullable Part averageIn(Measure measure, Aggregation how, FieldRef field) {
    Measure average = aggregated(measure, how);
    boolean things =
        model.datasets().stream().anyMatch(d -> entities.isNamedLikeField(d.name(), field));
    return average == null || average.equals(measure) || things || model.field(field).isTime()
        ? null
        : new Part.Several(
            List.of(
                new Part.Select(List.of(average)),
                new Part.By(List.of(new Group.ByField(Attribute.of(field))))));
  }

  /**
   * Where a total is called as what each row has of it, the average premium per quarter may be that
   * of the premiums of each quarter, or of what they come to.
   */
  @Nullable Part averageOfRows(Measure measure, Aggregation how, Noun noun) {
    Measure average = aggregated(measure, how);
    boolean alike =
        measure instanceof Measure.OfMetric of
            && Measures.summed(model, of.metric())
                .map(Attribute::field)
                .map(model::field)
                .filter(
                    field ->
                        field.names().shown().equals(model.metric(of.metric()).names().shown()))
                .isPresent();
    return average == null || !alike
        ? null
        : new Part.Several(
            List.of(new Part.Select(List.of(average)), new Part.By(List.of(noun.group()))));
  }
}
