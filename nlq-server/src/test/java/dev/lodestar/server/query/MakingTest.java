package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MakingTest {
  /** Long enough for every machine, and stopped by each of these tests. */
  private static final String ENDLESS =
      "select sum(a.id * b.id + c.id) from orders a, orders b, orders c, orders d";

  private static final long MOST = 2_000_000;

  @TempDir Path directory;
  private BuiltDomain built;
  private ServedDomain domain;
  private QueryEngine engine;
  private final ExecutorService askers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final KeptResults results = new KeptResults(MOST);
  private final AtomicInteger computed = new AtomicInteger();

  @BeforeEach
  void build() throws Exception {
    built = BuiltDomain.in(directory, "oranges");
    built.table("gold.orders", "SELECT i::integer AS id FROM range(9000) t(i)").release("run-1");
    domain = built.served();
    engine = QueryEngine.over(domain.warehouse(), new EngineSettings(Optional.empty(), 0, MOST));
  }

  @AfterEach
  void close() throws Exception {
    askers.shutdownNow();
    clock.shutdownNow();
    engine.close();
    domain.close();
    built.close();
  }

  @Test
  void thirtyWhoAskForTheSameAtOnceAreGivenWhatIsComputedOnce() throws Exception {
    List<Chunk> chunks = chunks("select id from orders where id < 3000");
    CountDownLatch hold = new CountDownLatch(1);
    List<Future<List<Long>>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(ask(stop(), () -> new Computed(chunks, hold)));
    }
    until(() -> results.waiting() == 29);
    hold.countDown();
    for (Future<List<Long>> one : all) {
      assertThat(one.get()).hasSize(3000).isEqualTo(all.get(0).get());
    }
    assertThat(ask(stop(), () -> new Computed(List.of(), hold)).get()).hasSize(3000);
    assertThat(computed).hasValue(1);
  }

  @Test
  void whoeverGetsATurnWhileAnotherComputesWaitsForThat() throws Exception {
    List<Chunk> chunks = chunks("select id from orders where id < 10");
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch turn = new CountDownLatch(1);
    Future<List<Long>> late =
        ask(
            stop(),
            () -> {
              await(turn);
              return new Computed(chunks, hold);
            });
    Future<List<Long>> first = ask(stop(), () -> new Computed(chunks, hold));
    until(() -> computed.get() == 1);
    turn.countDown();
    until(() -> results.waiting() == 1);
    hold.countDown();
    assertThat(late.get()).hasSize(10).isEqualTo(first.get());
    assertThat(computed).hasValue(1);
  }

  @Test
  void aFailureIsToldToAllAndForgotten() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    QueryFailed failure = new QueryFailed(QueryFailed.Reason.ERROR, "\"x\" is no number", null);
    List<Future<List<Long>>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(ask(stop(), () -> new Failing(failure, hold)));
    }
    until(() -> results.waiting() == 4);
    hold.countDown();
    for (Future<List<Long>> one : all) {
      assertThatThrownBy(one::get)
          .cause()
          .isInstanceOfSatisfying(
              QueryFailed.class, e -> assertThat(e.reason()).isEqualTo(failure.reason()))
          .hasMessage("\"x\" is no number");
    }
    assertThat(computed).hasValue(1);
    List<Chunk> chunks = chunks("select id from orders where id < 10");
    assertThat(ask(stop(), () -> new Computed(chunks, hold)).get()).hasSize(10);
  }

  @Test
  void whenWhoeverComputesRunsOutOfTimeAnotherBeginsAgain() throws Exception {
    List<Chunk> chunks = chunks("select id from orders where id < 10");
    CountDownLatch hold = new CountDownLatch(1);
    QueryFailed timeout = new QueryFailed(QueryFailed.Reason.TIMEOUT, "stopped after 1 s", null);
    Future<List<Long>> first = ask(stop(), () -> new Failing(timeout, hold));
    until(() -> computed.get() == 1);
    List<Future<List<Long>>> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      others.add(ask(stop(), () -> new Computed(chunks, hold)));
    }
    until(() -> results.waiting() == 5);
    hold.countDown();
    assertThatThrownBy(first::get).hasMessageContaining("stopped after 1 s");
    for (Future<List<Long>> one : others) {
      assertThat(one.get()).hasSize(10);
    }
    assertThat(computed).hasValue(2);
  }

  @Test
  void cancelsReachWhoeverCancelsAndInTheEndDuckDb() throws Exception {
    Query first = prepare(ENDLESS, QueryLimits.NONE);
    Future<?> computes = run(first);
    Query second = prepare(ENDLESS, QueryLimits.NONE);
    Query third = prepare(ENDLESS, QueryLimits.NONE);
    until(() -> engine.results().making() == 1);
    Future<?> waits = run(second);
    Future<?> waitsToo = run(third);
    until(() -> engine.results().waiting() == 2);

    second.cancel();
    assertCancelled(waits);
    assertThat(engine.results().waiting()).isEqualTo(1);
    assertThat(computes.isDone()).isFalse();

    first.cancel();
    assertCancelled(computes);
    until(() -> engine.results().waiting() == 0 && engine.results().making() == 1);
    assertThat(waitsToo.isDone()).isFalse();

    third.cancel();
    assertCancelled(waitsToo);
    assertThat(engine.results().making()).isZero();
  }

  @Test
  void whoeverWaitsMayRunOutOfTime() throws Exception {
    Query patient = prepare(ENDLESS, QueryLimits.NONE);
    Future<?> computes = run(patient);
    until(() -> engine.results().making() == 1);
    Query hasty =
        prepare(ENDLESS, new QueryLimits(Optional.empty(), Optional.of(Duration.ofMillis(50))));
    assertThatThrownBy(() -> hasty.run(row -> {}))
        .hasMessage("The query was stopped after 0.05 s, the time it was given");
    assertThat(computes.isDone()).isFalse();
    patient.cancel();
    assertCancelled(computes);
  }

  @Test
  void nobodyWaitsForTheReaderOfALargeResult() throws Exception {
    String large = "select id from orders order by id";
    try (Rows unread = prepare(large, QueryLimits.NONE).open(List.of());
        Rows read = prepare(large, QueryLimits.NONE).open(List.of())) {
      assertThat(ids(read)).hasSize(9000).endsWith(8999L);
      assertThat(ids(unread)).hasSize(9000).endsWith(8999L);
    }
  }

  @Test
  void nobodyWaitsForTheTurnOfACallerWhoHasNone() throws Exception {
    Share busy =
        new Share(
            new Share.Limits(
                Optional.empty(), Optional.empty(), Optional.empty(), 1, Duration.ofMinutes(1), 1));
    Query endless = prepare(ENDLESS, QueryLimits.NONE.within(busy));
    Future<?> computes = run(endless);
    until(() -> engine.results().making() == 1);
    String sql = "select id from orders where id < 10";
    Future<?> queues = run(prepare(sql, QueryLimits.NONE.within(busy)));
    until(() -> busy.turns().waiting() == 1);

    try (Rows rows = prepare(sql, QueryLimits.NONE).open(List.of())) {
      assertThat(ids(rows)).hasSize(10);
    }
    assertThat(queues.isDone()).isFalse();
    endless.cancel();
    assertCancelled(computes);
    queues.get();
  }

  private static void assertCancelled(Future<?> query) {
    assertThatThrownBy(query::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("The query was cancelled");
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.yield();
    }
  }

  private Query prepare(String sql, QueryLimits limits) throws Exception {
    return engine.prepare(domain.current().orElseThrow(), "gold", sql, limits);
  }

  private Future<?> run(Query query) {
    return askers.submit(() -> query.run(row -> {}));
  }

  /** Rows in memory. */
  private List<Chunk> chunks(String sql) throws Exception {
    List<Chunk> chunks = new ArrayList<>();
    try (Rows rows = prepare(sql, QueryLimits.NONE).open(List.of())) {
      for (Chunk chunk = rows.next(); chunk != null; chunk = rows.next()) {
        chunks.add(chunk);
      }
    }
    return chunks;
  }

  private Stop stop() {
    return new Stop(QueryLimits.NONE, clock);
  }

  private Future<List<Long>> ask(Stop stop, KeptResults.Maker maker) {
    Catalog catalog = domain.current().orElseThrow();
    KeptResults.Key key =
        new KeptResults.Key(
            new PlanCache.Key(catalog, "gold", "select 1", List.of(), Optional.empty()), List.of());
    return askers.submit(
        () -> {
          try (Rows rows =
              new Rows(List.of(), QueryLimits.NONE, results.rows(key, stop, maker), stop)) {
            return ids(rows);
          }
        });
  }

  private static List<Long> ids(Rows rows) throws QueryFailed {
    List<Long> ids = new ArrayList<>();
    for (Chunk chunk = rows.next(); chunk != null; chunk = rows.next()) {
      for (int row = 0; row < chunk.rows(); row++) {
        ids.add(chunk.whole(0, row));
      }
    }
    return ids;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins when it is let. */
  private class Computed implements KeptResults.Ready {
    private final Iterator<Chunk> chunks;
    private final CountDownLatch hold;

    Computed(List<Chunk> chunks, CountDownLatch hold) {
      this.chunks = chunks.iterator();
      this.hold = hold;
    }

    @Override
    public void begin() throws QueryFailed {
      computed.incrementAndGet();
      await(hold);
    }

    @Override
    public @Nullable Chunk next() {
      return chunks.hasNext() ? chunks.next() : null;
    }

    @Override
    public void endTurn() {}

    @Override
    public void close() {}
  }

  private final class Failing extends Computed {
    private final QueryFailed failure;

    Failing(QueryFailed failure, CountDownLatch hold) {
      super(List.of(), hold);
      this.failure = failure;
    }

    @Override
    public void begin() throws QueryFailed {
      super.begin();
      throw failure;
    }
  }
}
