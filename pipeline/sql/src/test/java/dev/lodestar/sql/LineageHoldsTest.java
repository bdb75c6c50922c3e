package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * DuckDB is asked whether lineage is whole: a column of a result stays the same when the values of
 * all stored columns are taken away that are said to have no part in it.
 */
class LineageHoldsTest {

  @Test
  void whatIsNotInTheLineageOfAColumnDoesNotChangeIt() throws SQLException {
    List<String> wrong = new ArrayList<>();
    int taken = 0;
    try (TestTables tables = new TestTables()) {
      for (SqlScript script : SqlScript.all()) {
        if (!script.file().toString().endsWith(".sqltest")) {
          continue;
        }
        for (SqlScript.Case one : script.cases()) {
          if (one.oracle() == SqlScript.Oracle.ROWS || one.oracle() == SqlScript.Oracle.DUCKDB) {
            taken += ask(tables, one, wrong);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(taken).isGreaterThan(1000);
  }

  /** How many stored columns were taken away, over all columns of a result. */
  private static int ask(TestTables tables, SqlScript.Case one, List<String> wrong)
      throws SQLException {
    CompiledQuery query;
    try {
      query = tables.compiler().compile(one.sql(), "gold");
    } catch (SqlProblem problem) {
      return 0; // Names of results are given to readers only.
    }
    List<String> before = columns(tables, query, query.duckDb());
    QueryLineage lineage = query.lineage();
    int taken = 0;
    for (int i = 0; i < before.size(); i++) {
      String name = query.columns().get(i).name();
      Influences part = lineage.of(name).and(lineage.rows());
      String sql = query.duckDb();
      for (TableShape table : tables.compiler().tables()) {
        if (query.inputs().contains(table.name())) {
          List<Column> others =
              table.columns().stream()
                  .filter(c -> !part.byOrigin().containsKey(new Origin(table.name(), c.name())))
                  .toList();
          taken += others.size();
          sql = others.isEmpty() ? sql : without(sql, table.name(), others);
        }
      }
      if (!columns(tables, query, sql).get(i).equals(before.get(i))) {
        wrong.add(one.name() + ": more than " + part + " has a part in " + name);
      }
    }
    return taken;
  }

  /** The query over a table in which columns have no values. */
  private static String without(String sql, TableName table, List<Column> columns) {
    String name = DuckDbWriter.quoted(table.toString());
    String other = DuckDbWriter.quoted("part of " + table);
    String nothing =
        columns.stream()
            .map(c -> "CAST(NULL AS " + c.type() + ") AS " + DuckDbWriter.quoted(c.name()))
            .collect(Collectors.joining(", "));
    return "WITH "
        + other
        + " AS (SELECT * REPLACE ("
        + nothing
        + ") FROM "
        + name
        + ") SELECT * FROM ("
        + sql.replace(name, other)
        + ")";
  }

  /** Each column of a result by itself, its values in order. */
  private static List<String> columns(TestTables tables, CompiledQuery query, String sql)
      throws SQLException {
    List<List<String>> rows = tables.run(sql, query.columns()).rows();
    return IntStream.range(0, query.columns().size())
        .mapToObj(i -> rows.stream().map(row -> row.get(i)).sorted().toList().toString())
        .toList();
  }
}
