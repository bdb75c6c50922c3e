package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to those who have none: who has none has fewer than two as well, and yet is in no row that
 * is counted. They are kept, or nothing is answered, but never left out in silence.
 */
final class HavingNone {
  private final Work work;
  private final Shapes shapes;
  private final Model model;
  private final LogicalQuery query;

  HavingNone(Work work, Shapes shapes) {
    this.work = work;
    this.shapes = shapes;
    this.model = work.model;
    this.query = work.query;
  }

  /**
   * The way to the things of which one may have none: who has none has fewer than two as well.
   * Empty where the bounds are not fulfilled by none, and where whatever is bounded has rows.
   */
  Optional<List<String>> withNone() throws CannotPlan {
    if (!holdForNone()) {
      return Optional.empty();
    }
    if (query.groups().stream().anyMatch(group -> !(group instanceof Group.ByField))) {
      // A month in which nothing happened is in no row at all.
      throw noneUntold();
    }
    Branch branch = new Branch(model, shapes.leaves().get(0).base(), true, "");
    List<List<String>> ways = new ArrayList<>();
    for (Group group : query.groups()) {
      if (group instanceof Group.ByField by) {
        ways.add(branch.way(by.attribute()));
      }
    }
    if (ways.stream().allMatch(List::isEmpty)) {
      return Optional.empty();
    }
    List<String> nearest =
        ways.stream().min(java.util.Comparator.comparingInt(List::size)).orElseThrow();
    boolean apart =
        nearest.isEmpty() || ways.stream().anyMatch(way -> !Branch.goesOn(nearest, way));
    if (apart || !canBeWithout(branch, nearest)) {
      throw noneUntold();
    }
    return Optional.of(nearest);
  }

  /** Whether things that have no row can be kept, with nothing counted of them. */
  boolean canBeWithout(Branch branch, List<String> way) throws CannotPlan {
    String things = model.relationship(way.get(way.size() - 1)).to();
    for (LogicalQuery.Having bound : query.having()) {
      Optional<Attribute> counted =
          bound.measure() instanceof Measure.Distinct distinct
              ? Optional.of(Attribute.of(new FieldRef(distinct.dataset(), "")))
              : bound.measure() instanceof Measure.Values values
                  ? Optional.of(values.attribute())
                  : Optional.empty();
      if (counted.isPresent() && Branch.goesOn(way, branch.way(counted.get()))) {
        return false;
      }
    }
    return model.dataset(things).countedBy().isEmpty()
        && shapes.leaves().stream().noneMatch(Shapes.Leaf::lastOnly);
  }

  boolean holdForNone() {
    return !query.having().isEmpty()
        && query.having().stream().allMatch(b -> counts(b.measure()) && b.holdsForNone());
  }

  /** Where those who have none would be left out in silence, nothing is answered. */
  void mustTellNone() throws CannotPlan {
    boolean chosen =
        query.measures().stream()
            .allMatch(m -> query.having().stream().anyMatch(b -> b.measure().equals(m)));
    if (holdForNone() && chosen) {
      throw noneUntold();
    }
  }

  static CannotPlan noneUntold() {
    return new CannotPlan(Reason.NONE_UNTOLD, "What has none is not told apart here", List.of());
  }

  boolean counts(Measure measure) {
    return measure instanceof Measure.Rows
        || measure instanceof Measure.Distinct
        || measure instanceof Measure.Values
        || (measure instanceof Measure.OfField of
            && of.aggregation() == dev.lodestar.server.semantic.Aggregation.COUNT_DISTINCT)
        || (measure instanceof Measure.OfMetric metric
            && model.metric(metric.metric()).formula().isOne()
            && model
                .metric(metric.metric())
                .formula()
                .aggregates()
                .get(0)
                .function()
                .equals("count"));
  }

  /** The conditions of the things that are kept; those of their rows go where rows are joined. */
  List<Condition> ofKept(Branch branch) throws CannotPlan {
    List<Condition> ofRows = new ArrayList<>();
    List<Condition> ofAll = new ArrayList<>();
    for (Condition condition : query.where()) {
      (isOfKept(branch, condition) ? ofAll : ofRows).add(condition);
    }
    branch.joinedWhere(work.conditions(branch, ofRows));
    return ofAll;
  }

  /** Whether a condition is of the things that are kept, and not of the rows that they have. */
  private boolean isOfKept(Branch branch, Condition condition) throws CannotPlan {
    if (condition instanceof Condition.AnyOf any) {
      for (Condition part : any.conditions()) {
        if (!isOfKept(branch, part)) {
          return false;
        }
      }
      return true;
    }
    Set<Attribute> attributes = Attribute.allOf(condition);
    if (condition instanceof Condition.Named named) {
      model
          .filter(named.filter())
          .condition()
          .fields()
          .forEach(field -> attributes.add(Attribute.of(field)));
    } else if (condition instanceof Condition.During during) {
      attributes.add(branch.time(during.time().or(work::ownTime)));
    } else if (condition instanceof Condition.OnPart part) {
      attributes.add(branch.time(part.time().or(work::ownTime)));
    }
    for (Attribute attribute : attributes) {
      if (!branch.isBeyondKept(attribute)) {
        return false;
      }
    }
    return !attributes.isEmpty();
  }

  /** What has no rows of another fact has none of them. */
  private String numbered(LogicalQuery.Having bound, String sql) {
    return counts(bound.measure()) && bound.holdsForNone() ? "coalesce(" + sql + ", 0)" : sql;
  }

  List<String> bounds(List<Measure> needed, List<String> plainNames, String prefix) {
    return query.having().stream()
        .map(
            bound ->
                numbered(
                        bound,
                        prefix
                            + Identifiers.written(plainNames.get(needed.indexOf(bound.measure()))))
                    + " "
                    + bound.comparison().sql()
                    + " "
                    + bound.number().toPlainString())
        .toList();
  }
}
