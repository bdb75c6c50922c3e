package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a result was kept shows when the files are gone. */
class KeptResultsTest {
  private static final String EVERY_TYPE =
      "select id, id::bigint * 3000000000 as b, id / 4 as d, (id * 1.25)::decimal(12, 2) as m,"
          + " id > 2 as t, date '2024-01-01' + id * interval '1' day as day,"
          + " timestamp '2024-01-01 10:00:00.123456' as moment, 'é' || id as word,"
          + " nullif(id, 2) as hole from orders order by id limit 5";

  @TempDir Path directory;
  private BuiltDomain built;
  private ServedDomain domain;
  private QueryEngine engine;

  @BeforeEach
  void build() throws Exception {
    built = BuiltDomain.in(directory, "oranges");
    built
        .table(
            "gold.orders",
            "SELECT i::integer AS id, 'customer ' || i AS name FROM range(9000) t(i)")
        .release("run-1");
    domain = built.served();
    engine = engine(2_000_000);
  }

  @AfterEach
  void close() throws Exception {
    engine.close();
    domain.close();
    built.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EVERY_TYPE,
        "select id from orders where id < 0",
        "explain select count(*) as n from orders",
        "with few as (select * from orders where id < 2500) select id from few"
      })
  void theSameIsGivenAgainWithoutBeingComputed(String sql) throws Exception {
    List<List<@Nullable Object>> first = ask(sql);
    assertThat(first).isEqualTo(computed(sql));
    deleteFiles();
    assertThat(ask(sql)).isEqualTo(first);
    assertThat(ask(sql)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select id from orders",
        "select count(*) as n, random() as r from orders",
        "select id from orders where exists (select 1 from orders where current_date < date '2000-01-01')",
        "select count(*) as n, (select count(*) from runs.runs) as r from orders",
        "explain analyze select count(*) as n from orders"
      })
  void whatIsLargeOrHangsOnMoreThanTheReleaseIsComputed(String sql) throws Exception {
    ask(sql);
    ask(sql);
    deleteFiles();
    assertThatThrownBy(() -> ask(sql)).isInstanceOf(QueryFailed.class);
  }

  @Test
  void aSmallResultIsKeptAsAWholeHoweverMuchOfItWasRead() throws Exception {
    String sql = "select id from orders where id < 3000 order by id";
    try (Rows rows = prepare(domain.current().orElseThrow(), sql).open(List.of())) {
      rows.next();
    }
    deleteFiles();
    assertThat(ask(sql)).hasSize(3000).endsWith(List.of(2999L));
  }

  @Test
  void aLargeResultIsWholeAlthoughItsFirstRowsWereComputedBefore() throws Exception {
    String sql = "select id, name from orders order by id";
    assertThat(ask(sql)).hasSize(9000).isEqualTo(computed(sql));
    assertThat(ask(sql)).isEqualTo(computed(sql));
  }

  @Test
  void otherValuesAnotherCallerAndANewReleaseHaveResultsOfTheirOwn() throws Exception {
    String below = "select count(*) as n from orders where id < $1";
    assertThat(count(below, 10)).isEqualTo(10L);
    assertThat(count(below, 20)).isEqualTo(20L);
    assertThat(count(below, 10)).isEqualTo(10L);

    String all = "select count(*) as n from orders";
    Access few =
        new Access(
            Set.of("gold"),
            Set.of(),
            Map.of(),
            Map.of(new TableName("gold", "orders"), List.of("id < 7")),
            Set.of(),
            "");
    Catalog before = domain.current().orElseThrow();
    assertThat(ask(before, all)).isEqualTo(List.of(List.of(9000L)));
    assertThat(ask(before.seenBy(few), all)).isEqualTo(List.of(List.of(7L)));
    built.table("gold.orders", "SELECT 1 AS id").release("run-2");
    assertThat(ask(all)).isEqualTo(List.of(List.of(1L)));
    assertThat(ask(before, all)).isEqualTo(List.of(List.of(9000L)));
    assertThat(ask(domain.asOf("run-1"), all)).isEqualTo(List.of(List.of(9000L)));
  }

  @Test
  void aQuestionThatIsLargeItselfIsNotKept() throws Exception {
    engine.close();
    engine = engine(64_000);
    String named = "select count(*) as n from orders where name = $1";
    assertThat(count(named, "name 1")).isEqualTo(count(named, "name 1"));
    assertThat(count(named, "x".repeat(600))).isEqualTo(0L);
    deleteFiles();
    count(named, "name 1");
    assertThatThrownBy(() -> count(named, "x".repeat(600))).isInstanceOf(QueryFailed.class);
  }

  @Test
  void limitsHoldForWhatWasKeptForSomebodyElse() throws Exception {
    String names = "select name from orders where id < 100";
    ask(names);
    Share.Limits small =
        new Share.Limits(
            Optional.empty(), Optional.of(1000L), Optional.empty(), 1, Duration.ofSeconds(1), 1);
    Catalog catalog = domain.current().orElseThrow();
    Query limited =
        engine.prepare(catalog, "gold", names, QueryLimits.NONE.within(new Share(small)));
    assertThatThrownBy(() -> limited.run(row -> {})).hasMessageContaining("1000 bytes");
    Query cancelled = prepare(catalog, names);
    cancelled.cancel();
    assertThatThrownBy(() -> cancelled.run(row -> {})).hasMessageContaining("cancelled");
  }

  @Test
  void thoseAskedForLongestAgoMakeRoom() throws Exception {
    engine.close();
    engine = engine(64_000);
    for (int i = 0; i < 200; i++) {
      ask("select id from orders where id < 50 and id <> " + i);
      ask("select id from orders where id < 50");
    }
    deleteFiles();
    assertThat(ask("select id from orders where id < 50")).hasSize(50);
    assertThat(ask("select id from orders where id < 50 and id <> 199")).hasSize(50);
    assertThatThrownBy(() -> ask("select id from orders where id < 50 and id <> 1"))
        .isInstanceOf(QueryFailed.class);
  }

  private QueryEngine engine(long bytes) {
    return QueryEngine.over(domain.warehouse(), new EngineSettings(Optional.empty(), 0, bytes));
  }

  private Query prepare(Catalog catalog, String sql) throws Exception {
    return engine.prepare(catalog, "gold", sql, QueryLimits.NONE);
  }

  private List<List<@Nullable Object>> ask(String sql) throws Exception {
    return ask(domain.current().orElseThrow(), sql);
  }

  private List<List<@Nullable Object>> ask(Catalog catalog, String sql) throws Exception {
    return rows(prepare(catalog, sql));
  }

  /** By an engine that keeps nothing. */
  private List<List<@Nullable Object>> computed(String sql) throws Exception {
    try (QueryEngine other = QueryEngine.over(domain.warehouse())) {
      return rows(other.prepare(domain.current().orElseThrow(), "gold", sql, QueryLimits.NONE));
    }
  }

  private static List<List<@Nullable Object>> rows(Query query) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    query.run(rows::add);
    return rows;
  }

  private Object count(String sql, Object value) throws Exception {
    Query query =
        engine.prepare(
            domain.current().orElseThrow(),
            "gold",
            sql,
            List.of(Optional.of(value instanceof String ? ColumnType.VARCHAR : ColumnType.INTEGER)),
            QueryLimits.NONE);
    try (Rows rows = query.open(List.of(value))) {
      return rows.next().whole(0, 0);
    }
  }

  private void deleteFiles() throws IOException {
    try (Stream<Path> files = Files.walk(built.warehouse())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
  }
}
