package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that failed goes on from what it had written, and ends as one that did not fail. */
class RetryTest {
  private static final String ORDERS = "id,customer,quantity\n1,a,5\n2,b,3\n3,a,x\n";
  private static final String CUSTOMERS = "SELECT id, name FROM bronze.customers";
  private static final String FROM =
      " FROM silver.orders JOIN silver.customers ON customer = silver.customers.id";
  private static final String SALES = "SELECT name, quantity" + FROM;
  private static final String WRONG = "SELECT name, CAST(name AS integer) AS quantity" + FROM;
  private static final List<String> TABLES =
      List.of(
          "bronze.orders",
          "bronze.customers",
          "silver.orders",
          "quarantine.silver_orders",
          "silver.customers",
          "gold.sales",
          "gold.sold");

  @TempDir Path folder;

  @Test
  void makesOnlyWhatHadNotBeenMade() throws IOException {
    TestDomain domain = failed();

    assertThat(kept(mended(domain).lodestar("run", "--retry", "--json")))
        .containsExactly("bronze.customers", "bronze.orders", "silver.customers", "silver.orders");
    assertThat(content(domain)).isEqualTo(undisturbed("other", CUSTOMERS));
    assertThat(CrashTest.snapshotsOfRun(domain, "r-1")).containsOnly(1L);
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    assertThat(domain.warehouse().resolve("_runs/r-1")).doesNotExist();
  }

  @Test
  void saysWhatItKeepsAndWhatItMakes() {
    TestDomain domain = failed();
    domain.model("silver.customers", "SELECT id, upper(name) AS name FROM bronze.customers");
    TestDomain.Printed printed = mended(domain).lodestar("run", "--retry=r-1");

    assertThat(printed.err())
        .contains(
            "Run r-1 goes on; not there yet: gold.sales, gold.sold; changed since: silver.customers")
        .containsPattern("silver\\.orders  2 rows, kept\n")
        .containsPattern("silver\\.customers  2 rows\n");
    assertThat(printed.out())
        .contains(
            "Kept as they were written before the run failed: bronze.customers, bronze.orders,"
                + " silver.orders\n");
  }

