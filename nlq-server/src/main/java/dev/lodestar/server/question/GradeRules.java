package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
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

  GradeRules(Model model, Scales scales) {
    super(model, scales);
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
    g.rule("RANKING", EACH, "GRADED per the? NOUNS", a -> per(a.at(0), groups(a.at(3))));
    g.rule("RANKING", EACH, "per the? NOUNS comma? GRADED", a -> per(a.at(4), groups(a.at(2))));
    g.rule(
        "COND",
        "the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 3) ? compared(a.<String>at(1), a.at(2)) : null);
    g.rule(
        PART,
        "the? ENTITIES that? is? the? GRADECMP AMOUNT UNIT?",
        a -> inYears(a, 7) ? graded(entity(a, 1), a.at(5), a.at(6)) : null);
    g.rule(
        "COND",
        "GRADEIN AMOUNT to AMOUNT UNIT?",
        a ->
            inYears(a, 4)
                ? scales
                    .onlyField(a.at(0))
                    .map(field -> between(field, a.at(1), a.at(3)))
                    .orElse(null)
                : null);
    // Of more than 65 years: so old.
    g.rule(
        "COND",
        1,
        "prep? CMP AMOUNT UNIT",
        a ->
            inYears(a, 3)
                ? scales
                    .onlyField("age")
                    .map(field -> compared(field, a.<String>at(1), a.<BigDecimal>at(2)))
                    .orElse(null)
                : null);
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
    String[] parts = scaleAndSign.split("/", 2);
    Condition condition =
        scales
            .field(dataset, parts[0])
            .map(field -> compared(field, parts[1], number))
            .orElse(null);
    return condition == null
        ? null
        : new Part.Several(
            List.of(
                new Part.Things(entities.noun(dataset, true).stream().toList(), false),
                new Part.Where(condition)));
  }

  private @Nullable Condition compared(String scaleAndSign, BigDecimal number) {
    String[] parts = scaleAndSign.split("/", 2);
    return scales.onlyField(parts[0]).map(field -> compared(field, parts[1], number)).orElse(null);
  }
}
