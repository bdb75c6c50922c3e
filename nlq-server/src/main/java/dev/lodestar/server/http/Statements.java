package dev.lodestar.server.http;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Caller;
import dev.lodestar.server.security.Places;
import dev.lodestar.sql.SqlProblem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs statements, which take turns with those of all doors, and remembers for a while what came of
 * them.
 */
final class Statements implements AutoCloseable {
  private static final int OPEN = 72;
  private static final int REMEMBERED = 100;
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

  private final Duration timeout;
  private final Metrics metrics;
  private final AuditLog audit;
  private final ThreadPoolExecutor threads;
  private final Places places = new Places(OPEN, "statements are running or waiting");
  private final Map<String, SubmittedStatement> byId = new LinkedHashMap<>();

  Statements(Duration timeout, Metrics metrics, AuditLog audit) {
    this.timeout = timeout;
    this.audit = audit;
    this.metrics = metrics;
    this.threads =
        new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
  }

  /** Takes a statement in; its rows will be those of the catalogue it is given here. */
  SubmittedStatement submit(
      Endpoint endpoint, Catalog catalog, StatementRequest request, Caller caller)
      throws ApiProblem {
    SubmittedStatement statement =
        new SubmittedStatement(
            UUID.randomUUID().toString(),
            new Asked(endpoint, catalog, request, caller),
            this::note);
    Optional<String> full = places.take(caller);
    if (full.isPresent()) {
      throw ApiProblem.busy(full.get());
    }
    try {
      threads.execute(() -> run(statement));
    } catch (RejectedExecutionException e) {
      places.give(caller.name());
      ApiProblem problem = ApiProblem.busy("The server is stopping; try again later");
      problem.addSuppressed(e);
      throw problem;
    }
    remember(statement);
    return statement;
  }

  private void run(SubmittedStatement statement) {
    Asked asked = statement.asked();
    try {
      statement.run(
          asked.prepare(Optional.of(asked.request().rowLimit()), timeout, asked.caller().share()));
    } catch (SqlProblem problem) {
      statement.refuse(problem);
    } catch (RuntimeException e) {
      statement.fail(e);
      throw e;
    } finally {
      places.give(asked.caller().name());
      metrics.ended(statement);
    }
  }

  private void note(SubmittedStatement ended) {
    SubmittedStatement.Progress progress = ended.progress();
    audit.statement(
        new AuditLog.Entry(
            "http",
            ended.asked().caller().name(),
            ended.asked().domain(),
            ended.asked().request().statement(),
            progress.state().name().toLowerCase(Locale.ROOT),
            progress.rows().map(rows -> rows.rows().size()).orElse(0),
            ended.elapsed()));
  }

  private synchronized void remember(SubmittedStatement statement) {
    byId.values()
        .removeIf(
            old -> old.sinceEnd().map(since -> since.compareTo(REMEMBERED_FOR) > 0).orElse(false));
    makeRoom();
    byId.put(statement.id(), statement);
  }

  /** Of whoever has most, so that nobody loses what they have asked because of others. */
  private void makeRoom() {
    Map<String, Deque<String>> ended = new HashMap<>();
    for (SubmittedStatement old : byId.values()) {
      if (old.progress().state().ended()) {
        ended
            .computeIfAbsent(old.asked().caller().name(), user -> new ArrayDeque<>())
            .add(old.id());
      }
    }
    while (byId.size() >= REMEMBERED && !ended.isEmpty()) {
      Deque<String> most = Collections.max(ended.values(), Comparator.comparingInt(Deque::size));
      byId.remove(most.remove());
      ended.values().removeIf(Deque::isEmpty);
    }
  }

  /** One that a caller has submitted: nobody is told of those of others. */
  synchronized Optional<SubmittedStatement> find(String id, Caller caller) {
    return Optional.ofNullable(byId.get(id)).filter(statement -> statement.asked().isOf(caller));
  }

  /** How many are waiting or running. */
  synchronized long open() {
    return byId.values().stream().filter(s -> !s.progress().state().ended()).count();
  }

  /** Cancels what is still running and waits for it to end. */
  @Override
  public void close() throws InterruptedException {
    threads.shutdown();
    synchronized (this) {
      byId.values().forEach(SubmittedStatement::cancel);
    }
    if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("A statement goes on running although it was cancelled");
    }
  }
}
