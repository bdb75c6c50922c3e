package dev.lodestar.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/** A fixed list of operators, found by name whatever its case. */
final class OperatorsByName implements SqlOperatorTable {
  private final List<SqlOperator> operators;
  private final Map<String, List<SqlOperator>> byName;

  OperatorsByName(List<SqlOperator> operators) {
    this.operators = List.copyOf(operators);
    this.byName =
        operators.stream().collect(Collectors.groupingBy(operator -> key(operator.getName())));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** {@code count(*)} is looked up as any function is. */
  private static SqlSyntax family(SqlSyntax syntax) {
    return syntax == SqlSyntax.FUNCTION_STAR || syntax == SqlSyntax.FUNCTION_ID
        ? SqlSyntax.FUNCTION
        : syntax.family;
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    if (name.isSimple()) {
      byName.getOrDefault(key(name.getSimple()), List.of()).stream()
          .filter(operator -> family(operator.getSyntax()) == family(syntax))
          .forEach(found::add);
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return operators;
  }
}
