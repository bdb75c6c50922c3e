package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL's own load, several clients at a time, in each way in which it can ask. */
final class PgbenchTest {
  private static final String SCRIPT =
      """
      \\set sale random(1, 90)
      SELECT sale_id, amount FROM fact_sales WHERE sale_id = :sale;
      BEGIN;
      SELECT p.name, sum(s.amount) AS amount FROM fact_sales s JOIN dim_products p USING (product_id) WHERE s.sale_id > :sale GROUP BY p.name ORDER BY amount DESC;
      END;
      """;

  @TempDir Path directory;

  private static Optional<Path> pgbench() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.of(Path.of("/usr/bin/pgbench")).filter(Files::isExecutable);
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin/pgbench"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "prepared"})
  void everyTransactionEndsWell(String mode) throws Exception {
    Optional<Path> pgbench = pgbench();
    assumeTrue(pgbench.isPresent(), "SKIPPED: there is no pgbench here; install postgresql");
    Path script = Files.writeString(directory.resolve("load.sql"), SCRIPT);
    try (Fruit fruit = new Fruit(directory)) {
      Process process =
          new ProcessBuilder(
                  pgbench.orElseThrow().toString(),
                  "--host=127.0.0.1",
                  "--port=" + fruit.server.port(),
                  "--username=ann",
                  "--no-vacuum",
                  "--protocol=" + mode,
                  "--client=8",
                  "--transactions=25",
                  "--file=" + script,
                  "fruit")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(printed).contains("actually processed: 200/200", "failed transactions: 0 (");
      assertThat(process.exitValue()).as(printed).isZero();
    }
  }
}
