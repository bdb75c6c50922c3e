package dev.lodestar.layers.plan;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Expectation.Rule;
import dev.lodestar.spec.Problem;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the test of a column's values into a condition in DuckDB SQL. */
final class ValueRule {
  private ValueRule() {}

  /** Empty, with problems, when what the test needs does not fit the column. */
  static Optional<String> condition(Rule.Values rule, Column column, List<Problem> problems) {
    String name = TableRules.quoted(column.name());
    List<Problem> found = new ArrayList<>();
    if (rule.test() == Rule.Test.ONE_OF || rule.test() == Rule.Test.BETWEEN) {
      rule.values().stream()
          .filter(value -> !TestColumns.fits(value, column.type()))
          .forEach(
              value ->
                  found.add(
                      new Problem(
                          rule.at(),
                          "\"" + value + "\" is no " + column.type(),
                          "write it as in " + TestColumns.example(column.type()))));
    }
    problems.addAll(found);
    if (!found.isEmpty()) {
      return Optional.empty();
    }
    return switch (rule.test()) {
      case NOT_NULL -> Optional.of(name + " IS NOT NULL");
      case ONE_OF ->
          Optional.of(
              name
                  + " IS NULL OR "
                  + name
                  + rule.values().stream()
                      .map(v -> literal(v, column))
                      .collect(Collectors.joining(", ", " IN (", ")")));
      case BETWEEN ->
          Optional.of(
              name
                  + " IS NULL OR ("
                  + name
                  + " >= "
                  + literal(rule.values().get(0), column)
                  + " AND "
                  + name
                  + " <= "
                  + literal(rule.values().get(1), column)
                  + ")");
      case MATCHES -> matches(rule, column, problems);
    };
  }

  private static Optional<String> matches(Rule.Values rule, Column column, List<Problem> problems) {
    if (!column.type().equals(ColumnType.VARCHAR)) {
      problems.add(
          new Problem(
              rule.at(),
              "\"" + column.name() + "\" is of type " + column.type() + " and matches no pattern",
              "name a column of text, or use between or one-of"));
      return Optional.empty();
    }
    String name = TableRules.quoted(column.name());
    try {
      String matches =
          new SqlCompiler(List.of())
              .compileCondition(
                  "regexp_like(" + name + ", '" + rule.values().get(0).replace("'", "''") + "')",
                  List.of(column));
      return Optional.of(name + " IS NULL OR " + matches);
    } catch (SqlProblem problem) {
      problems.add(new Problem(rule.at(), String.valueOf(problem.getMessage()), problem.advice()));
      return Optional.empty();
    }
  }

  private static String literal(String value, Column column) {
    return TestPlan.literal(Optional.of(value), column);
  }
}
