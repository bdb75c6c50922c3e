package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;

/** What is told of each of some things becomes the mean over them, where "on average" is said. */
final class OnAverage {
  private final Model model;

  OnAverage(Model model) {
    this.model = model;
  }

  /** Orders per customer, on average; nothing where it is not plain over what. */
  Optional<LogicalQuery> of(LogicalQuery query) {
    boolean isOne =
        query.groups().isEmpty()
            && query.measures().size() == 1
            && query.measures().get(0) instanceof Measure.PerGroup mean
            && mean.how() == Aggregation.AVERAGE;
    if (isOne) {
      return Optional.of(query);
    }
    boolean plain =
        query.listed().isEmpty()
            && query.measures().size() == 1
            && query.groups().size() == 1
            && query.having().isEmpty()
            && query.limit().isEmpty();
    if (!plain) {
      return Optional.empty();
    }
    Measure measure = query.measures().get(0);
    Group group = query.groups().get(0);
    boolean mayBe = measure instanceof Measure.OfMetric || measure instanceof Measure.Distinct;
    Measure mean =
        mayBe
            ? new Measured(model)
                .perGroup(measure, Aggregation.AVERAGE, new Noun(group, Optional.empty(), false))
            : null;
    return mean == null
        ? Optional.empty()
        : Optional.of(
            new LogicalQuery(
                    Optional.empty(),
                    List.of(mean),
                    List.of(),
                    query.where(),
                    List.of(),
                    List.of(),
                    Optional.empty())
                .canonical());
  }
}
