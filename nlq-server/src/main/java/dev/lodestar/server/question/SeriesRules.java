package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One time after another: week by week, over the months, on a monthly basis; every December, the
 * first quarter of each year.
 */
final class SeriesRules extends Rules {
  SeriesRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "prep? UNIT unitafter UNIT", a -> same(unit(a, 1), unit(a, 3)));
    // As the years go by; the last months are a time.
    g.rule(PART, "along " + UnitNouns.MANY, a -> by(unit(a, 1)));
    g.rule(PART, "alongall UNIT", a -> by(unit(a, 1)));
    g.rule(PART, "prep? the? GRAINADJ basis", a -> by(unit(a, 2)));
    g.rule(PART, "prep? the? basis GRAINADJ", a -> by(unit(a, 3)));
    g.rule("ANYSUCH", "whichever WHEN", a -> part(a.<TimeRange>at(1)));
    g.rule("ANYSUCH", "ANYSUCH and|or whichever WHEN", a -> joined(a.at(0), part(a.at(3))));
    g.rule(PART, "ANYSUCH", a -> new Part.Where(a.at(0)));
    g.rule("OFTHEYEARS", "prep? eachone|everyone UNIT", a -> unit(a, 2) == Unit.YEAR ? "" : null);
    g.rule(PART, "prep? eachone|everyone prep? WHEN", a -> eachYear(a.at(3)));
    g.rule(PART, "prep? eachone|everyone UNIT prep WHEN", a -> eachMonth(unit(a, 2), a.at(4)));
    g.rule(PART, "prep? the? WHEN OFTHEYEARS", a -> eachYear(a.at(2)));
    g.rule(PART, "OFTHEYEARS comma? prep? the? WHEN", a -> eachYear(a.at(4)));
  }

  private static Part by(Unit unit) {
    return new Part.By(List.of(new Group.ByTime(unit, Optional.empty())));
  }

  private static @Nullable Part same(Unit one, Unit next) {
    return one == next ? by(one) : null;
  }

  /** « Chaque mois de décembre » : a month of that name, and not every day of the latest one. */
  private static @Nullable Part eachMonth(Unit unit, TimeRange range) {
    return unit == range.unit() ? eachYear(range) : null;
  }

  /** That of each year, apart. */
  private static @Nullable Part eachYear(TimeRange range) {
    Condition.OnPart part = part(range);
    return part == null ? null : new Part.Several(List.of(new Part.Where(part), by(Unit.YEAR)));
  }

  /** A month or a quarter that was named without its year. */
  static Condition.@Nullable OnPart part(TimeRange range) {
    if (range.assumed() != TimeRange.Assumed.LATEST || !range.isBounded()) {
      return null;
    }
    int month = range.start().orElseThrow().getMonthValue();
    return range.plain().unit() == Unit.MONTH
        ? on(TimePart.MONTH_OF_YEAR, month)
        : range.plain().unit() == Unit.QUARTER
            ? on(TimePart.QUARTER_OF_YEAR, (month + 2) / 3)
            : null;
  }

  private static Condition.OnPart on(TimePart part, int number) {
    return new Condition.OnPart(part, List.of(number), Optional.empty(), false);
  }

  private static Condition.@Nullable OnPart joined(
      Condition.OnPart named, Condition.@Nullable OnPart more) {
    if (more == null || named.part() != more.part()) {
      return null;
    }
    List<Integer> numbers = new ArrayList<>(named.numbers());
    numbers.addAll(more.numbers());
    return new Condition.OnPart(named.part(), numbers, Optional.empty(), false);
  }
}
