package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How things are counted of which versions are kept: as the model's only count of them does. Where
 * that counts the versions of today, "today" says nothing more.
 */
final class Standing {
  private final Model model;
  private final Said said;
  private final Belonging belonging;
  private final LocalDate today;

  Standing(Model model, Said said, Belonging belonging, LocalDate today) {
    this.model = model;
    this.said = said;
    this.belonging = belonging;
    this.today = today;
  }

  /** How many things there are when nothing else was said; those of a time by their rows. */
  Measure count(String dataset) {
    Measure rows = new Measure.Rows(dataset);
    Measure usual = only(dataset).orElse(rows);
    settle(usual);
    boolean timed = said.where.stream().anyMatch(Belonging::isUndated);
    return timed && !belonging.hasTime(dataset) ? rows : usual;
  }

  /** Leaves "today" out where it says no more than what is measured does. */
  void settle(Measure measure) {
    List<Condition> times = said.where.stream().filter(Belonging::isUndated).toList();
    if (times.size() == 1 && !said.acted && isToday(times.get(0)) && standsToday(measure)) {
      said.where.removeAll(times);
      said.notes.add(new Note.AsToday());
    }
  }

  /**
   * Whether what is asked is as it stands, so that "currently" says nothing more: levels, of which
   * the last counts, and what is counted or listed by a state.
   */
  boolean isNow() {
    boolean timed =
        said.where.stream().anyMatch(Belonging::isTime)
            || said.sides.isPresent()
            || said.overTime
            || said.groups.stream().anyMatch(group -> !(group instanceof Group.ByField));
    boolean levels =
        !said.measures.isEmpty()
            && said.measures.stream()
                .allMatch(
                    m ->
                        m instanceof Measure.OfMetric of
                            && model.metric(of.metric()).semiAdditive());
    boolean states =
        !said.where.isEmpty()
            && said.measures.stream()
                .allMatch(m -> m instanceof Measure.Rows || Measures.counts(model, m));
    return !timed && (levels || states);
  }

  private boolean standsToday(Measure measure) {
    Set<String> bases = Measures.bases(model, measure);
    return bases.size() == 1
        && only(bases.iterator().next()).equals(Optional.of(measure))
        && Measures.counted(model, measure).isEmpty()
        && !Measures.countsAll(model, measure)
        && !belonging.hasTime(bases.iterator().next());
  }

  private boolean isToday(Condition condition) {
    return condition.equals(
        new Condition.During(
            List.of(TimeRange.of(today, today.plusDays(1), Unit.DAY)), Optional.empty(), false));
  }

  private Optional<Measure> only(String dataset) {
    return model
        .dataset(dataset)
        .countedBy()
        .flatMap(versions -> Measures.onlyCount(model, dataset, inAnyWay -> true));
  }
}
