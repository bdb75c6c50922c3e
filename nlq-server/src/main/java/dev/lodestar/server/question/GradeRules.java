package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adjectives that tell of a field: the oldest, cheaper than 20, aged between. */
final class GradeRules extends Rules {
  /** The latest shipment of each client is rather a date of each. */
  static final int EACH = 15;

  private final Ages ages;

  GradeRules(Model model, Scales scales, Ages ages) {
    super(model, scales);
    this.ages = ages;
  }

  @Override
  void addTo(Grammar g) {
    g.rule("GRADE", "GRADEMOST", a -> new Rankings.Grade(a.at(0), true));
    g.rule("GRADE", "GRADELEAST", a -> new Rankings.Grade(a.at(0), false));
    g.rule("GRADED", "the? KEPT? GRADE NOUN", a -> graded(a.at(3), a.at(2), kept(a, 1)));
    g.rule("GRADED", "the? PERCENT of GRADE NOUN", a -> graded(a.at(4), a.at(3), kept(a, 1)));
    g.rule("GRADED", "the? GRADE SOME NOUN", a -> graded(a.at(3), a.at(1), kept(a, 2)));
    g.rule("GRADED", "the? KEPT? NOUN is? the? GRADE", a -> graded(a.at(2), a.at(5), kept(a, 1)));
    g.rule("GRADED", "which? NOUN is the? NTH? GRADE", a -> graded(a.at(1), a.at(5), kept(a, 4)));
    g.rule("RANKING", "GRADED", a -> a.<Part>at(0));
    // The oldest open claim: of those that are open.
    g.rule(
        "RANKING",
        "the? KEPT? GRADE VALS NOUN",
        a -> ofSome(graded(a.at(4), a.at(2), kept(a, 1)), a.at(3)));
    g.rule("RANKING", EACH, "GRADED per the? GROUPS", a -> per(a.at(0), groups(a.at(3))));
    g.rule("RANKING", EACH, "per the? GROUPS comma? GRADED", a -> per(a.at(4), groups(a.at(2))));
    g.rule(
        "COND",
        "the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 3) ? compared(a.<String>at(1), a.at(2)) : null);
    g.rule(
        PART,
        "the? ENTITIES that? is? the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 7) ? graded(entity(a, 1), a.at(5), a.at(6)) : null);
    // Collections of farmers older than 60: of those together.
    g.rule(
        PART,
        "of the? ENTITIES that? is? the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 8) ? ofThose(entity(a, 2), a.at(6), a.at(7)) : null);
    g.rule(
        PART,
        "of the? ENTITIES prep? CMP AMOUNT UNIT",
        a -> inYears(a, 6) ? ofThose(entity(a, 2), "age/" + a.at(4), a.at(5)) : null);
    g.rule(
        "COND",
        "GRADEIN AMOUNT to AMOUNT UNIT?",
        a ->
            inYears(a, 4)
                ? scales
                    .onlyField(a.at(0))
                    .map(field -> ranged(field, a.at(1), a.at(3)))
                    .orElse(null)
                : null);
    g.rule(
        PART,
        "the? ENTITIES prep? CMP AMOUNT UNIT",
        a -> inYears(a, 5) ? graded(entity(a, 1), "age/" + a.at(3), a.at(4)) : null);
    g.rule(
        PART,
        "the? countof the? ENTITIES that? is? the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 9) ? howMany(entity(a, 3), a.at(7), a.at(8)) : null);
    g.rule(
        PART,
        "the? countof the? ENTITIES prep? CMP AMOUNT UNIT",
        a -> inYears(a, 7) ? howMany(entity(a, 3), "age/" + a.at(5), a.at(6)) : null);
    // Of more than 65 years: so old.
    g.rule(
        "COND",
        1,
        "prep? CMP AMOUNT UNIT",
        a ->
            inYears(a, 3)
                ? scales
                    .onlyField("age")
                    .map(field -> graded(field, a.<String>at(1), a.<BigDecimal>at(2)))
                    .orElse(null)
                : null);
  }

  private @Nullable Part ofSome(@Nullable Part graded, List<Sense.OfValue> values) {
    boolean own =
        graded instanceof Part.Extreme extreme
            && extreme.noun().entity().equals(Optional.of(values.get(0).field().dataset()));
    return own ? new Part.Several(List.of(graded, new Part.Where(oneOf(values, false)))) : null;
  }

  private @Nullable Condition graded(Attribute field, String sign, BigDecimal number) {
    return model.field(field.field()).isDate()
        ? ages.compared(field, sign, number)
        : compared(field, sign, number);
  }

  private @Nullable Condition ranged(Attribute field, BigDecimal low, BigDecimal high) {
    return model.field(field.field()).isDate()
        ? ages.between(field, low, high)
        : between(field, low, high);
  }

  private static boolean inYears(Args a, int place) {
    return !a.has(place) || unit(a, place) == Unit.YEAR;
  }

  /** The cheapest of each category. */
  private static @Nullable Part per(Part graded, List<Group> per) {
    if (graded instanceof Part.Extreme of) {
      return per.contains(of.noun().group())
          ? null
          : new Part.Extreme(of.noun(), of.field(), of.kept(), of.most(), per);
    }
    Part.Rank of = (Part.Rank) graded;
    return Rankings.ranked(
        new Rankings.TopNoun(
            new Rankings.Top(of.kept(), of.direction()), of.target().orElseThrow()),
        of.by(),
        per);
  }

  private @Nullable Part graded(Noun noun, Rankings.Grade grade, Optional<Kept> kept) {
    if (kept.filter(k -> !k.isPossible()).isPresent()) {
      return null;
    }
    if (noun.entity().isPresent()) {
      Optional<Attribute> field = scales.field(noun.entity().get(), grade.scale());
      if (field.isPresent()) {
        boolean most = grade.most() != scales.isReversed(grade.scale(), field.get());
        return new Part.Extreme(noun, field.get(), kept, most, List.of());
      }
    }
    return scales
        .metric(noun.entity(), grade.scale())
        .map(
            by ->
                Rankings.ranked(
                    new Rankings.TopNoun(new Rankings.Top(kept, grade.direction()), noun),
                    List.of(by),
                    List.of()))
        .orElse(null);
  }

  /** Products cheaper than 20: by what tells it of the products themselves. */
  private @Nullable Part graded(String dataset, String scaleAndSign, BigDecimal number) {
    Condition condition = condition(dataset, scaleAndSign, number);
    if (condition == null) {
      return null;
    }
    // Visits are counted where the model counts them, and patients are listed.
    Part those =
        model.facts().contains(dataset)
                && Measures.rows(model, dataset) instanceof Measure.OfMetric counted
            ? new Part.Select(List.of(counted))
            : new Part.Things(entities.noun(dataset, true).stream().toList(), false);
    return new Part.Several(List.of(those, new Part.Where(condition)));
  }

  private @Nullable Part howMany(String dataset, String scaleAndSign, BigDecimal number) {
    Condition condition = condition(dataset, scaleAndSign, number);
    return condition == null
        ? null
        : new Part.Several(
            List.of(
                new Part.Select(List.of(Measures.rows(model, dataset))),
                new Part.Where(condition)));
  }

  private @Nullable Part ofThose(String dataset, String scaleAndSign, BigDecimal number) {
    Condition condition = condition(dataset, scaleAndSign, number);
    return condition == null
        ? null
        : new Part.Several(List.of(new Part.Where(condition), new Part.Mentioned(dataset)));
  }

  private @Nullable Condition condition(String dataset, String scaleAndSign, BigDecimal number) {
    String[] parts = scaleAndSign.split("/", 2);
    return scales
        .field(dataset, parts[0])
        .map(field -> graded(field, parts[1], number))
        .orElse(null);
  }

  private @Nullable Condition compared(String scaleAndSign, BigDecimal number) {
    String[] parts = scaleAndSign.split("/", 2);
    return scales.onlyField(parts[0]).map(field -> graded(field, parts[1], number)).orElse(null);
  }
}
