package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rankings and bounds by how much something grew: which product grew most, the fastest growing
 * customer, those whose revenue grew by more than 10 %.
 */
final class GrowthRules extends Rules {
  private static final int AGAINST = 3;
  private static final String UP = "up";

  /**
   * What grew.
   *
   * @param measure none where the question names none
   */
  private record Grown(Optional<Measure> measure, boolean inPercent, boolean up) {}

  /** Of whom one is asked for, or so many. */
  private record Those(Noun noun, Optional<Kept> kept) {}

  GrowthRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("GROWN", "growth the? MEAS", a -> new Grown(Optional.of(a.at(2)), true, true));
    g.rule("GROWN", "MEAS growthpost", a -> new Grown(Optional.of(a.at(0)), true, true));
    g.rule("GROWN", "change the? MEAS", a -> new Grown(Optional.of(a.at(2)), false, true));
    g.rule("GROWN", "MEAS changepost", a -> new Grown(Optional.of(a.at(0)), false, true));
    g.rule("GROWN", "shrinking the? MEAS", a -> new Grown(Optional.of(a.at(2)), true, false));
    g.rule("GROWN", 1, "growthpost|growth", a -> new Grown(Optional.empty(), true, true));
    g.rule("GROWN", 1, "shrinkingpost", a -> new Grown(Optional.empty(), true, false));
    for (String top : List.of("TOPNOUN", "RANKED1", "RANKED")) {
      g.rule("RANKING", top + " bymeas the? GROWN", a -> ranked(a.at(0), a.at(3), List.of()));
      g.rule(
          "RANKING",
          top + " per GROUP bymeas the? GROWN",
          a -> ranked(a.at(0), a.at(5), List.of(a.<Noun>at(2).group())));
    }
    g.rule(
        "RANKING",
        "which? KEPT? NOUN that? have? with|have|prep? the? NTH? RANK the? GROWN",
        a -> ranked(a.at(2), a.has(1) ? kept(a, 1) : kept(a, 7), way(a, 8), a.at(10)));
    // Which category grew the most, most in quantity; « quelle catégorie a le plus progressé ».
    g.rule(
        "RANKING",
        "THOSE that? have|is? GREW the? RANKADV|RANK|FAST BYMEAS?",
        a -> ranked(a.at(0), way(a, 5), grew(a, 3, 6)));
    g.rule(
        "RANKING",
        "THOSE that? have? RANKADV GREW BYMEAS?",
        a -> ranked(a.at(0), way(a, 3), grew(a, 4, 5)));
    g.rule("THOSE", "which the? KEPT? NOUN", a -> new Those(a.at(3), kept(a, 2)));
    g.rule("THOSE", "the? KEPT? NOUN that", a -> new Those(a.at(2), kept(a, 1)));
    // In which country did revenue grow most, which country's revenue fell most.
    g.rule(
        "RANKING",
        "which NOUN have|poss? the? MEAS have? GREW the? RANKADV|RANK|FAST",
        a -> ranked(a.at(1), Optional.empty(), way(a, 8), grew(a, 6, 4)));
    g.rule(
        "RANKING",
        "which NOUN the? MEAS have? RANKADV GREW",
        a -> ranked(a.at(1), Optional.empty(), way(a, 5), grew(a, 6, 3)));
    g.rule(
        "RANKING",
        "the? KEPT? GROWING NOUN BYMEAS?",
        a -> ranked(a.at(3), kept(a, 1), Direction.MOST, grew(a, 2, 4)));
    g.rule(
        "RANKING",
        "which? KEPT? NOUN that? is|have? the? GROWING BYMEAS?",
        a -> ranked(a.at(2), kept(a, 1), Direction.MOST, grew(a, 6, 7)));
    g.rule(PART, AGAINST, "vsonly the? WHEN", a -> against(a.at(2)));
    g.rule(PART, "vsonly the? thatof the? WHEN", a -> against(a.at(4)));
    for (Noun somebody : entities.whom()) {
      g.rule(
          "RANKING",
          "who have|is? GREW the? RANKADV|RANK|FAST BYMEAS?",
          a -> somebody(somebody, way(a, 4), grew(a, 2, 5)));
      g.rule(
          "RANKING",
          "who have|is? RANKADV GREW BYMEAS?",
          a -> somebody(somebody, way(a, 2), grew(a, 3, 4)));
    }
    bounds(g);
  }

  /** Customers whose revenue grew by more than 10 %, with growth of revenue above 10 %. */
  private static void bounds(Grammar g) {
    g.rule(
        PART,
        "that|which|with|have? the? MEAS have? GREW",
        a -> grown(grew(a, 4, 2), ">", BigDecimal.ZERO, false));
    g.rule(
        PART,
        "that|which|with|have? the? MEAS have? GREW by|of? CMP NUM percent",
        a -> grown(grew(a, 4, 2), a.at(6), a.at(7), true));
    g.rule(
        PART,
        "that|which|with|have? the? MEAS have? GREW by|of? CMP AMOUNT",
        a -> grown(grew(a, 4, 2), a.at(6), a.at(7), false));
    g.rule(
        PART,
        "that|which|with have? GREW by|of? CMP NUM percent",
        a -> grown(new Grown(Optional.empty(), true, isUp(a, 2)), a.at(4), a.at(5), true));
    g.rule(
        PART,
        "with|have|prep? the? GROWN CMP NUM percent",
        a -> a.<Grown>at(2).inPercent() ? grown(a.at(2), a.at(3), a.at(4), true) : null);
    g.rule(
        PART,
        "with|have|prep? the? GROWN CMP AMOUNT",
        a ->
            a.<Grown>at(2).inPercent() && a.<Grown>at(2).up()
                ? null
                : grown(a.at(2), a.at(3), a.at(4), false));
  }

  private static boolean isUp(Args a, int verb) {
    return a.<String>at(verb).equals(UP);
  }

  /**
   * A bound of how much something grew or fell from nothing on: to grow by less than 10 % may be to
   * grow or to fall, which is not told.
   */
  private static @Nullable Part grown(
      Grown grown, String sign, BigDecimal number, boolean inPercent) {
    Comparison comparison = Comparison.of(sign);
    if ((comparison != Comparison.MORE && comparison != Comparison.AT_LEAST)
        || number.signum() < 0) {
      return null;
    }
    Comparison down = comparison == Comparison.MORE ? Comparison.LESS : Comparison.AT_MOST;
    return grown.up()
        ? new Part.GrownBy(grown.measure(), comparison, number, inPercent)
        : new Part.GrownBy(grown.measure(), down, number.negate(), inPercent);
  }

  private @Nullable Part somebody(Noun somebody, Direction direction, Grown grown) {
    Optional<Measure> meant =
        grown.measure().or(() -> model.defaultMetric().map(Measure.OfMetric::new));
    return meant.filter(measure -> belongsTo(measure, somebody)).isPresent()
        ? ranked(somebody, Rankings.one(somebody), direction, grown)
        : null;
  }

  private static Grown grew(Args a, int verb, int measure) {
    return new Grown(
        a.has(measure) ? Optional.of(a.<Measure>at(measure)) : Optional.empty(),
        true,
        isUp(a, verb));
  }

  private static @Nullable Part against(TimeRange range) {
    return range.isBounded() ? new Part.Against(range) : null;
  }

  private static @Nullable Part ranked(Those those, Direction direction, Grown grown) {
    return ranked(those.noun(), those.kept(), direction, grown);
  }

  private static @Nullable Part ranked(
      Noun noun, Optional<Kept> kept, Direction direction, Grown grown) {
    return ranked(new Rankings.TopNoun(new Rankings.Top(kept, direction), noun), grown, List.of());
  }

  /** What fell most grew least. */
  private static @Nullable Part ranked(Rankings.TopNoun top, Grown grown, List<Group> per) {
    Direction direction = top.top().direction();
    boolean least = direction == Direction.LEAST || direction == Direction.WORST;
    Rankings.Top turned =
        new Rankings.Top(top.top().kept(), least == grown.up() ? Direction.LEAST : Direction.MOST);
    Part rank =
        Rankings.ranked(
            new Rankings.TopNoun(turned, top.noun()), grown.measure().stream().toList(), per);
    return rank == null
        ? null
        : new Part.Several(List.of(rank, new Part.ByGrowth(grown.inPercent())));
  }
}
