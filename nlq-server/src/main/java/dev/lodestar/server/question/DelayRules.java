package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One date of a row beside another: shipped after the required date, within three days of the
 * order, the average time from one to the other. Both are named, by their names or by what happened
 * then.
 */
final class DelayRules extends Rules {
  private final Delays delays;

  DelayRules(Model model, Scales scales) {
    super(model, scales);
    this.delays = new Delays(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("DAYOF", "the? ATTR", a -> date(a.<Attribute>at(1)));
    g.rule("DAYOF", "the? HAPPENING", a -> date(happening(a, 1)));
    g.rule("DAYOF", 1, "the? ENTITY", a -> usual(entity(a, 1)));
    g.rule("DAYOF", 1, "the? " + CountedThings.ONE, a -> usual(a.<Measure>at(1)));
    g.rule("DAYOF", 1, "ACT", a -> usual(act(a, 0)));
    g.rule("DAYOF", "beingdone DATED", a -> date(Attribute.of(a.<Sense.OfDate>at(1).field())));
    g.rule("DAYOF", 1, "beingdone ACT", a -> usual(act(a, 1)));
    g.rule("DONEON", "DATED", a -> date(Attribute.of(a.<Sense.OfDate>at(0).field())));
    g.rule("DONEON", 1, "ACT", a -> usual(act(a, 0)));
    g.rule("DONEON", "the? ATTR", a -> date(a.<Attribute>at(1)));
    for (String order : List.of("afterdate", "beforedate")) {
      boolean after = order.startsWith("after");
      Comparison plain = after ? Comparison.MORE : Comparison.LESS;
      Comparison denied = after ? Comparison.AT_MOST : Comparison.AT_LEAST;
      String when = " " + order + " DAYOF";
      g.rule(PART, "that? have|is? DONEON" + when, a -> apart(a.at(4), a.at(2), plain, 0));
      g.rule(PART, "that? have|is? DONEON not" + when, a -> apart(a.at(5), a.at(2), denied, 0));
      g.rule(
          PART,
          "that? have|is? not have|is? DONEON" + when,
          a -> apart(a.at(6), a.at(4), denied, 0));
      g.rule(
          PART,
          "that? have|is? DONEON CMP INT UNIT" + when,
          a -> so(a.at(7), a.at(2), Comparison.of(a.at(3)), days(a.number(4), unit(a, 5)), after));
      g.rule(
          PART,
          "that? have|is? DONEON CMP the UNIT" + when,
          a -> so(a.at(7), a.at(2), Comparison.of(a.at(3)), days(1, unit(a, 5)), after));
    }
    // Shipped more than 10 days after they were placed.
    g.rule(
        PART,
        "that? have|is? DONEON CMP INT UNIT afterdate beingdone? MADE",
        a ->
            entities
                .happened(a.<Attribute>at(2).field().dataset())
                .map(
                    made ->
                        so(
                            made,
                            a.at(2),
                            Comparison.of(a.at(3)),
                            days(a.number(4), unit(a, 5)),
                            true))
                .orElse(null));
    g.rule(
        PART,
        "that? have|is? DONEON sameday DAYOF",
        a -> apart(a.at(4), a.at(2), Comparison.EQUAL, 0));
    g.rule(
        PART,
        "that? have|is? DONEON within INT UNIT of|afterdate DAYOF",
        a -> within(a.at(7), a.at(2), days(a.number(4), unit(a, 5))));
    String span = " between|of|prep DAYOF to|and DAYOF";
    g.rule("MEAS", "the? AGG DURATION" + span, a -> delay(a.at(4), a.at(6), aggregation(a, 1)));
    g.rule(
        "MEAS",
        "the? DURATION AGGPOST indays?" + span,
        a -> delay(a.at(5), a.at(7), aggregation(a, 2)));
    g.rule("MEAS", 1, "the? DURATION" + span, a -> delay(a.at(3), a.at(5), Aggregation.AVERAGE));
    g.rule("DURATION", "the? countof? the? UNIT", a -> unit(a, 3) == Unit.DAY ? a.at(3) : null);
    g.rule("DURATION", "the? countof? the? timespan", a -> Unit.DAY);
  }

  private @Nullable Attribute date(Attribute attribute) {
    return model.field(attribute.field()).isDate() ? attribute : null;
  }

  /** When rows of a dataset happen. */
  private @Nullable Attribute usual(String dataset) {
    return entities.happened(dataset).orElse(null);
  }

  private @Nullable Attribute usual(Measure counter) {
    var bases = Measures.bases(model, counter);
    return Measures.counts(model, counter) && bases.size() == 1
        ? usual(bases.iterator().next())
        : null;
  }

  private @Nullable Measure delay(Attribute from, Attribute to, Aggregation aggregation) {
    return delays.measure(from, to, aggregation).orElse(null);
  }

  private @Nullable Part apart(Attribute from, Attribute to, Comparison comparison, int days) {
    return delays.areOfOneRow(from, to)
        ? new Part.Where(new Condition.Apart(from, to, comparison, days))
        : null;
  }

  /** So many days after, or before. */
  private @Nullable Part so(
      Attribute from, Attribute to, Comparison comparison, Optional<Integer> days, boolean after) {
    return days.map(
            of ->
                after
                    ? apart(from, to, comparison, of)
                    : apart(from, to, DelayWords.turned(comparison), -of))
        .orElse(null);
  }

  private @Nullable Part within(Attribute from, Attribute to, Optional<Integer> days) {
    return days.isPresent() && delays.areOfOneRow(from, to)
        ? new Part.Several(
            List.of(
                new Part.Where(new Condition.Apart(from, to, Comparison.AT_LEAST, 0)),
                new Part.Where(new Condition.Apart(from, to, Comparison.AT_MOST, days.get()))))
        : null;
  }

  /** Months are not all of one length. */
  static Optional<Integer> days(int number, Unit unit) {
    return switch (unit) {
      case DAY -> Optional.of(number);
      case WEEK -> Optional.of(7 * number);
      default -> Optional.empty();
    };
  }
}
