package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.CrashPoint;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that were set aside can be looked at and tried again, and are never in two places. */
class ReplayTest {
  private static final String TYPED =
      "SELECT id, customer, try_cast(quantity AS integer) AS quantity FROM bronze.orders";

  @TempDir Path folder;

  /** A line that cannot be read, a quantity that is a word, a customer whom nobody knows. */
  private TestDomain orders(String kind) {
    return TestDomain.in(folder)
        .source("customers", "customer\nann\n")
        .file(
            "bronze/customers.yaml",
            "files: ${data}/customers.csv\nreads: everything\ncolumns: {customer: }\n")
        .source("orders", "id,customer,quantity\n1,ann,5\n2,ann,many\n3,bob,7\n\"4\"x,ann,8\n")
        .model(
            "silver.orders",
            TYPED,
            kind
                + "expect:\n"
                + "  - has_quantity: quantity IS NOT NULL\n"
                + "  - customer_exists: customer references bronze.customers\n")
        .model("gold.total", "SELECT count(*) AS orders, sum(quantity) AS units FROM silver.orders")
        .run("--run-id=first");
  }

  @Test
  void rowsThatWereSetAsideAreShownWithReasonsAndOrigin() {
    TestDomain domain = orders("");

    assertThat(domain.lodestar("quarantine").out())
        .matches(
            "(?s)table +rows +tried before +reasons\n"
                + "bronze\\.orders +1 +0 +\\S.*\\(1\\)\n"
                + "silver\\.orders +2 +0 +customer_exists \\(1\\), has_quantity \\(1\\)\n");
    assertThat(words(domain.lodestar("quarantine", "silver.orders").out()))
        .extracting(l -> l.replace(folder.toString(), "…"))
        .containsExactly(
            "has_quantity …/domain/data/orders.csv 2 first 1"
                + " {\"id\":\"2\",\"customer\":\"ann\",\"quantity\":\"many\"}",
            "customer_exists …/domain/data/orders.csv 3 first 1"
                + " {\"id\":\"3\",\"customer\":\"bob\",\"quantity\":\"7\"}");
    assertThat(domain.lodestar("quarantine", "bronze.orders", "--json").out())
        .contains("\"source-row\" : \"5\"", "\"row\" : \"\\\"4\\\"x,ann,8\"");
    assertThat(domain.lodestar("quarantine", "gold.total").out())
        .isEqualTo("No row of gold.total is set aside\n");
  }

  @Test
  void aReplayBringsEachRowInOnceAndCountsAttempts() {
    TestDomain domain = orders("");
    domain.file("data/customers.csv", "customer\nann\nbob\n");

    assertThat(words(domain.lodestar("replay", "--run-id=second").out()))
        .containsExactly("bronze.orders 1 0 1 0", "silver.orders 2 1 1 0");
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n3");
    assertThat(domain.rows("quarantine.silver_orders", "_source_row, _reasons, _attempts"))
        .isEqualTo("2 | [\"has_quantity\"] | 2");
    assertThat(domain.rows("quarantine.bronze_orders", "_source_row, _attempts"))
        .isEqualTo("5 | 2");
    addsUp(domain, "second");

    domain.file(
        "bronze/orders.yaml",
        "files: ${data}/orders*.csv\nformat: {quote: \"\"}\ncolumns: {id: , customer: , quantity: }\n");
    assertThat(words(domain.lodestar("replay", "orders", "--run-id=third").out())).isEmpty();
    assertThat(words(domain.lodestar("replay", "bronze.orders", "--run-id=third").out()))
        .containsExactly("bronze.orders 1 1 0 0");
    assertThat(domain.rows("bronze.orders", "id, _source_row"))
        .isEqualTo("\"4\"x | 4\n1 | 1\n2 | 2\n3 | 3");
    assertThat(domain.rows("gold.total", "orders, units")).isEqualTo("3 | 20");
    assertThat(domain.rows("quarantine.silver_orders", "_source_row, _attempts"))
        .isEqualTo("2 | 3");
    addsUp(domain, "third");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  @Test
  void rowsOfAModelThatAppendsAreTriedAgainOnlyByAReplay() {
    TestDomain domain = orders("kind: append\n");
    domain.file("data/customers.csv", "customer\nann\nbob\n").run();
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1");

    assertThat(words(domain.lodestar("replay", "silver.orders", "--run-id=again").out()))
        .containsExactly("silver.orders 2 1 1 0");
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n3");
    assertThat(domain.rows("gold.total", "orders, units")).isEqualTo("2 | 12");
    addsUp(domain, "again");
    domain.file("data/orders_2.csv", "id,customer,quantity\n9,ann,1\n10,ann,none\n").run();
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n3\n9");
    assertThat(domain.rows("quarantine.silver_orders", "_source_row, _attempts"))
        .isEqualTo("2 | 1\n2 | 2");
  }

  @Test
  void aReplayThatWouldLoseRowsIsRefused() throws Exception {
    TestDomain domain = orders("");
    Files.move(
        domain.folder().resolve("data/orders.csv"), domain.folder().resolve("data/orders_new.csv"));

    TestDomain.Printed refused = domain.lodestar("replay", "bronze.orders");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .contains("Cannot read lines of bronze.orders again: the table would lose the rows of");
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1");
  }

  @Test
  void aReplayThatIsCutOffAnywhereIsDoneOnceWhenItIsTriedAgain() throws Exception {
    TestDomain domain = orders("kind: append\n");
    domain.file("data/customers.csv", "customer\nann\nbob\n");
    PowerCuts cuts = PowerCuts.during(domain, "replay", "--run-id=again");

    for (String point : cuts.points()) {
      cuts.at(point);
      assertThat(domain.rows("silver.orders", "id"))
          .as("what readers see after a cut at " + point)
          .isEqualTo(point.equals(CrashPoint.RELEASED) ? "1\n3" : "1");
      assertThat(domain.lodestar("replay", "--run-id=again").exit()).isZero();

      assertThat(domain.rows("silver.orders", "id")).as("after " + point).isEqualTo("1\n3");
      assertThat(domain.rows("bronze.orders", "id")).as("after " + point).isEqualTo("1\n2\n3");
      assertThat(domain.rows("gold.total", "orders, units"))
          .as("after " + point)
          .isEqualTo("2 | 12");
      assertThat(domain.rows("quarantine.silver_orders", "_source_row, _attempts"))
          .as("after " + point)
          .isEqualTo("2 | 2");
      addsUp(domain, "again");
    }
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  private static void addsUp(TestDomain domain, String run) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      List<StepRecord> steps = open.steps(run);
      assertThat(steps).isNotEmpty();
      assertThat(steps)
          .allSatisfy(
              s ->
                  assertThat(s.rowsOut() + s.quarantined() + s.deduplicated() + s.dropped())
                      .isEqualTo(s.rowsIn()));
    }
  }

  private static List<String> words(String table) {
    return table.lines().skip(1).map(l -> l.strip().replaceAll(" +", " ")).toList();
  }
}
