package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lodestar.spec.Column;
import dev.lodestar.sql.SqlScript.Case;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every script: compiled and run, a statement gives what the script says, in names, types,
 * values and, if stated, order.
 */
final class SqlScriptsTest {
  private static TestTables tables;

  @BeforeAll
  static void createTables() throws SQLException {
    tables = new TestTables();
  }

  @AfterAll
  static void dropTables() throws SQLException {
    tables.close();
  }

  @TestFactory
  Stream<DynamicNode> scripts() {
    return SqlScript.all().stream()
        .map(
            script ->
                dynamicContainer(
                    script.file().getFileName().toString(),
                    script.cases().stream()
                        .map(each -> dynamicTest(each.name(), () -> check(each)))));
  }

  private static void check(Case given) throws Exception {
    switch (given.oracle()) {
      case ROWS -> agrees(given, ResultTable.parse(given.header(), given.answer()));
      case DUCKDB -> agrees(given, byHand(given));
      case FAILS -> {
        String duckDb = compiled(given).duckDb();
        assertThatThrownBy(() -> tables.run(duckDb, List.of()))
            .as(duckDb)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining(given.answer().get(0));
      }
      case REFUSED ->
          assertThatThrownBy(() -> compiled(given))
              .isInstanceOf(SqlProblem.class)
              .hasMessageContaining(given.answer().get(0));
    }
  }

  private static void agrees(Case given, ResultTable expected) throws Exception {
    CompiledQuery compiled = compiled(given);
    String duckDb = compiled.duckDb();
    ResultTable result = tables.run(duckDb, compiled.columns());
    String shown = "Result:\n%s\n\nCompiled to:\n%s\n".formatted(result, duckDb);
    assertThat(printed(result, given)).as(shown).isEqualTo(printed(expected, given));
    assertThat(compiled.inputs())
        .as("The tables that are read are those that were promised")
        .isEqualTo(tables.namedIn(duckDb));
    assertThat(tables.described(duckDb))
        .as("What DuckDB returns is what was promised")
        .isEqualTo(
            compiled.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList());
  }

  private static ResultTable byHand(Case given) throws SQLException {
    List<Column> columns = ResultTable.header(given.header());
    return tables.run(String.join("\n", given.answer()), columns);
  }

  private static String printed(ResultTable table, Case given) {
    return (given.inOrder() ? table : table.sorted()).toString();
  }

  private static CompiledQuery compiled(Case given) throws SqlProblem {
    return tables.compiler().compile(given.sql(), "gold");
  }
}
