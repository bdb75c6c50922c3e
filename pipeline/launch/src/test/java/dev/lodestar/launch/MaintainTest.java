package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.CrashPoint;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance leaves fewer files and the same rows, and no model is made anew for it. */
class MaintainTest {
  private static final TableName BRONZE = TableName.parse("bronze.orders");

  @TempDir Path folder;

  /** A bronze table and one that appends, of three files each. */
  private TestDomain threeRuns() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("orders", "id,quantity\n1,5\n")
            .model("silver.orders", "SELECT id, quantity FROM bronze.orders", "kind: append\n")
            .model("gold.total", "SELECT count(*) AS orders FROM silver.orders")
            .run("--run-id=r1");
    for (int i = 2; i <= 3; i++) {
      domain.file("data/orders_" + i + ".csv", "id,quantity\n" + i + ",5\n").run("--run-id=r" + i);
    }
    return domain;
  }

  private static int files(TestDomain domain, TableName table) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      TableState state = open.state(table).orElseThrow();
      return open.files(table, state.snapshot()).size();
    }
  }

  private static List<Path> parquet(TestDomain domain) throws IOException {
    try (Stream<Path> all = Files.walk(domain.warehouse())) {
      return all.filter(p -> p.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  void smallFilesBecomeOneAndTheNextRunHasNothingToDo() throws Exception {
    TestDomain domain = threeRuns();
    int before = parquet(domain).size();

    assertThat(domain.lodestar("maintain", "--dry-run").out())
        .contains("bronze.orders", "silver.orders", "Nothing was changed. 0 releases forgotten");
    assertThat(files(domain, BRONZE)).isEqualTo(3);
    assertThat(parquet(domain)).hasSize(before);

    assertThat(domain.lodestar("maintain", "--run-id=m").exit()).isZero();
    assertThat(files(domain, BRONZE)).isEqualTo(1);
    assertThat(domain.rows("bronze.orders", "id")).isEqualTo("1\n2\n3");
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2\n3");
    assertThat(domain.lodestar("history", "bronze.orders").out()).contains("replace");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    assertThat(domain.lodestar("maintain").out())
        .isEqualTo("0 releases forgotten; no table needs anything\n");

    domain.file("data/orders_4.csv", "id,quantity\n4,5\n");
    assertThat(domain.lodestar("plan").out())
        .contains("reads only what is new in bronze.orders: what this run brings");
    domain.run();
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2\n3\n4");
    assertThat(domain.rows("gold.total", "orders")).isEqualTo("4");
    assertThat(domain.lodestar("rollback").exit()).isZero();
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2\n3");
  }

  @Test
  void whatOneAppendsAfterACompactionThatWasNotReadYetIsReadOnce() {
    TestDomain domain = threeRuns();
    domain.lodestar("maintain");
    domain.file("data/orders_4.csv", "id,quantity\n4,5\n");
    domain.run();
    domain.lodestar("maintain");
    domain.file("data/orders_5.csv", "id,quantity\n5,5\n");
    domain.run();

    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2\n3\n4\n5");
    assertThat(domain.lodestar("history", "silver.orders").out()).doesNotContain("overwrite");
  }

  @Test
  void oldReleasesAreForgottenWithTheirSnapshotsAndFilesAndTheReleasedStay() throws Exception {
    TestDomain domain = threeRuns();
    Path orphan =
        Files.createDirectories(domain.warehouse().resolve("silver/orders/data/r-lost"))
            .resolve("part.parquet");
    Files.writeString(orphan, "left behind");

    domain.lodestar("maintain", "--keep-releases=1", "--keep-days=0");
    assertThat(orphan).exists();
    assertThat(domain.lodestar("maintain", "--orphan-hours=0").out()).contains("files deleted");

    assertThat(orphan).doesNotExist();
    assertThat(orphan.getParent()).doesNotExist();
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      assertThat(open.releases()).hasSize(1);
      assertThat(open.runs()).hasSize(4);
      long named =
          open.states().stream()
              .flatMap(s -> open.snapshots(s.table()).stream().map(x -> List.of(s.table(), x.id())))
              .flatMap(x -> open.files((TableName) x.get(0), (Long) x.get(1)).stream())
              .map(DataFile::path)
              .distinct()
              .count();
      assertThat(parquet(domain)).hasSize((int) named);
      assertThat(open.snapshots(BRONZE)).hasSizeLessThan(4);
    }
    assertThat(domain.rows("gold.total", "orders")).isEqualTo("3");
    domain.file("data/orders_4.csv", "id,quantity\n4,5\n").run();
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2\n3\n4");
    assertThat(domain.lodestar("rollback", "--to=r1").err()).contains("no run \"r1\"");
  }

  @Test
  void maintenanceThatIsCutOffAnywhereLosesNothing() throws Exception {
    TestDomain domain = threeRuns();
    String[] everything = {"--keep-releases=1", "--keep-days=0", "--orphan-hours=0"};
    PowerCuts cuts = PowerCuts.during(domain, "maintain", everything);
    // Tables are compacted, and snapshots of each expire.
    assertThat(cuts.points()).contains(CrashPoint.RELEASED, CrashPoint.SWAPPED + "#5");
    int files = parquet(domain).size();
    for (String point : cuts.points()) {
      cuts.at(point);
      assertThat(domain.rows("silver.orders", "id"))
          .as("what readers see after a cut at " + point)
          .isEqualTo("1\n2\n3");
      assertThat(domain.lodestar("run").out()).as("after " + point).startsWith("Nothing new");
      assertThat(domain.lodestar("maintain", everything).exit()).isZero();

      assertThat(domain.rows("silver.orders", "id")).as("after " + point).isEqualTo("1\n2\n3");
      assertThat(parquet(domain)).as("files after " + point).hasSize(files);
    }
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    domain.file("data/orders_4.csv", "id,quantity\n4,5\n").run();
    assertThat(domain.rows("silver.orders", "id")).isEqualTo("1\n2\n3\n4");
  }
}
