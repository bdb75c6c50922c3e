package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {

  @Test
  void aViewStandsForItsSelect() {
    CompiledQuery query = Shop.compile("select total from gold.best");
    assertThat(query.inputs()).containsExactly(Shop.ORDERS.name());
    assertThat(query.columns()).isEqualTo(Shop.columns("total bigint"));
    assertThat(query.duckDb()).doesNotContain("best").contains("\"silver.orders\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select total from «gold.broken»      | view gold.broken cannot be read: unknown column "totl" in "sales" (line 2, column 3 of its SELECT)
          select total from «gold.over_broken» | view gold.over_broken cannot be read: view gold.broken cannot be read: unknown column "totl" in "sales" (line 2, column 3 of its SELECT)
          select total from «gold.itself»      | view gold.itself cannot be read: it reads itself
          select a from «gold.too_wide»        | view gold.too_wide cannot be read: its SELECT gives 2 columns, not 1
          """)
  void aProblemInsideAViewIsToldWhereTheViewIsNamed(String statement, String message) {
    Marked marked = Marked.read(statement);
    SqlProblem problem =
        catchThrowableOfType(
            SqlProblem.class, () -> Shop.COMPILER.compile(marked.text(), "silver"));
    assertThat(problem).hasMessage(message);
    assertThat(new int[] {problem.line(), problem.column(), problem.length()})
        .containsExactly(marked.line(), marked.column(), marked.length());
  }
}
