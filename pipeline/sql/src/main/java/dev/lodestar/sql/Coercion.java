package dev.lodestar.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * The few conversions that nobody has to write: a text that is written out and compared with a date
 * is that date, and a date compared with a timestamp is its midnight. Anything else that does not
 * fit is a problem.
 */
final class Coercion extends TypeCoercionImpl {

  Coercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
    super(typeFactory, validator);
  }

  @Override
  public boolean binaryComparisonCoercion(SqlCallBinding binding) {
    SqlCall call = binding.getCall();
    List<RelDataType> types = binding.collectOperandTypes();
    boolean changed = false;
    for (int i = 0; i < types.size(); i++) {
      SqlNode other = fitting(binding, call.operand(i), types.get(i), types);
      if (other != call.operand(i)) {
        call.setOperand(i, other);
        changed = true;
      }
    }
    requireComparable(call, binding.collectOperandTypes());
    return changed;
  }

  @Override
  public boolean inOperationCoercion(SqlCallBinding binding) {
    SqlCall call = binding.getCall();
    RelDataType left = binding.getOperandType(0);
    if (!(call.operand(1) instanceof SqlNodeList list) || left.isStruct()) {
      return false;
    }
    boolean changed = false;
    for (int i = 0; i < list.size(); i++) {
      RelDataType type = validator.deriveType(binding.getScope(), list.get(i));
      SqlNode other = fitting(binding, list.get(i), type, List.of(left, type));
      if (other != list.get(i)) {
        list.set(i, other);
        changed = true;
      }
      RelDataType now = validator.deriveType(binding.getScope(), other);
      requireComparable(other, List.of(left, now));
    }
    return changed;
  }

  /** An operand as it must be to meet the others. */
  private static SqlNode fitting(
      SqlCallBinding binding, SqlNode operand, RelDataType type, List<RelDataType> all) {
    boolean timestamps =
        all.stream().anyMatch(other -> other.getSqlTypeName() == SqlTypeName.TIMESTAMP);
    boolean dates = all.stream().anyMatch(other -> other.getSqlTypeName() == SqlTypeName.DATE);
    if (operand instanceof SqlCharStringLiteral literal && (timestamps || dates)) {
      return moment(literal, timestamps);
    }
    if (timestamps && type.getSqlTypeName() == SqlTypeName.DATE) {
      RelDataType timestamp = Types.nullable(binding.getTypeFactory(), SqlTypeName.TIMESTAMP);
      return SqlStdOperatorTable.CAST.createCall(
          operand.getParserPosition(), operand, SqlTypeUtil.convertTypeToSpec(timestamp));
    }
    return operand;
  }

  private static SqlNode moment(SqlCharStringLiteral literal, boolean timestamp) {
    String text = literal.getValueAs(String.class).strip().replace('T', ' ');
    try {
      if (timestamp) {
        String whole = text.length() == "2024-01-31".length() ? text + " 00:00:00" : text;
        return SqlLiteral.createTimestamp(
            SqlTypeName.TIMESTAMP,
            new TimestampString(whole),
            Types.TIMESTAMP_DIGITS,
            literal.getParserPosition());
      }
      return SqlLiteral.createDate(new DateString(text), literal.getParserPosition());
    } catch (IllegalArgumentException e) {
      throw Refused.at(
          literal,
          literal + " is not a " + (timestamp ? "timestamp" : "date"),
          timestamp ? "write it like '2024-01-31 13:45:00'" : "write it like '2024-01-31'");
    }
  }

  private static void requireComparable(SqlNode where, List<RelDataType> types) {
    for (int i = 1; i < types.size(); i++) {
      String one = family(types.get(0));
      String other = family(types.get(i));
      if (!one.isEmpty() && !other.isEmpty() && !one.equals(other)) {
        throw Refused.at(
            where,
            "cannot compare "
                + DialectFunction.name(types.get(0))
                + " with "
                + DialectFunction.name(types.get(i)),
            "cast one of them: CAST(… AS " + DialectFunction.name(types.get(0)) + ")");
      }
    }
  }

  private static String family(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> "boolean";
      case INTEGER, BIGINT, DECIMAL, DOUBLE -> "number";
      case VARCHAR, CHAR -> "text";
      case DATE, TIMESTAMP -> "moment";
      default -> SqlTypeUtil.isInterval(type) ? "interval" : "";
    };
  }

  @Override
  public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
    return false;
  }

  @Override
  public boolean caseWhenCoercion(SqlCallBinding binding) {
    return false;
  }

  @Override
  public boolean caseOrEquivalentCoercion(SqlCallBinding binding) {
    return false;
  }

  @Override
  public boolean quantifyOperationCoercion(SqlCallBinding binding) {
    return false;
  }

  @Override
  public boolean builtinFunctionCoercion(
      SqlCallBinding binding, List<RelDataType> types, List<SqlTypeFamily> expected) {
    return false;
  }

  @Override
  public boolean userDefinedFunctionCoercion(
      SqlValidatorScope scope, SqlCall call, SqlFunction function) {
    return false;
  }

  @Override
  public boolean rowTypeCoercion(
      @Nullable SqlValidatorScope scope, SqlNode query, int column, RelDataType type) {
    return false;
  }

  @Override
  public boolean querySourceCoercion(
      @Nullable SqlValidatorScope scope, RelDataType source, RelDataType target, SqlNode query) {
    return false;
  }
}
