package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * The tables whose rows, one by one, become rows of a query. Where there is no obstacle, the query
 * over some rows of these tables gives exactly what these rows add to its result.
 *
 * @param tables in the order of the query
 * @param obstacle what sees several rows at once, in words that follow "has"; empty when nothing
 *     does
 */
public record Driving(Set<TableName> tables, Optional<String> obstacle) {

  public Driving {
    tables = new LinkedHashSet<>(tables);
  }

  public static Driving of(RelNode plan) {
    Walk walk = new Walk();
    walk.down(plan);
    for (TableName table : walk.driving) {
      if (walk.lookedUp.contains(table)) {
        walk.refuse(table + " both as a table whose rows come and as one that is looked up");
      }
    }
    if (walk.driving.isEmpty()) {
      walk.refuse("no table whose rows come");
    }
    return new Driving(walk.driving, walk.obstacle);
  }

  private static final class Walk {
    private final Set<TableName> driving = new LinkedHashSet<>();
    private final Set<TableName> lookedUp = new LinkedHashSet<>();
    private Optional<String> obstacle = Optional.empty();

    private void refuse(String what) {
      if (obstacle.isEmpty()) {
        obstacle = Optional.of(what);
      }
    }

    private void down(RelNode node) {
      lookUpSubqueries(node);
      if (node instanceof TableScan scan) {
        driving.add(SqlCompiler.tableName(scan));
      } else if (node instanceof Filter filter) {
        down(filter.getInput());
      } else if (node instanceof Project project) {
        if (project.containsOver()) {
          refuse("a window");
        }
        down(project.getInput());
      } else if (node instanceof Sort sort) {
        if (sort.fetch != null || sort.offset != null) {
          refuse("a LIMIT");
        }
        down(sort.getInput());
      } else if (node instanceof Union union) {
        if (!union.all) {
          refuse("a UNION without ALL");
        }
        union.getInputs().forEach(this::down);
      } else if (node instanceof Join join) {
        join(join);
      } else if (node instanceof Correlate correlate) {
        down(correlate.getLeft());
        lookedUp.addAll(SqlCompiler.tablesIn(correlate.getRight()));
      } else {
        refuse(
            node instanceof Aggregate
                ? "a grouping or DISTINCT"
                : "rows that no table brings, or a set operation");
        driving.addAll(SqlCompiler.tablesIn(node));
      }
    }

    private void join(Join join) {
      if (join.getJoinType() == JoinRelType.FULL) {
        refuse("a full join");
      }
      boolean rightLeads = join.getJoinType() == JoinRelType.RIGHT;
      down(rightLeads ? join.getRight() : join.getLeft());
      lookedUp.addAll(SqlCompiler.tablesIn(rightLeads ? join.getLeft() : join.getRight()));
    }

    private void lookUpSubqueries(RelNode node) {
      node.accept(
          new RexShuttle() {
            @Override
            public org.apache.calcite.rex.RexNode visitSubQuery(RexSubQuery subQuery) {
              lookedUp.addAll(SqlCompiler.tablesIn(subQuery.rel));
              return super.visitSubQuery(subQuery);
            }
          });
    }
  }
}
