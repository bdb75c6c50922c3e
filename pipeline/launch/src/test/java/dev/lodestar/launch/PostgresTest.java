package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a real PostgreSQL become bronze rows: all of them, of one moment, each once. */
class PostgresTest {
  @TempDir static Path server;
  @TempDir Path folder;

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = builder(0).start();
  }

  private static EmbeddedPostgres.Builder builder(int port) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(server.resolve("data"))
            .setCleanDataDirectory(false);
    return port == 0 ? builder : builder.setPort(port);
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  private static void execute(String... statements) {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private TestDomain reading(String database, String more) {
    return TestDomain.in(folder)
        .file(
            "bronze/orders.yaml",
            "database:\n  url: \"" + url() + "\"\n" + database.indent(2) + more);
  }

  @Test
  void readsTypesTextsAndNullsAsTheyAre() {
    execute(
        "DROP TABLE IF EXISTS orders",
        "CREATE TABLE orders (id int PRIMARY KEY, \"Name\" text, price numeric(9,2), paid boolean,"
            + " moment timestamptz, day date, tags text[], note jsonb)",
        "INSERT INTO orders VALUES (1, 'two' || chr(10) || 'lines, \"quoted\"', 1.50, true,"
            + " '2024-01-01 02:00:00.123456+02', '2024-01-01', '{a,b}', '{\"x\": 1}'),"
            + " (2, '', NULL, false, NULL, NULL, NULL, NULL), (3, NULL, 0, NULL, NULL, NULL, '{}', NULL)");
    TestDomain domain =
        reading(
                "table: orders",
                """
                columns:
                  id: {type: bigint}
                  name:
                  price: {type: "decimal(12,2)"}
                  paid: {type: boolean}
                  moment: {type: timestamp}
                  day: {type: date}
                  tags:
                  note:
                """)
            .model("gold.paid", "SELECT sum(price) AS price FROM bronze.orders WHERE paid")
            .run();

    assertThat(
            domain.rows("bronze.orders", "id, name, price, paid, moment::varchar, day, tags, note"))
        .isEqualTo(
            """
            1 | two
            lines, "quoted" | 1.50 | true | 2024-01-01 00:00:00.123456 | 2024-01-01 | {a,b} | {"x": 1}
            2 |  | null | false | null | null | null | null
            3 | null | 0.00 | null | null | null | {} | null""");
    assertThat(domain.rows("bronze.orders", "DISTINCT _source_file, _source_table"))
        .isEqualTo("orders | orders");
    assertThat(domain.rows("gold.paid", "price")).isEqualTo("1.50");
  }

  @Test
  void addsWhatIsAboveTheWatermarkAndNothingTwice() {
    execute(
        "DROP TABLE IF EXISTS orders",
        "CREATE TABLE orders (id int, changed timestamp)",
        "INSERT INTO orders VALUES (1, '2024-01-01'), (2, '2024-01-02 00:00:00.000001')");
    TestDomain domain =
        reading(
                "table: orders\nwatermark: changed",
                "reads: above-watermark\ncolumns: {id: {type: integer}, changed: }\n")
            .run();
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    assertThat(domain.lodestar("plan").out())
        .contains("nothing above changed 2024-01-02 00:00:00.000001");
    execute(
        "UPDATE orders SET changed = '2024-01-03' WHERE id = 1",
        "INSERT INTO orders VALUES (3, '2024-01-04')");
    domain.run();

    assertThat(
            domain.rows("bronze.orders", "id, changed, dense_rank() OVER (ORDER BY _ingested_at)"))
        .isEqualTo(
            """
            1 | 2024-01-01 00:00:00 | 1
            1 | 2024-01-03 00:00:00 | 2
            2 | 2024-01-02 00:00:00.000001 | 1
            3 | 2024-01-04 00:00:00 | 2""");
    assertThat(domain.run("--full").rows("bronze.orders", "id")).isEqualTo("1\n2\n3");
  }

  @Test
  void refusesAWatermarkThatSomeRowsDoNotHave() {
    execute(
        "DROP TABLE IF EXISTS orders",
        "CREATE TABLE orders (id int, changed timestamp)",
        "INSERT INTO orders VALUES (1, NULL)");

    assertThat(
            reading(
                    "table: orders\nwatermark: changed",
                    "reads: above-watermark\ncolumns: {id: , changed: }\n")
                .lodestar("run")
                .err())
        .contains("Cannot read bronze.orders by its watermark: rows without changed");
  }

  @Test
  void readsAnEmptyTableAndReadsAgainWhatCannotTellItsChanges() {
    execute("DROP TABLE IF EXISTS orders", "CREATE TABLE orders (id int)");
    TestDomain domain =
        reading(
                "query: \"SELECT id FROM orders WHERE id > 0;\"\npartition: id",
                "columns: {id: }\n")
            .run();
    assertThat(domain.rows("bronze.orders", "id")).isEmpty();

    execute("INSERT INTO orders SELECT generate_series(-5, 10)");
    assertThat(domain.run().rows("bronze.orders", "count(*), count(DISTINCT id), max(id)"))
        .isEqualTo("10 | 10 | 9");
  }

  @Test
  void parallelReadersSeeOneMoment() throws Exception {
    execute(
        "DROP TABLE IF EXISTS accounts",
        "CREATE TABLE accounts (id int PRIMARY KEY, amount int)",
        "INSERT INTO accounts SELECT i, 100 FROM generate_series(1, 200000) i");
    TestDomain domain =
        reading(
            "table: accounts\npartition: id\npartitions: 4",
            "columns: {id: {type: integer}, amount: {type: integer}}\n");
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> moving =
        CompletableFuture.supplyAsync(
            () -> {
              int moves = 0;
              while (!done.get()) {
                execute(
                    "UPDATE accounts SET amount = amount + CASE WHEN id = 1 THEN -1 ELSE 1 END"
                        + " WHERE id IN (1, 199999)");
                moves++;
              }
              return moves;
            });
    domain.run();
    done.set(true);

    assertThat(moving.get()).isPositive();
    assertThat(domain.rows("bronze.orders", "count(*), count(DISTINCT id), sum(amount)"))
        .isEqualTo("200000 | 200000 | 20000000");
  }

  @Test
  void aRestartOfTheServerCostsNoRow() throws Exception {
    execute(
        "DROP TABLE IF EXISTS orders",
        "CREATE TABLE orders AS SELECT i AS id, repeat(md5(i::text), 10) AS text"
            + " FROM generate_series(1, 400000) i");
    TestDomain domain =
        reading(
            "table: orders\npartition: id\npartitions: 2",
            "columns: {id: {type: integer}, text: }\n");
    int port = postgres.getPort();
    CompletableFuture<Boolean> restart = CompletableFuture.supplyAsync(() -> restartAmidCopy(port));
    domain.run();

    assertThat(restart.get()).as("stopped while rows were copied").isTrue();
    assertThat(domain.rows("bronze.orders", "count(*), count(DISTINCT id), sum(id)"))
        .isEqualTo("400000 | 400000 | 80000200000");
  }

  private static boolean restartAmidCopy(int port) {
    try {
      boolean copying = false;
      try (Connection connection = DriverManager.getConnection(url());
          Statement statement = connection.createStatement()) {
        while (!copying) {
          try (ResultSet row =
              statement.executeQuery(
                  "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                      + " AND query LIKE 'COPY (SELECT%'")) {
            row.next();
            copying = row.getInt(1) > 0;
          }
        }
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE query LIKE 'COPY (SELECT%' AND state = 'active'")) {
          row.next();
          copying = row.getInt(1) > 0;
        }
      }
      postgres.close();
      postgres = builder(port).start();
      return copying;
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysWhatIsWrongWithoutASecret() {
    execute("DROP TABLE IF EXISTS orders", "CREATE TABLE orders (id int, price numeric)");
    String columns = "columns: {id: {type: integer}}\n";

    assertThat(reading("table: orders", columns).lodestar("run").err())
        .contains("orders: not the fields of bronze.orders: not declared price");
    execute("INSERT INTO orders VALUES (1, 2.5)");
    assertThat(
            reading(
                    "table: orders",
                    "schema: rescue\ncolumns: {id: , price: {type: \"decimal(9,2)\"}}\n")
                .run()
                .table("bronze.orders", "id, price, _rescued"))
        .isEqualTo("1 | null | {\"price\":\"2.5\"}");
    assertThat(reading("table: ordres", columns).lodestar("run").err())
        .contains("Cannot read ordres for bronze.orders", "\"ordres\" does not exist");
    assertThat(
            reading("query: SELECT id FROM orders\npartition: di", columns).lodestar("run").err())
        .contains("orders.yaml: there is no column \"di\" for \"partition\"");
    assertThat(
            TestDomain.in(folder)
                .file(
                    "bronze/orders.yaml",
                    "database: {url: \"${env:LODESTAR_NO_SUCH_THING}\", table: t}\n" + columns)
                .lodestar("run")
                .err())
        .contains("the environment variable LODESTAR_NO_SUCH_THING is not set");
  }

  @Test
  void readsAnyDatabaseWithADriver() throws Exception {
    Path file = folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id INTEGER, name TEXT)");
      statement.execute("INSERT INTO orders VALUES (1, 'a \"b\", c'), (2, NULL), (3, '')");
    }
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/orders.yaml",
                "database: {url: \"jdbc:sqlite:"
                    + file
                    + "\", table: orders, watermark: id}\n"
                    + "reads: above-watermark\ncolumns: {id: {type: integer}, name: }\n")
            .run();

    assertThat(domain.rows("bronze.orders", "id, name"))
        .isEqualTo("1 | a \"b\", c\n2 | null\n3 | ");
  }
}
