package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules of the grammar about one idea, with what they have in common: reading what the pieces of a
 * phrase mean.
 */
abstract class Rules {
  /** The kind of pieces that mean a {@link Part}. */
  static final String PART = QuestionGrammar.PART;

  final Model model;
  final Entities entities;
  final Scales scales;

  Rules(Model model, Scales scales) {
    this.model = model;
    this.entities = new Entities(model);
    this.scales = scales;
  }

  abstract void addTo(Grammar g);

  static FieldRef field(Args a, int place) {
    return a.<Sense.OfField>at(place).field();
  }

  static String entity(Args a, int place) {
    return a.<Sense.OfEntity>at(place).dataset();
  }

  static Attribute happening(Args a, int place) {
    return Attribute.of(a.<Sense.OfHappening>at(place).field());
  }

  static Unit unit(Args a, int place) {
    return Unit.valueOf(a.<String>at(place).toUpperCase(Locale.ROOT));
  }

  static String act(Args a, int place) {
    return a.<Sense.OfAct>at(place).dataset();
  }

  /** What a verb says of who does it: it is told by the words, or by the rows of a dataset. */
  static Deed deed(Args a, int place) {
    Object meaning = a.at(place);
    return meaning instanceof Sense.OfAct act ? act.deed() : Deed.meant(meaning);
  }

  static Part.Acted acted(Args a, int place) {
    Sense.OfAct act = a.at(place);
    return new Part.Acted(
        Optional.of(act.dataset()), act.deed(), act.measured().map(Measure.OfMetric::new));
  }

  /** A phrase that also says what somebody does. */
  static @Nullable Part doing(@Nullable Part part, Deed deed) {
    return part == null || deed == Deed.ANY
        ? part
        : new Part.Several(List.of(part, new Part.Does(deed)));
  }

  /**
   * Whether a verb tells of the rows that are measured: which line carried the most tickets. What
   * was cancelled are some of the orders, and not any.
   */
  boolean tellsOf(Part.Acted did, Measure measure) {
    return did.fact().isPresent()
        || did.measured().map(done -> Measures.areOfSameRows(model, done, measure)).orElse(true);
  }

  static Measure metric(Args a, int place) {
    return new Measure.OfMetric(a.<Sense.OfMetric>at(place).metric());
  }

  static Measure counter(Args a, int place) {
    Object sense = a.at(place);
    return new Measure.OfMetric(
        sense instanceof Sense.OfCount of ? of.metric() : ((Sense.OfMetric) sense).metric());
  }

  static @Nullable Measure measure(Args a, int place) {
    Object meaning = a.at(place);
    return meaning instanceof Sense.OfMetric of
        ? new Measure.OfMetric(of.metric())
        : meaning instanceof Measure m ? m : null;
  }

  static Aggregation aggregation(Args a, int place) {
    String word = a.at(place);
    return Aggregation.named(word);
  }

  static Direction way(Args a, int place) {
    return Direction.valueOf(a.<String>at(place).toUpperCase(Locale.ROOT));
  }

  static Optional<Kept> kept(Args a, int place) {
    return a.has(place) ? Optional.of(a.<Kept>at(place)) : Optional.empty();
  }

  static <T> List<T> plus(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }

  static Condition.OneOf oneOf(List<Sense.OfValue> values, boolean negated) {
    return new Condition.OneOf(
        Attribute.of(values.get(0).field()),
        values.stream().map(Sense.OfValue::value).toList(),
        negated);
  }

  @Nullable List<Sense.OfValue> sameField(List<Sense.OfValue> values, Sense.OfValue more) {
    return values.get(0).field().equals(more.field()) && !values.contains(more)
        ? plus(values, more)
        : null;
  }

  static @Nullable Part where(@Nullable Condition condition) {
    return condition == null ? null : new Part.Where(condition);
  }

  @Nullable Attribute playing(Attribute attribute, Sense.OfRole role) {
    boolean fits = entities.leadsTo(role.relationship(), attribute.field().dataset());
    return fits && attribute.role().isEmpty()
        ? new Attribute(attribute.field(), Optional.of(role.relationship()))
        : null;
  }

