package dev.lodestar.server.question;

import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.Times;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.Optional;

/**
 * That a time is not over which is held against a whole one: this year grows until its last day.
 */
public final class Unfinished {
  private final Model model;
  private final LocalDate today;

  public Unfinished(Model model, LocalDate today) {
    this.model = model;
    this.today = today;
  }

  /** The note that says so, of a query to which it matters. */
  public Optional<Note> in(LogicalQuery query) {
    return query.measures().stream().flatMap(m -> compared(m, query).stream()).findFirst();
  }

  private Optional<Note> compared(Measure measure, LogicalQuery query) {
    if (measure instanceof Measure.Between between) {
      LocalDate known = known(between.of());
      boolean whole = between.earlier().last().filter(day -> day.isAfter(known)).isEmpty();
      return whole ? note(between.later(), known) : Optional.empty();
    }
    if (measure instanceof Measure.Change change) {
      LocalDate known = known(change.of());
      return query.groups().stream()
          .filter(group -> group instanceof Group.ByTime)
          .map(group -> now(((Group.ByTime) group).unit()))
          .filter(now -> isAskedFor(now, query))
          .findFirst()
          .flatMap(now -> note(now, known));
    }
    return Optional.empty();
  }

  /** The year, or whatever unit, in which today is. */
  private TimeRange now(Unit unit) {
    LocalDate first = unit.start(today, model.weekStarts());
    return TimeRange.of(first, unit.plus(first, 1), unit);
  }

  private static boolean isAskedFor(TimeRange now, LogicalQuery query) {
    return query.where().stream()
        .filter(c -> c instanceof Condition.During)
        .map(c -> (Condition.During) c)
        .allMatch(during -> during.ranges().stream().anyMatch(now::overlaps) != during.negated());
  }

  /** What has begun, and goes on after the last day of which something can be known. */
  private Optional<Note> note(TimeRange range, LocalDate known) {
    boolean goesOn =
        range.start().filter(day -> !day.isAfter(today)).isPresent()
            && range.last().filter(day -> day.isAfter(known)).isPresent();
    return goesOn ? Optional.of(new Note.NotOver(range, today)) : Optional.empty();
  }

  /** Today, or the last day of its month where rows are those of whole months. */
  private LocalDate known(Measure measure) {
    LocalDate known = today;
    for (String base : Measures.bases(model, measure)) {
      try {
        Optional<Unit> unit = model.field(Times.of(model, base).field()).unit();
        known =
            unit.map(u -> u.plus(u.start(today, model.weekStarts()), 1).minusDays(1)).orElse(known);
      } catch (CannotPlan e) {
        // What has no one usual time is told by days.
        known = today;
      }
    }
    return known;
  }
}