  @Test
  void saysOfWhichTablesOnlyAPartMayBeThere() throws IOException {
    TestDomain domain = domain("domain").model("gold.sales", WRONG);
    domain.file("data/orders_2.csv", "id,customer,quantity\n4,b,9\n");
    String[] run = {"--runner=shares", "--run-id=r-1"};
    assertThat(domain.lodestar("run", run).exit()).isEqualTo(Exit.FAILED);
    try (Stream<Path> files = Files.walk(domain.warehouse().resolve("bronze/orders"))) {
      Files.delete(files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }

    assertThat(mended(domain).lodestar("run", "--retry", "--runner=shares").err())
        .contains("not there yet: gold.sales, gold.sold; perhaps not all there: bronze.orders");
    assertThat(domain.rows("gold.sales", "*")).isEqualTo("Ada | 5\nBob | 3\nBob | 9");
  }

  @Test
  void makesAgainWhatIsMadeFromWhatHasChanged() throws IOException {
    TestDomain domain = failed();
    String upper = "SELECT id, upper(name) AS name FROM bronze.customers";
    domain.model("silver.customers", upper);

    assertThat(kept(mended(domain).lodestar("run", "--retry", "--json")))
        .containsExactly("bronze.customers", "bronze.orders", "silver.orders");
    assertThat(content(domain)).isEqualTo(undisturbed("other", upper));
  }

  @Test
  void readsSourceFilesAgainThatAreMended() throws IOException {
    TestDomain domain = failed();
    domain.file("data/orders.csv", "id,customer,quantity\n1,a,7\n2,b,8\n");

    assertThat(kept(mended(domain).lodestar("run", "--retry", "--json")))
        .containsExactly("bronze.customers", "silver.customers");
    assertThat(domain.rows("gold.sales", "*")).isEqualTo("Ada | 7\nBob | 8");
  }

  @Test
  void makesAgainWhatIsNotThereAnyMore() throws IOException {
    TestDomain domain = failed();
    try (Stream<Path> files = Files.walk(domain.warehouse().resolve("silver/orders"))) {
      Files.delete(files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }

    assertThat(kept(mended(domain).lodestar("run", "--retry", "--json")))
        .containsExactly("bronze.customers", "bronze.orders", "silver.customers");
    assertThat(content(domain)).isEqualTo(undisturbed("other", CUSTOMERS));
  }

  @Test
  void keepsEverythingWhenOnlyAnExpectationStoppedIt() throws IOException {
    TestDomain domain =
        domain("domain")
            .model("gold.sales", SALES, "expect:\n  - few: quantity < 3\n    otherwise: stop\n");
    assertThat(domain.lodestar("run", "--run-id=r-1").exit()).isEqualTo(Exit.FAILED);

    assertThat(domain.lodestar("run", "--retry").exit()).isEqualTo(Exit.FAILED);
    domain.file("gold/sales.yaml", "expect:\n  - few: quantity < 9\n    otherwise: stop\n");
    assertThat(kept(domain.lodestar("run", "--retry", "--json")))
        .containsExactly("bronze.customers", "bronze.orders", "silver.customers", "silver.orders");
    assertThat(content(domain)).isEqualTo(undisturbed("other", CUSTOMERS));
  }

  @Test
  void losesNothingWhenItCannotBePlanned() throws IOException {
    TestDomain domain = mended(failed());
    domain.file("data/orders.csv", "id,buyer,quantity\n1,a,5\n");
    assertThat(domain.lodestar("run", "--retry").err()).contains("buyer");
    assertThat(domain.warehouse().resolve("_runs/r-1/failure.txt")).isNotEmptyFile();

    domain.file("data/orders.csv", ORDERS);
    assertThat(kept(domain.lodestar("run", "--retry", "--json")))
        .containsExactly("bronze.customers", "bronze.orders", "silver.customers", "silver.orders");
  }

  @Test
  void takesCareOfTheTablesThatTheRunWasFor() throws IOException {
    TestDomain domain = domain("domain").run();
    domain
        .model("gold.sold", "SELECT CAST(name AS integer) AS id FROM silver.customers")
        .model("silver.orders", "SELECT id, customer, 1 AS quantity FROM bronze.orders");
    assertThat(domain.lodestar("run", "--select=+gold.sold", "--run-id=r-1").exit())
        .isEqualTo(Exit.FAILED);

    domain.model("gold.sold", "SELECT id FROM silver.customers").run("--retry");

    assertThat(domain.rows("gold.sold", "*")).isEqualTo("a\nb");
    assertThat(domain.rows("silver.orders", "quantity")).isEqualTo("3\n5");
  }

  @Test
  void aPowerCutAnywhereInARetryLeavesNothingHalfDone() throws IOException {
    TestDomain domain = mended(failed());
    PowerCuts cuts = PowerCuts.during(domain, "run", "--retry");
    List<String> whole = undisturbed("other", CUSTOMERS);

    // What is committed after the first table goes the same way.
    for (String point : cuts.points().stream().filter(p -> !p.contains("#")).toList()) {
      cuts.at(point);
      TestDomain.Printed again = domain.lodestar("run", "--retry=r-1");
      if (again.exit() == Exit.USAGE) {
        assertThat(again.err()).as(point).contains("Cannot retry run r-1: ");
        domain.run("--run-id=r-1");
      }

      assertThat(content(domain)).as("after a cut at " + point).isEqualTo(whole);
      assertThat(CrashTest.snapshotsOfRun(domain, "r-1")).as(point).containsOnly(1L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"maintain", "rollback"})
  void goesOnThoughFilesWereCompactedOrAReleasePutBack(String upkeep) throws IOException {
    TestDomain domain = domain("domain").run("--run-id=r-a");
    domain.file("data/orders_2.csv", "id,customer,quantity\n4,b,9\n").run("--run-id=r-b");
    domain.model("gold.sales", WRONG);
    assertThat(domain.lodestar("run", "--full", "--run-id=r-1").exit()).isEqualTo(Exit.FAILED);

    assertThat(domain.lodestar(upkeep).exit()).isZero();
    TestDomain.Printed again = mended(domain).lodestar("run", "--retry");
    assertThat(again.exit()).as(again.err()).isEqualTo(Exit.OK);
    assertThat(again.err()).contains("Run r-1 goes on");
    assertThat(domain.rows("gold.sales", "*")).isEqualTo("Ada | 5\nBob | 3\nBob | 9");
    assertThat(domain.warehouse().resolve("_runs/r-1")).doesNotExist();
  }

  @Test
  void theNotesOfARunThatFailedGoThoughAReleaseWasPutBackSince() {
    TestDomain domain = domain("domain").run("--run-id=r-a");
    domain.file("data/orders_2.csv", "id,customer,quantity\n4,b,9\n").run("--run-id=r-b");
    domain.model("gold.sales", WRONG);
    assertThat(domain.lodestar("run", "--run-id=r-1").exit()).isEqualTo(Exit.FAILED);
    assertThat(domain.lodestar("rollback").exit()).isZero();
    assertThat(domain.warehouse().resolve("_runs/r-1")).exists();

    mended(domain).run("--run-id=r-2");
    assertThat(domain.warehouse().resolve("_runs/r-1")).doesNotExist();
  }

  @Test
  void theWordAfterRetryIsTheRunUnlessItIsTheDomain() {
    TestDomain domain = mended(failed());
    String folder = domain.folder().toString();
    String warehouse = "--warehouse=" + domain.warehouse();
    assertThat(Lodestar.execute("run", "--retry", "r-2", folder, warehouse)).isEqualTo(Exit.USAGE);
    assertThat(Lodestar.execute("run", folder, warehouse, "--retry", "r-2")).isEqualTo(Exit.USAGE);
    assertThat(Lodestar.execute("run", "--retry", folder, warehouse)).isEqualTo(Exit.OK);
    assertThat(domain.lodestar("history").out()).containsPattern("r-1 +finished");
  }

  @Test
  void saysWhyARunCannotGoOn() {
    TestDomain domain = domain("domain");
    assertThat(domain.lodestar("run", "--retry").err()).contains("There is no run to retry");
    domain.run("--run-id=r-0");
    assertThat(domain.lodestar("run", "--retry").err())
        .contains("Cannot retry run r-0: it is finished");
    assertThat(domain.lodestar("run", "--retry=r-9").err())
        .contains("Cannot retry run r-9: there is no run of that name");

    domain.model("gold.sales", WRONG);
    assertThat(domain.lodestar("run", "--run-id=r-1").exit()).isEqualTo(Exit.FAILED);
    assertThat(domain.lodestar("run", "--retry", "--full").err())
        .contains("A run that is tried again is the same run");
    mended(domain).run("--run-id=r-2");

    TestDomain.Printed late = domain.lodestar("run", "--retry=r-1");
    assertThat(late.exit()).isEqualTo(Exit.USAGE);
    assertThat(late.err())
        .contains("Cannot retry run r-1: run r-2 has finished since; start a new run");
  }

  /** A domain whose first run has failed after all of bronze and silver was made. */
  private TestDomain failed() {
    TestDomain domain = domain("domain").model("gold.sales", WRONG);
    assertThat(domain.lodestar("run", "--run-id=r-1").exit()).isEqualTo(Exit.FAILED);
    return domain;
  }

  private static TestDomain mended(TestDomain domain) {
    return domain.model("gold.sales", SALES);
  }

  private TestDomain domain(String name) {
    TestDomain domain = TestDomain.in(folder.resolve(name));
    return mended(domain)
        .source("orders", ORDERS)
        .source("customers", "id,name\na,Ada\nb,Bob\n")
        .model(
            "silver.orders",
            "SELECT id, customer, try_cast(quantity AS integer) AS quantity FROM bronze.orders",
            "key: [id]\nexpect:\n  - has_quantity: quantity IS NOT NULL\n")
        .model("silver.customers", CUSTOMERS)
        .model("gold.sold", "SELECT sum(quantity) AS quantity FROM gold.sales");
  }

  /** What the tables hold after a run that did not fail. */
  private List<String> undisturbed(String name, String customers) {
    return content(domain(name).model("silver.customers", customers).run("--run-id=r-1"));
  }

  /** All rows with all columns but those that tell the time. */
  private static List<String> content(TestDomain domain) {
    List<String> content = new ArrayList<>();
    for (String table : TABLES) {
      String moments =
          table.startsWith("bronze")
              ? " EXCLUDE (_ingested_at, _ingest_date, _source_file)"
              : table.startsWith("quarantine") ? " EXCLUDE (_quarantined_at, _source_file)" : "";
      content.add(table + ": " + domain.rows(table, "*" + moments));
    }
    return content;
  }

  private static List<String> kept(TestDomain.Printed printed) throws IOException {
    assertThat(printed.exit()).as(printed.err()).isEqualTo(Exit.OK);
    List<String> kept = new ArrayList<>();
    for (JsonNode table : new ObjectMapper().readTree(printed.out()).path("tables")) {
      if (table.path("kept").asBoolean()) {
        kept.add(table.path("table").asText());
      }
    }
    return kept.stream().sorted().toList();
  }
}
