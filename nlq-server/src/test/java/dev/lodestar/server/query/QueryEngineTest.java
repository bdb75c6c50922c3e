package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.sql.SqlProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryEngineTest {
  private static final String ORDERS =
      "SELECT i::bigint AS id, (i % 7)::integer AS customer, (i * 13 % 1000 / 100.0)::decimal(12,2)"
          + " AS amount, DATE '2024-01-01' + (i % 366)::integer AS day,"
          + " CASE WHEN i % 11 = 0 THEN NULL ELSE 'n' || (i % 5) END AS note FROM range(5000) t(i)";
  private static final String CUSTOMERS =
      "SELECT i::integer AS id, 'customer ' || i AS name FROM range(7) t(i)";

  /** Long enough for every machine, and stopped by each of these tests. */
  private static final String ENDLESS =
      "select sum(a.id * b.id + c.id) from orders a, orders b, orders c, orders d";

  @TempDir static Path directory;
  private static BuiltDomain built;
  private static ServedDomain domain;
  private static QueryEngine engine;

  @BeforeAll
  static void build() throws Exception {
    // A folder that DuckDB would take for a pattern.
    built = BuiltDomain.in(Files.createDirectories(directory.resolve("it's [a] *")), "oranges");
    built.table("gold.orders", ORDERS).table("gold.customers", CUSTOMERS);
    built.view(
        "gold.by_customer",
        "select name, sum(amount) as amount from orders o join customers c on o.customer = c.id"
            + " group by name",
        new Column("name", ColumnType.VARCHAR),
        new Column("amount", ColumnType.decimal(38, 2)));
    built.release("run-1");
    domain = built.served();
    engine = QueryEngine.over(domain.warehouse());
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
    domain.close();
    built.close();
  }

  private static Query prepare(String sql, QueryLimits limits) throws SqlProblem {
    return engine.prepare(domain.current().orElseThrow(), "gold", sql, limits);
  }

  private static List<List<String>> rows(Query query) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    query.run(
        cells -> {
          List<String> row = new ArrayList<>();
          cells.forEach(cell -> row.add(cell == null ? null : CellText.of(cell)));
          rows.add(row);
        });
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from orders order by id",
        "select customer, count(*), sum(amount), min(day), max(note) from orders group by customer"
            + " order by customer",
        "select c.name, o.amount from orders o join customers c on o.customer = c.id"
            + " where o.day > date '2024-12-01' order by o.id",
        "with big as (select * from orders where amount > 9.5) select note, count(*) from big"
            + " group by note order by note nulls last",
        "select id, row_number() over (partition by customer order by amount desc, id) as n"
            + " from orders order by id",
        "select id from orders where id not in (select id from orders where customer = 3)"
            + " order by id",
        "select distinct day from orders order by day desc",
      })
  void givesTheRowsOfRawDuckDb(String sql) throws Exception {
    String raw =
        sql.replaceAll("\\borders\\b", "(" + ORDERS + ") orders")
            .replace(") orders o ", ") o ")
            .replaceAll("\\bcustomers c\\b", "(" + CUSTOMERS + ") c");
    assertThat(rows(prepare(sql, QueryLimits.NONE))).isEqualTo(built.duckDb(raw)).isNotEmpty();
  }

  @Test
  void explainsByTheStatementThatDuckDbRunsAndTheFilesItReads() throws Exception {
    String asked = "select name, amount from by_customer where amount > 10 order by name";
    List<String> lines = new ArrayList<>();
    rows(prepare("EXPLAIN " + asked, new QueryLimits(Optional.of(1000L), Optional.empty())))
        .forEach(row -> lines.add(row.get(0)));
    assertThat(lines.subList(lines.size() - 2, lines.size()))
        .allSatisfy(line -> assertThat(line).startsWith("-- reads gold."))
        .last()
        .asString()
        .startsWith("-- reads gold.orders: 5,000 rows, ")
        .contains(" 1 file, snapshot ");
    // What is shown is what runs: over the raw tables it gives what the statement gives.
    String shown =
        "WITH \"gold.orders\" AS (%s), \"gold.customers\" AS (%s) ".formatted(ORDERS, CUSTOMERS)
            + String.join("\n", lines);
    assertThat(built.duckDb(shown)).isEqualTo(rows(prepare(asked, QueryLimits.NONE))).hasSize(7);
  }

  @Test
  void explainsByWhatDuckDbMeasured() throws Exception {
    List<List<String>> rows =
        rows(prepare("explain analyze\nselect count(*) from orders", QueryLimits.NONE));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get(1)).contains("Total Time");
  }

  @Test
  void aMistakeInWhatIsToBeExplainedIsShownAtItsPlace() {
    assertThatThrownBy(() -> prepare("explain select nmae from customers", QueryLimits.NONE))
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.column()).isEqualTo(16));
  }

  @Test
  void explainsToNobodyFromWhomSomethingIsKeptBack() throws Exception {
    Access access = new Access(Set.of("gold"), Set.of(), Map.of(), Map.of(), Set.of(), "");
    assertThatThrownBy(
            () ->
                engine.prepare(
                    domain.current().orElseThrow().seenBy(access),
                    "gold",
                    "explain select 1 as one",
                    QueryLimits.NONE))
        .hasMessage("EXPLAIN would show what is kept back from you");
  }

  @Test
  void aViewGivesWhatItsSelectGives() throws Exception {
    assertThat(rows(prepare("select * from by_customer order by name", QueryLimits.NONE)))
        .isEqualTo(
            built.duckDb(
                "SELECT 'customer ' || (i % 7), sum((i * 13 % 1000 / 100.0)::decimal(12,2))"
                    + " FROM range(5000) t(i) GROUP BY 1 ORDER BY 1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into orders values (1)",
        "update orders set id = 1",
        "delete from orders",
        "merge into orders using customers on true when matched then delete",
        "create table x as select 1",
        "create view x as select 1",
        "drop table orders",
        "alter table orders add column x integer",
        "truncate table orders",
        "copy orders to '/tmp/x.csv'",
        "copy (select 1) to '/tmp/x.csv'",
        "attach '/tmp/x.db'",
        "install httpfs",
        "load httpfs",
        "set threads = 1",
        "pragma database_list",
        "call pragma_version()",
        "export database '/tmp/x'",
        "begin transaction",
        "vacuum",
        "explain",
        "explain drop table orders",
        "explain analyze copy (select 1) to '/tmp/x.csv'",
        "explain analyze select * from read_csv('/etc/passwd')",
        "describe orders",
        "show tables",
        "select 1; select 2",
        "select * from read_csv('/etc/passwd')",
        "select * from read_parquet('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from \"/etc/passwd\"",
        "select * from glob('/*')",
        "select * from duckdb_settings()",
        "select * from information_schema.tables",
        "select * from sqlite_master",
        "select getenv('HOME')",
        "select current_setting('temp_directory')",
        "select pg_read_file('/etc/passwd')",
        "select * from orders for update",
      })
  void refusesAllButOneSelectOverItsTables(String sql) {
    assertThatThrownBy(() -> prepare(sql, QueryLimits.NONE)).isInstanceOf(SqlProblem.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select nmae from customers        | 1 | 8
          select * from costumers           | 1 | 15
          select name from customers wher 1 | 1 | 33
          select uper(name) from customers  | 1 | 8
          """)
  void saysWhereAMistakeStands(String sql, int line, int column) {
    assertThatThrownBy(() -> prepare(sql, QueryLimits.NONE))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> {
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.column()).isEqualTo(column);
            });
  }

  @Test
  void duckDbOpensNothingOutsideTheWarehouse() throws Exception {
    Path outside = Files.writeString(directory.resolve("secret.csv"), "a\n1\n");
    try (LockedDuckDb duckDb =
            new LockedDuckDb(
                Path.of(domain.warehouse().folder()), new EngineSettings(Optional.empty(), 1, 0));
        var connection = duckDb.connect()) {
      for (String sql :
          List.of(
              "SELECT * FROM read_csv('" + outside.toString().replace("'", "''") + "')",
              "ATTACH '" + directory.toString().replace("'", "''") + "/x.db'",
              "COPY (SELECT 1) TO '" + directory.toString().replace("'", "''") + "/x.csv'",
              "SET enable_external_access = true",
              "SET lock_configuration = false",
              "INSTALL httpfs")) {
        try (var statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.execute(sql))
              .as(sql)
              .hasMessageMatching("(?s).*(Permission Error|locked|disabled).*");
        }
      }
    }
  }

  @Test
  void handsOverNoMoreRowsThanAllowedAndSaysThatThereAreMore() throws Exception {
    QueryLimits ten = QueryLimits.of(10, Duration.ofMinutes(1));
    List<Object> ids = new ArrayList<>();
    Query.Result result =
        prepare("select id from orders order by id desc", ten).run(row -> ids.add(row.get(0)));
    assertThat(result).isEqualTo(new Query.Result(10, true));
    assertThat(ids).startsWith(4999L, 4998L).hasSize(10);
    assertThat(prepare("select id from orders where id < 10", ten).run(row -> {}))
        .isEqualTo(new Query.Result(10, false));
  }

  @Test
  void stopsAQueryWhenItsTimeIsUp() throws Exception {
    Query query =
        prepare(ENDLESS, new QueryLimits(Optional.empty(), Optional.of(Duration.ofMillis(300))));
    assertThatThrownBy(() -> query.run(row -> {}))
        .isInstanceOfSatisfying(
            QueryFailed.class,
            failure -> assertThat(failure.reason()).isEqualTo(QueryFailed.Reason.TIMEOUT))
        .hasMessage("The query was stopped after 0.3 s, the time it was given");
  }

  @Test
  void cancelsAQueryFromAnotherThreadBeforeAndWhileItRuns() throws Exception {
    for (int pause : new int[] {0, 200}) {
      Query query = prepare(ENDLESS, QueryLimits.NONE);
      Thread canceller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(pause);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                query.cancel();
              });
      canceller.start();
      assertThatThrownBy(() -> query.run(row -> {}))
          .isInstanceOfSatisfying(
              QueryFailed.class,
              failure -> assertThat(failure.reason()).isEqualTo(QueryFailed.Reason.CANCELLED));
      canceller.join();
    }
    assertThat(rows(prepare("select 1 as one", QueryLimits.NONE))).containsExactly(List.of("1"));
  }

  @Test
  void aFailureOfTheDataIsToldWithoutTheSqlThatDuckDbSaw() throws Exception {
    Query query = prepare("select cast(name as date) as d from customers", QueryLimits.NONE);
    assertThatThrownBy(() -> query.run(row -> {}))
        .isInstanceOf(QueryFailed.class)
        .hasMessageStartingWith("The query failed: ")
        .hasMessageContaining("customer")
        .hasMessageNotContaining("LINE ");
  }

  @Test
  void everyQuerySeesOneWholeReleaseWhileReleasesMove() throws Exception {
    try (BuiltDomain moving = BuiltDomain.in(directory, "moving")) {
      moving.table("gold.a", "SELECT 0 AS n").table("gold.b", "SELECT 0 AS n").release("run-0");
      int releases = 8;
      ExecutorService readers = Executors.newFixedThreadPool(3);
      try (ServedDomain served = moving.served();
          QueryEngine movingEngine = QueryEngine.over(served.warehouse())) {
        Catalog first = served.current().orElseThrow();
        Callable<Long> reader =
            () -> {
              long last = 0;
              while (last < releases) {
                Catalog catalog = served.current().orElseThrow();
                String sql = "select a.n as a, b.n as b from a, b";
                List<List<String>> rows =
                    rows(movingEngine.prepare(catalog, "gold", sql, QueryLimits.NONE));
                assertThat(rows).hasSize(1);
                assertThat(rows.get(0).get(0)).isEqualTo(rows.get(0).get(1));
                long seen = Long.parseLong(rows.get(0).get(0));
                assertThat(seen).isGreaterThanOrEqualTo(last).isEqualTo(catalog.release().id() - 1);
                last = seen;
              }
              return last;
            };
        List<Future<Long>> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          seen.add(readers.submit(reader));
        }
        for (int n = 1; n <= releases; n++) {
          moving.table("gold.a", "SELECT " + n + " AS n").table("gold.b", "SELECT " + n + " AS n");
          moving.release("run-" + n);
        }
        for (Future<Long> future : seen) {
          assertThat(future.get(60, TimeUnit.SECONDS)).isEqualTo(releases);
        }
        assertThat(rows(movingEngine.prepare(first, "gold", "select n from a", QueryLimits.NONE)))
            .as("a catalogue that is held stays as it was")
            .containsExactly(List.of("0"));
      } finally {
        readers.shutdownNow();
      }
    }
  }
}
