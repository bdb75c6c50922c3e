package dev.lodestar.sql;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** An aggregate as DuckDB computes it. */
final class DuckDbAggregate extends SqlAggFunction {
  private final SqlAggFunction original;
  private final String text;
  private final String around;

  /**
   * @param text the call, {@code {0}} and so on its arguments
   * @param around what stands around the whole call, its OVER or FILTER included: {@code {0}};
   *     empty when nothing does
   */
  DuckDbAggregate(SqlAggFunction original, String text, String around) {
    super(
        original.getName(),
        null,
        original.getKind(),
        Objects.requireNonNull(original.getReturnTypeInference()),
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        Optionality.OPTIONAL);
    this.original = original;
    this.text = text;
    this.around = around;
  }

  /** Whether DuckDB refuses a column as this argument. */
  boolean wantsConstant(int index) {
    return isPercentile() || (dependsOnOrder() && index == 1);
  }

  /** The same with an argument, a number or a text, written into its own text. */
  DuckDbAggregate withConstant(int index, RexLiteral literal) {
    String constant =
        literal.getTypeName().getFamily() == SqlTypeFamily.CHARACTER
            ? quoted(Objects.requireNonNull(literal.getValueAs(String.class)))
            : Objects.requireNonNull(literal.getValueAs(BigDecimal.class)).toPlainString();
    return new DuckDbAggregate(original, text.replace("{" + index + "}", constant), around);
  }

  /** Braces are set apart, for in the text they would be holes. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''").replace("{", "' || chr(123) || '") + "'";
  }

  @Override
  public boolean isPercentile() {
    return getKind() == SqlKind.PERCENTILE_CONT || getKind() == SqlKind.PERCENTILE_DISC;
  }

  String around() {
    return around;
  }

  /** Whether the result would depend on the order of the rows. */
  boolean dependsOnOrder() {
    return text.startsWith("string_agg(");
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
    unparse(writer, call, List.of());
  }

  /** Writes a call; DuckDB has the order of an aggregate among its arguments. */
  void unparse(SqlWriter writer, SqlCall call, List<? extends SqlNode> order) {
    String distinct =
        call.getFunctionQuantifier() == null ? text : text.replaceFirst("\\(", "(DISTINCT ");
    if (order.isEmpty()) {
      new DuckDbText(getName(), distinct).unparse(writer, call, 0, 0);
      return;
    }
    new DuckDbText(getName(), distinct.substring(0, distinct.length() - 1))
        .unparse(writer, call, 0, 0);
    writer.keyword("ORDER BY");
    SqlWriter.Frame frame = writer.startList("", "");
    for (SqlNode key : order) {
      writer.sep(",");
      key.unparse(writer, 0, 0);
    }
    writer.endList(frame);
    writer.setNeedWhitespace(false);
    writer.print(") ");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DuckDbAggregate that
        && text.equals(that.text)
        && around.equals(that.around)
        && getName().equals(that.getName());
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, around);
  }
}
