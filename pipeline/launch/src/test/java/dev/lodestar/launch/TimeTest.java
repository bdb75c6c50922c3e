package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.CrashPoint;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Earlier states of a domain can be listed, compared and put back. */
class TimeTest {
  private static final String TYPED =
      "SELECT id, try_cast(quantity AS integer) AS quantity, _ingested_at FROM bronze.orders";

  @TempDir Path folder;

  private TestDomain twoRuns() {
    return TestDomain.in(folder)
        .source("orders", "id,quantity\n1,5\n2,6\n3,7\n")
        .model("silver.orders", TYPED, "key: [id]\nkeep: latest by _ingested_at\n")
        .model("gold.totals", "SELECT sum(quantity) AS total FROM silver.orders")
        .run("--run-id=monday")
        .file("data/orders_2.csv", "id,quantity\n2,60\n4,8\n")
        .run("--run-id=tuesday");
  }

  @Test
  void theHistoryOfATableShowsWhatEachRunDidToIt() {
    TestDomain domain = twoRuns();

    assertThat(words(domain.lodestar("history", "silver.orders").out()))
        .containsExactly(
            "tuesday overwrite 4 3 4 2 1 2 2 current", "monday append 3 0 3 1 0 1 1 earlier");
    assertThat(words(domain.lodestar("history", "totals").out())).hasSize(2);
    assertThat(domain.lodestar("history", "silver.order"))
        .extracting(TestDomain.Printed::exit, TestDomain.Printed::err)
        .containsExactly(
            2,
            "lodestar: There is no table silver.order; did you mean silver.orders? There are"
                + " bronze.orders, gold.totals, silver.orders\n");
  }

  /** Without the snapshot's number, its moment and its bytes, which are never the same. */
  private static List<String> words(String table) {
    return table
        .lines()
        .skip(1)
        .map(l -> l.replaceAll(" +", " ").replaceFirst("^ ?\\S+ \\S+ \\S+ ", ""))
        .map(l -> l.replaceFirst(" [0-9,]+ (\\S*) (\\S+)$", " $1 $2"))
        .toList();
  }

  @Test
  void theDifferenceOfTwoReleasesIsToldByKey() {
    TestDomain domain = twoRuns();

    assertThat(domain.lodestar("diff", "monday", "tuesday").out())
        .isEqualTo(
            """
            From release 1 of run monday to release 2 of run tuesday

            table          added  removed  changed  compared by
            bronze.orders      2        0        0  whole rows
            gold.totals        1        1        0  whole rows
            silver.orders      1        0        1  id

            bronze.orders
              + id=2, quantity=60
              + id=4, quantity=8

            gold.totals
              + total=80
              - total=18

            silver.orders
              + id=4, quantity=8
              ~ id=2  quantity: 6 → 60
            """);
    assertThat(domain.lodestar("diff").out()).startsWith("From release 1");
    assertThat(domain.lodestar("diff", "--table=totals", "--json").out().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"from\":{\"release\":1,\"run-id\":\"monday\"},\"to\":{\"release\":2,\"run-id\":\"tuesday\"},"
                + "\"tables\":[{\"table\":\"gold.totals\",\"key\":[],\"added\":1,\"removed\":1,\"changed\":0,"
                + "\"note\":\"wholerows\",\"examples\":[{\"kind\":\"added\",\"after\":{\"total\":80}},"
                + "{\"kind\":\"removed\",\"before\":{\"total\":18}}]}]}");
    assertThat(domain.lodestar("diff", "wednesday").err())
        .contains("There is no run \"wednesday\" that was released");
  }

  @Test
  void aDifferenceShowsDecimalsWithEveryDigit() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("prices", "id,price,weight\n1,5.5,5.5\n2,12345678901234567.80,1e20\n")
            .model(
                "silver.prices",
                "SELECT id, cast(price AS decimal(20,2)) AS price, cast(weight AS double) AS weight"
                    + " FROM bronze.prices",
                "key: [id]\nkeep: latest by price\n")
            .run()
            .file("data/prices_2.csv", "id,price,weight\n1,6,6\n2,12345678901234567.90,1e20\n")
            .run();

