package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that appends reads what is new and ends like one that is built anew. */
class AppendTest {
  private static final TableName SALES = TableName.parse("silver.sales");

  @TempDir Path folder;

  private TestDomain domain() {
    return TestDomain.in(folder)
        .source("sales", "id,shop,quantity\n1,a,5\n2,b,x\n3,z,1\n")
        .source("shops", "shop,city\na,Paris\nb,Rome\n")
        .model("silver.shops", "SELECT shop, city FROM bronze.shops")
        .model(
            "silver.sales",
            """
            SELECT s.id, s.shop, p.city, try_cast(s.quantity AS integer) AS quantity
            FROM bronze.sales AS s LEFT JOIN silver.shops AS p ON s.shop = p.shop
            """,
            "kind: append\nexpect:\n  - has_quantity: quantity IS NOT NULL\n")
        .model("gold.cities", "SELECT city, count(*) AS n FROM silver.sales GROUP BY city");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void readsEachRowOnceAndKeepsTheFilesThatAreThere(String engine) {
    String[] how = {"--runner=" + engine, "--broadcastBytes=1000"};
    TestDomain domain = domain().run(how);
    List<String> before = files(domain);
    domain.file("data/sales_2.csv", "id,shop,quantity\n4,a,7\n5,b,y\n").run(how);

    assertThat(files(domain)).containsAll(before).hasSizeGreaterThan(before.size());
    assertThat(domain.rows("silver.sales", "id, shop, city, quantity"))
        .isEqualTo("1 | a | Paris | 5\n3 | z | null | 1\n4 | a | Paris | 7");
    assertThat(domain.rows("quarantine.silver_sales", "_source_row, parse_filename(_source_file)"))
        .isEqualTo("2 | sales.csv\n2 | sales_2.csv");
    assertThat(domain.rows("gold.cities", "city, n")).isEqualTo("Paris | 2\nnull | 1");
    assertThat(steps(domain)).isEqualTo("silver.sales in 2, out 1, quarantined 1");
    assertThat(domain.lodestar("run", how).out()).startsWith("Nothing new");
  }

  @Test
  void tablesThatAreLookedUpAreAsTheyAreWhenARowComes() {
    TestDomain domain =
        domain()
            .run()
            .file("data/shops_2.csv", "shop,city\nz,Oslo\n")
            .run()
            .file("data/sales_2.csv", "id,shop,quantity\n4,z,7\n")
            .run();

    assertThat(domain.rows("silver.sales", "id, city")).isEqualTo("1 | Paris\n3 | null\n4 | Oslo");
    assertThat(domain.run("--full").rows("silver.sales", "id, city"))
        .isEqualTo("1 | Paris\n3 | Oslo\n4 | Oslo");
    assertThat(domain.rows("quarantine.silver_sales", "count(*)")).isEqualTo("1");
  }

  @Test
  void isBuiltAnewWhenAnInputWasReplacedOrItsTextChanged() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("sales", "id\n1\n2\n")
            .model("silver.kept", "SELECT id FROM bronze.sales", "key: [id]")
            .model("silver.sales", "SELECT id FROM silver.kept", "kind: append")
            .run()
            .file("data/sales_2.csv", "id\n2\n3\n")
            .run();
    assertThat(domain.rows("silver.sales", "id")).isEqualTo("1\n2\n3");

    domain.model("silver.sales", "SELECT concat(id, '!') AS id FROM silver.kept").run();
    assertThat(domain.rows("silver.sales", "id")).isEqualTo("1!\n2!\n3!");
  }

  @Test
  void anAppendedTableFeedsAnother() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("a", "id\n1\n")
            .source("b", "id\n10\n")
            .model("silver.a", "SELECT id FROM bronze.a", "kind: append")
            .model(
                "silver.sales",
                "SELECT id FROM silver.a UNION ALL SELECT id FROM bronze.b",
                "kind: append\nexpect:\n  - unique: [id]\n")
            .run()
            .file("data/a_2.csv", "id\n2\n")
            .run()
            .file("data/b_2.csv", "id\n20\n")
            .run();

    assertThat(domain.rows("silver.sales", "id")).isEqualTo("1\n10\n2\n20");
    domain.file("data/b_3.csv", "id\n2\n");
    TestDomain.Printed printed = domain.lodestar("run");
    assertThat(printed.exit()).isEqualTo(3);
    assertThat(printed.err()).contains("unique_id (1 rows)");
  }

  @Test
  void thePlanSaysWhatIsRead() {
    TestDomain domain = domain().run().file("data/sales_2.csv", "id,shop,quantity\n4,a,7\n");
    assertThat(domain.lodestar("plan").out())
        .contains(
            """
            silver.sales  add, whole
              reads bronze.sales, silver.shops
              because bronze.sales changes
              because reads only what is new in bronze.sales: what this run brings
            """);
  }

  @Test
  void whatSeesSeveralRowsIsAProblem() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("sales", "id\n1\n")
            .model("silver.sales", "SELECT DISTINCT id FROM bronze.sales", "kind: append")
            .model(
                "silver.other",
                "SELECT id FROM bronze.sales",
                "kind: append\nexpect:\n  - known: id references bronze.sales\n");
    assertThat(domain.problems())
        .isEqualTo(
            """
            silver/other.yaml:1:7: a model of kind append takes rows one by one, and this one has a rule that refers to bronze.sales, whose rows come
                1 | kind: append
                          ^^^^^^
              make it kind: table, or do this in a model that reads it

            silver/sales.yaml:1:7: a model of kind append takes rows one by one, and this one has a grouping or DISTINCT
                1 | kind: append
                          ^^^^^^
              make it kind: table, or do this in a model that reads it
            """);
  }

  private static List<String> files(TestDomain domain) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      return open.files(SALES, open.state(SALES).orElseThrow().snapshot()).stream()
          .map(DataFile::path)
          .toList();
    }
  }

  private static String steps(TestDomain domain) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      return open.steps(open.runs().get(0).id()).stream()
          .filter(s -> s.table().equals(SALES))
          .map(AppendTest::text)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String text(StepRecord step) {
    return "%s in %d, out %d, quarantined %d"
        .formatted(step.table(), step.rowsIn(), step.rowsOut(), step.quarantined());
  }
}
