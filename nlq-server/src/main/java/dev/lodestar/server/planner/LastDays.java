package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Levels over time, as stocks are: they do not add up over days, so only the last day of each group
 * of time counts.
 */
final class LastDays {
  private final Shapes shapes;
  private final Model model;
  private final LogicalQuery query;
  private final List<String> groupNames;

  LastDays(Work work, Shapes shapes) {
    this.shapes = shapes;
    this.model = work.model;
    this.query = work.query;
    this.groupNames = work.groupNames;
  }

  String with(Branch branch, List<Condition> where) throws CannotPlan {
    if (!shapes.leaves().get(0).lastOnly()) {
      return "";
    }
    Branch inner = new Branch(model, branch.base(), false, "");
    List<String> select = new ArrayList<>();
    List<String> groupBy = new ArrayList<>();
    for (int i = 0; i < query.groups().size(); i++) {
      if (!(query.groups().get(i) instanceof Group.ByField)) {
        String sql = inner.group(query.groups().get(i), false);
        select.add(Layout.named(sql, groupNames.get(i)));
        groupBy.add(sql);
      }
    }
    select.add("max(" + inner.attribute(time(inner)) + ") AS last_day");
    List<String> conditions = new ArrayList<>();
    for (Condition condition : where) {
      if (condition instanceof Condition.During) {
        conditions.add(inner.condition(condition));
      }
    }
    List<String> each = new ArrayList<>();
    for (Optional<TimeRange> range : ranges()) {
      List<String> within = new ArrayList<>(conditions);
      if (range.isPresent()) {
        within.add(
            inner.condition(new Condition.During(List.of(range.get()), Optional.empty(), false)));
      }
      StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
      sql.append('\n').append(inner.from());
      Layout.append(sql, "WHERE", " AND ", within);
      Layout.append(sql, "GROUP BY", ", ", groupBy);
      each.add(sql.toString());
    }
    if (inner.isJoined()) {
      throw new CannotPlan(
          Reason.UNSUPPORTED, "A level over time needs a date in its own rows", List.of());
    }
    if (each.size() > 1 && ranges().contains(Optional.empty())) {
      throw new CannotPlan(
          Reason.UNSUPPORTED, "A level is not shown of all time beside that of some", List.of());
    }
    return "WITH last_days AS (\n" + Layout.indented(String.join("\nUNION ALL\n", each)) + "\n)\n";
  }

  /** The times that are set side by side, each of which has a last day of its own. */
  private Set<Optional<TimeRange>> ranges() {
    Set<Optional<TimeRange>> ranges = new LinkedHashSet<>();
    for (Measure measure : query.measures()) {
      if (measure instanceof Measure.In in) {
        ranges.add(Optional.of(in.range()));
      } else if (measure instanceof Measure.Between both) {
        ranges.add(Optional.of(both.earlier()));
        ranges.add(Optional.of(both.later()));
      } else {
        ranges.add(Optional.empty());
      }
    }
    return ranges;
  }

  private Attribute time(Branch branch) throws CannotPlan {
    for (Measure measure : query.measures()) {
      if (measure instanceof Measure.OfMetric of && model.metric(of.metric()).time().isPresent()) {
        return Attribute.of(model.metric(of.metric()).time().get());
      }
    }
    return branch.time(Optional.empty());
  }

  String from(Branch branch, List<String> where) throws CannotPlan {
    if (!shapes.leaves().get(0).lastOnly()) {
      return branch.from();
    }
    where.add(branch.attribute(time(branch)) + " IN (SELECT last_day FROM last_days)");
    return branch.from();
  }
}
