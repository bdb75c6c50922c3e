package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lodestar.spec.Column;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@code docs/reference/sql.md} claims is so: it names every function and no other, and each
 * example gives its result.
 */
final class SqlReferenceTest {
  private static SqlReference page;
  private static TestTables tables;

  @BeforeAll
  static void readPage() throws IOException, SQLException {
    page = SqlReference.read();
    tables = new TestTables(page.fruit());
  }

  @AfterAll
  static void dropTables() throws SQLException {
    tables.close();
  }

  @Test
  void describesEveryFunctionAndNoOther() {
    assertThat(page.functions()).isEqualTo(Allowed.functionNames(Allowed.INTERACTIVE));
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return page.entries().stream().map(entry -> dynamicTest(entry.example(), () -> check(entry)));
  }

  @TestFactory
  Stream<DynamicTest> statements() {
    return page.statements().stream().map(each -> dynamicTest(each.sql(), () -> check(each)));
  }

  private static void check(SqlReference.Entry entry) throws Exception {
    SqlCompiler compiler =
        entry.section().equals("Clock and chance")
            ? SqlCompiler.interactive(tables.compiler().tables())
            : tables.compiler();
    CompiledQuery compiled = compiler.compile(entry.sql(), "gold");
    ResultTable result = tables.run(compiled.duckDb(), compiled.columns());
    String printed =
        result.rows().stream().map(row -> row.get(0)).collect(Collectors.joining(", "));
    assertThat(printed).as(compiled.duckDb()).isEqualTo(entry.result());
    entry
        .gives()
        .ifPresent(
            type -> assertThat(compiled.columns()).isEqualTo(List.of(new Column("x", type))));
  }

  private static void check(SqlReference.Statement statement) throws Exception {
    CompiledQuery compiled = tables.compiler().compile(statement.sql(), "gold");
    ResultTable result = tables.run(compiled.duckDb(), compiled.columns());
    List<String> lines = statement.result().lines().toList();
    ResultTable expected = ResultTable.parse(lines.get(0), lines.subList(1, lines.size()));
    assertThat(result).as(compiled.duckDb()).hasToString(expected.toString());
  }
}
