package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What doubled, what grew at all, and what did not: bounds of growth that name no number. */
final class GrewRules extends Rules {
  private static final String UP = "up";

  GrewRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(
        PART,
        "that|which|with|have? the? MEAS have? MULTIPLIED",
        a -> multiplied(Optional.of(a.at(2)), a.<Integer>at(4)));
    g.rule(
        PART,
        "which the? NOUN that? have? MULTIPLIED",
        a -> of(a.at(2), multiplied(Optional.empty(), a.<Integer>at(5))));
    g.rule(
        PART,
        "the? NOUN that have? MULTIPLIED",
        a -> of(a.at(1), multiplied(Optional.empty(), a.<Integer>at(4))));
    for (String not : List.of("", "never ")) {
      int shift = not.isEmpty() ? 0 : 1;
      g.rule(
          PART,
          "which the? NOUN that? have? " + not + "have? GREW",
          a -> of(a.at(2), grew(Optional.empty(), a, 6 + shift, shift > 0)));
      g.rule(
          PART,
          "the? NOUN that have? " + not + "have? GREW",
          a -> of(a.at(1), grew(Optional.empty(), a, 5 + shift, shift > 0)));
    }
    g.rule(
        PART,
        "that|which|with|have? the? MEAS have? never have? GREW",
        a -> grew(Optional.of(a.at(2)), a, 6, true));
  }

  /** Sales that doubled are no sales each of which did. */
  private @Nullable Part of(Noun noun, Part grown) {
    return noun.entity().filter(model.facts()::contains).isPresent()
        ? null
        : new Part.Several(List.of(new Part.Things(List.of(noun), false), grown));
  }

  /** Twice as much is a growth of 100 %, half as much one of minus 50 %. */
  private static Part multiplied(Optional<Measure> measure, int percent) {
    return new Part.GrownBy(
        measure,
        percent > 0 ? Comparison.AT_LEAST : Comparison.AT_MOST,
        BigDecimal.valueOf(percent),
        true);
  }

  private static Part grew(Optional<Measure> measure, Args a, int verb, boolean not) {
    boolean up = a.<String>at(verb).equals(UP);
    Comparison comparison =
        up
            ? not ? Comparison.AT_MOST : Comparison.MORE
            : not ? Comparison.AT_LEAST : Comparison.LESS;
    return new Part.GrownBy(measure, comparison, BigDecimal.ZERO, false);
  }
}
