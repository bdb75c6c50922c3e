package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with partitions: only those are made anew in which something changed. */
class PartitionsTest {
  private static final TableName SALES = TableName.parse("gold.sales");

  private static final String MONTHLY =
      """
      SELECT first_day, shop, sold FROM silver.parent
      UNION ALL
      SELECT CAST(date_trunc('month', sold_on) AS date), shop, CAST(sum(sold) AS bigint)
      FROM silver.lines GROUP BY CAST(date_trunc('month', sold_on) AS date), shop
      """;

  @TempDir Path folder;

  /** A company's months, and the days of one that it bought, whose lines are corrected at times. */
  private TestDomain domain() {
    return TestDomain.in(folder)
        .source("parent", "first_day,shop,sold\n2025-01-01,p,100\n2025-02-01,p,200\n")
        .source(
            "lines",
            "id,at,sold_on,shop,sold\n1,1,2025-01-05,c,1\n2,1,2025-01-09,c,2\n3,1,2025-02-03,c,4\n4,1,2025-03-03,d,8\n5,1,,d,16\n")
        .model(
            "silver.parent",
            "SELECT parse_date(first_day, '%Y-%m-%d') AS first_day, shop, try_cast(sold AS bigint) AS sold FROM bronze.parent",
            "kind: append\n")
        .model(
            "silver.lines",
            "SELECT id, try_cast(at AS integer) AS changed, parse_date(sold_on, '%Y-%m-%d') AS sold_on, shop, try_cast(sold AS bigint) AS sold FROM bronze.lines",
            "kind: merge\nkey: [id]\nkeep: latest by changed\ndeletes: sold IS NULL\npartition-by: [month(sold_on)]\n")
        .model("gold.sales", MONTHLY, "partition-by: [month(first_day)]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void onlyMonthsWithLinesThatCameWentOrMovedAreSummedAgain(String engine) {
    String[] how = {"--runner=" + engine, "--broadcastBytes=1000"};
    TestDomain domain = domain().run(how);
    Set<String> before = files(domain, SALES);
    assertThat(before).hasSize(4);

    // A line of January is corrected, and the one of March moves to April.
    domain
        .file(
            "data/lines_2.csv",
            "id,at,sold_on,shop,sold\n2,2,2025-01-09,c,20\n4,2,2025-04-01,d,8\n3,0,2025-01-01,x,99\n")
        .run(how);
    assertThat(domain.rows("gold.sales", "first_day, shop, sold"))
        .isEqualTo(
            """
            2025-01-01 | c | 21
            2025-01-01 | p | 100
            2025-02-01 | c | 4
            2025-02-01 | p | 200
            2025-04-01 | d | 8
            null | d | 16""");
    Set<String> after = files(domain, SALES);
    assertThat(stays(before, after)).isEqualTo(2);
    assertThat(after).hasSize(4);

    // A delete of the one without a day, and the parent's March.
    domain
        .file("data/lines_3.csv", "id,at,sold_on,shop,sold\n5,2,,,\n")
        .file("data/parent_2.csv", "first_day,shop,sold\n2025-03-01,p,300\n")
        .run(how);
    String rows =
        """
        2025-01-01 | c | 21
        2025-01-01 | p | 100
        2025-02-01 | c | 4
        2025-02-01 | p | 200
        2025-03-01 | p | 300
        2025-04-01 | d | 8""";
    assertThat(domain.rows("gold.sales", "first_day, shop, sold")).isEqualTo(rows);
    assertThat(stays(after, files(domain, SALES))).isEqualTo(3);
    assertThat(domain.lodestar("run", how).out()).startsWith("Nothing new");
    assertThat(domain.run("--full").rows("gold.sales", "first_day, shop, sold")).isEqualTo(rows);
  }

  /** What a rule sets aside belongs to its partition: it is tried again with it, and else stays. */
  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void rowsThatWereSetAsideAreTriedAgainWithTheirPartition(String engine) {
    String[] how = {"--runner=" + engine, "--broadcastBytes=1000"};
    TestDomain domain =
        TestDomain.in(folder)
            .source(
                "lines",
                "id,at,day,sold\n1,1,2025-01-05,1\n2,1,2025-01-06,-2\n3,1,2025-02-03,-4\n4,1,2025-02-04,8\n5,1,soon,-16\n")
            .model(
                "silver.lines",
                "SELECT id, try_cast(at AS integer) AS at, parse_date(day, '%Y-%m-%d') AS day, try_cast(sold AS bigint) AS sold FROM bronze.lines",
                "kind: merge\nkey: [id]\nkeep: latest by at\npartition-by: [month(day)]\n")
            .model(
                "gold.sales",
                "SELECT id, day, sold FROM silver.lines",
                "partition-by: [month(day)]\nexpect:\n  - is_sold: sold > 0\n")
            .run(how);
    String aside = "json_extract_string(_row, '$.id'), _attempts, _partition";
    assertThat(domain.rows("quarantine.gold_sales", aside))
        .isEqualTo(
            """
            2 | 1 | {"day":"2025-01-06"}
            3 | 1 | {"day":"2025-02-03"}
            5 | 1 | {"day":null}""");

    // February gets a line, and one of January is put right.
    domain
        .file("data/lines_2.csv", "id,at,day,sold\n2,2,2025-01-06,2\n6,1,2025-02-05,-32\n")
        .run(how);
    assertThat(domain.rows("gold.sales", "id, sold")).isEqualTo("1 | 1\n2 | 2\n4 | 8");
    assertThat(domain.rows("quarantine.gold_sales", aside))
        .isEqualTo(
            """
            3 | 2 | {"day":"2025-02-03"}
            5 | 1 | {"day":null}
            6 | 1 | {"day":"2025-02-05"}""");
    assertThat(domain.lodestar("history", "quarantine.gold_sales").out()).contains("overwrite");

    // The line without a day gets one.
    domain.file("data/lines_3.csv", "id,at,day,sold\n5,2,2025-03-01,16\n").run(how);
    String rows = "1 | 1\n2 | 2\n4 | 8\n5 | 16";
    assertThat(domain.rows("gold.sales", "id, sold")).isEqualTo(rows);
    String left = "json_extract_string(_row, '$.id')";
    assertThat(domain.rows("quarantine.gold_sales", left)).isEqualTo("3\n6");
    assertThat(domain.run("--full").rows("gold.sales", "id, sold")).isEqualTo(rows);
    assertThat(domain.rows("quarantine.gold_sales", left)).isEqualTo("3\n6");
  }

  @Test
  void filesOfOnePartitionAreCompactedAndOfTwoAreNot() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("sales", "id,sold_on\n1,2025-01-05\n2,2025-02-05\n3,\n")
            .model(
                "silver.sales",
                "SELECT id, parse_date(sold_on, '%Y-%m-%d') AS sold_on FROM bronze.sales",
                "kind: append\npartition-by: [month(sold_on)]\n")
            .run()
            .file("data/sales_2.csv", "id,sold_on\n4,2025-01-31\n5,2025-03-01\n6,\n")
            .run();
    assertThat(partitions(domain)).isEqualTo("2025-01-01 2, 2025-02-01 1, 2025-03-01 1, null 2");
    String rows = domain.rows("silver.sales", "id, sold_on");

    assertThat(domain.lodestar("maintain").exit()).isZero();
    assertThat(partitions(domain)).isEqualTo("2025-01-01 1, 2025-02-01 1, 2025-03-01 1, null 1");
    assertThat(domain.rows("silver.sales", "id, sold_on")).isEqualTo(rows);
  }

