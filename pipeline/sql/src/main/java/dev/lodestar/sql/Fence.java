package dev.lodestar.sql;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;

/** Keeps window functions out of the SELECT that groups, where DuckDB would refuse them. */
final class Fence extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof Aggregate aggregate
        && aggregate.getInput() instanceof Project project
        && project.containsOver()) {
      RexNode always = project.getCluster().getRexBuilder().makeLiteral(true);
      return aggregate.copy(
          aggregate.getTraitSet(), List.of(LogicalFilter.create(project, always)));
    }
    return visited;
  }
}
