package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Some columns of a result, followed down to the rows of tables.
 *
 * <p>Where they can be followed to a table, a row of it has a part in those rows of the result only
 * that have in these columns what the expressions give for the row. So when rows of the table come
 * or go, all other rows of the result stay as they are.
 *
 * @param expressions in DuckDB SQL over the columns of a table, one for each column; for each place
 *     where the query reads the table
 * @param lost tables of which some row may have a part in any row of the result
 */
public record Followed(Map<TableName, List<List<String>>> expressions, Set<TableName> lost) {

  /** Follows columns of a query's result. */
  public static Followed down(CompiledQuery query, List<String> columns) {
    RelNode plan = query.plan();
    List<String> names = query.columns().stream().map(c -> c.name()).toList();
    List<RexNode> references = new ArrayList<>();
    for (String column : columns) {
      references.add(plan.getCluster().getRexBuilder().makeInputRef(plan, names.indexOf(column)));
    }
    Walk walk = new Walk();
    walk.down(plan, references);
    return new Followed(walk.expressions, walk.lost);
  }

  private static final class Walk {
    private final Map<TableName, List<List<String>>> expressions = new LinkedHashMap<>();
    private final Set<TableName> lost = new TreeSet<>();
    private final RexShuttle subqueries =
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            lose(subQuery.rel);
            return super.visitSubQuery(subQuery);
          }
        };

    private void down(RelNode node, List<RexNode> columns) {
      node.accept(subqueries);
      if (RexUtil.SubQueryFinder.find(columns) != null
          || columns.stream().anyMatch(RexUtil::containsCorrelation)) {
        lose(node);
        columns.forEach(c -> c.accept(subqueries));
      } else if (node instanceof TableScan scan) {
        expressions
            .computeIfAbsent(SqlCompiler.tableName(scan), t -> new ArrayList<>())
            .add(columns.stream().map(c -> DuckDbWriter.expression(c, scan)).toList());
      } else if (node instanceof Filter filter) {
        down(filter.getInput(), columns);
      } else if (node instanceof Sort sort && sort.fetch == null && sort.offset == null) {
        down(sort.getInput(), columns);
      } else if (node instanceof Project project && !project.containsOver()) {
        down(project.getInput(), RelOptUtil.pushPastProject(columns, project));
      } else if (node instanceof Aggregate aggregate && groupsBy(aggregate, columns)) {
        List<Integer> keys = aggregate.getGroupSet().asList();
        down(aggregate.getInput(), moved(columns, keys, aggregate.getInput()));
      } else if (node instanceof Union union) {
        union.getInputs().forEach(input -> down(input, columns));
      } else if (node instanceof Join join) {
        join(join, columns);
      } else if (!(node instanceof Values)) {
        lose(node);
      }
    }

    private void lose(RelNode node) {
      lost.addAll(SqlCompiler.tablesIn(node));
    }

    private static boolean groupsBy(Aggregate aggregate, List<RexNode> columns) {
      int groups = aggregate.getGroupCount();
      return aggregate.getGroupType() == Aggregate.Group.SIMPLE
          && references(columns).stream().allMatch(index -> index < groups);
    }

    /** A side that may be filled up with nulls is lost: its rows decide on rows without them. */
    private void join(Join join, List<RexNode> columns) {
      int width = join.getLeft().getRowType().getFieldCount();
      Set<Integer> used = references(columns);
      JoinRelType type = join.getJoinType();
      boolean left =
          used.stream().allMatch(i -> i < width)
              && type != JoinRelType.RIGHT
              && type != JoinRelType.FULL;
      boolean right =
          used.stream().allMatch(i -> i >= width)
              && (type == JoinRelType.INNER || type == JoinRelType.RIGHT);
      if (left) {
        down(join.getLeft(), columns);
        lose(join.getRight());
      } else if (right) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
          places.add(i - width);
        }
        down(join.getRight(), moved(columns, places, join.getRight()));
        lose(join.getLeft());
      } else {
        lose(join);
      }
    }

    private static Set<Integer> references(List<RexNode> columns) {
      Set<Integer> used = new TreeSet<>();
      columns.forEach(
          c ->
              c.accept(
                  new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef reference) {
                      used.add(reference.getIndex());
                      return reference;
                    }
                  }));
      return used;
    }

    private static List<RexNode> moved(List<RexNode> columns, List<Integer> places, RelNode input) {
      RexShuttle shuttle =
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
              return RexInputRef.of(places.get(reference.getIndex()), input.getRowType());
            }
          };
      return columns.stream().map(c -> c.accept(shuttle)).toList();
    }
  }
}
