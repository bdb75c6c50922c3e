package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;

/** Statements as PostgreSQL's own JDBC driver sends them. */
final class PgServerTest {
  /** Takes longer than any test has patience for. */
  private static final String ENDLESS =
      "select count(*) from fact_sales a, fact_sales b, fact_sales c, fact_sales d, fact_sales e,"
          + " fact_sales f, fact_sales g where a.weight + b.weight + c.weight + d.weight"
          + " + e.weight + f.weight + g.weight < 0";

  @TempDir static Path directory;
  private static Fruit fruit;

  @BeforeAll
  static void serve() throws Exception {
    fruit = new Fruit(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    fruit.close();
  }

  private static List<String> rows(ResultSet rows) throws SQLException {
    List<String> read = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(rows.getString(i));
        }
        read.add(String.join(" | ", cells.stream().map(String::valueOf).toList()));
      }
    }
    return read;
  }

  private static List<String> ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(sql));
    }
  }

  @ParameterizedTest(name = "binary from execution {0}")
  @ValueSource(ints = {0, -1})
  void everyTypeComesAsItIs(int prepareThreshold) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(fruit.url("&prepareThreshold=" + prepareThreshold));
        PreparedStatement statement =
            connection.prepareStatement(
                "select * from fact_sales where sale_id in (0, 1, 2) order by sale_id");
        ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("note")).isNull();
      assertThat(rows.getBigDecimal("amount")).isEqualTo("0.00");
      assertThat(rows.getBoolean("paid")).isTrue();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("sale_id")).isEqualTo(1);
      assertThat(rows.getLong("pieces")).isEqualTo(10);
      assertThat(rows.getBigDecimal("amount")).isEqualTo("0.25");
      assertThat(rows.getObject("sold_on", LocalDate.class)).isEqualTo("2024-01-02");
      assertThat(rows.getObject("seen_at", LocalDateTime.class))
          .isEqualTo("2024-01-01T11:20:30.123456");
      assertThat(rows.getBoolean("paid")).isFalse();
      assertThat(rows.getDouble("weight")).isEqualTo(1 / 3.0);
      assertThat(rows.getString("note")).isEqualTo("n° 1");
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isFalse();
      assertThat(rows.getMetaData().getColumnTypeName(4)).isEqualTo("numeric");
      assertThat(rows.getMetaData().getPrecision(4)).isEqualTo(12);
      assertThat(rows.getMetaData().getScale(4)).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "binary {0}")
  @ValueSource(booleans = {true, false})
  void numbersKeepEveryDigit(boolean binary) throws Exception {
    String[] numbers = {
      "0",
      "1",
      "-1",
      "0.1",
      "-0.00012",
      "10000",
      "99999999.0001",
      "12345678901234567890.123456789",
      "-99999999999999999999999999999999999999",
      "0.00000000000000000001",
      "100000000",
      "1e-7"
    };
    try (Connection connection =
            DriverManager.getConnection(
                fruit.url("&prepareThreshold=" + (binary ? -1 : 0) + "&binaryTransfer=true"));
        PreparedStatement statement =
            connection.prepareStatement("select cast(? as decimal(38,0)) is null, ? + 0")) {
      for (String number : numbers) {
        BigDecimal value = new BigDecimal(number);
        statement.setNull(1, Types.NUMERIC);
        statement.setBigDecimal(2, value);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getBoolean(1)).isTrue();
          assertThat(rows.getBigDecimal(2)).as(number).isEqualByComparingTo(value);
        }
      }
    }
  }

  @Test
  void parametersOfEveryTypeAndWithoutValue() throws Exception {
    try (Connection connection = fruit.connect()) {
      String sql =
          "select count(*) from fact_sales where sale_id >= ? and pieces < ? and amount <= ?"
              + " and sold_on > ? and seen_at < ? and paid = ? and weight < ? and note <> ?";
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int round = 0; round < 7; round++) {
          statement.setInt(1, 2);
          statement.setLong(2, 500);
          statement.setBigDecimal(3, new BigDecimal("10.125"));
          statement.setDate(4, Date.valueOf("2024-01-03"));
          statement.setTimestamp(5, Timestamp.valueOf("2024-01-03 10:20:30.123456"));
          statement.setBoolean(6, true);
          statement.setDouble(7, 12.5);
          statement.setString(8, "n° 6");
          assertThat(rows(statement.executeQuery())).as("round " + round).containsExactly("7");
        }
        statement.setNull(8, Types.VARCHAR);
        assertThat(rows(statement.executeQuery())).containsExactly("0");
        statement.setObject(4, LocalDate.of(2024, 1, 3));
        statement.setObject(5, LocalDateTime.of(2024, 1, 3, 10, 20, 30));
        statement.setString(8, "");
        assertThat(rows(statement.executeQuery())).containsExactly("8");
      }
    }
  }

  @Test
  void whatAStatementNeedsAndGivesIsKnownBeforeItRuns() throws Exception {
    try (Connection connection = fruit.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select amount, note from fact_sales where sold_on = ? and pieces in (?, 3) limit ?")) {
      ParameterMetaData parameters = statement.getParameterMetaData();
      assertThat(parameters.getParameterTypeName(1)).isEqualTo("date");
      assertThat(parameters.getParameterTypeName(2)).isEqualTo("int8");
      assertThat(parameters.getParameterTypeName(3)).isEqualTo("int4");
      assertThat(statement.getMetaData().getColumnTypeName(1)).isEqualTo("numeric");
      assertThat(statement.getMetaData().getColumnName(2)).isEqualTo("note");
    }
  }

  @Test
  void rowsComeAFewAtATimeInsideATransaction() throws Exception {
    try (Connection connection = fruit.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(7);
      List<String> rows = rows(statement.executeQuery("select sale_id from fact_sales order by 1"));
      assertThat(rows).hasSize(100).startsWith("0", "1").endsWith("98", "99");
      try (ResultSet left = statement.executeQuery("select sale_id from fact_sales order by 1")) {
        assertThat(left.next()).isTrue();
      }
      statement.setMaxRows(5);
      assertThat(rows(statement.executeQuery("select sale_id from fact_sales order by 1")))
          .containsExactly("0", "1", "2", "3", "4");
      connection.commit();
    }
  }

  @Test
  void cursorsWorkInSqlToo() throws Exception {
    try (Connection connection = fruit.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("begin");
      statement.execute("declare c cursor for select sale_id from fact_sales order by 1");
      assertThat(ask(connection, "fetch 2 from c")).containsExactly("0", "1");
      assertThat(ask(connection, "fetch forward 1 in c")).containsExactly("2");
      assertThat(ask(connection, "fetch all from c")).hasSize(97);
      statement.execute("close c");
      statement.execute("commit");
    }
  }

  @Test
  void aStatementIsCancelledFromAnotherThread() throws Exception {
    try (Connection connection = fruit.connect();
        Statement statement = connection.createStatement()) {
      CompletableFuture<Throwable> running =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  statement.executeQuery(ENDLESS).close();
                  return new IllegalStateException("It ended");
                } catch (SQLException e) {
                  return e;
                }
              });
      // A request that comes before the statement has begun is lost, as in PostgreSQL, and a
      // statement of the driver asks only once.
      while (!running.isDone()) {
        connection.unwrap(PgConnection.class).cancelQuery();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(running.get()).isInstanceOf(SQLException.class).hasMessageContaining("cancelled");
      assertThat(((SQLException) running.get()).getSQLState()).isEqualTo("57014");
      assertThat(ask(connection, "select 1")).containsExactly("1");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"&options=-c%20statement_timeout=200", "&options=--statement-timeout=1s"})
  void aStatementEndsWhenItsTimeIsOver(String options) throws Exception {
    try (Connection connection = DriverManager.getConnection(fruit.url(options));
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      statement.execute("set statement_timeout to '250ms'");
      assertThat(ask(connection, "show statement_timeout")).containsExactly("250ms");
      assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
          .hasMessageContaining("stopped after 0.25 s");
    }
  }

  @Test
  void theTimeThatADriverGivesEndsAStatement() throws Exception {
    try (Connection connection = fruit.connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          42601 | selec 1                                      | 1
          42601 | select * from                                | 13
          42P01 | select * from nowhere                        | 15
          42703 | select nothing from fact_sales               | 8
          42883 | select uper(note) from fact_sales            | 8
          42702 | select product_id from fact_sales, dim_products | 8
          25006 | insert into fact_sales values (1)            | 0
          25006 | create table x (y int)                       | 0
          25006 | drop table fact_sales                        | 0
          25006 | copy fact_sales to stdout                    | 0
          25006 | update fact_sales set paid = true            | 0
          22P02 | select cast(note as integer) from fact_sales | 0
          42P01 | select * from pg_catalog.pg_nothing          | 0
          42704 | show nothing_at_all                          | 0
          22023 | set statement_timeout to 'soon'              | 0
          22023 | set client_encoding to latin1                | 0
          42501 | set role admin                               | 0
          26000 | deallocate unknown                           | 0
          """)
  void aMistakeHasItsCodeAndPlace(String code, String sql, int place) throws Exception {
    try (Connection connection = fruit.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              PSQLException.class,
              e -> {
                assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(code);
                assertThat(e.getServerErrorMessage().getPosition()).isEqualTo(place);
              });
      assertThat(ask(connection, "select 1")).containsExactly("1");
    }
  }

  @Test
  void transactionsAreAcceptedAndSeeOneRelease() throws Exception {
    try (Connection reader = fruit.connect();
        Statement statement = reader.createStatement()) {
      fruit.domain.table("gold.counted", "SELECT 1::INTEGER AS n").release("counted-1");
      reader.setReadOnly(true);
      reader.setAutoCommit(false);
      assertThat(ask(reader, "select n from counted")).containsExactly("1");
      fruit.domain.table("gold.counted", "SELECT 2::INTEGER AS n").release("counted-2");
      assertThat(ask(reader, "select n from counted")).containsExactly("1");
      reader.commit();
      assertThat(ask(reader, "select n from counted")).containsExactly("2");
      assertThatThrownBy(() -> statement.executeQuery("select wrong from counted"));
      assertThatThrownBy(() -> statement.executeQuery("select n from counted"))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      reader.rollback();
      statement.execute("savepoint a");
      assertThatThrownBy(() -> statement.executeQuery("select wrong from counted"));
      statement.execute("rollback to savepoint a");
      assertThat(ask(reader, "select n from counted")).containsExactly("2");
      reader.rollback();
      statement.execute("set lodestar.as_of = 'counted-1'");
      assertThat(ask(reader, "select n from counted")).containsExactly("1");
    }
  }

  @Test
  void settingsAreKeptAndTakenBack() throws Exception {
    try (Connection connection = fruit.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to silver, gold");
      assertThat(ask(connection, "select * from raw")).containsExactly("1");
      assertThat(connection.getSchema()).isEqualTo("silver");
      statement.execute("reset search_path");
      assertThat(ask(connection, "show search_path")).containsExactly("gold");
      connection.setSchema("silver");
      statement.execute("set time zone 'Europe/Paris'");
      assertThat(ask(connection, "select current_setting('TimeZone')"))
          .containsExactly("Europe/Paris");
      statement.execute("discard all");
      assertThat(ask(connection, "select current_schema()")).containsExactly("gold");
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void severalStatementsOfOneTextAreEachAnswered() throws Exception {
    try (Connection connection = DriverManager.getConnection(fruit.url("&preferQueryMode=simple"));
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("select 1; ; select 2 -- ; three\n;")).isTrue();
      assertThat(rows(statement.getResultSet())).containsExactly("1");
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(rows(statement.getResultSet())).containsExactly("2");
      assertThatThrownBy(() -> statement.execute("select 1; drop table fact_sales"))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  @Test
  void anotherDatabaseIsRefusedByName() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(fruit.url("").replace("/fruit?", "/vegetables?")))
        .isInstanceOfSatisfying(
            PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"));
  }

  @Test
  void aClientThatGoesLeavesNothingBehind() throws Exception {
    try (Connection other = fruit.connect()) {
      int before = fruit.server.sessions();
      Connection connection = fruit.connect();
      connection.setAutoCommit(false);
      Statement statement = connection.createStatement();
      statement.setFetchSize(1);
      assertThat(statement.executeQuery("select * from fact_sales").next()).isTrue();
      connection.abort(Runnable::run);
      while (fruit.server.sessions() > before) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(ask(other, "select count(*) from fact_sales")).containsExactly("100");
    }
  }
}
