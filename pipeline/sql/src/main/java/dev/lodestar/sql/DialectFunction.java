package dev.lodestar.sql;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;

/** A function of the dialect, in one or more forms. {@link Lowering} replaces it by DuckDB text. */
final class DialectFunction extends SqlFunction {
  private final List<Variant> variants;
  private final boolean steady;

  /**
   * One function in all its forms.
   *
   * @param steady whether its result hangs on nothing but its arguments
   */
  DialectFunction(String name, List<Variant> variants, boolean steady) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        binding -> resultType(variants, binding),
        null,
        new Check(variants),
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.variants = List.copyOf(variants);
    this.steady = steady;
  }

  @Override
  public boolean isDeterministic() {
    return steady;
  }

  /** The form that takes arguments of these types. */
  Variant variant(List<RelDataType> types) {
    return Variant.accepting(variants, types);
  }

  /** {@code current_date} is written without parentheses. */
  @Override
  public SqlSyntax getSyntax() {
    return getName().startsWith("current_") || getName().equals("localtimestamp")
        ? SqlSyntax.FUNCTION_ID
        : super.getSyntax();
  }

  List<Variant> variants() {
    return variants;
  }

  static RelDataType resultType(List<Variant> variants, SqlOperatorBinding binding) {
    List<RelDataType> types = binding.collectOperandTypes();
    for (Variant variant : variants) {
      if (variant.accepts(types)) {
        RelDataType type = variant.resultType(binding.getTypeFactory(), types);
        if (type != null) {
          return type;
        }
        if (binding instanceof SqlCallBinding call) {
          throw Refused.at(
              call.getCall(),
              "the arguments of " + variant.name() + " have no type in common: " + names(types),
              "cast them to one type");
        }
      }
    }
    throw new IllegalStateException(
        "No form of " + binding.getOperator().getName() + " takes " + types);
  }

  static String names(List<RelDataType> types) {
    return types.stream().map(DialectFunction::name).collect(Collectors.joining(", "));
  }

  /** A type in the words of the dialect. */
  static String name(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case NULL -> "null";
      default ->
          ColumnTypes.find(type)
              .map(Object::toString)
              .orElseGet(() -> type.getFamily() == null ? "unknown" : word(type));
    };
  }

  private static String word(RelDataType type) {
    String name = type.getSqlTypeName().getName().toLowerCase(java.util.Locale.ROOT);
    return name.startsWith("interval") ? "interval" : name;
  }

  record Check(List<Variant> variants) implements SqlOperandTypeChecker {

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<RelDataType> types = binding.collectOperandTypes();
      for (Variant variant : variants) {
        if (variant.accepts(types)) {
          return literalsAreRight(binding.getCall(), variant, throwOnFailure);
        }
      }
      if (throwOnFailure) {
        throw Refused.at(
            binding.getCall(),
            binding.getOperator().getName() + " does not take (" + names(types) + ")",
            "write " + Variant.signatures(variants));
      }
      return false;
    }

    private static boolean literalsAreRight(SqlCall call, Variant variant, boolean throwOnFailure) {
      for (int i = 0; i < call.operandCount(); i++) {
        Parameter parameter = variant.parameter(i);
        if (!parameter.isLiteral()) {
          continue;
        }
        SqlNode operand = call.operand(i);
        String advice = Literals.problemWith(parameter, operand);
        if (!advice.isEmpty()) {
          if (throwOnFailure) {
            throw Refused.at(
                operand,
                "argument "
                    + (i + 1)
                    + " of "
                    + variant.name()
                    + " is not a "
                    + Literals.noun(parameter),
                advice);
          }
          return false;
        }
      }
      return true;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return Variant.signatures(variants);
    }
  }
}
