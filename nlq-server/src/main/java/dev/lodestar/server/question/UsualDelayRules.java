package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long it took, where only what was done in the end is named: solved within two days, the
 * average time to ship. It began on the usual date of the rows.
 */
final class UsualDelayRules extends Rules {
  private final Delays delays;

  UsualDelayRules(Model model, Scales scales) {
    super(model, scales);
    this.delays = new Delays(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("TAKEN", "that? have|is? DATED", a -> dated(a, 2));
    g.rule(PART, 1, "TAKEN within INT UNIT", a -> within(a.at(0), a.number(2), unit(a, 3)));
    g.rule(PART, 2, "TAKEN prep? CMP INT UNIT", a -> so(a.at(0), a.at(2), a.number(3), unit(a, 4)));
    g.rule("ENDED", "to|of|prep DATED|DATES", a -> dated(a, 1));
    g.rule("ENDED", "of|prep the? HAPPENING", a -> happening(a, 2));
    g.rule(
        "ENDED",
        "ENDED the? ENTITY|ENTITIES",
        a -> a.<Attribute>at(0).field().dataset().equals(entity(a, 2)) ? a.at(0) : null);
    g.rule("MEAS", 1, "the? DURATION ENDED", a -> delay(a.at(2), Aggregation.AVERAGE));
    g.rule("MEAS", 1, "the? AGG DURATION ENDED", a -> delay(a.at(3), aggregation(a, 1)));
    g.rule("MEAS", 1, "the? DURATION AGGPOST ENDED", a -> delay(a.at(3), aggregation(a, 2)));
    g.rule("MEAS", 1, "the? DURATION ENDED AGGPOST", a -> delay(a.at(2), aggregation(a, 3)));
    g.rule("MEAS", 1, "the? HAPPENING timespan", a -> delay(happening(a, 1), Aggregation.AVERAGE));
    g.rule(
        "MEAS", 1, "the? AGG HAPPENING timespan", a -> delay(happening(a, 2), aggregation(a, 1)));
  }

  private static Attribute dated(Args a, int place) {
    return Attribute.of(a.<Sense.OfDate>at(place).field());
  }

  private Optional<Attribute> began(Attribute ended) {
    return entities
        .happened(ended.field().dataset())
        .filter(began -> delays.areOfOneRow(began, ended));
  }

  private @Nullable Measure delay(Attribute ended, Aggregation aggregation) {
    return began(ended).flatMap(from -> delays.measure(from, ended, aggregation)).orElse(null);
  }

  private @Nullable Part within(Attribute ended, int number, Unit unit) {
    return so(ended, "<=", number, unit);
  }

  private @Nullable Part so(Attribute ended, String sign, int number, Unit unit) {
    Optional<Integer> days = DelayRules.days(number, unit);
    Optional<Attribute> from = began(ended);
    if (days.isEmpty() || from.isEmpty()) {
      return null;
    }
    Comparison comparison = Comparison.of(sign);
    List<Part> both = new ArrayList<>();
    if (comparison == Comparison.LESS || comparison == Comparison.AT_MOST) {
      both.add(new Part.Where(new Condition.Apart(from.get(), ended, Comparison.AT_LEAST, 0)));
    }
    both.add(new Part.Where(new Condition.Apart(from.get(), ended, comparison, days.get())));
    return new Part.Several(both);
  }
}
