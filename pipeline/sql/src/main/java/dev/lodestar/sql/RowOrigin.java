package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * A plan whose rows also carry the row of the leading table that each was made from, as further
 * columns behind its own. There is such a row where the plan only filters, computes, sorts and
 * looks things up.
 *
 * @param columns names and types of the further columns, as the leading table has them
 */
public record RowOrigin(RelNode plan, TableName table, List<Column> columns) {

  public RowOrigin {
    columns = List.copyOf(columns);
  }

  /** The widened plan; empty where rows of the result are made from many. */
  public static Optional<RowOrigin> of(RelNode plan) {
    if (plan instanceof TableScan scan) {
      List<Column> columns = new ArrayList<>();
      for (RelDataTypeField field : scan.getRowType().getFieldList()) {
        columns.add(new Column(field.getName(), ColumnTypes.of(field.getType())));
      }
      int width = scan.getRowType().getFieldCount();
      List<RexNode> twice = new ArrayList<>(references(scan, 0, width));
      twice.addAll(references(scan, 0, width));
      return Optional.of(
          new RowOrigin(projected(scan, twice), SqlCompiler.tableName(scan), columns));
    }
    if (plan instanceof Filter && !Distributor.hasSubQuery(plan)) {
      return of(plan.getInput(0)).map(o -> o.with(plan.copy(plan.getTraitSet(), List.of(o.plan))));
    }
    if (plan instanceof Sort sort) {
      return of(sort.getInput())
          .map(
              o ->
                  o.with(LogicalSort.create(o.plan, sort.getCollation(), sort.offset, sort.fetch)));
    }
    if (plan instanceof Project project
        && !project.containsOver()
        && !Distributor.hasSubQuery(plan)) {
      return of(project.getInput()).map(o -> o.under(project));
    }
    if (plan instanceof Join join && !Distributor.hasSubQuery(plan)) {
      boolean leftLeads =
          join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT;
      return leftLeads ? of(join.getLeft()).map(o -> o.leading(join)) : Optional.empty();
    }
    return Optional.empty();
  }

  private RowOrigin with(RelNode newPlan) {
    return new RowOrigin(newPlan, table, columns);
  }

  private RowOrigin under(Project project) {
    int own = project.getInput().getRowType().getFieldCount();
    List<RexNode> expressions = new ArrayList<>(project.getProjects());
    expressions.addAll(references(plan, own, columns.size()));
    return with(projected(plan, expressions));
  }

  /**
   * The join with the widened left side; the further columns then move from the middle to the end.
   */
  private RowOrigin leading(Join join) {
    int left = join.getLeft().getRowType().getFieldCount();
    int right = join.getRight().getRowType().getFieldCount();
    int more = columns.size();
    RexNode condition = RexUtil.shift(join.getCondition(), left, more);
    RelNode joined =
        LogicalJoin.create(
            plan,
            join.getRight(),
            List.of(),
            condition,
            join.getVariablesSet(),
            join.getJoinType());
    List<RexNode> order = new ArrayList<>(references(joined, 0, left));
    order.addAll(references(joined, left + more, right));
    order.addAll(references(joined, left, more));
    return with(projected(joined, order));
  }

  private static List<RexInputRef> references(RelNode input, int from, int count) {
    RexBuilder builder = input.getCluster().getRexBuilder();
    return IntStream.range(from, from + count)
        .mapToObj(i -> builder.makeInputRef(input, i))
        .toList();
  }

  private static RelNode projected(RelNode input, List<? extends RexNode> expressions) {
    List<String> names = IntStream.range(0, expressions.size()).mapToObj(i -> "w" + i).toList();
    return LogicalProject.create(input, List.of(), expressions, names, java.util.Set.of());
  }
}
