package dev.lodestar.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.util.Optionality;

/** An aggregate function of the dialect. {@link Lowering} replaces it by one of DuckDB's. */
final class DialectAggregate extends SqlAggFunction {
  private final List<Variant> variants;

  DialectAggregate(String name, List<Variant> variants) {
    super(
        name,
        null,
        kind(name),
        binding -> resultType(variants, binding),
        null,
        new DialectFunction.Check(variants),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        order(name));
    this.variants = List.copyOf(variants);
  }

  private static SqlKind kind(String name) {
    return switch (name) {
      case "sum" -> SqlKind.SUM;
      case "avg" -> SqlKind.AVG;
      case "percentile_cont" -> SqlKind.PERCENTILE_CONT;
      case "percentile_disc" -> SqlKind.PERCENTILE_DISC;
      case "any_value" -> SqlKind.ANY_VALUE;
      default -> SqlKind.OTHER_FUNCTION;
    };
  }

  private static Optionality order(String name) {
    return switch (name) {
      case "percentile_cont", "percentile_disc" -> Optionality.MANDATORY;
      case "string_agg", "listagg" -> Optionality.OPTIONAL;
      default -> Optionality.FORBIDDEN;
    };
  }

  private static RelDataType resultType(List<Variant> variants, SqlOperatorBinding binding) {
    if (variants.get(0).result().equals("ordered")) {
      return binding.getTypeFactory().createTypeWithNullability(binding.getCollationType(), true);
    }
    return DialectFunction.resultType(variants, binding);
  }

  @Override
  public boolean isPercentile() {
    return getName().startsWith("percentile_");
  }

  List<Variant> variants() {
    return variants;
  }

  /** The aggregate of DuckDB for arguments of these types. */
  DuckDbAggregate lowered(List<RelDataType> types) {
    Variant variant = Variant.accepting(variants, types);
    return new DuckDbAggregate(this, variant.text(), variant.around());
  }
}
