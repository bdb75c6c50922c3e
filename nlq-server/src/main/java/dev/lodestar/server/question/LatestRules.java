package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
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
