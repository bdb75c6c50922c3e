package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowedTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      textBlock =
          """
          SELECT a AS p FROM t WHERE b > 'x'                                    | {silver.t=[[`a`]]}                      | []
          SELECT a + 1 AS p, b FROM t                                           | {silver.t=[[`a` + 1]]}                  | []
          SELECT a + 1 AS p, sum(a) AS s FROM t GROUP BY a + 1, b               | {silver.t=[[`a` + 1]]}                  | []
          SELECT b, p FROM (SELECT b, max(a) AS p FROM t GROUP BY b) AS x       | {}                                      | [silver.t]
          SELECT a AS p FROM t UNION ALL SELECT a * 2 FROM u                    | {silver.t=[[`a`]], silver.u=[[`a` * 2]]} | []
          SELECT a AS p FROM t UNION SELECT a FROM t WHERE b = 'x'              | {silver.t=[[`a`], [`a`]]}               | []
          SELECT t.a AS p, u.b FROM t LEFT JOIN u ON t.a = u.a                  | {silver.t=[[`a`]]}                      | [silver.u]
          SELECT u.a AS p, t.b FROM t LEFT JOIN u ON t.a = u.a                  | {}                                      | [silver.t, silver.u]
          SELECT u.a AS p, t.b FROM t JOIN u ON t.b = u.b                       | {silver.u=[[`a`]]}                      | [silver.t]
          SELECT t.a + u.a AS p FROM t JOIN u ON t.b = u.b                      | {}                                      | [silver.t, silver.u]
          SELECT a AS p FROM t WHERE a IN (SELECT a FROM u)                     | {silver.t=[[`a`]]}                      | [silver.u]
          SELECT a AS p FROM t WHERE a > (SELECT avg(a) FROM t)                 | {silver.t=[[`a`]]}                      | [silver.t]
          SELECT a AS p, rank() OVER (PARTITION BY a ORDER BY b) AS r FROM t    | {}                                      | [silver.t]
          SELECT a AS p FROM t ORDER BY b LIMIT 3                               | {}                                      | [silver.t]
          SELECT 1 AS p                                                         | {}                                      | []
          """)
  void followsAColumnToTheRowsThatCanChangeIt(String sql, String expressions, String lost)
      throws SqlProblem {
    CompiledQuery query =
        new SqlCompiler(Stream.of("t", "u").map(FollowedTest::table).toList())
            .compile(sql, "silver");
    Followed followed = Followed.down(query, List.of("p"));

    assertThat(followed.expressions().toString().replace('"', '`')).isEqualTo(expressions);
    assertThat(followed.lost()).hasToString(lost);
  }

  private static TableShape table(String name) {
    return TableShape.stored(
        new TableName("silver", name),
        List.of(new Column("a", ColumnType.BIGINT), new Column("b", ColumnType.VARCHAR)));
  }
}
