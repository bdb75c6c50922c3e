package dev.lodestar.sql;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/** Exact division: a double whatever its operands, and NULL when the divisor is zero. */
final class Division {
  static final SqlBinaryOperator OPERATOR =
      new SqlBinaryOperator(
          "/",
          SqlKind.DIVIDE,
          60,
          true,
          binding -> Types.nullable(binding.getTypeFactory(), SqlTypeName.DOUBLE),
          InferTypes.FIRST_KNOWN,
          OperandTypes.NUMERIC_NUMERIC);

  private Division() {}
}
