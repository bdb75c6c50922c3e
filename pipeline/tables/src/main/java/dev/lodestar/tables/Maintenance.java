package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/**
 * Throws away what nobody needs any more: releases, snapshots that no release shows, files that no
 * snapshot names. All of it may be done again after a crash; whoever does it has the lease, so no
 * run is under way, and files that came lately are left alone, in case a worker of a run that was
 * given up still writes.
 */
public final class Maintenance {
  private static final int CHECK_EVERY = 100;

  private final Catalog catalog;
  private final Ledger ledger;
  private final Lease lease;
  private final LongSupplier clock;

  Maintenance(Catalog catalog, Ledger ledger, Lease lease, LongSupplier clock) {
    this.catalog = catalog;
    this.ledger = ledger;
    this.lease = lease;
    this.clock = clock;
  }

  /**
   * A file that no snapshot names.
   *
   * @param table in whose folder it is
   */
  public record Orphan(TableName table, String path, long bytes) {}

  /**
   * The releases that are older than some time and not among the last ones. The current release and
   * the one that it put back always stay.
   */
  public List<Release> outdated(int keepLast, long keepMillis) {
    long before = clock.getAsLong() - keepMillis;
    List<Release> releases = ledger.releases();
    Set<Long> kept = new HashSet<>();
    releases.stream()
        .limit(Math.max(1, keepLast))
        .forEach(
            release -> {
              kept.add(release.id());
              release.restores().ifPresent(kept::add);
            });
    return releases.stream()
        .filter(r -> !kept.contains(r.id()) && r.releasedMillis() < before)
        .toList();
  }

  /** Readers do not find these releases any more. */
  public void forget(List<Release> releases) {
    if (!releases.isEmpty()) {
      lease.forget(releases);
    }
  }

  /**
   * The snapshots of each table that no release shows but these, that nothing was read from since,
   * and that are older than some time.
   */
  public Map<TableName, List<Long>> expirable(List<Release> without, long keepMillis) {
    Set<Long> gone = new HashSet<>();
    without.forEach(release -> gone.add(release.id()));
    List<Release> kept =
        ledger.releases().stream().filter(release -> !gone.contains(release.id())).toList();
    Map<TableName, TableMetadata> all = catalog.all();
    Map<TableName, Set<Long>> read = new TreeMap<>();
    all.forEach(
        (table, metadata) ->
            reader(table, metadata)
                .state()
                .ifPresent(
                    state ->
                        state
                            .sources()
                            .forEach(
                                (source, snapshot) ->
                                    read.computeIfAbsent(source, s -> new HashSet<>())
                                        .add(snapshot))));
    Map<TableName, List<Long>> expirable = new TreeMap<>();
    all.forEach(
        (table, metadata) -> {
          Set<Long> shown = new HashSet<>();
          kept.forEach(r -> Optional.ofNullable(r.snapshots().get(table)).ifPresent(shown::add));
          List<Long> ids =
              reader(table, metadata)
                  .expirable(
                      shown, read.getOrDefault(table, Set.of()), clock.getAsLong() - keepMillis);
          if (!ids.isEmpty()) {
            expirable.put(table, ids);
          }
        });
    return expirable;
  }

  /** Takes snapshots out of a table's metadata; their files become orphans. */
  public void expire(TableName table, List<Long> snapshots) {
    TableOperations operations =
        ((BaseTable) catalog.writer().loadTable(Catalog.identifier(table))).operations();
    TableMetadata now = operations.current();
    lease.check();
    CrashPoint.reached(CrashPoint.SWAPPING);
    operations.commit(now, TableMetadata.buildFrom(now).removeSnapshots(snapshots).build());
    CrashPoint.reached(CrashPoint.SWAPPED);
  }

  /** The files below the tables' folders that no snapshot names and that are old enough. */
  public List<Orphan> orphans(long keepMillis) {
    long before = clock.getAsLong() - keepMillis;
    Set<String> referenced = new HashSet<>();
    Set<String> schemas =
        new TreeSet<>(List.of("bronze", "silver", "gold", "quarantine", "deleted"));
    catalog
        .all()
        .forEach(
            (table, metadata) -> {
              referenced.addAll(reader(table, metadata).referenced());
              schemas.add(table.schema());
            });
    List<Orphan> orphans = new ArrayList<>();
    for (String schema : schemas) {
      String folder = catalog.folder(schema);
      for (TableFiles.Found file : catalog.files().ofTablesIn(folder)) {
        if (file.modifiedMillis() < before && !referenced.contains(file.path())) {
          String table = file.path().substring(folder.length() + 1).split("/", 2)[0];
          orphans.add(new Orphan(new TableName(schema, table), file.path(), file.bytes()));
        }
      }
    }
    return orphans;
  }

  /** Deletes orphans. */
  public void delete(List<Orphan> orphans) {
    int done = 0;
    for (Orphan orphan : orphans) {
      if (done++ % CHECK_EVERY == 0) {
        lease.check();
      }
      catalog.files().discard(orphan.path());
    }
    catalog.files().tidy(orphans.stream().map(Orphan::path).toList());
  }

  private TableReader reader(TableName table, TableMetadata metadata) {
    return new TableReader(table, metadata, catalog.files());
  }
}
