package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.List;
import java.util.Optional;

/**
 * Revenue in France and in Spain is that of each, as is the average price in France and Spain: what
 * has a preposition of its own is asked for by itself, and what does not add up is nothing for both
 * together.
 */
final class EachNamed {
  private final Model model;
  private final Said said;

  EachNamed(Model model, Said said) {
    this.model = model;
    this.said = said;
  }

  /** Groups by what was named more than once. */
  void settle() {
    boolean measured =
        !said.measures.isEmpty()
            && said.things.isEmpty()
            && said.rank.isEmpty()
            && said.sides.isEmpty()
            && said.partOf.isEmpty()
            && !said.sharing
            && said.groups.stream().noneMatch(group -> group instanceof Group.ByField)
            && !(said.acted && said.measures.stream().anyMatch(this::counts));
    if (!measured) {
      return;
    }
    // By month, in France and in Spain: of both together, as French has to say « de » again.
    boolean alone = said.groups.isEmpty();
    for (Condition.OneOf members : said.together) {
      if ((alone && said.eachOf.contains(members)) || !addUp()) {
        said.group(new Group.ByField(members.attribute()));
      }
    }
    said.where.stream()
        .filter(condition -> (alone && said.eachOf.contains(condition)) || !addUpOverTime())
        .flatMap(condition -> unit(condition).stream())
        .toList()
        .forEach(unit -> said.group(new Group.ByTime(unit, Optional.empty())));
  }

  /** The unit of several times, where each is one of it. */
  private Optional<Unit> unit(Condition condition) {
    boolean byTime = said.groups.stream().anyMatch(group -> group instanceof Group.ByTime);
    if (byTime
        || !(condition instanceof Condition.During during)
        || during.negated()
        || during.time().isPresent()
        || during.ranges().size() < 2) {
      return Optional.empty();
    }
    List<Unit> units = during.ranges().stream().map(TimeRange::unit).distinct().toList();
    return units.size() == 1 && units.get(0) != Unit.DAY
        ? Optional.of(units.get(0))
        : Optional.empty();
  }

  /** Who bought in France and in Spain did so in both. */
  private boolean counts(Measure measure) {
    return Measures.counts(model, measure) || measure instanceof Measure.Distinct;
  }

  /** A level of one day is none of two. */
  private boolean addUpOverTime() {
    return addUp()
        && said.measures.stream()
            .noneMatch(
                measure ->
                    measure instanceof Measure.OfMetric of
                        && model.metric(of.metric()).semiAdditive());
  }

  private boolean addUp() {
    return said.measures.stream().allMatch(this::addsUp);
  }

  /** Whether that of two is the sum of both, or how many both have. */
  private boolean addsUp(Measure measure) {
    if (measure instanceof Measure.OfMetric of) {
      Metric metric = model.metric(of.metric());
      return metric.addsUp() || metric.counts() || metric.semiAdditive();
    }
    if (measure instanceof Measure.OfField of) {
      return of.aggregation() == Aggregation.SUM
          || of.aggregation() == Aggregation.COUNT
          || of.aggregation() == Aggregation.COUNT_DISTINCT;
    }
    return !(measure instanceof Measure.Ratio || measure instanceof Measure.PerGroup);
  }
}
