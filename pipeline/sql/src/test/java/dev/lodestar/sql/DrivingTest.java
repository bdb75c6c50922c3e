package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrivingTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT a FROM t WHERE b > 'x'                                          | silver.t           |
          SELECT a, b FROM t UNION ALL SELECT a, b FROM u                        | silver.t, silver.u |
          SELECT t.a, u.b FROM t LEFT JOIN u ON t.a = u.a                        | silver.t           |
          SELECT t.a, u.b FROM t RIGHT JOIN u ON t.a = u.a                       | silver.u           |
          SELECT t.a, n FROM t JOIN (SELECT a, count(*) AS n FROM u GROUP BY a) AS x ON t.a = x.a | silver.t |
          SELECT a FROM t WHERE a IN (SELECT a FROM u)                           | silver.t           |
          SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a)     | silver.t           |
          SELECT a FROM t WHERE a = (SELECT max(a) FROM u)                       | silver.t           |
          SELECT a FROM t ORDER BY a                                             | silver.t           |
          SELECT DISTINCT a FROM t                                               | silver.t           | a grouping or DISTINCT
          SELECT a, count(*) AS n FROM t GROUP BY a                              | silver.t           | a grouping or DISTINCT
          SELECT a, row_number() OVER (PARTITION BY b ORDER BY a) AS n FROM t    | silver.t           | a window
          SELECT a FROM t ORDER BY a LIMIT 3                                     | silver.t           | a LIMIT
          SELECT a FROM t UNION SELECT a FROM u                                  | silver.t, silver.u | a UNION without ALL
          SELECT t.a, u.b FROM t FULL JOIN u ON t.a = u.a                        | silver.t           | a full join
          SELECT t.a, x.b FROM t JOIN t AS x ON t.a = x.a                        | silver.t           | silver.t both as a table whose rows come and as one that is looked up
          SELECT a FROM t WHERE a = (SELECT max(a) FROM t)                       | silver.t           | silver.t both as a table whose rows come and as one that is looked up
          SELECT 1 AS a                                                          | ""                 | rows that no table brings, or a set operation
          """)
  void findsTheTablesWhoseRowsBecomeRows(String sql, String tables, String obstacle)
      throws SqlProblem {
    Driving driving =
        Driving.of(
            new SqlCompiler(Stream.of("t", "u").map(DrivingTest::table).toList())
                .compile(sql, "silver")
                .plan());

    assertThat(String.join(", ", driving.tables().stream().map(TableName::toString).toList()))
        .isEqualTo(tables == null ? "" : tables);
    assertThat(driving.obstacle().orElse(null)).isEqualTo(obstacle);
  }

  private static TableShape table(String name) {
    return TableShape.stored(
        new TableName("silver", name),
        List.of(new Column("a", ColumnType.BIGINT), new Column("b", ColumnType.VARCHAR)));
  }
}
