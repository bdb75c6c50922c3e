package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Things by what happened to them first or last: opened last, the most recently hired. */
final class LatestRules extends Rules {
  private final Beginnings beginnings;

  LatestRules(Model model, Scales scales) {
    super(model, scales);
    this.beginnings = new Beginnings(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(
        "RANKING",
        "which? the? NOUN that? have|is? DATED|DATES LATELY",
        a -> latest(a.at(2), a.at(5), Optional.empty(), isLast(a, 6)));
    g.rule(
        "RANKING",
        "the? SOME? LATELY DATED NOUN",
        a -> latest(a.at(4), a.at(3), kept(a, 1), isLast(a, 2)));
    g.rule(
        "RANKING",
        "the? SOME? RANKN SOME? DATED NOUN",
        a -> latest(a.at(5), a.at(4), kept(a, a.has(1) ? 1 : 3), isEnd(a, 2)));
    g.rule(
        "RANKING",
        "the? SOME? RANKN SOME? NOUN have|is? DATED",
        a -> latest(a.at(4), a.at(6), kept(a, a.has(1) ? 1 : 3), isEnd(a, 2)));
    g.rule(
        "RANKING",
        "the? SOME? RANKN SOME? NOUN that ever? have|is? DATED",
        a -> latest(a.at(4), a.at(8), kept(a, a.has(1) ? 1 : 3), isEnd(a, 2)));
    // Who was hired first, the longest-serving employee.
    for (Noun somebody : entities.whom()) {
      g.rule(
          "RANKING",
          "who have|is? DATED|DATES LATELY",
          a -> latest(somebody, a.at(2), Optional.empty(), isLast(a, 3)));
      g.rule(
          "RANKING",
          "who have|is? LATELY DATED|DATES",
          a -> latest(somebody, a.at(3), Optional.empty(), isLast(a, 2)));
      g.rule(
          "RANKING",
          "who have|is? SENIORPOST",
          a -> sinceThen(somebody, Optional.empty(), !isLast(a, 2)));
      g.rule(PART, "who have|is? DATED prep? WHENS", a -> who(somebody, a.at(2), a.at(4)));
    }
    g.rule(
        "RANKING", "the? SOME? SENIORADJ NOUN", a -> sinceThen(a.at(3), kept(a, 1), !isLast(a, 2)));
    g.rule(
        "RANKING",
        "which? the? NOUN that? have|is? SENIORPOST",
        a -> sinceThen(a.at(2), Optional.empty(), !isLast(a, 5)));
    // Our first customer, by the date since when it is one.
    g.rule(
        "RANKING",
        2,
        "the? SOME? RANKN SOME? NOUN",
        a -> sinceThen(a.at(4), kept(a, a.has(1) ? 1 : 3), isEnd(a, 2)));
  }

  private @Nullable Part sinceThen(Noun noun, Optional<Kept> kept, boolean last) {
    // Of what happens, as orders, the first may be asked by what it measures as well.
    return noun.entity()
        .filter(dataset -> !model.facts().contains(dataset))
        .flatMap(beginnings::of)
        .map(date -> latest(noun, new Sense.OfDate(date.field()), kept, last))
        .orElse(null);
  }

  /** Who was hired in 2019. */
  private @Nullable Part who(Noun somebody, Sense.OfDate date, List<TimeRange> ranges) {
    Condition when = during(Attribute.of(date.field()), ranges, false);
    boolean own = somebody.entity().equals(Optional.of(date.field().dataset()));
    return own && when != null
        ? new Part.Several(
            List.of(
                new Part.Somebody(new Noun(somebody.group(), somebody.entity(), true)),
                new Part.Where(when)))
        : null;
  }

  private static boolean isLast(Args a, int place) {
    return way(a, place) == Direction.MOST;
  }

  /** The first in time is the one with the lowest date. */
  private static boolean isEnd(Args a, int place) {
    return way(a, place) == Direction.LEAST;
  }

  private @Nullable Part latest(Noun noun, Sense.OfDate date, Optional<Kept> kept, boolean last) {
    FieldRef field = date.field();
    boolean own = noun.entity().equals(Optional.of(field.dataset()));
    return own && model.field(field).isDate() && kept.filter(k -> !k.isPossible()).isEmpty()
        ? new Part.Extreme(noun, Attribute.of(field), kept, last, List.of())
        : null;
  }
}
