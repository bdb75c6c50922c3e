package dev.lodestar.server.question;

import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.Times;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where rows tell months and no days, this year up to today is this year with all that is known of
 * the month in which today is, and the last twelve months are twelve whole ones.
 */
final class UpToToday {
  private final Model model;
  private final LocalDate tomorrow;

  UpToToday(Model model, LocalDate today) {
    this.model = model;
    this.tomorrow = today.plusDays(1);
  }

  Assembly.Assembled in(Assembly.Assembled assembled) {
    LogicalQuery query = assembled.query();
    Optional<Unit> told = told(query).filter(unit -> unit != Unit.DAY);
    if (told.isEmpty()) {
      return assembled;
    }
    boolean levels = areLevels(query);
    LogicalQuery whole =
        new LogicalQuery(
            query.listed(),
            query.measures().stream().map(measure -> whole(measure, told.get())).toList(),
            query.groups(),
            query.where().stream()
                .map(condition -> levels ? atEnd(condition, told.get()) : condition)
                .map(condition -> whole(condition, told.get()))
                .toList(),
            query.having(),
            query.order(),
            query.limit());
    if (whole.equals(query)) {
      return assembled;
    }
    List<Note> notes = new ArrayList<>(assembled.notes());
    notes.add(new Note.WholeUnits(told.get()));
    return new Assembly.Assembled(whole, notes, assembled.cost());
  }

  /** How finely all that is asked for tells when, by its usual time. */
  private Optional<Unit> told(LogicalQuery query) {
    Set<String> bases = new LinkedHashSet<>();
    query.listed().ifPresent(bases::add);
    query.measures().forEach(measure -> bases.addAll(Measures.bases(model, measure)));
    Set<Unit> units = new LinkedHashSet<>();
    for (String base : bases) {
      try {
        units.add(model.field(Times.of(model, base).field()).unit().orElse(Unit.DAY));
      } catch (CannotPlan e) {
        // The planner says why there is no one time.
        return Optional.empty();
      }
    }
    return units.size() == 1 ? units.stream().findFirst() : Optional.empty();
  }

  private Condition whole(Condition condition, Unit told) {
    return condition instanceof Condition.During during && during.time().isEmpty()
        ? new Condition.During(
            during.ranges().stream().map(range -> whole(range, told)).toList(),
            during.time(),
            during.negated())
        : condition;
  }

  private Measure whole(Measure measure, Unit told) {
    if (measure instanceof Measure.In in) {
      return new Measure.In(in.of(), whole(in.range(), told));
    }
    return measure instanceof Measure.Between both
        ? new Measure.Between(
            both.of(), whole(both.earlier(), told), whole(both.later(), told), both.inPercent())
        : measure;
  }

  private boolean areLevels(LogicalQuery query) {
    return !query.measures().isEmpty()
        && query.measures().stream()
            .allMatch(
                measure ->
                    measure instanceof Measure.OfMetric of
                        && model.metric(of.metric()).semiAdditive());
  }

  private Condition atEnd(Condition condition, Unit told) {
    return condition instanceof Condition.During during && during.time().isEmpty()
        ? new Condition.During(
            during.ranges().stream().map(range -> atEnd(range, told)).toList(),
            during.time(),
            during.negated())
        : condition;
  }

  /** How things stood at the end of a month, of rows that tell how they did at the end of each. */
  private TimeRange atEnd(TimeRange range, Unit told) {
    if (!range.isBounded() || range.plain().unit() != Unit.DAY) {
      return range;
    }
    LocalDate first = range.start().orElseThrow();
    LocalDate start = told.start(first, model.weekStarts());
    LocalDate end = told.plus(start, 1);
    return range.end().equals(Optional.of(end)) ? TimeRange.of(start, end, told) : range;
  }

  /** A range of more than a day that ends with today, or with its day of an earlier year. */
  private TimeRange whole(TimeRange range, Unit told) {
    if (!range.isBounded()) {
      return range;
    }
    LocalDate first = range.start().orElseThrow();
    LocalDate last = range.end().orElseThrow();
    boolean goesOn =
        last.equals(tomorrow.withYear(last.getYear())) && first.plusDays(1).isBefore(last);
    boolean manyWhole =
        !first.plusYears(1).isAfter(last) && first.getDayOfMonth() == last.getDayOfMonth();
    return goesOn && (isStart(first, told) || manyWhole)
        ? TimeRange.of(next(first, told), next(last, told), told)
        : range;
  }

  private boolean isStart(LocalDate day, Unit unit) {
    return unit.start(day, model.weekStarts()).equals(day);
  }

  /** A day with which a unit starts, or the first such after it. */
  private LocalDate next(LocalDate day, Unit unit) {
    return isStart(day, unit) ? day : unit.plus(unit.start(day, model.weekStarts()), 1);
  }
}
