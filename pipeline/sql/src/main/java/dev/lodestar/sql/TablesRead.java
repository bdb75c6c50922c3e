package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Finds the tables that a plan reads, in its steps and in the subqueries of their expressions. */
final class TablesRead extends RelHomogeneousShuttle {
  private final Set<TableName> tables = new TreeSet<>();

  private TablesRead() {}

  static Set<TableName> in(RelNode plan) {
    TablesRead read = new TablesRead();
    plan.accept(read);
    return read.tables;
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
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            subQuery.rel.accept(TablesRead.this);
            return super.visitSubQuery(subQuery);
          }
        });
    return super.visit(node);
  }
}
