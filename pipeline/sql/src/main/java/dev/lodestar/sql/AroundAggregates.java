package dev.lodestar.sql;

import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Puts around aggregate calls what {@link DuckDbAggregate#around} asks for, outside of their FILTER
 * and OVER.
 */
final class AroundAggregates extends SqlShuttle {
  private static final String AROUND = "around an aggregate";

  @Override
  public SqlNode visit(SqlCall original) {
    SqlCall call = (SqlCall) Objects.requireNonNull(super.visit(original));
    return switch (call.getKind()) {
      case OVER, FILTER, WITHIN_GROUP, IGNORE_NULLS, RESPECT_NULLS -> lifted(call);
      default ->
          call.getOperator() instanceof DuckDbAggregate aggregate && !aggregate.around().isEmpty()
              ? wrapped(aggregate.around(), call)
              : call;
    };
  }

  /** {@code CAST(sum(x) AS BIGINT) OVER w} becomes {@code CAST(sum(x) OVER w AS BIGINT)}. */
  private static SqlNode lifted(SqlCall call) {
    if (call.operand(0) instanceof SqlCall inner
        && inner.getOperator() instanceof DuckDbText around
        && around.getName().equals(AROUND)) {
      call.setOperand(0, inner.operand(0));
      return wrapped(around.text(), call);
    }
    return call;
  }

  private static SqlNode wrapped(String text, SqlCall call) {
    return new DuckDbText(AROUND, text).createCall(SqlParserPos.ZERO, List.of(call));
  }
}
