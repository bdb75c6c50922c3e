package dev.lodestar.layers.plan;

import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Expectation.Rule;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns rules of tables into queries. They may name any table, also one that reads the model, as
 * they are asked when all is made.
 */
final class TableRules {
  private final Map<TableName, TableShape> shapes;
  private final List<Problem> problems;

  TableRules(Map<TableName, TableShape> shapes, List<Problem> problems) {
    this.shapes = shapes;
    this.problems = problems;
  }

  List<TableRule> of(CompiledModel compiled) {
    List<TableRule> rules = new ArrayList<>();
    for (Expectation expectation : compiled.model().expectations()) {
      expectation
          .rule()
          .match(ofRow -> Optional.<TableRule>empty(), rule -> of(compiled, expectation, rule))
          .ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<TableRule> of(
      CompiledModel compiled, Expectation expectation, Rule.OfTable rule) {
    TableName table = compiled.model().table();
    if (rule instanceof Rule.Unique unique) {
      return Optional.of(rule(table, expectation, unique(table, unique)));
    }
    if (rule instanceof Rule.RowCount bounds) {
      return Optional.of(rule(table, expectation, rowCount(table, bounds)));
    }
    if (rule instanceof Rule.Fresh fresh) {
      return column(table, fresh.column(), rule, "fresh")
          .filter(c -> isTime(c, rule))
          .map(c -> rule(table, expectation, fresh(table, c, fresh)));
    }
    if (rule instanceof Rule.SumEquals sum) {
      return sumEquals(table, expectation, sum);
    }
    return rule instanceof Rule.Query query
        ? query(compiled, expectation, query)
        : Optional.empty();
  }

  private static TableRule rule(TableName table, Expectation expectation, String query) {
    return new TableRule(table, expectation, query, Set.of(table));
  }

  private static String unique(TableName table, Rule.Unique unique) {
    String names =
        unique.columns().stream().map(TableRules::quoted).collect(Collectors.joining(", "));
    return "SELECT coalesce(sum(n - 1), 0)::bigint, NULL FROM (SELECT count(*) AS n FROM "
        + quoted(table.toString())
        + " GROUP BY "
        + names
        + " HAVING count(*) > 1)";
  }

  private static String rowCount(TableName table, Rule.RowCount bounds) {
    List<String> holds = new ArrayList<>();
    bounds.atLeast().ifPresent(least -> holds.add("n >= " + least));
    bounds.atMost().ifPresent(most -> holds.add("n <= " + most));
    return "SELECT CASE WHEN "
        + String.join(" AND ", holds)
        + " THEN 0 ELSE 1 END::bigint, n || ' rows' FROM (SELECT count(*) AS n FROM "
        + quoted(table.toString())
        + ")";
  }

  private static String fresh(TableName table, Column column, Rule.Fresh fresh) {
    String oldest =
        "CAST("
            + TableRule.BEGIN_OF_RUN
            + " - INTERVAL "
            + fresh.within().toMinutes()
            + " MINUTE AS "
            + column.type()
            + ")";
    return "SELECT CASE WHEN latest >= "
        + oldest
        + " THEN 0 ELSE 1 END::bigint, coalesce('latest ' || latest, 'no value') FROM (SELECT max("
        + quoted(column.name())
        + ") AS latest FROM "
        + quoted(table.toString())
        + ")";
  }

  private Optional<TableRule> sumEquals(
      TableName table, Expectation expectation, Rule.SumEquals sum) {
    Optional<Column> own = column(table, sum.column(), sum, "sum-equals");
    Optional<Column> other = column(sum.table(), sum.target(), sum, "sum-equals");
    if (own.isEmpty() || other.isEmpty() || !isNumber(own.get(), sum)) {
      return Optional.empty();
    }
    boolean exact =
        !own.get().type().equals(ColumnType.DOUBLE)
            && !other.get().type().equals(ColumnType.DOUBLE);
    String equal =
        exact ? "a = b" : "abs(a::double - b::double) <= 1e-9 * greatest(abs(a), abs(b), 1e-9)";
    String query =
        "SELECT CASE WHEN "
            + equal
            + " THEN 0 ELSE 1 END::bigint, a || ' and ' || b FROM (SELECT coalesce(sum("
            + quoted(sum.column())
            + "), 0) AS a FROM "
            + quoted(table.toString())
            + "), (SELECT coalesce(sum("
            + quoted(sum.target())
            + "), 0) AS b FROM "
            + quoted(sum.table().toString())
            + ")";
    return shapes.get(sum.table()) != null && shapes.get(sum.table()).viewSql().isPresent()
        ? noView(sum)
        : Optional.of(
            new TableRule(
                table, expectation, query, new LinkedHashSet<>(List.of(table, sum.table()))));
  }

  private Optional<TableRule> noView(Rule.SumEquals sum) {
    problems.add(
        new Problem(
            sum.at(),
            sum.table() + " is a view, and a rule can only refer to a table",
            "refer to the table behind it, or make it kind: table"));
    return Optional.empty();
  }

  private Optional<TableRule> query(
      CompiledModel compiled, Expectation expectation, Rule.Query query) {
    TableName table = compiled.model().table();
    try {
      CompiledQuery read =
          new SqlCompiler(shapes.values()).compileForReader(query.sql(), table.schema());
      Set<TableName> reads = new LinkedHashSet<>(List.of(table));
      reads.addAll(read.inputs());
      String rows = "(" + read.duckDb() + ")";
      return Optional.of(
          new TableRule(
              table,
              expectation,
              "SELECT (SELECT count(*) FROM "
                  + rows
                  + "), (SELECT to_json(q)::varchar FROM "
                  + rows
                  + " AS q LIMIT 1)",
              reads));
    } catch (SqlProblem problem) {
      problems.add(DomainSql.inCondition(query.at(), problem));
      return Optional.empty();
    }
  }

  private Optional<Column> column(TableName table, String name, Rule rule, String form) {
    TableShape shape = shapes.get(table);
    List<Column> columns = shape == null ? List.of() : shape.columns();
    Optional<Column> column = columns.stream().filter(c -> c.name().equals(name)).findAny();
    if (column.isEmpty()) {
      List<String> names = columns.stream().map(Column::name).toList();
      problems.add(
          new Problem(
              rule.at(),
              form + " names \"" + name + "\", which is not a column of " + table,
              Nearest.to(name, names).map(n -> "did you mean \"" + n + "\"? ").orElse("")
                  + "its columns are "
                  + String.join(", ", names)));
    }
    return column;
  }

  private boolean isTime(Column column, Rule rule) {
    boolean time =
        column.type().equals(ColumnType.DATE) || column.type().equals(ColumnType.TIMESTAMP);
    if (!time) {
      problems.add(
          new Problem(
              rule.at(),
              "\"" + column.name() + "\" is of type " + column.type() + " and cannot be fresh",
              "name a column of type date or timestamp"));
    }
    return time;
  }

  private boolean isNumber(Column column, Rule rule) {
    boolean number =
        switch (column.type().kind()) {
          case INTEGER, BIGINT, DOUBLE, DECIMAL -> true;
          case BOOLEAN, DATE, TIMESTAMP, VARCHAR -> false;
        };
    if (!number) {
      problems.add(
          new Problem(
              rule.at(),
              "\"" + column.name() + "\" is of type " + column.type() + " and has no sum",
              "name a column of numbers"));
    }
    return number;
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
