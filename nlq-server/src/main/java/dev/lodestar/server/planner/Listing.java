package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists things, or what there is of them, where no number is asked for. */
final class Listing {
  private final Work work;
  private final Ordering orders;
  private final KeptRows keptRows;
  private final Model model;
  private final LogicalQuery query;
  private final List<String> groupNames;

  Listing(Work work, Ordering orders) {
    this.work = work;
    this.orders = orders;
    this.keptRows = new KeptRows(work, orders);
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
          where.addAll(candidates(branch));
          HiddenKeys keys =
              keptRows.areNumbered()
                  ? HiddenKeys.of(work, branch, query.limit().orElseThrow().per())
                  : HiddenKeys.none();
          select.addAll(keys.columns());
          boolean rows = query.listed().isPresent();
          StringBuilder sql = new StringBuilder("SELECT ");
          sql.append(rows ? "" : "DISTINCT ").append(String.join(", ", select));
          sql.append('\n').append(branch.from());
          Layout.append(sql, "WHERE", " AND ", where);
          List<String> once = once(branch);
          if (!once.isEmpty()) {
            once.addAll(keys.sql());
          }
          Layout.append(sql, "GROUP BY", ", ", once);
          if (keptRows.areNumbered()) {
            return numbered(sql.toString(), keys);
          }
          sql.append(orders.ordering(groupNames, List.of(), branch, rows, List.of()));
          sql.append(keptRows.clause());
          return sql.toString();
        });
  }

  /** The first of each group, or a part of all. */
  private String numbered(String listed, HiddenKeys keys) {
    String names = groupNames.stream().map(Identifiers::written).collect(Collectors.joining(", "));
    return "WITH listed AS (\n"
        + Layout.indented(listed)
        + "\n)\nSELECT "
        + names
        + "\nFROM listed\nQUALIFY "
        + keptRows.condition("", keys).orElseThrow()
        + orders.ordering(groupNames, List.of(), "", HiddenKeys.none());
  }

  /** What has no price is none of the cheapest, and of no category the cheapest of none. */
  private List<String> candidates(Branch branch) throws CannotPlan {
    Set<Integer> needed = new TreeSet<>();
    if (query.limit().isPresent()) {
      needed.addAll(query.limit().get().per());
      query.order().forEach(order -> needed.add(order.index()));
    }
    List<String> candidates = new ArrayList<>();
    for (int group : needed) {
      candidates.add(branch.group(query.groups().get(group), false) + " IS NOT NULL");
    }
    return candidates;
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
