package dev.lodestar.sql;

import org.apache.calcite.config.NullCollation;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.DuckDBSqlDialect;
import org.jspecify.annotations.Nullable;

/** How operators that are the same in meaning are written in DuckDB. */
final class DuckDbDialect extends DuckDBSqlDialect {
  static final DuckDbDialect INSTANCE = new DuckDbDialect();

  private DuckDbDialect() {
    super(
        DuckDBSqlDialect.DEFAULT_CONTEXT
            .withDataTypeSystem(Types.FACTORY.getTypeSystem())
            .withNullCollation(NullCollation.LAST));
  }

  @Override
  public boolean supportsCharSet() {
    return false;
  }

  @Override
  public boolean supportsTimestampPrecision() {
    return false;
  }

  @Override
  public boolean supportsAliasedValues() {
    return true;
  }

  @Override
  public void unparseOffsetFetch(
      SqlWriter writer, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    unparseFetchUsingLimit(writer, offset, fetch);
  }

  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
    if (call.getKind() == SqlKind.ROW) {
      SqlWriter.Frame frame = writer.startList("(", ")");
      for (SqlNode operand : call.getOperandList()) {
        writer.sep(",");
        operand.unparse(writer, 0, 0);
      }
      writer.endList(frame);
    } else if (call.getKind() == SqlKind.WITHIN_GROUP && !isPercentile(call.operand(0))) {
      orderedAggregate(writer, call.operand(0), call.operand(1));
    } else {
      super.unparseCall(writer, call, leftPrecedence, rightPrecedence);
    }
  }

  private static boolean isPercentile(SqlCall call) {
    return call.getOperator() instanceof SqlAggFunction aggregate && aggregate.isPercentile();
  }

  /** DuckDB writes the order of an aggregate among its arguments. */
  private static void orderedAggregate(SqlWriter writer, SqlCall call, SqlNodeList keys) {
    writer.print(call.getOperator().getName());
    SqlWriter.Frame frame = writer.startList("(", ")");
    if (call.getFunctionQuantifier() != null) {
      call.getFunctionQuantifier().unparse(writer, 0, 0);
    }
    for (SqlNode operand : call.getOperandList()) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    writer.keyword("ORDER BY");
    SqlWriter.Frame order = writer.startList("", "");
    for (SqlNode key : keys) {
      writer.sep(",");
      key.unparse(writer, 0, 0);
    }
    writer.endList(order);
    writer.endList(frame);
  }
}