    assertThat(domain.lodestar("diff", "--table=silver.prices").out())
        .contains("id=1  price: 5.50 → 6.00, weight: 5.5 → 6.0")
        .contains("id=2  price: 12345678901234567.80 → 12345678901234567.90\n");
    assertThat(domain.lodestar("diff", "--table=silver.prices", "--json").out())
        .contains("\"price\" : 5.50", "\"weight\" : 5.5", "\"price\" : 12345678901234567.90");
  }

  @Test
  void aRollbackShowsAnEarlierReleaseAndTheNextRunSaysWhatItMakesAgain() throws Exception {
    TestDomain domain = twoRuns();

    assertThat(domain.lodestar("rollback").out())
        .isEqualTo(
            "Release 3 shows again what release 1 of run monday showed. The next run starts from"
                + " there\n");
    assertThat(domain.rows("gold.totals", "total")).isEqualTo("18");
    assertThat(domain.lodestar("rollback").err()).contains("There is no release before release 1");
    assertThat(domain.lodestar("history", "silver.orders").out())
        .contains("tuesday", "put aside", "1, 3");
    assertThat(domain.lodestar("plan").err()).contains("Release 3 had put release 1 back");

    TestDomain.Printed again = domain.lodestar("run", "--run-id=again");
    assertThat(again.err())
        .contains("What was rolled back (release 2 of run tuesday) is made again");
    assertThat(domain.rows("gold.totals", "total")).isEqualTo("80");
    assertThat(domain.rows("bronze.orders", "id, quantity").lines()).hasSize(5);
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    assertThat(domain.lodestar("run").err()).doesNotContain("rolled back");

    domain.lodestar("rollback", "--to=monday");
    Files.delete(domain.folder().resolve("data/orders_2.csv"));
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    assertThat(domain.rows("gold.totals", "total")).isEqualTo("18");

    domain.lodestar("rollback", "--to=tuesday");
    assertThat(domain.rows("gold.totals", "total")).isEqualTo("80");
  }

  @Test
  void aRollbackTakesTablesAndViewsBackThatCameLaterAndColumnsThatChanged() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("orders", "id,quantity\n1,5\n2,x\n")
            .model("silver.orders", "SELECT id FROM bronze.orders")
            .run();
    domain
        .model(
            "silver.orders",
            "SELECT id, quantity FROM bronze.orders",
            "expect:\n  - first: id = '1'\n")
        .model("gold.orders", "SELECT quantity FROM silver.orders")
        .model("gold.seen", "SELECT id FROM silver.orders", "kind: view\n")
        .run();

    assertThat(domain.lodestar("rollback").exit()).isZero();

    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      Release release = open.currentRelease().orElseThrow();
      assertThat(release.snapshots().keySet())
          .extracting(TableName::toString)
          .containsExactlyInAnyOrder("bronze.orders", "silver.orders");
      assertThat(release.views()).isEmpty();
      assertThat(open.state(TableName.parse("gold.orders"))).isEmpty();
      assertThat(open.state(TableName.parse("silver.orders")).orElseThrow().columns()).hasSize(1);
    }
    domain.run();
    assertThat(domain.table("silver.orders", "id, quantity")).isEqualTo("1 | 5");
    assertThat(domain.rows("gold.orders", "quantity")).isEqualTo("5");
    assertThat(domain.rows("quarantine.silver_orders", "_row")).hasLineCount(1);
  }

  @Test
  void aRollbackThatIsCutOffAnywhereIsDoneWhenItIsTriedAgain() throws Exception {
    TestDomain domain = twoRuns();
    PowerCuts cuts = PowerCuts.during(domain, "rollback", "--to=monday");
    assertThat(cuts.points()).contains(CrashPoint.SWAPPED + "#3");
    for (String point : cuts.points()) {
      cuts.at(point);
      assertThat(domain.rows("gold.totals", "total"))
          .as("what readers see after a cut at " + point)
          .isEqualTo(point.equals(CrashPoint.RELEASED) ? "18" : "80");
      assertThat(domain.lodestar("rollback", "--to=monday").exit()).isZero();
      assertThat(domain.rows("gold.totals", "total")).as("after " + point).isEqualTo("18");
      assertThat(domain.rows("bronze.orders", "id").lines()).as("after " + point).hasSize(3);
    }
    assertThat(domain.lodestar("run").err()).contains("is made again");
    assertThat(domain.rows("gold.totals", "total")).isEqualTo("80");
  }

  @Test
  void aRunAfterARollbackThatWasCutOffStartsFromWhatTheRollbackCameTo() throws Exception {
    TestDomain domain = twoRuns();
    PowerCuts cuts = PowerCuts.during(domain, "rollback", "--to=monday");
    for (String point : cuts.points()) {
      cuts.at(point);
      TestDomain.Printed next = domain.lodestar("run");
      assertThat(next.exit()).as(next.err()).isZero();
      if (point.equals(CrashPoint.BEGUN) || point.equals(CrashPoint.DECIDING)) {
        assertThat(next.out()).as("after " + point).startsWith("Nothing new");
      } else {
        assertThat(next.err()).as("after " + point).contains("is made again");
      }
      assertThat(domain.rows("gold.totals", "total")).as("after " + point).isEqualTo("80");
      assertThat(domain.rows("bronze.orders", "id").lines()).as("after " + point).hasSize(5);
    }
  }
}
