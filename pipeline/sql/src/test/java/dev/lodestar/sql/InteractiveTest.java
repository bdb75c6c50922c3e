package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;

class InteractiveTest {
  private static final SqlCompiler COMPILER = SqlCompiler.interactive(Shop.TABLES);

  @Test
  void aQuestionMayUseTheClockWhichIsInUtc() throws SqlProblem, SQLException {
    CompiledQuery query = COMPILER.compile("select current_date as d, now() as t", "gold");
    assertThat(query.columns()).isEqualTo(Shop.columns("d date, t timestamp"));
    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    try (Connection duckDb = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET TimeZone = 'Pacific/Kiritimati'");
      try (ResultSet row = statement.executeQuery(query.duckDb())) {
        row.next();
        assertThat(row.getObject(1, LocalDate.class))
            .isBetween(before, LocalDate.now(ZoneOffset.UTC));
      }
    }
  }

  @Test
  void aSampleIsInTheOrderOfChance() throws SqlProblem, SQLException {
    String sample =
        "select count(*) as n, count(distinct r) as r from (select number_value, row_number() over"
            + " (order by random()) as r from table(number_spine(1, 9)) t qualify row_number() over"
            + " (partition by random() < 2 order by number_value) < 6) u";
    try (Connection duckDb = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = duckDb.createStatement();
        ResultSet row = statement.executeQuery(COMPILER.compile(sample, "gold").duckDb())) {
      row.next();
      assertThat(row.getInt("n")).isEqualTo(5);
      assertThat(row.getInt("r")).isEqualTo(5);
    }
  }

  @Test
  void aReaderNeedNotNameColumns() throws SqlProblem {
    CompiledQuery query =
        COMPILER.compileForReader(
            "select count(*), 1 + 1, order_id from orders group by 3", "silver");
    assertThat(query.columns())
        .isEqualTo(Shop.columns("count bigint, column2 integer, order_id bigint"));
  }
}
