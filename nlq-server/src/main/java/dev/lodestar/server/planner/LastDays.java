package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
    if (inner.isJoined()) {
      throw new CannotPlan(
          Reason.UNSUPPORTED, "A level over time needs a date in its own rows", List.of());
    }
    sql.append('\n').append(inner.from());
    Layout.append(sql, "WHERE", " AND ", conditions);
    Layout.append(sql, "GROUP BY", ", ", groupBy);
    return "WITH last_days AS (\n" + Layout.indented(sql.toString()) + "\n)\n";
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
