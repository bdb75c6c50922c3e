package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.s3.S3Server;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.tables.WarehouseAddress;
import dev.lodestar.tables.files.HeldFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries read tables in S3 by copies, which they hold no longer than they run. */
class S3QueryTest {
  @TempDir Path directory;

  private S3Server s3;

  @BeforeEach
  void start() throws Exception {
    s3 = S3Server.start();
    s3.use();
    s3.makeBucket("lake");
  }

  @AfterEach
  void stop() throws Exception {
    S3Server.useNone();
    s3.close();
  }

  private static List<List<Object>> rows(QueryEngine engine, Catalog catalog, String sql)
      throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    engine
        .prepare(catalog, "gold", sql, QueryLimits.NONE)
        .run(cells -> rows.add(new ArrayList<>(cells)));
    return rows;
  }

  private static long held() throws Exception {
    try (Stream<Path> files = Files.list(HeldFiles.folder())) {
      return files.filter(f -> !f.endsWith("lock") && !f.endsWith("new")).count();
    }
  }

  @Test
  void readsOneReleaseAndTheNextAndHoldsNothingAfterwards() throws Exception {
    String many = "SELECT i::integer AS id FROM range(%d) t(i)";
    WarehouseAddress address =
        WarehouseAddress.of(
            "oranges",
            Optional.of("s3://lake/oranges"),
            Optional.of(directory.resolve("catalog").toString()),
            Map.of());
    try (BuiltDomain built = BuiltDomain.in(directory, "oranges").at(address);
        ServedDomain domain = built.served();
        QueryEngine engine = QueryEngine.over(domain.warehouse())) {
      built.table("gold.orders", many.formatted(1000)).release("run-1");
      Catalog first = domain.current().orElseThrow();
      String sql = "select count(*), sum(id) from orders a join orders b using (id)";
      ExecutorService readers = Executors.newFixedThreadPool(4);
      Callable<List<List<Object>>> query = () -> rows(engine, first, sql);
      for (Future<List<List<Object>>> one :
          readers.invokeAll(List.of(query, query, query, query))) {
        assertThat(one.get().toString()).isEqualTo("[[1000, 499500]]");
      }
      readers.shutdown();
      assertThat(held()).isZero();

      built.table("gold.orders", many.formatted(2000)).release("run-2");
      assertThat(rows(engine, domain.current().orElseThrow(), "select count(*) from orders"))
          .hasToString("[[2000]]");
      assertThat(rows(engine, first, "select count(*) from orders")).hasToString("[[1000]]");

      s3.stop();
      assertThat(rows(engine, first, "select max(id) from orders")).hasToString("[[999]]");
      s3.startAgain();
    }
  }

  @Test
  void saysWhichFileIsGone() throws Exception {
    WarehouseAddress address =
        WarehouseAddress.of(
            "oranges",
            Optional.of("s3://lake/oranges"),
            Optional.of(directory.resolve("catalog").toString()),
            Map.of());
    try (BuiltDomain built = BuiltDomain.in(directory, "oranges").at(address);
        ServedDomain domain = built.served();
        QueryEngine engine = QueryEngine.over(domain.warehouse())) {
      built.table("gold.orders", "SELECT 1 AS id").release("run-1");
      Catalog catalog = domain.current().orElseThrow();
      s3.deleteAll("lake", "oranges/gold/orders/data/");
      try (Stream<Path> copies = Files.list(HeldFiles.folder().resolve("../../files"))) {
        for (Path copy : copies.toList()) {
          Files.delete(copy);
        }
      }
      assertThatThrownBy(() -> rows(engine, catalog, "select * from orders"))
          .isInstanceOf(QueryFailed.class)
          .hasMessageMatching(
              "Cannot read s3://lake/oranges/gold/orders/data/.*[.]parquet: there is no such file");
    }
  }
}
