package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The likeliest reading of a question that cannot be had, and why. What is much less likely is no
 * answer in its place, unless it tells of all that the likeliest does: the share of doctors by city
 * is not that of some appointments because doctors have no city.
 */
final class Unplanned {
  /** By how much a reading may be less likely and account for the words as well. */
  private static final int AS_WELL = 3;

  private @Nullable LogicalQuery likeliest;
  private @Nullable CannotPlan why;
  private int cost = Integer.MAX_VALUE;

  void add(LogicalQuery query, int cost, CannotPlan why) {
    if (cost < this.cost) {
      this.likeliest = query;
      this.why = why;
      this.cost = cost;
    }
  }

  /** Why the likeliest reading cannot be had. */
  Optional<CannotPlan> why() {
    return Optional.ofNullable(why);
  }

  /** Whether a query that can be had answers what was asked. */
  boolean allows(LogicalQuery query, int cost) {
    return likeliest == null
        || cost <= this.cost + AS_WELL
        || namedIn(query).containsAll(namedIn(likeliest));
  }

  /** The fields, metrics, filters and datasets of a query. */
  private static Set<Object> namedIn(LogicalQuery query) {
    Set<Object> named = new HashSet<>();
    query.listed().ifPresent(named::add);
    query.measures().forEach(measure -> add(measure, named));
    query.having().forEach(bound -> add(bound.measure(), named));
    query.groups().forEach(group -> add(group, named));
    add(query.where(), named);
    return named;
  }

  private static void add(Measure measure, Set<Object> named) {
    if (measure instanceof Measure.OfMetric of) {
      named.add(of.metric());
    } else if (measure instanceof Measure.OfField of) {
      named.add(of.attribute().field());
    } else if (measure instanceof Measure.Delay delay) {
      named.add(delay.from().field());
      named.add(delay.to().field());
    } else if (measure instanceof Measure.Rows rows) {
      named.add(rows.dataset());
    } else if (measure instanceof Measure.Distinct distinct) {
      named.add(distinct.dataset());
    } else if (measure instanceof Measure.Values values) {
      named.add(values.attribute().field());
    } else if (measure instanceof Measure.PerGroup per) {
      add(per.of(), named);
      add(per.group(), named);
    } else if (measure instanceof Measure.Ratio ratio) {
      add(ratio.above(), named);
      add(ratio.below(), named);
    } else if (measure instanceof Measure.PartOf part) {
      add(part.of(), named);
      add(List.of(part.condition()), named);
    } else if (measure instanceof Measure.Share share) {
      add(share.of(), named);
    } else if (measure instanceof Measure.Running running) {
      add(running.of(), named);
    } else if (measure instanceof Measure.In in) {
      add(in.of(), named);
    } else if (measure instanceof Measure.Change change) {
      add(change.of(), named);
    } else if (measure instanceof Measure.Between between) {
      add(between.of(), named);
    }
  }

  private static void add(Group group, Set<Object> named) {
    Optional<Attribute> of =
        group.match(by -> Optional.of(by.attribute()), Group.ByTime::time, Group.ByPart::time);
    of.ifPresent(attribute -> named.add(attribute.field()));
  }

  private static void add(List<Condition> conditions, Set<Object> named) {
    for (Condition condition : conditions) {
      if (condition instanceof Condition.Related related) {
        named.add(related.dataset());
        add(related.where(), named);
      } else if (condition instanceof Condition.AnyOf any) {
        add(any.conditions(), named);
      } else if (condition instanceof Condition.Whole whole) {
        named.add(whole.key().field());
        add(whole.measure(), named);
      } else if (condition instanceof Condition.Beside beside) {
        named.add(beside.attribute().field());
        named.add(beside.other().field());
      } else if (condition instanceof Condition.Apart apart) {
        named.add(apart.from().field());
        named.add(apart.to().field());
      } else if (condition instanceof Condition.Named filter) {
        named.add(filter.filter());
      } else {
        Datasets.attribute(condition).ifPresent(named::add);
      }
    }
  }
}
