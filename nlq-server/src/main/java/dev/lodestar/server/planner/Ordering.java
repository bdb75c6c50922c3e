package dev.lodestar.server.planner;

import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.sql.Identifiers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** In which order rows come, down to ties: the same rows always come in the same order. */
final class Ordering {
  private final Model model;
  private final LogicalQuery query;
  private final List<String> groupNames;

  Ordering(Work work) {
    this.model = work.model;
    this.query = work.query;
    this.groupNames = work.groupNames;
  }

  /**
   * @param apart what tells apart rows that look alike
   */
  String ordering(
      List<String> groups,
      List<String> measures,
      Branch branch,
      boolean aggregated,
      List<String> apart)
      throws CannotPlan {
    List<String> sorted = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      sorted.add(aggregated ? sortKey(i, branch, !measures.isEmpty()) : column(groups.get(i)));
    }
    return ordering(sorted, measures.stream().map(this::column).toList(), apart);
  }

  String ordering(List<String> groups, List<String> measures, String prefix, HiddenKeys apart) {
    return ordering(
        groups.stream().map(name -> prefix + Identifiers.written(name)).toList(),
        measures.stream().map(Identifiers::written).toList(),
        apart.names().stream().map(name -> prefix + Identifiers.written(name)).toList());
  }

  private String ordering(List<String> groups, List<String> measures, List<String> apart) {
    List<String> keys = new ArrayList<>();
    Set<Integer> sortedGroups = new LinkedHashSet<>();
    query
        .limit()
        .ifPresent(
            limit -> {
              for (int per : limit.per()) {
                keys.add(groups.get(per));
                sortedGroups.add(per);
              }
            });
    for (LogicalQuery.Order order : query.order()) {
      String key = order.measure() ? measures.get(order.index()) : groups.get(order.index());
      if (order.measure() || sortedGroups.add(order.index())) {
        keys.add(key + (order.descending() ? " DESC" : ""));
      }
    }
    // The rest decides ties, so that the same rows come in the same order.
    for (int i = 0; i < groups.size(); i++) {
      if (query.groups().get(i) instanceof Group.ByTime && sortedGroups.add(i)) {
        keys.add(groups.get(i));
      }
    }
    for (int i = 0; i < groups.size(); i++) {
      if (sortedGroups.add(i)) {
        keys.add(groups.get(i));
      }
    }
    if (!keys.isEmpty()) {
      keys.addAll(apart);
    }
    return keys.isEmpty() ? "" : "\nORDER BY " + String.join(", ", keys);
  }

  private String column(String name) {
    return Identifiers.written(name);
  }

  /** What sorts a group: names of months by their number, where the model says so. */
  private String sortKey(int group, Branch branch, boolean measured) throws CannotPlan {
    if (query.groups().get(group) instanceof Group.ByField by) {
      Field field = model.field(by.attribute().field());
      if (field.sortedBy().isPresent()) {
        FieldRef sorting = new FieldRef(field.ref().dataset(), field.sortedBy().get());
        String sql = branch.attribute(new Attribute(sorting, by.attribute().role()));
        boolean once =
            query.listed().filter(d -> model.dataset(d).countedBy().isPresent()).isPresent();
        return measured || once ? "min(" + sql + ")" : sql;
      }
    }
    return Identifiers.written(groupNames.get(group));
  }
}
