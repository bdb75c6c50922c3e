package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InfixCastTest {
  private final SqlCompiler compiler =
      SqlCompiler.interactive(
          List.of(
              TableShape.stored(
                  new TableName("gold", "t"),
                  List.of(
                      new Column("a", ColumnType.INTEGER),
                      new Column("b", ColumnType.VARCHAR),
                      new Column("d", ColumnType.DATE)))));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a + b::integer                       | a + CAST(b AS integer)
          a + b::integer + 1                   | a + CAST(b AS integer) + 1
          a * b::integer::double               | a * CAST(CAST(b AS integer) AS double)
          (a + 1)::varchar                     | CAST((a + 1) AS varchar)
          ((a + 1))::varchar                   | CAST(((a + 1)) AS varchar)
          (a) + (b)::integer                   | a + CAST(b AS integer)
          a > b::integer                       | a > CAST(b AS integer)
          a > b::integer AND a < 5             | a > CAST(b AS integer) AND a < 5
          NOT a = b::integer                   | NOT (a = CAST(b AS integer))
          (NOT a = 1)::varchar                 | CAST((NOT a = 1) AS varchar)
          -a::varchar::integer                 | -CAST(CAST(a AS varchar) AS integer)
          (-a)::varchar                        | CAST((-a) AS varchar)
          a BETWEEN 1 AND b::integer           | a BETWEEN 1 AND CAST(b AS integer)
          b LIKE a::varchar                    | b LIKE CAST(a AS varchar)
          a IN (1, 2)                          | a IN (1, 2)
          a = 1 OR a = b::integer              | a = 1 OR a = CAST(b AS integer)
          upper(b)::varchar                    | CAST(upper(b) AS varchar)
          CASE WHEN a = 1 THEN b END::integer  | CAST(CASE WHEN a = 1 THEN b END AS integer)
          d >= '2024-01-01'::date              | d >= CAST('2024-01-01' AS date)
          d + INTERVAL '1' DAY > b::timestamp  | d + INTERVAL '1' DAY > CAST(b AS timestamp)
          coalesce(a > b::integer, false)      | coalesce(a > CAST(b AS integer), false)
          """)
  void bindsTighterThanAnyOperator(String infix, String cast) throws SqlProblem {
    assertThat(duckDb(infix)).isEqualTo(duckDb(cast));
  }

  private String duckDb(String expression) throws SqlProblem {
    return compiler.compileForReader("SELECT " + expression + " AS x FROM t", "gold").duckDb();
  }
}