  /** A field that tells a unit of the usual time stands for that unit. */
  Noun noun(Attribute attribute, boolean plural) {
    Field field = model.field(attribute.field());
    boolean usual =
        field.unit().isPresent()
            && field.isTime()
            && attribute.role().isEmpty()
            && entities.datesRows(field.ref().dataset());
    return usual
        ? new Noun(new Group.ByTime(field.unit().get(), Optional.empty()), Optional.empty(), plural)
        : new Noun(new Group.ByField(attribute), Optional.empty(), plural);
  }

  static List<Group> groups(List<Noun> nouns) {
    return nouns.stream().map(Noun::group).toList();
  }

  Optional<String> usualFact() {
    return model
        .defaultMetric()
        .map(model::metric)
        .flatMap(metric -> metric.formula().aggregates().stream().findFirst())
        .flatMap(model::base);
  }

  /** Whether rows tell of somebody themselves, or nobody is told of nearer. */
  boolean belongsTo(Measure measure, Noun somebody) {
    return Measures.bases(model, measure).stream()
        .allMatch(
            base ->
                tellsOf(base, somebody)
                    || (!base.equals(somebody.entity().orElseThrow())
                        && model.reaches(base, somebody.entity().orElseThrow())
                        && entities.whom().stream().noneMatch(other -> tellsOf(base, other))));
  }

  private boolean tellsOf(String fact, Noun somebody) {
    return model.relationships().stream()
        .anyMatch(r -> r.from().equals(fact) && r.to().equals(somebody.entity().orElseThrow()));
  }

  Measure timesOf(String fact) {
    return Measures.timesOf(model, fact);
  }

  Optional<String> baseOf(Sense.OfMetric metric) {
    return model.metric(metric.metric()).formula().aggregates().stream()
        .findFirst()
        .flatMap(model::base);
  }

  /** On a date within ranges; of a year that is told by a number, in whole years. */
  @Nullable Condition during(Attribute attribute, List<TimeRange> ranges, boolean negated) {
    Field field = model.field(attribute.field());
    if (field.isDate()) {
      return new Condition.During(ranges, Optional.of(attribute), negated);
    }
    boolean whole =
        Scales.isYear(field)
            && !negated
            && ranges.size() == 1
            && ranges.get(0).start().map(LocalDate::getDayOfYear).orElse(1) == 1
            && ranges.get(0).end().map(LocalDate::getDayOfYear).orElse(1) == 1;
    return whole ? inYears(attribute, ranges.get(0)) : null;
  }

  static Condition inYears(Attribute attribute, TimeRange range) {
    Optional<BigDecimal> first = range.start().map(day -> BigDecimal.valueOf(day.getYear()));
    Optional<BigDecimal> last = range.end().map(day -> BigDecimal.valueOf(day.getYear() - 1L));
    if (first.isEmpty()) {
      return new Condition.Compared(attribute, Comparison.of("<="), last.orElseThrow());
    }
    if (last.isEmpty()) {
      return new Condition.Compared(attribute, Comparison.of(">="), first.get());
    }
    return first.equals(last)
        ? new Condition.Compared(attribute, Comparison.EQUAL, first.get())
        : new Condition.Within(attribute, first.get(), last.get());
  }

  @Nullable Condition compared(Attribute attribute, String sign, BigDecimal number) {
    return model.field(attribute.field()).isNumber()
        ? new Condition.Compared(attribute, Comparison.of(sign), number)
        : null;
  }

  @Nullable Condition between(Attribute attribute, BigDecimal low, BigDecimal high) {
    return model.field(attribute.field()).isNumber() && low.compareTo(high) <= 0
        ? new Both(attribute, low, high).condition()
        : null;
  }

  /** Between two numbers, both of which belong to the range: nothing outside of it. */
  record Both(Attribute attribute, BigDecimal low, BigDecimal high) {
    Condition condition() {
      return new Condition.Within(attribute, low, high);
    }
  }
}
