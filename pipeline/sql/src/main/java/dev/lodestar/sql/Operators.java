package dev.lodestar.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;

/** Operators that mean something else here than in Calcite. */
final class Operators {
  private static final int STRENGTH = 60;

  /** Exact division: a double whatever its operands, and NULL when the divisor is zero. */
  static final SqlBinaryOperator DIVIDE =
      new SqlBinaryOperator(
          "/",
          SqlKind.DIVIDE,
          STRENGTH,
          true,
          binding -> Types.nullable(binding.getTypeFactory(), SqlTypeName.DOUBLE),
          InferTypes.FIRST_KNOWN,
          OperandTypes.NUMERIC_NUMERIC);

  /** Joins texts, and anything to a text. */
  static final SqlBinaryOperator CONCAT =
      new SqlBinaryOperator(
          "||",
          SqlKind.OTHER,
          STRENGTH,
          true,
          binding -> Types.nullable(binding.getTypeFactory(), SqlTypeName.VARCHAR),
          InferTypes.RETURN_TYPE,
          new OneIsText());

  private Operators() {}

  private record OneIsText() implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<RelDataType> types = binding.collectOperandTypes();
      boolean text = types.stream().anyMatch(type -> isText(type.getSqlTypeName()));
      if (text && types.stream().allMatch(type -> ColumnTypes.find(type).isPresent())) {
        return true;
      }
      if (throwOnFailure) {
        throw Refused.at(
            binding.getCall(),
            "|| joins texts, not " + DialectFunction.names(types),
            "cast one of them to varchar");
      }
      return false;
    }

    private static boolean isText(SqlTypeName name) {
      return SqlTypeName.CHAR_TYPES.contains(name) || name == SqlTypeName.NULL;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(2);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return "varchar || any";
    }
  }
}
