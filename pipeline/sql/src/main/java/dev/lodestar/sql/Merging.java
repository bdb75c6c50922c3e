package dev.lodestar.sql;

import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Aggregates of parts, put together to those of the whole. */
final class Merging {
  private Merging() {}

  /**
   * Whether it comes out as the very same value however rows are put into parts: no sums or
   * averages of floating point numbers.
   */
  static boolean isExact(AggregateCall call) {
    if (call.isDistinct() || !call.getCollation().getFieldCollations().isEmpty()) {
      return false;
    }
    return switch (call.getAggregation().getKind()) {
      case COUNT, MIN, MAX -> true;
      case SUM, SUM0 -> SqlTypeUtil.isExactNumeric(call.getType());
      default -> false;
    };
  }

  /** What makes the value of the whole from those of the parts. */
  static SqlAggFunction function(AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    return kind == SqlKind.COUNT ? SqlStdOperatorTable.SUM0 : call.getAggregation();
  }
}
