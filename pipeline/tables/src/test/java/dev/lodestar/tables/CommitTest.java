package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {
  private static final TableName T = TableName.parse("silver.t");

  @TempDir Path folder;

  @Test
  void icebergsOwnReaderReadsEveryType() {
    try (Bench bench = new Bench(folder)) {
      bench.run(
          "r1",
          bench.replace(
              "r1",
              "silver.t",
              """
              select true as b, 7::integer as i, -8::bigint as l, 0.5::double as d,
                12.34::decimal(4,2) as small, 12345678901.5::decimal(18,1) as middle,
                1234567890123456789012345678.0123456789::decimal(38,10) as large,
                date '1969-07-20' as day, timestamp '2024-02-29 12:34:56.789012' as at,
                'Zoë 😀' as text, null::varchar as nothing"""));
      assertThat(IcebergReader.rows(folder, T))
          .containsExactly(
              "true|7|-8|0.5|12.34|12345678901.5|1234567890123456789012345678.0123456789|1969-07-20"
                  + "|2024-02-29T12:34:56.789012|Zoë 😀|null");
      assertThat(bench.rows("silver.t"))
          .containsExactly(
              "true|7|-8|0.5|12.34|12345678901.5|1234567890123456789012345678.0123456789|1969-07-20"
                  + "|2024-02-29 12:34:56.789012|Zoë 😀|null");
    }
  }

  @Test
  void columnsHaveTheirDocsForIcebergsClients() {
    try (Bench bench = new Bench(folder);
        JdbcCatalog catalog = IcebergReader.catalog(folder)) {
      for (String doc : List.of("Units sold", "Units sold and not returned")) {
        TableCommit plain = bench.replace(doc.length() + "", "silver.t", "select 1 as quantity");
        bench.run(doc.length() + "", withDocs(plain, Map.of("quantity", doc)));
        assertThat(catalog.loadTable(Catalog.identifier(T)).schema().findField("quantity").doc())
            .isEqualTo(doc);
      }
    }
  }

  @Test
  void committingTwiceMakesOneSnapshot() {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      TableCommit commit = bench.append("r1", "silver.t", "select 1 as id");
      bench.run(lease, "r1", Bench.outcome(commit));
      long snapshot = bench.warehouse.state(T).orElseThrow().snapshot();
      assertThat(lease.commit("r1", commit)).isEqualTo(snapshot);
      // Also when another run has committed since.
      bench.run(lease, "r2", Bench.outcome(bench.append("r2", "silver.t", "select 2 as id")));
      assertThat(lease.commit("r1", commit)).isEqualTo(snapshot);
      assertThat(lease.carryOut("r1")).isEqualTo(bench.warehouse.release(1));
      assertThat(bench.rows("silver.t")).containsExactly("1", "2");
    }
  }

  @Test
  void twoThreadsThatCommitTheSameRunAtOnceMakeOneSnapshot() throws Exception {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      for (int round = 0; round < 8; round++) {
        String runId = "r" + round;
        TableCommit commit = bench.append(runId, "silver.t", "select " + round + " as id");
        List<Long> snapshots =
            atOnce(() -> lease.commit(runId, commit), () -> lease.commit(runId, commit));
        assertThat(snapshots.get(0)).isEqualTo(snapshots.get(1));
        assertThat(bench.rows("silver.t")).hasSize(round + 1);
      }
    }
  }

  @Test
  void commitsOfAnotherProgramInBetweenLoseNothingAndAreNotLost() throws Exception {
    try (Bench bench = new Bench(folder);
        JdbcCatalog other = IcebergReader.catalog(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      bench.run(lease, "r0", Bench.outcome(bench.append("r0", "silver.t", "select 0 as id")));
      for (int round = 1; round <= 5; round++) {
        String runId = "r" + round;
        TableCommit commit = bench.append(runId, "silver.t", "select " + round + " as id");
        DataFile foreign =
            bench.duck.write(
                folder.resolve("foreign"), "select " + (100 + round) + " as id", Map.of("id", 1));
        atOnce(
            () -> lease.commit(runId, commit),
            () -> {
              append(other, foreign);
              return 0L;
            });
        assertThat(bench.warehouse.state(T).orElseThrow().runId()).isEqualTo(runId);
      }
      assertThat(bench.rows("silver.t"))
          .containsExactly("0", "1", "2", "3", "4", "5", "101", "102", "103", "104", "105");
      assertThat(ourRuns(other)).containsExactly("r5", "r4", "r3", "r2", "r1", "r0");
      // What a run replaces is all that is there.
      bench.run(lease, "r6", Bench.outcome(bench.replace("r6", "silver.t", "select 6 as id")));
      assertThat(bench.rows("silver.t")).containsExactly("6");
    }
  }

  @Test
  void aRewriteTakesTheNamedFilesOutAndLeavesTheOthers() {
    try (Bench bench = new Bench(folder)) {
      bench.run("r1", bench.append("r1", "silver.t", "select 1 as id"));
      bench.run("r2", bench.append("r2", "silver.t", "select 2 as id"));
      long before = bench.warehouse.state(T).orElseThrow().snapshot();
      DataFile first =
          bench
              .warehouse
              .files(T, bench.warehouse.release(1).orElseThrow().snapshots().get(T))
              .get(0);
      bench.run("r3", rewrite(bench, "r3", "select 3 as id", first.path()));

      long after = bench.warehouse.state(T).orElseThrow().snapshot();
      assertThat(bench.rows("silver.t")).containsExactly("2", "3");
      assertThat(bench.rows(T, before)).containsExactly("1", "2");
      FileChanges changes = bench.warehouse.changes(T, before, after).orElseThrow();
      assertThat(changes.removed()).extracting(DataFile::path).containsExactly(first.path());
      assertThat(changes.added()).hasSize(1);
      assertThat(changes.onlyAdds()).isFalse();
      assertThat(bench.warehouse.changes(T, 17, after)).isEmpty();
    }
  }

  @Test
  void aRewriteThatChangesNoFileIsASnapshotAllTheSame() {
    try (Bench bench = new Bench(folder)) {
      bench.run("r1", bench.append("r1", "silver.t", "select 1 as id"));
      long before = bench.warehouse.state(T).orElseThrow().snapshot();
      bench.run("r2", rewrite(bench, "r2", "select 2 as id").with(List.of(), List.of()));

      TableState state = bench.warehouse.state(T).orElseThrow();
      assertThat(state.snapshot()).isNotEqualTo(before);
      assertThat(state.runId()).isEqualTo("r2");
      assertThat(bench.rows("silver.t")).containsExactly("1");
      assertThat(bench.warehouse.changes(T, before, state.snapshot()).orElseThrow().onlyAdds())
          .isTrue();
    }
  }

  @Test
  void aRewriteOfFilesThatAnotherProgramHasRewrittenIsRefused() {
    try (Bench bench = new Bench(folder);
        JdbcCatalog other = IcebergReader.catalog(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      bench.run(lease, "r1", Bench.outcome(bench.append("r1", "silver.t", "select 1 as id")));
      DataFile first =
          bench.warehouse.files(T, bench.warehouse.state(T).orElseThrow().snapshot()).get(0);
      TableCommit rewrite = rewrite(bench, "r2", "select 2 as id", first.path());
      Table table = other.loadTable(Catalog.identifier(T));
      table.newDelete().deleteFile(first.path()).commit();

      assertThatThrownBy(() -> bench.run(lease, "r2", Bench.outcome(rewrite)))
          .isInstanceOf(WarehouseException.class)
          .hasMessageContaining("another program has rewritten files");
    }
  }

  private static TableCommit rewrite(Bench bench, String runId, String query, String... removed) {
    TableCommit commit =
        bench.commit(runId, "silver.t", TableCommit.Mode.REWRITE, query, List.of());
    return commit.with(commit.files(), List.of(removed));
  }

  /** The database carries the swap out and then reports a failure, as when a connection breaks. */
  @Test
  void whenTheAnswerToASwapIsLostTheTableIsAskedAndTheRunIsThereOnce() throws Exception {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test");
        Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("catalog.db"));
        Statement statement = database.createStatement()) {
      for (String event : List.of("insert", "update")) {
        statement.execute(
            "create trigger lost_"
                + event
                + " after "
                + event
                + " on iceberg_tables begin select raise(fail, 'connection lost'); end");
      }
      bench.run(lease, "r1", Bench.outcome(bench.append("r1", "silver.t", "select 1 as id")));
      bench.run(lease, "r2", Bench.outcome(bench.append("r2", "silver.t", "select 2 as id")));
      bench.run(lease, "r3", Bench.outcome(bench.replace("r3", "silver.t", "select 3 as id")));
      assertThat(bench.rows("silver.t")).containsExactly("3");
      assertThat(IcebergReader.rows(folder, T)).containsExactly("3");
      try (JdbcCatalog other = IcebergReader.catalog(folder)) {
        assertThat(ourRuns(other)).containsExactly("r3", "r2", "r1");
        // Without asking, one would believe that it failed.
        DataFile file = bench.duck.write(folder, "select 4 as id", Map.of("id", 1));
        assertThatThrownBy(() -> append(other, file)).hasStackTraceContaining("connection lost");
      }
      assertThat(bench.rows("silver.t")).containsExactly("3", "4");
    }
  }

  @Test
  void whenTheDatabaseRefusesTheSwapTheTableIsAsItWas() throws Exception {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test");
        Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("catalog.db"));
        Statement statement = database.createStatement()) {
      bench.run(lease, "r1", Bench.outcome(bench.append("r1", "silver.t", "select 1 as id")));
      statement.execute(
          "create trigger refuse before update on iceberg_tables"
              + " begin select raise(abort, 'not today'); end");
      TableCommit commit = bench.append("r2", "silver.t", "select 2 as id");
      lease.begin("r2", "test", "direct", "plan");
      lease.recordOutcome("r2", Bench.outcome(commit));
      assertThatThrownBy(() -> lease.carryOut("r2"))
          .isInstanceOf(WarehouseException.class)
          .hasMessageStartingWith("Cannot commit table silver.t for run r2: ");
      assertThat(bench.rows("silver.t")).containsExactly("1");
      statement.execute("drop trigger refuse");
      lease.carryOut("r2");
      assertThat(bench.rows("silver.t")).containsExactly("1", "2");
    }
  }

  @Test
  void aChangeOfColumnsByAnotherProgramIsRefused() {
    try (Bench bench = new Bench(folder);
        JdbcCatalog other = IcebergReader.catalog(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      bench.run(lease, "r1", Bench.outcome(bench.replace("r1", "silver.t", "select 1 as id")));
      TableCommit planned = bench.replace("r2", "silver.t", "select 1 as id, 2 as more");
      other
          .loadTable(Catalog.identifier(T))
          .updateSchema()
          .addColumn("x", org.apache.iceberg.types.Types.LongType.get())
          .commit();
      lease.begin("r2", "test", "direct", "plan");
      assertThatThrownBy(() -> lease.recordOutcome("r2", Bench.outcome(planned)))
          .isInstanceOf(WarehouseException.class)
          .hasMessage(
              "Cannot commit table silver.t for run r2: its files carry the field ids"
                  + " {id=1, more=2}, but the table's columns have changed since they were planned"
                  + " and would need {id=1, more=3}; abandon the run and run again");
      lease.abandon("r2");
      bench.run(
          lease, "r3", Bench.outcome(bench.replace("r3", "silver.t", "select 1 as id, 2 as more")));
      assertThat(IcebergReader.rows(folder, T)).containsExactly("1|2");
    }
  }

  @Test
  void aMissingOrChangedDataFileIsRefusedBeforeAnythingIsDecided() throws IOException {
    try (Bench bench = new Bench(folder);
        Lease lease = bench.warehouse.acquire("test")) {
      lease.begin("r1", "test", "direct", "plan");
      TableCommit commit = bench.replace("r1", "silver.t", "select 1 as id");
      Path file = Path.of(commit.files().get(0).path());
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, new byte[] {1});
      assertThatThrownBy(() -> lease.recordOutcome("r1", Bench.outcome(commit)))
          .hasMessage(
              "Cannot commit table silver.t: data file "
                  + file
                  + " has 1 bytes and should have "
                  + bytes.length);
      Files.delete(file);
      assertThatThrownBy(() -> lease.recordOutcome("r1", Bench.outcome(commit)))
          .hasMessage(
              "Cannot commit table silver.t: data file " + file + ": there is no such file");
      Files.write(file, bytes);
      lease.recordOutcome("r1", Bench.outcome(commit));
      assertThat(lease.carryOut("r1")).isPresent();
    }
  }

  @Test
  void aTableWithDeleteFilesOfAnotherProgramIsRefusedAndNotReadWrongly() {
    try (Bench bench = new Bench(folder);
        JdbcCatalog other = IcebergReader.catalog(folder)) {
      bench.run("r1", bench.replace("r1", "silver.t", "select 1 as id"));
      Table table = other.loadTable(Catalog.identifier(T));
      table
          .newRowDelta()
          .addDeletes(
              org.apache.iceberg.FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
                  .ofEqualityDeletes(1)
                  .withPath(folder.resolve("deletes.parquet").toString())
                  .withFileSizeInBytes(10)
                  .withRecordCount(1)
                  .withFormat(org.apache.iceberg.FileFormat.PARQUET)
                  .build())
          .commit();
      long snapshot = bench.warehouse.state(T).orElseThrow().snapshot();
      assertThatThrownBy(() -> bench.warehouse.files(T, snapshot))
          .hasMessage(
              "Cannot read table silver.t at snapshot "
                  + snapshot
                  + ": another program has put delete files into it; have that program rewrite"
                  + " (compact) the table's files");
    }
  }

  @Test
  void readersOfReleasesSeeOnlyWholeRuns() throws Exception {
    TableName u = TableName.parse("gold.u");
    try (Bench bench = new Bench(folder);
        Warehouse reader = Warehouse.openExisting(folder)) {
      ExecutorService polling = Executors.newSingleThreadExecutor();
      List<String> seen = new ArrayList<>();
      java.util.concurrent.atomic.AtomicBoolean done =
          new java.util.concurrent.atomic.AtomicBoolean();
      Future<?> polled =
          polling.submit(
              () -> {
                while (!done.get()) {
                  reader
                      .currentRelease()
                      .ifPresent(
                          release -> {
                            String pair =
                                runOf(reader, T, release) + "=" + runOf(reader, u, release);
                            if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(pair)) {
                              seen.add(pair);
                            }
                          });
                }
              });
      for (int i = 1; i <= 6; i++) {
        String runId = "r" + i;
        bench.run(
            runId,
            bench.replace(runId, "silver.t", "select " + i + " as id"),
            bench.replace(runId, "gold.u", "select " + i + " as id"));
      }
      done.set(true);
      polled.get();
      polling.shutdown();
      assertThat(seen)
          .isNotEmpty()
          .isSubsetOf("r1=r1", "r2=r2", "r3=r3", "r4=r4", "r5=r5", "r6=r6");
    }
  }

  private static String runOf(Warehouse warehouse, TableName table, Release release) {
    String path = warehouse.files(table, release.snapshots().get(table)).get(0).path();
    return Path.of(path).getParent().getFileName().toString();
  }

  private static List<Long> atOnce(Callable<Long> one, Callable<Long> two) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Long>> futures = new ArrayList<>();
      for (Callable<Long> call : List.of(one, two)) {
        futures.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return call.call();
                }));
      }
      return List.of(futures.get(0).get(), futures.get(1).get());
    } finally {
      threads.shutdown();
    }
  }

  private static void append(JdbcCatalog catalog, DataFile file) {
    catalog
        .loadTable(Catalog.identifier(T))
        .newAppend()
        .appendFile(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(file.path())
                .withFileSizeInBytes(file.bytes())
                .withRecordCount(file.rows())
                .build())
        .commit();
  }

  private static List<String> ourRuns(JdbcCatalog catalog) {
    List<String> runs = new ArrayList<>();
    Table table = catalog.loadTable(Catalog.identifier(T));
    for (Snapshot snapshot : org.apache.iceberg.util.SnapshotUtil.currentAncestors(table)) {
      String run = snapshot.summary().get(Summary.RUN_ID);
      if (run != null) {
        runs.add(run);
      }
    }
    return runs;
  }

  private static TableCommit withDocs(TableCommit commit, Map<String, String> docs) {
    return new TableCommit(
        commit.table(),
        commit.columns(),
        commit.fieldIds(),
        commit.mode(),
        commit.files(),
        commit.fingerprint(),
        commit.sources(),
        commit.inputFiles(),
        docs);
  }
}
