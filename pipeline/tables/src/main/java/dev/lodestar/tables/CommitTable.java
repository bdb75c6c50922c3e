package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog.TableBuilder;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Gives one table its one snapshot of a run.
 *
 * <p>However often and from wherever it is tried, the table's history holds the run once: each
 * attempt looks for the run first, and Iceberg asks again inside the swap, when nobody can come
 * between.
 */
final class CommitTable {
  private static final int ATTEMPTS = 10;

  private static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.PARQUET_COMPRESSION, "zstd",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
          TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "50");

  private final Catalog catalog;
  private final Lease lease;
  private final String runId;
  private final TableCommit commit;

  /** The snapshot some of whose files the attempt under way takes out; null when it takes none. */
  private @Nullable Long rewritten;

  CommitTable(Catalog catalog, Lease lease, String runId, TableCommit commit) {
    this.catalog = catalog;
    this.lease = lease;
    this.runId = runId;
    this.commit = commit;
  }

  private TableName table() {
    return commit.table();
  }

  /** Refuses a commit that could not be carried out, before anything of its run is decided. */
  void check() {
    Optional<TableMetadata> metadata = catalog.metadata(table());
    if (metadata.isPresent()) {
      changes(metadata.get());
      leaving(metadata.get());
    } else {
      checkFieldIds(ColumnChanges.fieldIdsOfNewTable(table(), commit.columns()));
    }
    catalog.files().settle(table(), commit.files());
  }

  /** Returns the id of the run's snapshot, be it new or found. */
  long run() {
    for (int attempt = 1; ; attempt++) {
      Optional<Long> done = find();
      if (done.isPresent()) {
        return done.get();
      }
      try {
        attempt();
        CrashPoint.reached(CrashPoint.SWAPPED);
      } catch (WarehouseException e) {
        throw e;
      } catch (RuntimeException e) {
        // Whether the swap happened may be unknown, or another may have been first: look, then
        // decide.
        done = find();
        if (done.isPresent()) {
          return done.get();
        }
        if (attempt == ATTEMPTS || !mayPass(e)) {
          throw new WarehouseException(
              "Cannot commit table " + table() + " for run " + runId + ": " + reason(e), e);
        }
      }
    }
  }

  /** Whether trying again on the table's new state may help. */
  private static boolean mayPass(RuntimeException e) {
    return e instanceof CommitFailedException
        || e instanceof CommitStateUnknownException
        || e instanceof AlreadyExistsException
        || e instanceof ValidationException
        || e instanceof UncheckedSQLException;
  }

  private static String reason(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotFoundException) {
        return String.valueOf(cause.getMessage());
      }
      if (cause instanceof IOException io) {
        return LocalFileIO.reason(io);
      }
    }
    return String.valueOf(e.getMessage());
  }

  private Optional<Long> find() {
    return catalog
        .metadata(table())
        .flatMap(metadata -> new TableReader(table(), metadata, catalog.files()).ofRun(runId))
        .map(Snapshot::snapshotId);
  }

  private void attempt() {
    Optional<TableMetadata> known = catalog.metadata(table());
    Transaction transaction;
    if (known.isEmpty()) {
      transaction = create();
    } else {
      BaseTable table = (BaseTable) catalog.writer().loadTable(Catalog.identifier(table()));
      transaction = table.newTransaction();
      if (commit.mode() != TableCommit.Mode.COMPACT) {
        evolve(table, transaction);
      }
    }
    Schema schema = transaction.table().schema();
    PartitionSpec spec = transaction.table().spec();
    List<org.apache.iceberg.DataFile> files =
        commit.files().stream().map(file -> FileMetrics.describe(file, schema, spec)).toList();
    if (commit.mode() == TableCommit.Mode.APPEND || known.isEmpty()) {
      AppendFiles append = transaction.newAppend();
      files.forEach(append::appendFile);
      finish(append);
    } else if (commit.mode() == TableCommit.Mode.COMPACT) {
      compact(transaction, known.get(), files);
    } else if (commit.mode() == TableCommit.Mode.REWRITE) {
      OverwriteFiles overwrite = transaction.newOverwrite();
      leaving(known.get()).forEach(overwrite::deleteFile);
      files.forEach(overwrite::addFile);
      Snapshot current = known.get().currentSnapshot();
      rewritten = current == null ? null : current.snapshotId();
      finish(overwrite);
    } else {
      OverwriteFiles overwrite = transaction.newOverwrite();
      overwrite.overwriteByRowFilter(Expressions.alwaysTrue());
      files.forEach(overwrite::addFile);
      finish(overwrite);
    }
    CrashPoint.reached(CrashPoint.SWAPPING);
    transaction.commitTransaction();
  }

  /** Puts files in the place of others, or only writes anew which files there are. */
  private void compact(
      Transaction transaction, TableMetadata known, List<org.apache.iceberg.DataFile> files) {
    Snapshot current = known.currentSnapshot();
    rewritten = current == null ? null : current.snapshotId();
    if (commit.removed().isEmpty()) {
      finish(transaction.rewriteManifests().clusterBy(file -> "all"));
      return;
    }
    RewriteFiles rewrite = transaction.newRewrite();
    if (current != null) {
      // Without it, Iceberg looks through the history to its begin, which may have expired.
      rewrite.validateFromSnapshot(current.snapshotId());
    }
    leaving(known).forEach(rewrite::deleteFile);
    files.forEach(rewrite::addFile);
    finish(rewrite);
  }

  /** The files that are to leave the table, which must all be there still. */
  private List<org.apache.iceberg.DataFile> leaving(TableMetadata metadata) {
    Set<String> removed = new HashSet<>(commit.removed());
    List<org.apache.iceberg.DataFile> found =
        new TableReader(table(), metadata, catalog.files()).current(removed);
    if (found.size() < removed.size()) {
      throw new WarehouseException(
          "Cannot commit table "
              + table()
              + " for run "
              + runId
              + ": another program has rewritten files that the run has rewritten as well;"
              + " abandon the run and run again");
    }
    return found;
  }

  private Transaction create() {
    checkFieldIds(ColumnChanges.fieldIdsOfNewTable(table(), commit.columns()));
    List<Types.NestedField> fields = new ArrayList<>();
    for (var column : commit.columns()) {
      fields.add(
          Types.NestedField.optional(
              fieldId(column.name()),
              column.name(),
              IcebergTypes.of(column.type()),
              commit.docs().get(column.name())));
    }
    Schema schema = new Schema(fields);
    catalog.prepareNamespace(table());
    TableBuilder builder =
        catalog
            .writer()
            .buildTable(Catalog.identifier(table()), schema)
            .withPartitionSpec(Partitioning.spec(schema, commit.partitions()))
            .withLocation(catalog.folder(table()))
            .withProperties(PROPERTIES);
    return builder.createTransaction();
  }

  private void evolve(BaseTable table, Transaction transaction) {
    ColumnChanges changes = changes(table.operations().current());
    boolean samePartitions = Partitioning.is(table.spec(), commit.partitions(), commit.fieldIds());
    if (!samePartitions && table.spec().isPartitioned()) {
      Partitioning.clear(transaction);
    }
    UpdateSchema trial = table.updateSchema();
    changes.applyTo(trial, commit.docs());
    // A transaction takes no other update until one it has given out is committed.
    if (!trial.apply().sameSchema(table.schema())) {
      UpdateSchema update = transaction.updateSchema();
      changes.applyTo(update, commit.docs());
      update.commit();
    }
    if (!samePartitions && !commit.partitions().isEmpty()) {
      Partitioning.declare(transaction, commit.partitions());
    }
  }

  private ColumnChanges changes(TableMetadata metadata) {
    ColumnChanges changes =
        new ColumnChanges(table(), metadata.schema(), metadata.lastColumnId(), commit.columns());
    if (commit.mode() != TableCommit.Mode.REPLACE) {
      changes.checkThatRowsMayStay();
    }
    checkFieldIds(changes.fieldIds());
    return changes;
  }

  private void checkFieldIds(Map<String, Integer> now) {
    if (!now.equals(commit.fieldIds())) {
      throw new WarehouseException(
          "Cannot commit table "
              + table()
              + " for run "
              + runId
              + ": its files carry the field ids "
              + new TreeMap<>(commit.fieldIds())
              + ", but the table's columns have changed since"
              + " they were planned and would need "
              + new TreeMap<>(now)
              + "; abandon the run and run again");
    }
  }

  private int fieldId(String column) {
    Integer id = commit.fieldIds().get(column);
    if (id == null) {
      throw new IllegalStateException("No field id for column " + column + " of " + table());
    }
    return id;
  }

  private <T extends SnapshotUpdate<T>> void finish(T update) {
    update.set(Summary.RUN_ID, runId);
    update.set(Summary.FINGERPRINT, commit.fingerprint());
    commit.definition().ifPresent(select -> update.set(Summary.DEFINITION, select));
    update.set(Summary.SOURCES, OutcomeJson.writeSources(sources()));
    update.set(Summary.LEASE, Long.toString(lease.token()));
    commit
        .inputFiles()
        .ifPresent(
            inputs -> {
              String list =
                  catalog.folder(table()) + "/metadata/inputs-" + UUID.randomUUID() + ".json";
              InputsFile.write(catalog.files(), list, inputs);
              CrashPoint.reached(CrashPoint.INPUTS_WRITTEN);
              update.set(Summary.INPUTS, list);
            });
    if (commit.mode() == TableCommit.Mode.COMPACT) {
      catalog
          .metadata(table())
          .flatMap(metadata -> new TableReader(table(), metadata, catalog.files()).state())
          .ifPresent(state -> update.set(Summary.CONTENT, Long.toString(state.content())));
    }
    update.validateWith(this::mayStandOn);
    update.commit();
  }

  /** Asked by Iceberg for the history it is about to build on, in every attempt of the swap. */
  private boolean mayStandOn(Iterable<Snapshot> history) {
    lease.check();
    if (Summary.hasLaterLease(lease.token(), history)) {
      throw new WarehouseException.LeaseLost(
          "Cannot commit table "
              + table()
              + " for run "
              + runId
              + ": a launcher that took over the lease has committed to it since");
    }
    // Files that leave were looked up in one snapshot; in another they might be gone already.
    return Summary.ofRun(runId, history).isEmpty()
        && (rewritten == null || rewritten == history.iterator().next().snapshotId());
  }

  private Map<TableName, Long> sources() {
    Map<TableName, Long> sources = new TreeMap<>();
    for (TableCommit.Source source : commit.sources()) {
      sources.put(source.table(), source.snapshot().orElseGet(() -> ofThisRun(source.table())));
    }
    return sources;
  }

  private long ofThisRun(TableName source) {
    return catalog
        .metadata(source)
        .flatMap(metadata -> new TableReader(source, metadata, catalog.files()).ofRun(runId))
        .map(Snapshot::snapshotId)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Table "
                        + table()
                        + " is committed before its source "
                        + source
                        + " in run "
                        + runId));
  }
}
