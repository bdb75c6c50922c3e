package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.s3.S3Server;
import dev.lodestar.tables.CrashPoint;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A launcher that is killed while it writes to S3, or to a catalogue in PostgreSQL, leaves files
 * that nobody sees, and the next one ends with the tables of an undisturbed run.
 */
class S3CrashTest {
  @TempDir static Path server;
  @TempDir Path folder;

  private static S3Server s3;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3Server.start();
    s3.makeBucket("lake");
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(server.resolve("data"))
            .setCleanDataDirectory(false)
            .start();
  }

  @AfterAll
  static void stop() throws Exception {
    s3.close();
    postgres.close();
  }

  @BeforeEach
  void useTheServer() {
    s3.use();
  }

  @AfterEach
  void forgetTheServer() {
    S3Server.useNone();
  }

  @Test
  void aRerunAfterACrashEndsLikeAnUndisturbedRun() throws Exception {
    TestDomain domain =
        TestDomain.in(folder)
            .at("s3://lake/tables", postgres.getJdbcUrl("postgres", "postgres"))
            .source("orders", "id,quantity\n0,5\n")
            .model("silver.orders", "SELECT id, quantity FROM bronze.orders", "kind: append\n")
            .model("gold.orders", "SELECT id FROM silver.orders")
            .run();
    List<String> points =
        List.of(CrashPoint.UPLOADED + "#2", CrashPoint.SWAPPED, CrashPoint.RELEASE_WRITTEN);
    List<String> ids = new ArrayList<>(List.of("0"));
    for (int i = 1; i <= points.size(); i++) {
      domain.file("data/orders_" + i + ".csv", "id,quantity\n" + i + ",7\n");
      ids.add(String.valueOf(i));
      ProcessBuilder launcher = LauncherAt.crashing(points.get(i - 1), domain, "run");
      s3.settings().forEach((name, value) -> launcher.command().add(1, "-D" + name + "=" + value));
      assertThat(launcher.start().waitFor()).as("exit at " + points.get(i - 1)).isEqualTo(137);
      domain.run();

      assertThat(domain.rows("gold.orders", "id")).isEqualTo(String.join("\n", ids));
      assertThat(domain.rows("silver.orders", "id")).isEqualTo(String.join("\n", ids));
    }
    assertThat(domain.lodestar("maintain", "--orphan-hours=0", "--keep-days=0").out())
        .contains("files deleted");
    assertThat(domain.rows("gold.orders", "id")).isEqualTo(String.join("\n", ids));
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }
}
