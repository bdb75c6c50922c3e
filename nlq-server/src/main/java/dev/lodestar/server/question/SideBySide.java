package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two periods, or whatever else was named twice, set beside each other. */
final class SideBySide {
  /** Compared between 2024 and 2025: rather the one with the other. */
  private static final int BOTH_ENDS = 6;

  /** What the first and second quarter make together, or the first three months. */
  private static final Set<Unit> SEVERAL = Set.of(Unit.DAY, Unit.QUARTER, Unit.HALF);

  private final Said said;

  SideBySide(Said said) {
    this.said = said;
  }

  /** Two periods side by side: each, their difference, and how much that is in percent. */
  boolean settle() {
    Part.WhenVersus versus = said.sides.orElseThrow();
    if (said.measures.size() == 1
        && said.measures.get(0) instanceof Measure.Change change
        && change.back() == 0) {
      // How it grew is shown beside both sides.
      said.measures.set(0, change.of());
    }
    said.growth = said.growth.filter(asked -> asked.over().isPresent());
    if (said.measures.size() != 1
        || !Measures.simple(said.measures.get(0))
        || said.growth.isPresent()
        || said.having.stream().anyMatch(b -> !(b.measure() instanceof Measure.Between))
        || said.where.stream().anyMatch(Belonging::isTime)) {
      return false;
    }
    if (!settleYears(versus)) {
      return false;
    }
    Measure of = said.measures.remove(0);
    TimeRange earlier = alike(versus).first().plain();
    TimeRange later = alike(versus).second().plain();
    said.measures.add(new Measure.In(of, earlier));
    said.measures.add(new Measure.In(of, later));
    said.measures.add(new Measure.Between(of, earlier, later, false));
    said.measures.add(new Measure.Between(of, earlier, later, true));
    for (Part.GrownBy bound : said.grownBy) {
      Measure grown = new Measure.Between(of, earlier, later, bound.inPercent());
      said.having.add(new LogicalQuery.Having(grown, bound.comparison(), bound.number()));
    }
    return true;
  }

  /** The two times that measures are set beside each other of; none where they are not. */
  static Optional<Part.WhenVersus> of(List<Measure> measures) {
    return measures.size() == 4
            && measures.get(0) instanceof Measure.In earlier
            && measures.get(1) instanceof Measure.In later
            && measures.get(3) instanceof Measure.Between
        ? Optional.of(new Part.WhenVersus(earlier.range(), later.range()))
        : Optional.empty();
  }

  /** The earlier time first, as long as the later one. */
  static Part.WhenVersus alike(Part.WhenVersus both) {
    boolean firstIsEarlier =
        both.first().start().orElseThrow().isBefore(both.second().start().orElseThrow());
    TimeRange later = firstIsEarlier ? both.second() : both.first();
    return new Part.WhenVersus(alike(firstIsEarlier ? both.first() : both.second(), later), later);
  }

  /** A quarter compared with last year is compared with that quarter of it. */
  private static TimeRange alike(TimeRange earlier, TimeRange later) {
    LocalDate first = earlier.start().orElseThrow();
    int apart = later.start().orElseThrow().getYear() - first.getYear();
    for (int years = 1; earlier.unit() == Unit.YEAR && years <= apart; years++) {
      TimeRange thatOfIt = later.shifted(Unit.YEAR, -years);
      if (!thatOfIt.start().orElseThrow().isBefore(first)
          && !thatOfIt.end().orElseThrow().isAfter(earlier.end().orElseThrow())) {
        return thatOfIt;
      }
    }
    return earlier;
  }

  /** Months of two years are set side by side by their place in the year. */
  private boolean settleYears(Part.WhenVersus versus) {
    boolean years = versus.first().unit() == Unit.YEAR && versus.second().unit() == Unit.YEAR;
    for (int i = 0; i < said.groups.size(); i++) {
      if (said.groups.get(i) instanceof Group.ByTime by) {
        Optional<TimePart> part =
            switch (by.unit()) {
              case MONTH -> Optional.of(TimePart.MONTH_OF_YEAR);
              case QUARTER -> Optional.of(TimePart.QUARTER_OF_YEAR);
              default -> Optional.empty();
            };
        if (!years || part.isEmpty()) {
          return false;
        }
        said.groups.set(i, new Group.ByPart(part.get(), by.time()));
      }
    }
    return true;
  }

  /** What speaks against all that is between two times, where one may be set beside the other. */
  static int costOfBothEnds(List<Condition> where) {
    return where.stream().anyMatch(SideBySide::isFromTo) ? BOTH_ENDS : 0;
  }

  /** From one time to another: no whole year, and no month. */
  private static boolean isFromTo(Condition condition) {
    return condition instanceof Condition.During during
        && during.ranges().size() == 1
        && during.ranges().get(0).isBounded()
        && SEVERAL.contains(during.ranges().get(0).plain().unit());
  }

  /** "Compare revenue in 2023 and 2024", "compare France and Spain": by what is named twice. */
  boolean settleCompared() {
    for (Condition condition : List.copyOf(said.where)) {
      if (condition instanceof Condition.OneOf one && one.values().size() > 1 && !one.negated()) {
        said.group(new Group.ByField(one.attribute()));
        return true;
      }
      if (condition instanceof Condition.During during
          && during.ranges().size() == 2
          && said.measures.size() == 1) {
        said.where.remove(condition);
        said.sides =
            Optional.of(new Part.WhenVersus(during.ranges().get(0), during.ranges().get(1)));
        return settle();
      }
    }
    said.unsaid += costOfBothEnds(said.where);
    // Measures or groups are set side by side by being shown.
    return said.measures.size() > 1 || !said.groups.isEmpty();
  }
}
