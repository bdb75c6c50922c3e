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
 * Measures each of several things first and then the many: their mean, or how many are within
 * bounds.
 */
final class OfEach {
  private final Work work;
  private final Shapes shapes;
  private final Ordering orders;
  private final KeptRows keptRows;
  private final HavingNone havingNone;
  private final Model model;
  private final LogicalQuery query;
  private final List<String> groupNames;
  private final List<String> measureNames;
  private HiddenKeys keys = HiddenKeys.none();

  OfEach(Work work, Shapes shapes, Ordering orders, HavingNone havingNone) {
    this.work = work;
    this.shapes = shapes;
    this.orders = orders;
    this.keptRows = new KeptRows(work, orders);
    this.havingNone = havingNone;
    this.model = work.model;
    this.query = work.query;
    this.groupNames = work.groupNames;
    this.measureNames = work.measureNames;
  }

  String perGroup(Set<String> datasets) throws CannotPlan {
    if (query.measures().size() != 1 || keptRows.areNumbered()) {
      throw new CannotPlan(Reason.UNSUPPORTED, "An average per group stands alone", List.of());
    }
    Measure.PerGroup measure = (Measure.PerGroup) query.measures().get(0);
    Shapes.Shaped shaped = shapes.shape(measure.of(), List.of());
    if (shapes.leaves().stream().map(Shapes::branchOf).distinct().count() != 1) {
      throw new CannotPlan(Reason.UNSUPPORTED, "An average per group is of one fact", List.of());
    }
    datasets.add(shapes.leaves().get(0).base());
    String one = "of_each";
    String inner =
        work.twice(
            shapes.leaves().get(0).base(),
            work.allConditions(),
            branch -> {
              List<String> written = shapes.written(branch);
              List<String> select = work.groupColumns(branch);
              HiddenKeys apart = HiddenKeys.of(work, branch, work.keyedGroups());
              keys = apart;
              select.addAll(apart.columns());
              String key = entityKey(branch, measure.group());
              select.add(Layout.named(key, "each_one"));
              select.add(Layout.named(shapes.fill(shaped, written), "value_" + one));
              List<String> where = work.conditions(branch, query.where());
              where.add(key + " IS NOT NULL");
              List<String> groupBy = work.keys(branch);
              groupBy.addAll(apart.sql());
              groupBy.add(key);
              StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
              sql.append('\n').append(branch.from());
              Layout.append(sql, "WHERE", " AND ", where);
              Layout.append(sql, "GROUP BY", ", ", groupBy);
              return sql.toString();
            });
    List<String> select = new ArrayList<>();
    groupNames.forEach(name -> select.add(Identifiers.written(name)));
    String average = measure.how().of("value_" + one);
    select.add(average + " AS " + Identifiers.written(measureNames.get(0)));
    StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
    sql.append("\nFROM (\n").append(Layout.indented(inner)).append("\n) AS ").append(one);
    List<String> groupBy = new ArrayList<>(groupNames);
    groupBy.addAll(keys.names());
    Layout.append(sql, "GROUP BY", ", ", groupBy.stream().map(Identifiers::written).toList());
    Layout.append(
        sql,
        "HAVING",
        " AND ",
        query.having().stream()
            .map(b -> average + " " + b.comparison().sql() + " " + b.number().toPlainString())
            .toList());
    sql.append(orders.ordering(groupNames, measureNames, "", keys));
    sql.append(keptRows.clause());
    return sql.toString();
  }

  /** How many things have a measure within bounds, each of which is a bound of one of them. */
  String countedWithin(Set<String> datasets) throws CannotPlan {
    Optional<String> things =
        query.measures().size() == 1 && query.limit().isEmpty()
            ? thingsCounted(query.measures().get(0))
            : Optional.empty();
    List<Shapes.Shaped> bounds = new ArrayList<>();
    for (LogicalQuery.Having bound : query.having()) {
      bounds.add(shapes.shape(bound.measure(), List.of()));
    }
    List<String> bases = shapes.leaves().stream().map(Shapes::branchOf).distinct().toList();
    // Things of which there are no rows have less than anything, and are not among the rows.
    boolean upwards = query.having().stream().allMatch(b -> b.comparison().sql().startsWith(">"));
    boolean none = havingNone.holdForNone();
    boolean fits =
        things.isPresent()
            && (none ? query.measures().get(0) instanceof Measure.Rows : upwards)
            && bases.size() == 1
            && !bases.get(0).equals(things.get())
            && !shapes.leaves().get(0).lastOnly()
            && (!(query.measures().get(0) instanceof Measure.Distinct distinct)
                || distinct.from().equals(bases.get(0)));
    if (!fits) {
      throw new CannotPlan(Reason.UNSUPPORTED, "A bound is of each of several things", List.of());
    }
    datasets.add(bases.get(0));
    String inner =
        work.twice(
            bases.get(0),
            work.allConditions(),
            branch -> {
              List<String> keys = new ArrayList<>();
              List<Condition> ofAll = new ArrayList<>(query.where());
              if (none) {
                List<String> way = branch.way(Attribute.of(new FieldRef(things.get(), "")));
                if (!havingNone.canBeWithout(branch, way)) {
                  throw HavingNone.noneUntold();
                }
                branch.keepAll(way);
                ofAll = havingNone.ofKept(branch);
                keys.addAll(branch.keyOf(way));
              } else {
                keys.add(branch.belongsTo(things.get()));
              }
              List<String> written = shapes.written(branch);
              List<String> where = work.conditions(branch, ofAll);
              if (!none) {
                where.add(keys.get(0) + " IS NOT NULL");
              }
              List<String> having = new ArrayList<>();
              for (int i = 0; i < bounds.size(); i++) {
                LogicalQuery.Having bound = query.having().get(i);
                having.add(
                    shapes.fill(bounds.get(i), written)
                        + " "
                        + bound.comparison().sql()
                        + " "
                        + bound.number().toPlainString());
              }
              StringBuilder sql =
                  new StringBuilder("SELECT ").append(Layout.named(keys.get(0), "each_one"));
              sql.append('\n').append(branch.from());
              Layout.append(sql, "WHERE", " AND ", where);
              Layout.append(sql, "GROUP BY", ", ", keys);
              Layout.append(sql, "HAVING", " AND ", having);
              return sql.toString();
            });
    return "SELECT count(*) AS "
        + Identifiers.written(measureNames.get(0))
        + "\nFROM (\n"
        + Layout.indented(inner)
        + "\n) AS of_each";
  }

  private static Optional<String> thingsCounted(Measure measure) {
    return measure instanceof Measure.Rows rows
        ? Optional.of(rows.dataset())
        : measure instanceof Measure.Distinct distinct
            ? Optional.of(distinct.dataset())
            : Optional.empty();
  }

  /** A customer is told by the column that points at it, not by a name that others may share. */
  private String entityKey(Branch branch, Group group) throws CannotPlan {
    if (group instanceof Group.ByField by) {
      String dataset = by.attribute().field().dataset();
      boolean name =
          model
              .dataset(dataset)
              .shownAs()
              .filter(by.attribute().field().field()::equals)
              .isPresent();
      if (name && (!dataset.equals(branch.base()) || branch.thing(dataset).isPresent())) {
        return branch.belongsTo(dataset);
      }
    }
    return branch.group(group, false);
  }
}
