package dev.lodestar.sql;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What cannot be asked of one row. */
final class ConditionProblems {
  private ConditionProblems() {}

  static void check(SqlNode condition) {
    condition.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              throw Refused.at(
                  call,
                  "a condition cannot hold a query",
                  "use a reference: column references table");
            }
            if (call.getKind() == SqlKind.OVER) {
              throw Refused.at(
                  call,
                  "a condition looks at one row at a time",
                  "compute this in the SELECT and test its column");
            }
            return super.visit(call);
          }
        });
  }
}
