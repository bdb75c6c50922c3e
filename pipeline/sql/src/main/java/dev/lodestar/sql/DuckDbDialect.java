package dev.lodestar.sql;

import org.apache.calcite.config.NullCollation;
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

  /** Calcite would write other letters than those of ASCII as escapes that DuckDB does not read. */
  @Override
  public void quoteStringLiteral(StringBuilder buffer, @Nullable String charset, String text) {
    buffer.append('\'').append(text.replace("'", "''")).append('\'');
  }

  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
    switch (call.getKind()) {
      case ROW -> row(writer, call);
      case COLLECTION_TABLE -> call.operand(0).unparse(writer, 0, 0);
      case IGNORE_NULLS -> ignoringNulls(writer, call.operand(0));
      case RESPECT_NULLS -> call.operand(0).unparse(writer, leftPrecedence, rightPrecedence);
      case EXISTS -> exists(writer, call);
      case WITHIN_GROUP -> ordered(writer, call.operand(0), call.operand(1));
      default -> super.unparseCall(writer, call, leftPrecedence, rightPrecedence);
    }
  }

  /**
   * Calcite leaves the parentheses out where it takes the subquery for the statement, in HAVING.
   */
  private static void exists(SqlWriter writer, SqlCall call) {
    writer.keyword("EXISTS");
    SqlWriter.Frame frame = writer.startList("", "");
    call.operand(0).unparse(writer, 0, 0);
    writer.endList(frame);
  }

  private static void row(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (SqlNode operand : call.getOperandList()) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }

  /** DuckDB has these words among the arguments. */
  private static void ignoringNulls(SqlWriter writer, SqlCall call) {
    writer.print(call.getOperator().getName());
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (SqlNode operand : call.getOperandList()) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    writer.keyword("IGNORE NULLS");
    writer.endList(frame);
  }

  /** Calcite has the order around the FILTER, which comes after it in SQL. */
  private static void ordered(SqlWriter writer, SqlCall call, SqlNodeList keys) {
    if (call.getKind() == SqlKind.FILTER) {
      ordered(writer, call.operand(0), keys);
      writer.print("FILTER (WHERE ");
      call.operand(1).unparse(writer, 0, 0);
      writer.print(")");
      return;
    }
    DuckDbAggregate aggregate = (DuckDbAggregate) call.getOperator();
    switch (aggregate.getKind()) {
      case PERCENTILE_CONT -> percentile(writer, call, keys, true);
      case PERCENTILE_DISC -> percentile(writer, call, keys, false);
      default -> aggregate.unparse(writer, call, keys);
    }
  }

  /**
   * A continuous percentile is computed in doubles: DuckDB would round it to the type of its
   * argument.
   */
  private static void percentile(
      SqlWriter writer, SqlCall call, SqlNodeList keys, boolean inDoubles) {
    SqlNode key = keys.get(0);
    boolean descending = false;
    while (key.getKind() == SqlKind.DESCENDING
        || key.getKind() == SqlKind.NULLS_FIRST
        || key.getKind() == SqlKind.NULLS_LAST) {
      descending |= key.getKind() == SqlKind.DESCENDING;
      key = ((SqlCall) key).operand(0);
    }
    call.unparse(writer, 0, 0);
    writer.print(inDoubles ? "WITHIN GROUP (ORDER BY CAST(" : "WITHIN GROUP (ORDER BY ");
    key.unparse(writer, 0, 0);
    writer.print((inDoubles ? "AS DOUBLE)" : "") + (descending ? " DESC)" : " )"));
  }

  /**
   * DuckDB refuses one aggregate within another, which Calcite would take for an ordinary SELECT.
   */
  @Override
  public boolean supportsNestedAggregations() {
    return false;
  }

  /** DuckDB takes a number there for the place of a column, and a text for no expression at all. */
  @Override
  public boolean supportsGroupByLiteral() {
    return false;
  }
}
