package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts measures of different facts together by what they are grouped by: each fact is aggregated by
 * itself, so that no row of one multiplies those of another.
 */
final class UnitedFacts {
  private final Work work;
  private final Shapes shapes;
  private final Ordering orders;
  private final KeptRows keptRows;
  private final HavingNone havingNone;
  private final LogicalQuery query;
  private final List<String> groupNames;
  private final List<String> measureNames;
  private HiddenKeys keys = HiddenKeys.none();

  UnitedFacts(Work work, Shapes shapes, Ordering orders, HavingNone havingNone) {
    this.work = work;
    this.shapes = shapes;
    this.orders = orders;
    this.keptRows = new KeptRows(work, orders);
    this.havingNone = havingNone;
    this.query = work.query;
    this.groupNames = work.groupNames;
    this.measureNames = work.measureNames;
  }

  /** Each fact aggregated by itself, all below each other. */
  String united(List<Shapes.Shaped> shaped, List<String> plainNames, List<String> bases)
      throws CannotPlan {
    List<String> parts = new ArrayList<>();
    for (String base : bases) {
      int firstLeaf = firstOf(base);
      parts.add(
          work.twice(
              shapes.leaves().get(firstLeaf).base(),
              work.allConditions(),
              branch -> {
                List<String> select = work.groupColumns(branch);
                List<String> groupBy = work.keys(branch);
                keys = HiddenKeys.inEach(work, branch, work.keyedGroups());
                select.addAll(keys.columns());
                groupBy.addAll(keys.sql());
                for (int i = 0; i < shapes.leaves().size(); i++) {
                  boolean here = Shapes.branchOf(shapes.leaves().get(i)).equals(base);
                  String sql = here ? shapes.leaves().get(i).writer().write(branch) : "NULL";
                  select.add(sql + " AS part_" + i);
                }
                List<String> where = work.conditions(branch, query.where());
                where.addAll(work.candidates(branch));
                if (shapes.leaves().get(firstLeaf).lastOnly()) {
                  throw new CannotPlan(
                      Reason.UNSUPPORTED,
                      "A level over time cannot stand beside measures of other facts",
                      List.of());
                }
                StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
                sql.append('\n').append(branch.from());
                Layout.append(sql, "WHERE", " AND ", where);
                Layout.append(sql, "GROUP BY", ", ", groupBy);
                return sql.toString();
              }));
    }
    List<String> groups = new ArrayList<>(groupNames);
    groups.addAll(keys.names());
    List<String> select = new ArrayList<>();
    groups.forEach(name -> select.add(Identifiers.written(name)));
    List<String> maxima = new ArrayList<>();
    for (int i = 0; i < shapes.leaves().size(); i++) {
      maxima.add("max(part_" + i + ")");
    }
    for (int i = 0; i < shaped.size(); i++) {
      select.add(Layout.named(shapes.fill(shaped.get(i), maxima), plainNames.get(i)));
    }
    StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
    sql.append("\nFROM (\n")
        .append(Layout.indented(String.join("\nUNION ALL\n", parts)))
        .append("\n)");
    sql.append(" AS facts");
    Layout.append(sql, "GROUP BY", ", ", groups.stream().map(Identifiers::written).toList());
    return sql.toString();
  }

  /** What the rows of the united facts are told apart by beside their groups. */
  HiddenKeys keys() {
    return keys;
  }

  private int firstOf(String base) {
    for (int i = 0; i < shapes.leaves().size(); i++) {
      if (Shapes.branchOf(shapes.leaves().get(i)).equals(base)) {
        return i;
      }
    }
    throw new IllegalStateException("No part of " + base);
  }

  String overUnited(String united, List<Measure> needed, List<String> plainNames) {
    StringBuilder sql = new StringBuilder("SELECT ");
    List<String> select = new ArrayList<>();
    groupNames.forEach(name -> select.add(Identifiers.written(name)));
    for (Measure measure : query.measures()) {
      select.add(Identifiers.written(plainNames.get(needed.indexOf(measure))));
    }
    sql.append(String.join(", ", select));
    sql.append("\nFROM (\n").append(Layout.indented(united)).append("\n) AS totals");
    List<String> where = new ArrayList<>(havingNone.bounds(needed, plainNames, ""));
    keptRows
        .mustBeKnown()
        .map(m -> Identifiers.written(plainNames.get(needed.indexOf(m))) + " IS NOT NULL")
        .ifPresent(where::add);
    Layout.append(sql, "WHERE", " AND ", where);
    sql.append(orders.ordering(groupNames, measureNames, "", keys));
    sql.append(keptRows.clause());
    return sql.toString();
  }
}
