package dev.lodestar.sql;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Keeps out of the SELECT that groups what DuckDB would refuse there, window functions, and what
 * Calcite would write there as the number of a column, the order within an aggregate where it is by
 * an expression. In an aggregate that number is a value, and orders nothing.
 */
final class Fence extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof Aggregate aggregate
        && aggregate.getInput() instanceof Project project
        && (project.containsOver() || ordersByExpression(aggregate, project))) {
      RexNode always = project.getCluster().getRexBuilder().makeLiteral(true);
      return aggregate.copy(
          aggregate.getTraitSet(), List.of(LogicalFilter.create(project, always)));
    }
    return visited;
  }

  /** Two steps that compute columns are written as one, where they were not made one before. */
  private static boolean ordersByExpression(Aggregate aggregate, Project project) {
    boolean ofExpressions = project.getInput() instanceof Project;
    return aggregate.getAggCallList().stream()
        .flatMap(call -> call.getCollation().getKeys().stream())
        .anyMatch(key -> ofExpressions || !(project.getProjects().get(key) instanceof RexInputRef));
  }
}
