package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Puts the tables back to the snapshots of an earlier release, so that what the next run finds is
 * what readers see. A table that the earlier release did not have is as if nothing had ever been
 * committed to it. No snapshot is deleted.
 */
final class RestoreTables {
  private static final int ATTEMPTS = 10;

  private final Catalog catalog;
  private final Lease lease;
  private final Map<TableName, Long> target;
  private final long release;
  private final Set<TableName> tables = new TreeSet<>();

  RestoreTables(Catalog catalog, Lease lease, Release to, Optional<Release> from) {
    this.catalog = catalog;
    this.lease = lease;
    this.target = to.snapshots();
    this.release = to.id();
    tables.addAll(target.keySet());
    from.ifPresent(current -> tables.addAll(current.snapshots().keySet()));
  }

  /** Refuses a release that cannot be put back, before anything is decided. */
  void check() {
    target.forEach(
        (table, snapshot) -> {
          if (catalog.metadata(table).map(m -> m.snapshot(snapshot)).isEmpty()) {
            throw new WarehouseException(
                "Cannot put release "
                    + release
                    + " back: snapshot "
                    + snapshot
                    + " of "
                    + table
                    + " is not kept any more");
          }
        });
  }

  /** May be called any number of times. */
  void run() {
    tables.forEach(this::restore);
  }

  private void restore(TableName table) {
    for (int attempt = 1; ; attempt++) {
      if (isDone(table)) {
        return;
      }
      CrashPoint.reached(CrashPoint.SWAPPING);
      try {
        swap(table);
        CrashPoint.reached(CrashPoint.SWAPPED);
        return;
      } catch (CommitFailedException | CommitStateUnknownException | UncheckedSQLException e) {
        // Whether the swap happened may be unknown, or another was first: look, then try again.
        if (!isDone(table) && attempt == ATTEMPTS) {
          throw new WarehouseException(
              "Cannot put table " + table + " back to release " + release + ": " + e.getMessage(),
              e);
        }
      }
    }
  }

  private boolean isDone(TableName table) {
    Optional<Long> now =
        catalog
            .metadata(table)
            .flatMap(metadata -> Optional.ofNullable(metadata.currentSnapshot()))
            .map(Snapshot::snapshotId);
    return now.equals(Optional.ofNullable(target.get(table)));
  }

  /** Fails when anyone else has changed the table since it was read. */
  private void swap(TableName table) {
    TableOperations operations =
        ((BaseTable) catalog.writer().loadTable(Catalog.identifier(table))).operations();
    TableMetadata now = operations.current();
    lease.check();
    TableMetadata.Builder then = TableMetadata.buildFrom(now);
    Long id = target.get(table);
    if (id == null) {
      then.removeRef(SnapshotRef.MAIN_BRANCH);
    } else {
      Integer schema = now.snapshot(id).schemaId();
      if (schema != null) {
        then.setCurrentSchema(schema);
      }
      then.setBranchSnapshot(id, SnapshotRef.MAIN_BRANCH);
    }
    operations.commit(now, then.build());
  }
}
