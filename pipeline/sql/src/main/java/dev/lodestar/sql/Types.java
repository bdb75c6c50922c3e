package dev.lodestar.sql;

import java.math.RoundingMode;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * The types of the dialect. There are nine, those of {@link dev.lodestar.spec.ColumnType}; every
 * other name of SQL is a second name for one of them, so no text is ever padded and no width gets
 * lost between Calcite and DuckDB.
 */
final class Types extends SqlTypeFactoryImpl {
  static final int DECIMAL_DIGITS = 38;
  static final int TIMESTAMP_DIGITS = 6;

  static final Types FACTORY = new Types();

  private Types() {
    super(new Sizes());
  }

  @Override
  public RelDataType createSqlType(SqlTypeName name) {
    return switch (name) {
      case CHAR, VARCHAR ->
          super.createSqlType(SqlTypeName.VARCHAR, RelDataType.PRECISION_NOT_SPECIFIED);
      case TINYINT, SMALLINT, INTEGER -> super.createSqlType(SqlTypeName.INTEGER);
      case FLOAT, REAL, DOUBLE -> super.createSqlType(SqlTypeName.DOUBLE);
      case TIMESTAMP -> super.createSqlType(SqlTypeName.TIMESTAMP, TIMESTAMP_DIGITS);
      default -> super.createSqlType(name);
    };
  }

  @Override
  public RelDataType createSqlType(SqlTypeName name, int precision) {
    return switch (name) {
      case CHAR, VARCHAR, FLOAT, REAL, DOUBLE, TIMESTAMP -> createSqlType(name);
      default -> super.createSqlType(name, precision);
    };
  }

  /** A type that may be null, as every column and every result of a function may. */
  static RelDataType nullable(RelDataTypeFactory factory, SqlTypeName name) {
    return factory.createTypeWithNullability(factory.createSqlType(name), true);
  }

  static RelDataType decimal(RelDataTypeFactory factory, int precision, int scale) {
    return factory.createTypeWithNullability(
        factory.createSqlType(SqlTypeName.DECIMAL, Math.min(precision, DECIMAL_DIGITS), scale),
        true);
  }

  /** Where dates and timestamps meet, the dates become timestamps. */
  @Override
  public @Nullable RelDataType leastRestrictive(
      List<RelDataType> types, SqlTypeMappingRule mappingRule) {
    boolean moments =
        types.stream()
            .map(RelDataType::getSqlTypeName)
            .allMatch(
                name ->
                    name == SqlTypeName.DATE
                        || name == SqlTypeName.TIMESTAMP
                        || name == SqlTypeName.NULL);
    boolean timestamps =
        types.stream().anyMatch(type -> type.getSqlTypeName() == SqlTypeName.TIMESTAMP);
    if (!moments || !timestamps) {
      return super.leastRestrictive(types, mappingRule);
    }
    boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
    return createTypeWithNullability(createSqlType(SqlTypeName.TIMESTAMP), nullable);
  }

  private static final class Sizes extends RelDataTypeSystemImpl {

    @Override
    public int getMaxPrecision(SqlTypeName name) {
      return switch (name) {
        case DECIMAL -> DECIMAL_DIGITS;
        case TIMESTAMP -> TIMESTAMP_DIGITS;
        default -> super.getMaxPrecision(name);
      };
    }

    @Override
    public int getMaxScale(SqlTypeName name) {
      return name == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxScale(name);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName name) {
      return name == SqlTypeName.TIMESTAMP ? TIMESTAMP_DIGITS : super.getDefaultPrecision(name);
    }

    /** The exact type of a product; a double where a decimal cannot have as many decimals. */
    @Override
    public @Nullable RelDataType deriveDecimalMultiplyType(
        RelDataTypeFactory factory, RelDataType one, RelDataType other) {
      boolean exact = SqlTypeUtil.isExactNumeric(one) && SqlTypeUtil.isExactNumeric(other);
      if (!exact || !(SqlTypeUtil.isDecimal(one) || SqlTypeUtil.isDecimal(other))) {
        return null;
      }
      RelDataType first = factory.decimalOf(one);
      RelDataType second = factory.decimalOf(other);
      int scale = first.getScale() + second.getScale();
      return scale > DECIMAL_DIGITS
          ? nullable(factory, SqlTypeName.DOUBLE)
          : decimal(factory, first.getPrecision() + second.getPrecision(), scale);
    }

    /** To DuckDB, {@code Id} and {@code ID} are one name: of two such columns one is numbered. */
    @Override
    public boolean isSchemaCaseSensitive() {
      return false;
    }

    @Override
    public RoundingMode roundingMode() {
      return RoundingMode.HALF_UP;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }
  }
}
