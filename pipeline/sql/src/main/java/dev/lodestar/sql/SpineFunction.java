package dev.lodestar.sql;

import java.util.List;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/** A table made of nothing but its bounds: every date, or every number, from one to another. */
final class SpineFunction extends SqlFunction implements SqlTableFunction {
  static final List<SpineFunction> ALL =
      List.of(
          new SpineFunction(
              "date_value",
              SqlTypeName.DATE,
              Variant.parse(
                  "date_spine(date, date, days) date = (SELECT CAST(unnest(generate_series({0},"
                      + " {1}, INTERVAL 1 {2!})) AS DATE) AS \"date_value\")")),
          new SpineFunction(
              "number_value",
              SqlTypeName.BIGINT,
              Variant.parse(
                  "number_spine(integer, integer) bigint = (SELECT CAST(unnest(generate_series({0},"
                      + " {1})) AS BIGINT) AS \"number_value\")")));

  private final String column;
  private final SqlTypeName type;
  private final Variant variant;

  private SpineFunction(String column, SqlTypeName type, Variant variant) {
    super(
        variant.name(),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        null,
        new DialectFunction.Check(List.of(variant)),
        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    this.column = column;
    this.type = type;
    this.variant = variant;
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return binding ->
        binding
            .getTypeFactory()
            .builder()
            .add(column, Types.nullable(binding.getTypeFactory(), type))
            .build();
  }

  Variant variant() {
    return variant;
  }
}
