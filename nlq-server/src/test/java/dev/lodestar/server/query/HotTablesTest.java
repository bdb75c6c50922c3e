package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a copy was read shows when the files are gone. */
class HotTablesTest {
  private static final String SUM = "select sum(id) as s, count(*) as n from orders";

  @TempDir Path directory;
  private BuiltDomain built;
  private ServedDomain domain;

  @BeforeEach
  void build() throws Exception {
    built = BuiltDomain.in(directory, "oranges");
    built
        .table("gold.orders", "SELECT i::integer AS id FROM range(1000) t(i)")
        .table("silver.orders", "SELECT 1 AS id")
        .release("run-1");
    domain = built.served();
  }

  @AfterEach
  void close() throws Exception {
    domain.close();
    built.close();
  }

  @Test
  void aTableThatIsAskedForTwiceIsReadFromItsCopyFromThenOn() throws Exception {
    try (QueryEngine engine = engine(1_000_000)) {
      for (int i = 0; i < 4; i++) {
        assertThat(ask(engine, SUM)).isEqualTo("499500 | 1000");
        engine.hotTables().settle();
      }
      deleteFiles();
      assertThat(ask(engine, SUM)).isEqualTo("499500 | 1000");
      assertThatThrownBy(() -> ask(engine, "select id from silver.orders"))
          .isInstanceOf(QueryFailed.class);
    }
  }

  @Test
  void oneQueryIsNoReasonForACopy() throws Exception {
    try (QueryEngine engine = engine(1_000_000)) {
      ask(engine, SUM);
      engine.hotTables().settle();
      deleteFiles();
      assertThatThrownBy(() -> ask(engine, SUM)).isInstanceOf(QueryFailed.class);
    }
  }

  @Test
  void aTableThatIsLargerThanTheBoundIsReadFromItsFiles() throws Exception {
    try (QueryEngine engine = engine(100)) {
      ask(engine, SUM);
      ask(engine, SUM);
      engine.hotTables().settle();
      deleteFiles();
      assertThatThrownBy(() -> ask(engine, SUM)).isInstanceOf(QueryFailed.class);
    }
  }

  @Test
  void aNewReleaseIsSeenAtOnceAndItsCopyTakesThePlaceOfTheOldOne() throws Exception {
    try (QueryEngine engine = engine(1_000_000)) {
      Catalog before = domain.current().orElseThrow();
      ask(engine, SUM);
      ask(engine, SUM);
      engine.hotTables().settle();
      built.table("gold.orders", "SELECT i::integer AS id FROM range(10) t(i)").release("run-2");
      assertThat(ask(engine, SUM)).isEqualTo("45 | 10");
      Query held = engine.prepare(before, "gold", SUM, QueryLimits.NONE);
      try (Rows rows = held.open(List.of())) {
        ask(engine, SUM);
        engine.hotTables().settle();
        assertThat(rows.next()).isNotNull();
      }
      assertThat(engine.hotTables().names()).hasSize(2);
      built.table("gold.orders", "SELECT i::integer AS id FROM range(5) t(i)").release("run-3");
      assertThat(ask(engine, SUM)).isEqualTo("10 | 5");
      assertThat(ask(engine, SUM)).isEqualTo("10 | 5");
      engine.hotTables().settle();
      deleteFiles();
      assertThat(ask(engine, SUM)).isEqualTo("10 | 5");
      assertThat(engine.hotTables().names()).hasSize(1);
    }
  }

  private QueryEngine engine(long bytes) {
    return QueryEngine.over(domain.warehouse(), new EngineSettings(Optional.empty(), bytes, 0));
  }

  private String ask(QueryEngine engine, String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    engine
        .prepare(domain.current().orElseThrow(), "gold", sql, QueryLimits.NONE)
        .run(cells -> rows.add(cells.get(0) + " | " + cells.get(cells.size() - 1)));
    return String.join("\n", rows);
  }

  private void deleteFiles() throws IOException {
    try (Stream<Path> files = Files.walk(built.warehouse())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
  }
}
