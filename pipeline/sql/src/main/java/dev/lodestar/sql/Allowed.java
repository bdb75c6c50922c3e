package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * All that a statement may use: the operators of SQL named here, and {@link Functions}. Nothing
 * else validates.
 */
final class Allowed {
  private static final List<SqlOperator> OPERATORS =
      List.of(
          SqlStdOperatorTable.AND,
          SqlStdOperatorTable.AS,
          SqlStdOperatorTable.BETWEEN,
          SqlStdOperatorTable.CASE,
          SqlStdOperatorTable.CAST,
          SqlStdOperatorTable.COLLECTION_TABLE,
          Operators.CONCAT,
          SqlStdOperatorTable.CUBE,
          SqlStdOperatorTable.DESC,
          SqlStdOperatorTable.EQUALS,
          SqlStdOperatorTable.EXCEPT,
          SqlStdOperatorTable.EXCEPT_ALL,
          SqlStdOperatorTable.EXISTS,
          SqlStdOperatorTable.FILTER,
          SqlStdOperatorTable.GREATER_THAN,
          SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
          SqlStdOperatorTable.GROUPING_SETS,
          SqlStdOperatorTable.IGNORE_NULLS,
          SqlStdOperatorTable.IN,
          SqlStdOperatorTable.INTERSECT,
          SqlStdOperatorTable.INTERSECT_ALL,
          SqlStdOperatorTable.INTERVAL,
          SqlStdOperatorTable.IS_DISTINCT_FROM,
          SqlStdOperatorTable.IS_FALSE,
          SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
          SqlStdOperatorTable.IS_NOT_FALSE,
          SqlStdOperatorTable.IS_NOT_NULL,
          SqlStdOperatorTable.IS_NOT_TRUE,
          SqlStdOperatorTable.IS_NOT_UNKNOWN,
          SqlStdOperatorTable.IS_NULL,
          SqlStdOperatorTable.IS_TRUE,
          SqlStdOperatorTable.IS_UNKNOWN,
          SqlStdOperatorTable.LATERAL,
          SqlStdOperatorTable.LESS_THAN,
          SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
          SqlStdOperatorTable.LIKE,
          SqlStdOperatorTable.MINUS,
          SqlStdOperatorTable.MULTIPLY,
          SqlStdOperatorTable.NOT,
          SqlStdOperatorTable.NOT_BETWEEN,
          SqlStdOperatorTable.NOT_EQUALS,
          SqlStdOperatorTable.NOT_IN,
          SqlStdOperatorTable.NOT_LIKE,
          SqlStdOperatorTable.NOT_SIMILAR_TO,
          SqlStdOperatorTable.NULLS_FIRST,
          SqlStdOperatorTable.NULLS_LAST,
          SqlStdOperatorTable.OR,
          SqlStdOperatorTable.OVER,
          SqlStdOperatorTable.PERCENT_REMAINDER,
          SqlStdOperatorTable.PLUS,
          SqlStdOperatorTable.RESPECT_NULLS,
          SqlStdOperatorTable.ROLLUP,
          SqlStdOperatorTable.ROW,
          SqlStdOperatorTable.SCALAR_QUERY,
          SqlStdOperatorTable.SIMILAR_TO,
          SqlStdOperatorTable.SYMMETRIC_BETWEEN,
          SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN,
          SqlStdOperatorTable.UNARY_MINUS,
          SqlStdOperatorTable.UNARY_PLUS,
          SqlStdOperatorTable.UNION,
          SqlStdOperatorTable.UNION_ALL,
          SqlStdOperatorTable.VALUES,
          SqlStdOperatorTable.WITHIN_GROUP,
          SqlLibraryOperators.ILIKE,
          SqlLibraryOperators.NOT_ILIKE,
          SqlLibraryOperators.TRY_CAST,
          Operators.DIVIDE,
          SqlStdOperatorTable.COUNT,
          SqlStdOperatorTable.CUME_DIST,
          SqlStdOperatorTable.DENSE_RANK,
          SqlStdOperatorTable.FIRST_VALUE,
          SqlStdOperatorTable.GROUPING,
          SqlStdOperatorTable.LAG,
          SqlStdOperatorTable.LAST_VALUE,
          SqlStdOperatorTable.LEAD,
          SqlStdOperatorTable.MAX,
          SqlStdOperatorTable.MIN,
          SqlStdOperatorTable.NTH_VALUE,
          SqlStdOperatorTable.NTILE,
          SqlStdOperatorTable.PERCENT_RANK,
          SqlStdOperatorTable.RANK,
          SqlStdOperatorTable.ROW_NUMBER);

  /** For models: the same result whenever they run. */
  static final SqlOperatorTable STEADY = new OperatorsByName(all());

  /** For people who ask: with the clock and chance. */
  static final SqlOperatorTable INTERACTIVE = new OperatorsByName(allAnd(Functions.interactive()));

  /** The names of the functions of a row among others, which are nothing without OVER. */
  static final Set<String> OF_WINDOWS =
      OPERATORS.stream()
          .filter(operator -> operator instanceof SqlAggFunction rows && rows.requiresOver())
          .map(operator -> operator.getName().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> WRITTEN_LIKE_FUNCTIONS =
      Set.of("cast", "try_cast", "extract", "trim", "position");

  private Allowed() {}

  private static List<SqlOperator> all() {
    List<SqlOperator> all = new ArrayList<>(OPERATORS);
    all.addAll(Functions.all());
    all.addAll(Functions.aggregates());
    all.addAll(SpineFunction.ALL);
    return all;
  }

  private static List<SqlOperator> allAnd(List<? extends SqlOperator> more) {
    List<SqlOperator> all = all();
    all.addAll(more);
    return all;
  }

  /** The names of the functions in a table, as they are written before a parenthesis. */
  static SortedSet<String> functionNames(SqlOperatorTable table) {
    SortedSet<String> names = new TreeSet<>(WRITTEN_LIKE_FUNCTIONS);
    table.getOperatorList().stream()
        .filter(SqlFunction.class::isInstance)
        .map(operator -> operator.getName().toLowerCase(Locale.ROOT))
        .filter(name -> name.matches("\\w+"))
        .forEach(names::add);
    return names;
  }
}
