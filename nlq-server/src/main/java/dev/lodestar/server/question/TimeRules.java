package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When, on which days, and one time or value beside another. */
final class TimeRules extends Rules {
  TimeRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("WHENS", "WHEN", a -> List.of(a.<TimeRange>at(0)));
    g.rule("WHENS", 1, "WHENS and|or|comma WHEN", a -> apart(a.at(0), a.at(2)));
    g.rule("WHENS", 1, "WHENS comma and|or WHEN", a -> apart(a.at(0), a.at(3)));
    g.rule(PART, "prep? WHENS", a -> new Part.When(a.at(1)));
    // In 2024 and in 2025: each with a preposition of its own.
    g.rule("EACHWHEN", "eachin WHEN", a -> List.of(a.<TimeRange>at(1)));
    g.rule("EACHWHEN", "EACHWHEN comma eachin WHEN", a -> apart(a.at(0), a.at(3)));
    g.rule("EACHWHENS", "EACHWHEN and eachin WHEN", a -> apart(a.at(0), a.at(3)));
    g.rule("EACHWHENS", "EACHWHEN comma and eachin WHEN", a -> apart(a.at(0), a.at(4)));
    g.rule(PART, "EACHWHENS", a -> new Part.When(a.at(0), true));
    // The 4th quarter: 2024 and 2025.
    g.rule(
        PART,
        "prep? the? WHEN colon|comma? prep? WHEN vs prep? the? WHEN",
        a -> inBoth(a.at(2), a.at(5), a.at(9)));
    g.rule(
        PART,
        "not WHENS",
        a -> new Part.Where(new Condition.During(a.at(1), Optional.empty(), true)));
    g.rule(PART, 2, "ATTR WHENS", a -> where(during(a.at(0), a.at(1), false)));
    g.rule(PART, 1, "HAPPENING prep? WHENS", a -> where(during(happening(a, 0), a.at(2), false)));
    g.rule("DATEDCOND", "the? ATTR is WHENS", a -> during(a.at(1), a.at(3), false));
    g.rule("DATEDCOND", "with the? ATTR prep? WHENS", a -> during(a.at(2), a.at(4), false));
    g.rule("DATEDCOND", "the? ATTR isnot WHENS", a -> during(a.at(1), a.at(3), true));
    g.rule(PART, "DATEDCOND", a -> new Part.Where(a.at(0)));
    g.rule("WEEKDAYS", "WEEKLY", a -> weekdays(a.number(0)));
    g.rule("WEEKDAYS", "WEEKDAYS and|or|comma prep? WEEKLY", a -> joined(a.at(0), a.number(3)));
    g.rule(PART, 4, "prep? the? WEEKDAYS", a -> onPart(a.at(2), false));
    g.rule(PART, 4, "not prep? the? WEEKDAYS", a -> onPart(a.at(3), true));
    g.rule(PART, 1, "prep? WHEN vsonly the? WHEN", a -> versus(a.at(1), a.at(4)));
    g.rule(
        PART,
        "prep? WHEN vsonly the? thatof? the? same? prep? yearbefore",
        a ->
            a.<TimeRange>at(1).isBounded()
                ? versus(a.at(1), a.<TimeRange>at(1).shifted(Unit.YEAR, -1))
                : null);
    g.rule(
        PART,
        1,
        "prep? WHEN vsonly the? same prep? WHEN",
        a -> {
          Part both = versus(a.at(1), a.at(6));
          return both == null
              ? null
              : new Part.Several(List.of(both, new Part.SameSpan(Optional.empty())));
        });
    g.rule(
        PART,
        "vsonly the? thatof? the? same? prep? yearbefore",
        a -> new Part.Growth(Optional.of(Unit.YEAR), true));
    g.rule(
        PART,
        1,
        "vsonly the? same prep? WHEN",
        a -> a.<TimeRange>at(4).isBounded() ? new Part.SameSpan(Optional.of(a.at(4))) : null);
    // The previous month is the one before that which was named, and not before this one.
    g.rule(
        PART,
        "prep? WHEN vsonly the? PRIOR",
        a ->
            a.<TimeRange>at(1).isBounded()
                ? versus(a.at(1), a.<TimeRange>at(1).shifted(unit(a, 4), -1))
                : null);
    // Compare revenue of 2024 with 2023, « à celui de 2023 ».
    g.rule(PART, "prep? WHEN beside the? WHEN", a -> versus(a.at(1), a.at(4)));
    g.rule(PART, "compare the? WHEN vs the? WHEN", a -> versus(a.at(2), a.at(5)));
    g.rule(PART, 2, "between WHEN and WHEN", a -> versus(a.at(1), a.at(3)));
    g.rule(
        PART,
        "prep? VALS vsonly the? VALUE",
        a -> {
          List<Sense.OfValue> both = sameField(a.at(1), a.at(4));
          return both == null ? null : new Part.Versus(oneOf(both, false));
        });
    g.rule(PART, "compare", a -> new Part.Compare());
  }

  /** 1 to 7 from Monday on; 0 for the weekend, 8 for the days of work. */
  private static List<Integer> weekdays(int number) {
    return number == 0 ? List.of(6, 7) : number == 8 ? List.of(1, 2, 3, 4, 5) : List.of(number);
  }

  private static List<Integer> joined(List<Integer> days, int more) {
    List<Integer> all = new ArrayList<>(days);
    all.addAll(weekdays(more));
    return List.copyOf(all);
  }

  private static Part onPart(List<Integer> days, boolean negated) {
    return new Part.Where(
        new Condition.OnPart(TimePart.DAY_OF_WEEK, days, Optional.empty(), negated));
  }

  private static @Nullable List<TimeRange> apart(List<TimeRange> named, TimeRange told) {
    TimeRange last = alike(named.get(named.size() - 1), told);
    List<TimeRange> ranges = named.stream().map(r -> SharedYear.before(r, last)).toList();
    TimeRange more = SharedYear.after(named.get(named.size() - 1), last);
    boolean bounded = more.isBounded() && ranges.stream().allMatch(TimeRange::isBounded);
    return bounded && ranges.stream().noneMatch(more::overlaps) ? plus(ranges, more) : null;
  }

  /** A month or quarter that has no year of its own, in each of two. */
  private static @Nullable Part inBoth(TimeRange open, TimeRange one, TimeRange other) {
    boolean years = one.plain().unit() == Unit.YEAR && other.plain().unit() == Unit.YEAR;
    return years && SeriesRules.part(open) != null
        ? versus(SharedYear.in(open, one), SharedYear.in(open, other))
        : null;
  }

  /** Q4 2024 and 2025 is that quarter of both years, and no quarter beside a year. */
  private static TimeRange alike(TimeRange told, TimeRange year) {
    boolean part = told.plain().unit() == Unit.MONTH || told.plain().unit() == Unit.QUARTER;
    return part && year.plain().unit() == Unit.YEAR ? SharedYear.in(told, year) : year;
  }

  static @Nullable Part versus(TimeRange first, TimeRange later) {
    TimeRange second = alike(first, later);
    TimeRange a = SharedYear.before(first, second);
    TimeRange b = SharedYear.after(first, second);
    return a.isBounded() && b.isBounded() && !a.sameDays(b) ? new Part.WhenVersus(a, b) : null;
  }
}
