package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Definition;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models come out the same in one piece and over workers with every exchange taken. */
class ModelsTest {
  private static final String ORDERS =
      """
      id,day,customer,quantity
      1,2024-01-01,ann,5
      2,2024-01-02,bob,x
      3,2024-01-03,zed,4
      4,2024-01-04,ann,7
      4,2024-01-04,ann,8
      5,2024-01-05,bob,-1
      6,2024-02-05,bob,3
      7,2024-02-06,,2
      """;

  private static final String TYPED =
      """
      SELECT try_cast(id AS bigint) AS id, parse_date(day, 'yyyy-MM-dd') AS day, customer,
        try_cast(quantity AS integer) AS quantity
      FROM bronze.orders
      """;

  @TempDir Path folder;

  private TestDomain orders() {
    return TestDomain.in(folder)
        .source("orders", ORDERS)
        .file(
            "data/orders_2.csv",
            "id,day,customer,quantity\n8,2024-03-01,cat,10\n9,2024-03-01,ann,1\n")
        .source("customers", "customer,city\nann,Paris\nbob,Rome\ncat,Oslo\ndan,Bonn\n")
        .model("silver.customers", "SELECT customer, city FROM bronze.customers");
  }

  private static TestDomain run(TestDomain domain, String engine) {
    return domain.run(
        "--runner=" + engine, "--broadcastBytes=" + (engine.equals("shares") ? "-1" : "1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void aTableIsTheResultOfItsSelectWhereNoRowWasTakenFromIt(String engine) {
    String positive = "expect:\n  - is_positive: quantity > 0\n";
    String grouped = "SELECT customer, count(*) AS orders FROM silver.orders GROUP BY customer";
    TestDomain domain =
        run(
            orders()
                .model("silver.orders", TYPED, positive)
                .model("gold.orders", grouped, "expect:\n  - some: orders > 0\n")
                .model("gold.many", grouped, "expect:\n  - many: orders > 1\n"),
            engine);
    try (Warehouse warehouse = Warehouse.open(domain.warehouse())) {
      assertThat(definition(warehouse, "gold.orders"))
          .hasValueSatisfying(
              definition -> {
                assertThat(definition.select()).isEqualTo(grouped);
                assertThat(definition.sources())
                    .isEqualTo(
                        Map.of(
                            TableName.parse("silver.orders"),
                            warehouse
                                .state(TableName.parse("silver.orders"))
                                .orElseThrow()
                                .content()));
              });
      assertThat(definition(warehouse, "gold.many")).isEmpty();
      assertThat(definition(warehouse, "silver.orders")).isEmpty();
    }
  }

  private static Optional<Definition> definition(Warehouse warehouse, String name) {
    TableName table = TableName.parse(name);
    return warehouse.definition(table, warehouse.state(table).orElseThrow().snapshot());
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void setsRowsAsideThatBreakARuleWithAllReasonsAndTheirOrigin(String engine) {
    TestDomain domain =
        run(
            orders()
                .model(
                    "silver.orders",
                    TYPED,
                    """
                    expect:
                      - has_quantity: quantity IS NOT NULL
                      - is_positive: quantity > 0
                      - customer_exists: customer references silver.customers
                    """),
            engine);

    assertThat(domain.rows("silver.orders", "id, customer, quantity"))
        .isEqualTo(
            "1 | ann | 5\n4 | ann | 7\n4 | ann | 8\n6 | bob | 3\n7 | null | 2\n8 | cat | 10\n9 | ann | 1");
    assertThat(
            domain.rows(
                "quarantine.silver_orders",
                "_source_row, parse_filename(_source_file), _row, _reasons, _attempts"))
        .isEqualTo(
            """
            2 | orders.csv | {"id":"2","day":"2024-01-02","customer":"bob","quantity":"x"} | ["has_quantity","is_positive"] | 1
            3 | orders.csv | {"id":"3","day":"2024-01-03","customer":"zed","quantity":"4"} | ["customer_exists"] | 1
            6 | orders.csv | {"id":"5","day":"2024-01-05","customer":"bob","quantity":"-1"} | ["is_positive"] | 1""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void keepsTheLatestRowOfAKeyAndCountsTheOthers(String engine) {
    TestDomain domain =
        run(
            orders()
                .model(
                    "silver.orders",
                    TYPED,
                    "key: [customer]\nkeep: latest by day\nexpect:\n  - has_quantity: quantity IS NOT NULL\n"),
            engine);

    assertThat(domain.rows("silver.orders", "customer, day, id"))
        .isEqualTo(
            "ann | 2024-03-01 | 9\nbob | 2024-02-05 | 6\ncat | 2024-03-01 | 8\nzed | 2024-01-03 | 3\nnull | 2024-02-06 | 7");
    assertThat(steps(domain, "silver.orders"))
        .isEqualTo("in 10, out 5, quarantined 1, deduplicated 4, dropped 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "merge"})
  void furtherColumnsDecideAmongRowsThatAreEquallyLate(String kind) {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/orders.yaml",
                "files: ${data}/*.csv\ncolumns: {id: , day: , version: , note: }\n")
            .file("data/a.csv", "id,day,version,note\n1,2,7,a\n1,2,9,b\n1,1,10,c\n2,1,1,d\n")
            .model(
                "silver.orders",
                "SELECT id, note, CAST(version AS integer) AS version, CAST(day AS integer) AS day FROM bronze.orders",
                "kind: %s\nkey: [id]\nkeep: latest by day, version\n".formatted(kind))
            .run();
    assertThat(domain.rows("silver.orders", "id, note")).isEqualTo("1 | b\n2 | d");

    domain.file("data/b.csv", "id,day,version,note\n1,2,8,e\n2,1,2,f\n").run();
    assertThat(domain.rows("silver.orders", "id, note")).isEqualTo("1 | b\n2 | f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void warnsDropsAndQuarantinesEachRowOnce(String engine) {
    TestDomain domain =
        run(
            orders()
                .model(
                    "silver.orders",
                    TYPED,
                    """
                    expect:
                      - small: quantity < 9
                        otherwise: warn
                      - positive: quantity > 0
                        otherwise: drop
                      - known: customer <> 'zed'
                    """),
            engine);

    // The row without a readable quantity breaks two rules, that without a customer one; NULL is
    // not true.
    assertThat(steps(domain, "silver.orders"))
        .isEqualTo("in 10, out 6, quarantined 2, deduplicated 0, dropped 2");
    assertThat(broken(domain, "silver.orders")).isEqualTo("{known=2, positive=2, small=2}");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @org.junit.jupiter.params.provider.MethodSource("shapes")
  void givesTheSameRowsInOnePieceAndInShares(String engine, String sql, String expected) {
    TestDomain domain =
        run(orders().model("silver.orders", TYPED).model("gold.shape", sql), engine);

    assertThat(domain.rows("gold.shape", "*")).isEqualTo(expected.replace("/", "\n"));
  }

  static java.util.stream.Stream<org.junit.jupiter.params.provider.Arguments> shapes() {
    String[][] shapes = {
      {"SELECT id FROM silver.orders WHERE quantity > 6", "4/4/8"},
      {
        "SELECT customer, sum(quantity) AS q, count(*) AS n FROM silver.orders GROUP BY customer",
        "ann | 21 | 4/bob | 2 | 3/cat | 10 | 1/zed | 4 | 1/null | 2 | 1"
      },
      {
        "SELECT avg(quantity) AS a, count(DISTINCT customer) AS c FROM silver.orders",
        "4.333333333333333 | 4"
      },
      {
        "SELECT min(day) AS d, max(quantity) AS q, count(*) AS n FROM silver.orders WHERE id > 100",
        "null | null | 0"
      },
      {
        "SELECT c.city, sum(o.quantity) AS q FROM silver.orders AS o JOIN silver.customers AS c ON o.customer = c.customer GROUP BY c.city",
        "Oslo | 10/Paris | 21/Rome | 2"
      },
      {
        "SELECT c.customer, o.id FROM silver.customers AS c LEFT JOIN silver.orders AS o ON o.customer = c.customer AND o.quantity > 6",
        "ann | 4/ann | 4/bob | null/cat | 8/dan | null"
      },
      {
        "SELECT c.customer, o.id FROM silver.orders AS o FULL JOIN silver.customers AS c ON o.customer = c.customer WHERE o.id IS NULL OR c.customer IS NULL",
        "dan | null/null | 3/null | 7"
      },
      {
        "SELECT id, row_number() OVER (PARTITION BY customer ORDER BY id, quantity) AS n FROM silver.orders",
        "1 | 1/2 | 1/3 | 1/4 | 2/4 | 3/5 | 2/6 | 3/7 | 1/8 | 1/9 | 4"
      },
      {
        "SELECT id, rank() OVER (ORDER BY quantity DESC NULLS LAST) AS r FROM silver.orders WHERE quantity > 5",
        "4 | 2/4 | 3/8 | 1"
      },
      {
        "SELECT customer FROM silver.orders UNION ALL SELECT customer FROM silver.customers WHERE city = 'Bonn'",
        "ann/ann/ann/ann/bob/bob/bob/cat/dan/zed/null"
      },
      {
        "SELECT customer FROM silver.orders UNION SELECT customer FROM silver.customers",
        "ann/bob/cat/dan/zed/null"
      },
      {"SELECT customer FROM silver.customers EXCEPT SELECT customer FROM silver.orders", "dan"},
      {
        "SELECT id, quantity FROM silver.orders ORDER BY quantity DESC NULLS LAST LIMIT 2",
        "4 | 8/8 | 10"
      },
      {
        "SELECT customer FROM silver.customers AS c WHERE NOT EXISTS (SELECT 1 AS one FROM silver.orders AS o WHERE o.customer = c.customer)",
        "dan"
      },
      {
        "SELECT a.id, b.id AS other FROM silver.orders AS a JOIN silver.orders AS b ON a.day = b.day AND a.id < b.id",
        "8 | 9"
      },
      {
        "SELECT customer, day, sum(quantity) AS q FROM silver.orders WHERE customer = 'bob' GROUP BY ROLLUP (customer, day)",
        "bob | 2024-01-02 | null/bob | 2024-01-05 | -1/bob | 2024-02-05 | 3/bob | null | 2/null | null | 2"
      },
      {"SELECT DISTINCT customer FROM silver.orders WHERE quantity > 2", "ann/bob/cat/zed"},
      {"SELECT x, y FROM (VALUES (1, 'a'), (2, 'b')) AS t (x, y)", "1 | a/2 | b"},
      {
        "WITH t AS (SELECT customer, count(*) AS n FROM silver.orders GROUP BY customer) SELECT n, count(*) AS customers FROM t GROUP BY n",
        "1 | 3/3 | 1/4 | 1"
      },
    };
    return java.util.Arrays.stream(shapes)
        .flatMap(
            s ->
                java.util.stream.Stream.of("direct", "shares")
                    .map(e -> org.junit.jupiter.params.provider.Arguments.of(e, s[0], s[1])));
  }

  @Test
  void rebuildsOnlyWhatDependsOnAChange() {
    TestDomain domain =
        orders()
            .model("silver.orders", TYPED)
            .model("gold.cities", "SELECT city FROM silver.customers")
            .model("gold.days", "SELECT DISTINCT day FROM silver.orders")
            .run();
    domain.file("data/orders_3.csv", "id,day,customer,quantity\n10,2024-04-01,ann,1\n");

    assertThat(changes(domain)).isEqualTo("bronze.orders silver.orders gold.days");
    domain.run().model("gold.cities", "SELECT upper(city) AS city FROM silver.customers");
    assertThat(changes(domain)).isEqualTo("gold.cities");
    domain.run();
    assertThat(changes(domain)).isEmpty();
    assertThat(changes(domain, "--full")).contains("bronze.orders", "gold.days", "gold.cities");
    assertThat(domain.rows("gold.cities", "*")).isEqualTo("BONN\nOSLO\nPARIS\nROME");
  }

  @Test
  void aViewIsReleasedWithoutFilesAndModelsCanReadIt() {
    TestDomain domain =
        orders()
            .model("silver.orders", TYPED)
            .model(
                "silver.large",
                "SELECT id, quantity FROM orders WHERE quantity > 6",
                "kind: view\n")
            .model("gold.largest", "SELECT max(quantity) AS q FROM silver.large")
            .run();

    assertThat(domain.rows("gold.largest", "*")).isEqualTo("10");
    assertThat(domain.warehouse().resolve("silver/large")).doesNotExist();
  }

  @Test
  void aRunThatStopsReleasesNothing() {
    TestDomain domain =
        orders()
            .model("silver.orders", TYPED)
            .run()
            .model("silver.orders", TYPED, "expect:\n  - unique: [id]\n");
    String before = domain.rows("silver.orders", "count(*)");

    TestDomain.Printed stopped = domain.lodestar("run");

    assertThat(stopped.exit()).isEqualTo(3);
    assertThat(stopped.err())
        .contains(
            "silver.orders breaks what may not be broken: unique",
            "(1 rows)",
            "the last release stands");
    assertThat(domain.rows("silver.orders", "count(*)")).isEqualTo(before);
  }

  @Test
  void theStoryOfAFailureIsKeptUntilARunSucceeds() throws Exception {
    TestDomain domain =
        TestDomain.in(folder)
            .source("orders", "id\none\n")
            .model("silver.orders", "SELECT cast(id AS integer) AS id FROM bronze.orders");
    assertThat(domain.lodestar("run", "--run-id=bad").exit()).isEqualTo(3);
    Path stories = domain.warehouse().resolve("_runs");
    assertThat(stories.resolve("bad/failure.txt")).content().contains("Cannot build silver.orders");

    domain
        .model("silver.orders", "SELECT try_cast(id AS integer) AS id FROM bronze.orders")
        .run("--run-id=good");
    assertThat(stories).isEmptyDirectory();
  }

  @Test
  void aRunThatFailsAfterItLostItsLeaseTellsOfItsFirstFailure() throws Exception {
    TestDomain domain = orders().model("silver.orders", TYPED, "expect:\n  - unique: [id]\n");
    Warehouse.open(domain.warehouse()).close();
    Thread usurper = new Thread(() -> takeTheLeaseOfARun(domain.warehouse()));
    usurper.start();

    TestDomain.Printed stopped = domain.lodestar("run");
    usurper.join();

    assertThat(stopped.exit()).isEqualTo(3);
    assertThat(stopped.err())
        .containsSubsequence(
            "lodestar: silver.orders breaks what may not be broken: unique",
            "lodestar: after that: The lease on the warehouse was lost");
  }

  /** Waits for a run and changes the lease as the next launcher would. */
  private static void takeTheLeaseOfARun(Path warehouse) {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + warehouse.resolve(Warehouse.DATABASE));
        Statement statement = ledger.createStatement()) {
      statement.execute("pragma busy_timeout = 10000");
      int taken = 0;
      while (taken == 0) {
        taken =
            statement.executeUpdate(
                "update lodestar_lease set token = token + 1"
                    + " where exists (select 1 from lodestar_runs where state = 'RUNNING')");
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLargeExchangeArrivesWhole() {
    String rows =
        IntStream.range(0, 200_000)
            .mapToObj(i -> i + "," + (i % 1000) + "," + Integer.toHexString(i * 2654435))
            .collect(Collectors.joining("\n"));
    TestDomain domain =
        run(
            TestDomain.in(folder)
                .source("events", "id,kind,text\n" + rows + "\n")
                .model("silver.events", "SELECT id, kind, text FROM bronze.events", "key: [id]\n"),
            "shares");

    assertThat(domain.rows("silver.events", "count(*), count(DISTINCT text), min(kind)"))
        .isEqualTo(
            "200000 | "
                + IntStream.range(0, 200_000)
                    .mapToObj(i -> Integer.toHexString(i * 2654435))
                    .distinct()
                    .count()
                + " | 0");
  }

  private static String changes(TestDomain domain, String... more) {
    TestDomain.Printed plan = domain.lodestar("plan", more);
    return plan.out()
        .lines()
        .filter(l -> l.contains("  build") || l.contains("  ingest"))
        .map(l -> l.substring(0, l.indexOf(' ')))
        .collect(Collectors.joining(" "));
  }

  private static String steps(TestDomain domain, String table) {
    return step(domain, table)
        .map(
            s ->
                "in "
                    + s.rowsIn()
                    + ", out "
                    + s.rowsOut()
                    + ", quarantined "
                    + s.quarantined()
                    + ", deduplicated "
                    + s.deduplicated()
                    + ", dropped "
                    + s.dropped())
        .orElse("");
  }

  private static String broken(TestDomain domain, String table) {
    return step(domain, table).map(s -> new java.util.TreeMap<>(s.broken()).toString()).orElse("");
  }

  private static java.util.Optional<dev.lodestar.tables.StepRecord> step(
      TestDomain domain, String table) {
    try (dev.lodestar.tables.Warehouse open =
        dev.lodestar.tables.Warehouse.openExisting(domain.warehouse())) {
      return open.steps(open.runs().get(0).id()).stream()
          .filter(s -> s.table().toString().equals(table))
          .findFirst();
    }
  }
}
