package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** What a plan is made of, in its steps and in the subqueries of their expressions. */
final class PlanParts extends RelHomogeneousShuttle {
  private final Set<TableName> tables = new TreeSet<>();
  private boolean steady = true;

  private PlanParts() {}

  static PlanParts of(RelNode plan) {
    PlanParts parts = new PlanParts();
    plan.accept(parts);
    return parts;
  }

  /** The tables that it reads. */
  Set<TableName> tables() {
    return tables;
  }

  /** Whether it calls no function that depends on the clock or on chance. */
  boolean steady() {
    return steady;
  }

  @Override
  public RelNode visit(TableScan scan) {
    tables.add(SqlCompiler.tableName(scan));
    return scan;
  }

  @Override
  public RelNode visit(RelNode node) {
    if (node instanceof TableScan scan) {
      return visit(scan);
    }
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            steady &= call.getOperator().isDeterministic();
            return super.visitCall(call);
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            subQuery.rel.accept(PlanParts.this);
            return super.visitSubQuery(subQuery);
          }
        });
    return super.visit(node);
  }
}