  /** The months in the files of a table, which are asked, and how many files there are of each. */
  private static String partitions(TestDomain domain) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      open.partitions(TableName.parse("silver.sales"))
          .forEach(
              (partition, files) -> {
                String month = String.valueOf(partition.get("month(sold_on)"));
                counts.put(month, files.size());
                assertThat(TestDomain.query(files, "DISTINCT date_trunc('month', sold_on)::date"))
                    .isEqualTo(month);
              });
    }
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  @Test
  void thePlanSaysWhatIsRefreshedOrWhyAllIs() {
    TestDomain domain =
        domain()
            .source("shops", "shop\nc\nd\np\n")
            .model(
                "gold.known",
                "SELECT s.first_day, s.shop, s.sold FROM gold.sales AS s JOIN bronze.shops AS b ON s.shop = b.shop",
                "partition-by: [month(first_day)]\n")
            .model(
                "gold.ranked",
                "SELECT first_day, shop, rank() OVER (ORDER BY sold) AS place FROM gold.sales",
                "partition-by: [month(first_day)]\n")
            .model(
                "gold.shops",
                "SELECT shop, max(first_day) AS first_day FROM gold.sales GROUP BY shop",
                "key: [shop]\npartition-by: [month(first_day)]\n")
            .run()
            .file("data/lines_2.csv", "id,at,sold_on,shop,sold\n2,2,2025-01-09,c,20\n");
    assertThat(domain.lodestar("plan").out())
        .contains(
            """
            gold.sales  refresh, whole
              reads silver.lines, silver.parent
              because silver.lines changes
              because refreshes only the partitions by month(first_day) of rows that change in silver.lines
            """)
        .contains(
            "because refreshes only the partitions by month(first_day) of rows that change in gold.sales\n")
        .contains(
            """
              because a row of gold.sales may concern several partitions
              because every partition is computed
            """)
        .contains("because every partition is computed, as rows of one key may be in several\n");

    domain.file("data/shops_2.csv", "shop\nx\n");
    assertThat(domain.lodestar("plan").out())
        .contains("because a row of bronze.shops may concern several partitions\n");
  }

  @Test
  void anIntervalIsComputedThoughNothingChanged() {
    TestDomain domain = domain().run();
    Set<String> before = files(domain, SALES);
    domain.run("--from=2025-02-10", "--to=2025-03-01", "--select=gold.sales");
    assertThat(stays(before, files(domain, SALES))).isEqualTo(3);

    // The model has changed since, and the months before March are to stay as they were reported.
    domain.model("gold.sales", MONTHLY.replace("sum(sold)", "1000 * sum(sold)"));
    domain.run("--from=2025-03-01");
    assertThat(domain.rows("gold.sales", "first_day, shop, sold"))
        .isEqualTo(
            """
            2025-01-01 | c | 3
            2025-01-01 | p | 100
            2025-02-01 | c | 4
            2025-02-01 | p | 200
            2025-03-01 | d | 8000
            null | d | 16""");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  @Test
  void aRunTakesCareOfSelectedTablesOnly() {
    TestDomain domain = domain();
    TestDomain.Printed tooFew = domain.lodestar("run", "--select=silver.lines");
    assertThat(tooFew.exit()).isEqualTo(3);
    assertThat(tooFew.err())
        .contains(
            "silver.lines reads bronze.lines, which was never made; select it as well: --select=+silver.lines");
    domain.run("--select=+silver.lines");
    assertThat(domain.rows("silver.lines", "count(*)")).isEqualTo("5");
    assertThat(domain.rows("bronze.parent", "count(*)")).isEmpty();

    domain.run();
    domain
        .file("data/lines_2.csv", "id,at,sold_on,shop,sold\n6,1,2025-01-07,c,5\n")
        .file("data/parent_2.csv", "first_day,shop,sold\n2025-03-01,p,300\n")
        .run("--select=bronze.lines+");
    assertThat(domain.rows("gold.sales", "sum(sold)::bigint")).isEqualTo("336");
    assertThat(domain.run().rows("gold.sales", "sum(sold)::bigint")).isEqualTo("636");
    assertThat(domain.lodestar("run", "--select=gold.sale").err())
        .contains(
            "Cannot select \"gold.sale\": the domain has no such table; did you mean \"gold.sales\"?");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          partition-by: [month(id)]  | 1:22: id is varchar, and month(id) needs a date
          partition-by: [dya]        | 1:16: partition-by names "dya", which is not a column of the model
          """)
  void whatCannotBeDoneIsAProblem(String yaml, String problem) {
    TestDomain domain =
        TestDomain.in(folder)
            .source("lines", "id,day\n1,2025-01-01\n")
            .model("silver.t", "SELECT id, day FROM bronze.lines", yaml);
    assertThat(domain.problems()).startsWith("silver/t.yaml:" + problem);
  }

  private static int stays(Set<String> before, Set<String> after) {
    Set<String> both = new TreeSet<>(before);
    both.retainAll(after);
    return both.size();
  }

  private static Set<String> files(TestDomain domain, TableName table) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      List<DataFile> files = open.files(table, open.state(table).orElseThrow().snapshot());
      Set<String> paths = new TreeSet<>();
      files.forEach(f -> paths.add(f.path()));
      return paths;
    }
  }
}
