package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Commits the tables of a run: each after its sources, and those that need not wait for one another
 * side by side, as most of a commit is waiting for the disk.
 */
final class CommitTables {
  private static final int SIDE_BY_SIDE = 4;

  private final Lease lease;
  private final String runId;
  private final List<TableCommit> commits;

  CommitTables(Lease lease, String runId, List<TableCommit> commits) {
    this.lease = lease;
    this.runId = runId;
    this.commits = commits;
  }

  /**
   * Returns the snapshot of each table. When a commit fails, those that do not depend on it are
   * made all the same, and the first failure is thrown.
   */
  Map<TableName, Long> run() {
    if (commits.isEmpty()) {
      return Map.of();
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(SIDE_BY_SIDE, commits.size()));
    try {
      Map<TableName, CompletableFuture<Long>> snapshots = new LinkedHashMap<>();
      for (TableCommit commit : commits) {
        snapshots.put(
            commit.table(),
            sources(commit, snapshots)
                .thenApplyAsync(ready -> lease.commit(runId, commit), workers));
      }
      return join(snapshots);
    } finally {
      workers.shutdown();
    }
  }

  /** Refuses commits that stand before one of their sources. */
  static void checkOrder(String runId, List<TableCommit> commits) {
    Set<TableName> before = new HashSet<>();
    for (TableCommit commit : commits) {
      sourcesOfThisRun(commit)
          .filter(source -> !before.contains(source))
          .findFirst()
          .ifPresent(
              source -> {
                throw new IllegalStateException(
                    "Table "
                        + commit.table()
                        + " is committed before its source "
                        + source
                        + " in run "
                        + runId);
              });
      if (!before.add(commit.table())) {
        throw new IllegalStateException(
            "Table " + commit.table() + " is committed twice in run " + runId);
      }
    }
  }

  private static Stream<TableName> sourcesOfThisRun(TableCommit commit) {
    return commit.sources().stream()
        .filter(source -> source.snapshot().isEmpty())
        .map(TableCommit.Source::table);
  }

  private static CompletableFuture<Void> sources(
      TableCommit commit, Map<TableName, CompletableFuture<Long>> snapshots) {
    return CompletableFuture.allOf(
        sourcesOfThisRun(commit).map(snapshots::get).toArray(CompletableFuture[]::new));
  }

  private static Map<TableName, Long> join(Map<TableName, CompletableFuture<Long>> snapshots) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(snapshots.values().toArray(CompletableFuture[]::new));
    try {
      all.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    Map<TableName, Long> joined = new HashMap<>();
    snapshots.forEach((table, snapshot) -> joined.put(table, snapshot.join()));
    return joined;
  }
}
