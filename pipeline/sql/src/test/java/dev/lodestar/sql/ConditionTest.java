package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          quantity > 0                               | "quantity" > 0
          Quantity > 0 and PAID                      | "quantity" > 0 AND "paid"
          product_code is not null                   | "product_code" IS NOT NULL
          price between 0 and 100                    | "price" >= 0 AND "price" <= 100
          product_code in ('a', 'b')                 | ("product_code" IN ('a', 'b'))
          upper(product_code) like 'P%'              | upper("product_code") LIKE 'P%'
          regexp_like(product_code, '^[A-Z]{3}-Ł$')  | regexp_matches("product_code", '^[A-Z]{3}-Ł$')
          order_date >= '2024-01-31'                 | "order_date" >= DATE '2024-01-31'
          """)
  void becomesDuckDbSqlOverTheColumnsAlone(String condition, String duckDb) throws SqlProblem {
    assertThat(Shop.COMPILER.compileCondition(condition, Shop.ORDERS.columns())).isEqualTo(duckDb);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          «quantty» > 0                  | unknown column "quantty" in "row"
          quantity > 0 and «uper(product_code)» = 'A' | unknown function "uper"
          «quantity + 1»                 | this is not a condition: its type is integer
          «sum(quantity) > 1»            | a condition looks at one row at a time
          «row_number() over ()» = 1     | a condition looks at one row at a time
          quantity > «(select 1)»        | a condition cannot hold a query
          quantity «>»                   | the statement ends too soon
          quantity > 0«;» drop table x   | ";" cannot stand here
          """)
  void problemsStandInTheConditionsOwnText(String condition, String message) {
    Marked marked = Marked.read(condition);
    SqlProblem problem =
        catchThrowableOfType(
            SqlProblem.class,
            () -> Shop.COMPILER.compileCondition(marked.text(), Shop.ORDERS.columns()));
    assertThat(problem).hasMessage(message);
    assertThat(new int[] {problem.line(), problem.column(), problem.length()})
        .containsExactly(marked.line(), marked.column(), marked.length());
  }
}
