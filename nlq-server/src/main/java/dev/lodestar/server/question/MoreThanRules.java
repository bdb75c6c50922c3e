package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * More or less at one time than at another: fewer orders in 2025 than in 2024 of those of whom it
 * is asked, better than last year of what is measured.
 */
final class MoreThanRules extends Rules {
  /** Of what is asked for as a whole, where things may be asked for by it. */
  private static final int AS_A_WHOLE = 3;

  private final Measured measured;

  MoreThanRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("MUCH", "MEAS", a -> a.<Measure>at(0));
    g.rule("MUCH", "the? distinct? COUNTMETRIC", a -> counter(a, 2));
    g.rule("MUCH", 1, "the? distinct? NOUN1", a -> measured.count(a.at(2), a.has(1)));
    // Than in 2024: the time with which another is compared, or how far back that is.
    g.rule("THANWHEN", "than prep? the? thatof? WHEN", a -> against(a.at(4)));
    g.rule(
        "THANWHEN", "than prep? the? PRIOR", a -> new Part.Growth(Optional.of(unit(a, 3)), true));
    g.rule("MUCHTHAN", "prep? WHEN THANWHEN", a -> both(a.at(1), a.at(2)));
    g.rule("MUCHTHAN", "THANWHEN", a -> a.<Part>at(0));
    g.rule(
        PART,
        "with|have|prep? MORE of? MUCH MUCHTHAN",
        a -> moved(Optional.of(a.at(3)), a, 1, a.at(4)));
    g.rule(
        PART,
        "that? have? DID MORE of? MUCH MUCHTHAN",
        a ->
            tellsOf(a.<Part.Acted>at(2), a.<Measure>at(5))
                ? doing(moved(Optional.of(a.at(5)), a, 3, a.at(6)), a.<Part.Acted>at(2).deed())
                : null);
    g.rule(PART, "that? have? DID MORE MUCHTHAN", a -> moved(done(a.at(2)), a, 3, a.at(4)));
    g.rule(PART, "that? have MORE DID MUCHTHAN", a -> moved(done(a.at(3)), a, 2, a.at(4)));
    g.rule(
        PART,
        AS_A_WHOLE,
        "did? have? MORE of? the? MEAS MUCHTHAN",
        a -> several(new Part.Select(List.of(a.<Measure>at(5))), a.at(6)));
    // How much higher was revenue in 2024 than in 2023, is it above that of 2023.
    g.rule(
        PART,
        "howmuchgrown|countof BETTER|MORE of? is? the? MUCH have? MUCHTHAN",
        a -> several(new Part.Select(List.of(a.<Measure>at(5))), a.at(7)));
    g.rule(
        PART,
        "CMP thatof the? WHEN",
        a -> a.<String>at(0).equals(">") || a.<String>at(0).equals("<") ? against(a.at(3)) : null);
    g.rule(
        PART,
        "howmuchgrown GROWER CMP thatof the? WHEN",
        a -> several(a.at(1), new Part.Against(a.at(5), true)));
    // More than 2024 may be an amount.
    g.rule(PART, "BETTER THANWHEN", a -> a.<Part>at(1));
    g.rule(PART, "MORE than prep the? thatof? WHEN", a -> against(a.at(5)));
    g.rule(PART, "BETTER|MORE prep? WHEN THANWHEN", a -> both(a.at(2), a.at(3)));
    g.rule(PART, "BETTER OVER", a -> new Part.Growth(Optional.of(unit(a, 1)), true));
  }

  private static Part both(TimeRange later, Part than) {
    return several(new Part.When(List.of(later)), than);
  }

  private static Part several(Part one, Part other) {
    List<Part> all =
        new ArrayList<>(one instanceof Part.Several first ? first.parts() : List.of(one));
    all.addAll(other instanceof Part.Several more ? more.parts() : List.of(other));
    return new Part.Several(all);
  }

  private static @Nullable Part against(TimeRange range) {
    return range.isBounded() ? new Part.Against(range, true) : null;
  }

  /** Who has more of it at the later time is one of whom it grew. */
  private static @Nullable Part moved(
      Optional<Measure> measure, Args a, int more, @Nullable Part than) {
    Comparison comparison = Comparison.of(a.at(more));
    return than == null
        ? null
        : several(new Part.GrownBy(measure, comparison, BigDecimal.ZERO, false), than);
  }

  /** How much was done: what the verb measures, or how often. */
  private Optional<Measure> done(Part.Acted did) {
    return did.measured().or(() -> did.fact().map(this::timesOf));
  }
}
