package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** The columns that an expression names, found in its parse tree. */
final class ColumnUses extends SqlBasicVisitor<@Nullable Void> {
  /** Aggregates to which it does not matter how often a row comes. */
  private static final Set<String> OF_DISTINCT =
      Set.of("min", "max", "min_by", "max_by", "any_value", "bool_and", "bool_or");

  static final Set<String> AGGREGATES =
      Stream.concat(
              Functions.aggregates().stream().map(a -> a.getName()),
              Stream.of("count", "min", "max"))
          .map(name -> name.toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private final List<ColumnUse> found = new ArrayList<>();
  private ColumnUse.Within within = ColumnUse.Within.ROW;

  private int aggregates;
  private int aggregate;

  private ColumnUses() {}

  static List<ColumnUse> in(String expression) throws SqlProblem {
    ColumnUses uses = new ColumnUses();
    try {
      Reader.condition(expression).accept(uses);
    } catch (Refused refused) {
      throw refused.problem();
    }
    return uses.found;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.isA(SqlKind.QUERY)) {
      throw Refused.at(
          call, "a query inside an expression", "write it without a SELECT of its own");
    }
    ColumnUse.Within before = within;
    int aggregateBefore = aggregate;
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    if (AGGREGATES.contains(name)) {
      aggregate = ++aggregates;
      within =
          OF_DISTINCT.contains(name) || isDistinct(call)
              ? ColumnUse.Within.AGGREGATE_OF_DISTINCT
              : ColumnUse.Within.AGGREGATE;
    }
    super.visit(call);
    within = before;
    aggregate = aggregateBefore;
    return null;
  }

  private static boolean isDistinct(SqlCall call) {
    return call.getFunctionQuantifier() != null
        && call.getFunctionQuantifier().symbolValue(SqlSelectKeyword.class)
            == SqlSelectKeyword.DISTINCT;
  }

  @Override
  public @Nullable Void visit(SqlIdentifier name) {
    SqlParserPos at = name.getParserPosition();
    found.add(
        new ColumnUse(
            name.names,
            within,
            aggregate,
            at.getLineNum(),
            at.getColumnNum(),
            at.getEndLineNum(),
            at.getEndColumnNum()));
    return null;
  }
}
