package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.sql.RandomExpressions.Pair;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compiled, an expression made by chance gives over every row what it gives when it is written for
 * DuckDB directly.
 */
final class RandomExpressionsTest {
  private static final int STATEMENTS = 60;
  private static final int EXPRESSIONS_IN_ONE = 5;
  private static final int CONDITIONS = 20;
  private static final long SEED = 20240229;

  @Test
  void givesWhatDuckDbGivesForTheSameExpression() throws Exception {
    RandomExpressions expressions = new RandomExpressions(SEED);
    try (TestTables tables = new TestTables()) {
      for (int i = 0; i < STATEMENTS; i++) {
        int depth = 1 + i % 3;
        check(
            tables,
            Stream.generate(() -> expressions.any(depth)).limit(EXPRESSIONS_IN_ONE).toList());
      }
    }
  }

  @Test
  void everyRowMeetsAConditionOrItsOppositeOrNeither() throws Exception {
    RandomExpressions expressions = new RandomExpressions(SEED);
    try (TestTables tables = new TestTables()) {
      for (int i = 0; i < CONDITIONS; i++) {
        String condition = expressions.condition(1 + i % 3).ours();
        CompiledQuery compiled =
            tables
                .compiler()
                .compile(
                    "select id from people where {0} union all select id from people where not ({0}) union all select id from people where ({0}) is null order by id"
                        .replace("{0}", condition),
                    "gold");
        assertThat(tables.run(compiled.duckDb(), compiled.columns()))
            .as("%s\ncompiled to %s", condition, compiled.duckDb())
            .hasToString("id integer\n1\n2\n3\n4\n5\n6");
      }
    }
  }

  private static void check(TestTables tables, List<Pair> expressions) throws Exception {
    CompiledQuery compiled =
        tables.compiler().compile(select(expressions, Pair::ours) + "people order by id", "gold");
    ResultTable got = tables.run(compiled.duckDb(), compiled.columns());
    ResultTable expected =
        tables.run(
            select(expressions, Pair::duckDb) + "\"gold.people\" order by id", compiled.columns());
    assertThat(got)
        .as("%s\ncompiled to %s", expressions, compiled.duckDb())
        .hasToString(expected.toString());
  }

  private static String select(List<Pair> expressions, Function<Pair, String> language) {
    StringBuilder sql = new StringBuilder("select id");
    IntStream.range(0, expressions.size())
        .forEach(
            i ->
                sql.append(", ")
                    .append(language.apply(expressions.get(i)))
                    .append(" as x")
                    .append(i));
    return sql.append(" from ").toString();
  }
}
