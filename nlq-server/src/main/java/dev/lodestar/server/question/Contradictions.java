package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What cannot be meant together, so that a question of such phrases gets no answer rather than a
 * wrong one.
 */
final class Contradictions {
  private final Model model;
  private final Said said;
  private final Belonging belonging;

  Contradictions(Model model, Said said, Belonging belonging) {
    this.model = model;
    this.said = said;
    this.belonging = belonging;
  }

  /** December by year is that of every year, and not the latest one. */
  boolean isOfOneYearOnly() {
    return said.notes.stream().anyMatch(note -> note instanceof Note.LatestMeant)
        && said.groups.stream()
            .anyMatch(group -> group instanceof Group.ByTime by && by.unit() == Unit.YEAR);
  }

  /** Whether all that is measured is in the unit that was named: nothing is converted. */
  static boolean isInUnits(Model model, LogicalQuery query, Set<String> units) {
    return !query.measures().isEmpty()
        && query.measures().stream()
            .allMatch(measure -> units.equals(Set.of(Units.of(unit(model, measure)))));
  }

  /** The unit of a metric or a field, however it is summed up or set beside itself; else none. */
  static String unit(Model model, Measure measure) {
    if (measure instanceof Measure.OfMetric of) {
      return model.metric(of.metric()).unit();
    } else if (measure instanceof Measure.OfField of
        && of.aggregation() != Aggregation.COUNT_DISTINCT) {
      return model.field(of.attribute().field()).measuredIn();
    } else if (measure instanceof Measure.Running running) {
      return unit(model, running.of());
    } else if (measure instanceof Measure.In in) {
      return unit(model, in.of());
    } else if (measure instanceof Measure.PerGroup per) {
      return unit(model, per.of());
    } else if (measure instanceof Measure.Change change && !change.inPercent()) {
      return unit(model, change.of());
    } else if (measure instanceof Measure.Between between && !between.inPercent()) {
      return unit(model, between.of());
    }
    return "";
  }

  /** From here to there: what plays one part is not both. */
  static boolean isTwice(LogicalQuery query) {
    Set<Attribute> seen = new LinkedHashSet<>();
    return query.where().stream()
        .anyMatch(
            c -> c instanceof Condition.OneOf one && !one.negated() && !seen.add(one.attribute()));
  }

  /** Who has an order and has none is nobody: a word was taken for a deed that is denied. */
  static boolean hasAndHasNot(LogicalQuery query) {
    List<Condition.Related> related =
        query.where().stream()
            .filter(c -> c instanceof Condition.Related)
            .map(c -> (Condition.Related) c)
            .toList();
    return related.stream()
        .filter(Condition.Related::negated)
        .anyMatch(
            none ->
                related.stream()
                    .filter(some -> !some.negated() && some.dataset().equals(none.dataset()))
                    .anyMatch(some -> some.where().containsAll(none.where())));
  }

  /** In 2024 but not in 2025: a row that is in the one is not in the other anyway. */
  static boolean deniedInVain(LogicalQuery query) {
    List<TimeRange> meant = times(query, false);
    return !meant.isEmpty()
        && times(query, true).stream()
            .anyMatch(denied -> meant.stream().noneMatch(denied::overlaps));
  }

  private static List<TimeRange> times(LogicalQuery query, boolean negated) {
    return query.where().stream()
        .filter(c -> c instanceof Condition.During d && d.negated() == negated)
        .map(c -> (Condition.During) c)
        .filter(during -> during.time().isEmpty())
        .flatMap(during -> during.ranges().stream())
        .toList();
  }

  boolean isDoneBy(String dataset) {
    return !said.measures.isEmpty()
        && said.measures.stream()
            .flatMap(measure -> Measures.bases(model, measure).stream())
            .allMatch(base -> !base.equals(dataset) && model.reaches(base, dataset));
  }

  /**
   * "At the time of the sale" is true of what the rows of the sale tell themselves, and of things
   * that have a row for each version, to one of which each sale belongs.
   */
  boolean settleAsOf() {
    if (said.asOf.isEmpty()) {
      return true;
    }
    Set<String> told = new TreeSet<>(belonging.datasets(said.where));
    for (Group group : said.groups) {
      if (group instanceof Group.ByField by) {
        told.add(by.attribute().field().dataset());
      }
    }
    Set<String> versions = new TreeSet<>(told);
    versions.removeIf(dataset -> model.dataset(dataset).countedBy().isEmpty());
    return said.asOf.stream().allMatch(this::isMeasured)
        && !versions.isEmpty()
        && told.stream().allMatch(d -> versions.contains(d) || said.asOf.contains(d));
  }

  /** What a verb tells of must be what is measured: doses prescribed, not revenue admitted. */
  boolean elsewhereDone() {
    if (said.actedOn.isEmpty()) {
      return false;
    }
    return said.measures.stream()
        .flatMap(measure -> Measures.bases(model, measure).stream())
        .anyMatch(
            base ->
                !model.reaches(said.actedOn.get(), base)
                    && !model.reaches(base, said.actedOn.get())
                    && model.facts().contains(base));
  }

  /** A dataset is named to say of which rows: then something must be said of them. */
  boolean mentionedInVain() {
    boolean whose = said.acted && !said.mentioned.isEmpty();
    return whose
        || said.mentioned.stream()
            .filter(dataset -> !isMeasured(dataset))
            .anyMatch(
                dataset ->
                    said.related.isEmpty()
                        && said.where.stream()
                            .noneMatch(
                                c -> {
                                  Set<String> named = belonging.datasets(List.of(c));
                                  return !named.isEmpty() && belonging.reaches(dataset, named);
                                }));
  }

  /** Whether what is measured are rows of a dataset: the age of patients. */
  private boolean isMeasured(String dataset) {
    return !said.measures.isEmpty()
        && said.measures.stream()
            .allMatch(measure -> Measures.bases(model, measure).equals(Set.of(dataset)));
  }

  /** One field cannot have two values at once, nor one question two times. */
  boolean conflicting() {
    Set<Attribute> seen = new LinkedHashSet<>();
    int times = 0;
    for (Condition condition : said.where) {
      if (condition instanceof Condition.OneOf one
          && !one.negated()
          && !seen.add(one.attribute())) {
        return true;
      }
      if (condition instanceof Condition.During during
          && !during.negated()
          && during.time().isEmpty()) {
        times++;
      }
    }
    return times > 1;
  }
}
