package dev.lodestar.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.s3.S3Server;
import dev.lodestar.tables.files.S3Files;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse whose files are in a real S3 server and whose catalogue is in a real PostgreSQL. */
class S3WarehouseTest {
  @TempDir static Path server;
  @TempDir Path folder;

  private static S3Server s3;
  private static EmbeddedPostgres postgres;
  private static int buckets;

  private String bucket = "";

  @BeforeAll
  static void start() throws Exception {
    s3 = S3Server.start();
    postgres = postgres(0);
  }

  private static EmbeddedPostgres postgres(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(server.resolve("data"))
            .setCleanDataDirectory(false);
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  @AfterAll
  static void stop() throws Exception {
    s3.close();
    postgres.close();
  }

  @BeforeEach
  void useTheServers() throws Exception {
    s3.use();
    bucket = "lake" + ++buckets;
    s3.makeBucket(bucket);
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS lodestar_test CASCADE");
    }
  }

  @AfterEach
  void forgetTheServers() {
    S3Server.useNone();
  }

  private static String catalog() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private TestDomain domain() {
    return TestDomain.in(folder)
        .at("s3://" + bucket + "/tables/", catalog())
        .file(
            "bronze/orders.yaml",
            "files: s3://" + bucket + "/in/*.csv\ncolumns: {id: , day: , quantity: }\n")
        .model(
            "silver.orders",
            "SELECT id, day, try_cast(quantity AS integer) AS quantity FROM bronze.orders",
            "kind: merge\nkey: [id]\nkeep: latest by day\nexpect:\n  - is_counted: quantity > 0\n")
        .model(
            "gold.days", "SELECT day, sum(quantity) AS quantity FROM silver.orders GROUP BY day");
  }

  private void orders(String name, String rows) {
    s3.put(bucket, "in/" + name + ".csv", ("id,day,quantity\n" + rows).getBytes(UTF_8));
  }

  private List<String> parquet() throws IOException {
    try (S3Files files = S3Files.open()) {
      return files.beginning("s3://" + bucket + "/tables/").stream()
          .map(f -> f.path())
          .filter(p -> p.endsWith(".parquet"))
          .toList();
    }
  }

  @Test
  void rowsGoFromS3ToBronzeToGoldInS3AndChangeThere() throws IOException {
    orders("1", "1,2024-01-01,5\n2,2024-01-01,x\n3,2024-01-02,7\n4\n");
    TestDomain domain = domain().run();

    assertThat(domain.rows("gold.days", "*")).isEqualTo("2024-01-01 | 5\n2024-01-02 | 7");
    assertThat(domain.lodestar("quarantine", "silver.orders").out())
        .contains("is_counted", "s3://" + bucket + "/in/1.csv");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");

    orders("2", "1,2024-01-03,6\n5,2024-01-03,1\n");
    assertThat(domain.run().rows("gold.days", "*")).isEqualTo("2024-01-02 | 7\n2024-01-03 | 7");
    assertThat(domain.lodestar("diff", "--table=gold.days").out())
        .contains("- day=2024-01-01", "+ day=2024-01-03");
    assertThat(domain.lodestar("history", "gold.days").out()).contains("overwrite");

    assertThat(domain.lodestar("rollback").exit()).isZero();
    assertThat(domain.rows("gold.days", "*")).isEqualTo("2024-01-01 | 5\n2024-01-02 | 7");
    assertThat(domain.run().rows("gold.days", "*")).isEqualTo("2024-01-02 | 7\n2024-01-03 | 7");
    try (Stream<Path> here = Files.list(folder)) {
      assertThat(here.map(p -> p.getFileName().toString())).containsOnly("domain");
    }
  }

  @Test
  void maintenanceDeletesInS3WhatNobodyNeedsAndReplayTriesRowsAgain() throws IOException {
    orders("1", "1,2024-01-01,5\n2,2024-01-01,0\n");
    TestDomain domain = domain().run();
    orders("2", "3,2024-01-02,6\n");
    domain.run();
    s3.put(bucket, "tables/gold/days/data/r-lost/part.parquet", new byte[10]);

    assertThat(domain.lodestar("maintain", "--orphan-hours=0", "--dry-run").out())
        .contains("Nothing was changed");
    assertThat(parquet()).anyMatch(p -> p.contains("r-lost"));
    TestDomain.Printed maintained =
        domain.lodestar("maintain", "--keep-releases=1", "--keep-days=0", "--orphan-hours=0");
    assertThat(maintained.exit()).as(maintained.err()).isZero();
    assertThat(parquet()).noneMatch(p -> p.contains("r-lost"));
    assertThat(domain.rows("bronze.orders", "id")).isEqualTo("1\n2\n3");
    assertThat(domain.rows("gold.days", "*")).isEqualTo("2024-01-01 | 5\n2024-01-02 | 6");

    domain
        .file(
            "silver/orders.yaml",
            "kind: merge\nkey: [id]\nkeep: latest by day\nexpect:\n  - is_counted: quantity >= 0\n")
        .lodestar("replay");
    assertThat(domain.rows("silver.orders", "id, quantity")).isEqualTo("1 | 5\n2 | 0\n3 | 6");
  }

  @Test
  void aRestartOfBothServersInTheMiddleOfAMergeCostsNoRow() throws Exception {
    orders("1", manyOrders("2024-01-", 1));
    TestDomain domain = domain().run();

    orders("2", manyOrders("2024-02-", 2));
    AtomicInteger restarts = new AtomicInteger();
    s3.stopAfter(700_000L, () -> restart(restarts));
    domain.run();

    assertThat(restarts).hasValue(1);
    assertThat(domain.rows("gold.days", "sum(quantity)")).isEqualTo("120000");
    assertThat(domain.rows("silver.orders", "count(*), count(DISTINCT id), min(day)"))
        .isEqualTo("60000 | 60000 | 2024-02-10");
  }

  /** More than passes before the servers stop. */
  private static String manyOrders(String month, int quantity) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      rows.append(i).append(',').append(month).append(10 + i % 9);
      rows.append(',').append(quantity).append('\n');
    }
    return rows.toString();
  }

  private static void restart(AtomicInteger restarts) {
    try {
      int port = postgres.getPort();
      postgres.close();
      postgres = postgres(port);
      s3.startAgain();
      restarts.incrementAndGet();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWarehouseHasOneCatalogueAndACatalogueOneWarehouse() {
    orders("1", "1,2024-01-01,5\n");
    TestDomain domain = domain();
    assertThat(domain.lodestar("history").err())
        .contains("There is no warehouse at s3://" + bucket + "/tables; run the domain first");
    domain.run();

    assertThat(domain.at("s3://" + bucket + "/other", catalog()).lodestar("run").err())
        .contains(
            "Cannot open the warehouse s3://" + bucket + "/other: the catalogue jdbc:postgresql://",
            "schema lodestar_test, is that of s3://" + bucket + "/tables")
        .doesNotContain("user=");
    assertThat(
            domain
                .at("s3://" + bucket + "/tables", folder.resolve("catalog").toString())
                .lodestar("run")
                .err())
        .contains(
            "Cannot change the warehouse s3://"
                + bucket
                + "/tables: its files belong to another catalogue than jdbc:sqlite:");
    assertThat(domain.rows("gold.days", "*")).isEqualTo("2024-01-01 | 5");
    List<String> alone = new ArrayList<>(List.of("run", domain.folder().toString()));
    alone.add("--warehouse=s3://" + bucket + "/tables");
    assertThat(Lodestar.execute(alone.toArray(String[]::new))).isEqualTo(2);
  }
}
