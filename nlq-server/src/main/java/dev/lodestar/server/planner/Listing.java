package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lists things, or what there is of them, where no number is asked for. */
final class Listing {
  private final Work work;
  private final Ordering orders;
  private final Model model;
  private final LogicalQuery query;
  private final List<String> groupNames;

  Listing(Work work, Ordering orders) {
    this.work = work;
    this.orders = orders;
    this.model = work.model;
    this.query = work.query;
    this.groupNames = work.groupNames;
  }

  String sql(Set<String> datasets) throws CannotPlan {
    String base = query.listed().orElseGet(() -> baseOfGroups());
    datasets.add(base);
    if (query.groups().isEmpty()) {
      throw new CannotPlan(Reason.UNSUPPORTED, "Nothing is asked for", List.of(base));
    }
    return work.twice(
        base,
        query.where(),
        branch -> {
          List<String> select = work.groupColumns(branch);
          List<String> where = work.conditions(branch, query.where());
          boolean rows = query.listed().isPresent();
          StringBuilder sql = new StringBuilder("SELECT ");
          sql.append(rows ? "" : "DISTINCT ").append(String.join(", ", select));
          sql.append('\n').append(branch.from());
          Layout.append(sql, "WHERE", " AND ", where);
          Layout.append(sql, "GROUP BY", ", ", once(branch));
          sql.append(orders.ordering(groupNames, List.of(), branch, rows));
          query.limit().ifPresent(limit -> sql.append("\nLIMIT ").append(limit.rows()));
          return sql.toString();
        });
  }

  /** A thing of several rows that are alike in what is shown of them is listed once. */
  private List<String> once(Branch branch) throws CannotPlan {
    Optional<Attribute> thing = query.listed().flatMap(branch::thing);
    if (thing.isEmpty()) {
      return List.of();
    }
    List<String> once = work.keys(branch);
    String key = branch.attribute(thing.get());
    if (!once.contains(key)) {
      once.add(key);
    }
    return once;
  }

  private String baseOfGroups() {
    Set<String> wanted = new TreeSet<>();
    for (Group group : query.groups()) {
      if (group instanceof Group.ByField by) {
        wanted.add(by.attribute().field().dataset());
      }
    }
    for (Condition condition : query.where()) {
      Attribute.datasetsOf(condition, wanted);
    }
    List<String> reaching = model.reaching(wanted);
    return wanted.size() == 1
        ? wanted.iterator().next()
        : reaching.isEmpty() ? model.datasets().get(0).name() : reaching.get(0);
  }
}
