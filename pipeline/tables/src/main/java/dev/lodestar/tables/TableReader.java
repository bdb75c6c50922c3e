package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.util.SnapshotUtil;

/** What one table's metadata tells. */
final class TableReader {
  private final TableName table;
  private final TableMetadata metadata;
  private final TableFiles io;

  TableReader(TableName table, TableMetadata metadata, TableFiles io) {
    this.table = table;
    this.metadata = metadata;
    this.io = io;
  }

  /** Empty when nothing was ever committed. */
  Optional<TableState> state() {
    Snapshot current = metadata.currentSnapshot();
    if (current == null) {
      return Optional.empty();
    }
    Optional<Snapshot> ours = lastOfOurs();
    return Optional.of(
        new TableState(
            table,
            columns(current).stream().map(c -> new Column(c.name(), c.type())).toList(),
            current.snapshotId(),
            content(current),
            ours.map(snapshot -> entry(snapshot, Summary.RUN_ID)).orElse(""),
            ours.orElse(current).timestampMillis(),
            ours.map(snapshot -> entry(snapshot, Summary.FINGERPRINT)).orElse(""),
            ours.map(snapshot -> OutcomeJson.readSources(entry(snapshot, Summary.SOURCES)))
                .orElse(Map.of()),
            total(current, SnapshotSummary.TOTAL_RECORDS_PROP),
            total(current, SnapshotSummary.TOTAL_FILE_SIZE_PROP)));
  }

  /** The snapshot whose rows a snapshot has, be it in other files. */
  private long content(Snapshot snapshot) {
    Snapshot found = snapshot;
    while (DataOperations.REPLACE.equals(found.operation())) {
      String content = found.summary().get(Summary.CONTENT);
      Long parent = found.parentId();
      if (content != null) {
        return Long.parseLong(content);
      }
      if (parent == null || metadata.snapshot(parent) == null) {
        return found.snapshotId();
      }
      found = metadata.snapshot(parent);
    }
    return found.snapshotId();
  }

  List<InputFile> inputFiles() {
    if (metadata.currentSnapshot() == null) {
      return List.of();
    }
    Snapshot ours =
        lastOfOurs()
            .orElseThrow(
                () ->
                    new WarehouseException(
                        "Cannot tell which files table "
                            + table
                            + " contains: no snapshot it"
                            + " still has was written by a run; run with --full to build it anew"));
    String list = ours.summary().get(Summary.INPUTS);
    return list == null ? List.of() : InputsFile.read(io, list);
  }

  List<TableColumn> columns(long snapshot) {
    return columns(find(snapshot));
  }

  /** The snapshot whose rows a snapshot has, be it in other files. */
  long content(long snapshot) {
    return content(find(snapshot));
  }

  Optional<Definition> definition(long snapshot) {
    return Optional.ofNullable(metadata.snapshot(content(snapshot)))
        .flatMap(
            written ->
                Optional.ofNullable(written.summary().get(Summary.DEFINITION))
                    .map(
                        select ->
                            new Definition(
                                select, OutcomeJson.readSources(entry(written, Summary.SOURCES)))));
  }

  List<DataFile> files(long id) {
    List<DataFile> files = new ArrayList<>();
    for (org.apache.iceberg.DataFile file : entries(find(id))) {
      files.add(asDataFile(file));
    }
    files.sort(Comparator.comparing(DataFile::path));
    return files;
  }

  /** The files of each partition, as the table is partitioned now. */
  Map<Map<String, String>, List<DataFile>> partitions() {
    Map<Map<String, String>, List<DataFile>> partitions = new LinkedHashMap<>();
    if (metadata.currentSnapshot() != null && Partitioning.isOurs(metadata.spec())) {
      entries(metadata.currentSnapshot()).stream()
          .filter(file -> file.specId() == metadata.defaultSpecId())
          .map(this::asDataFile)
          .sorted(Comparator.comparing(DataFile::path))
          .forEach(
              file ->
                  partitions
                      .computeIfAbsent(file.partition(), partition -> new ArrayList<>())
                      .add(file));
    }
    return partitions;
  }

  List<PartitionField> partitionedBy() {
    return Partitioning.fields(metadata.spec());
  }

  private DataFile asDataFile(org.apache.iceberg.DataFile file) {
    PartitionSpec spec = metadata.specsById().get(file.specId());
    return new DataFile(
        path(file),
        file.recordCount(),
        file.fileSizeInBytes(),
        Map.of(),
        spec == null ? Map.of() : Partitioning.texts(spec, file.partition()));
  }

  /** What differs between two snapshots; empty when one of them is not kept any more. */
  Optional<FileChanges> changes(long from, long to) {
    if (metadata.snapshot(from) == null || metadata.snapshot(to) == null) {
      return Optional.empty();
    }
    Map<String, DataFile> added = new TreeMap<>();
    Map<String, DataFile> gone = new TreeMap<>();
    long before = from;
    for (long step : steps(from, to)) {
      step(before, step, added, gone);
      before = step;
    }
    return Optional.of(new FileChanges(List.copyOf(added.values()), List.copyOf(gone.values())));
  }

  /** What one snapshot changed; where files were compacted, rows are still in those of before. */
  private void step(long from, long to, Map<String, DataFile> added, Map<String, DataFile> gone) {
    if (DataOperations.REPLACE.equals(find(to).operation())
        && Long.valueOf(from).equals(find(to).parentId())) {
      return;
    }
    Map<String, DataFile> left = new TreeMap<>();
    files(from).forEach(file -> left.put(file.path(), file));
    for (DataFile file : files(to)) {
      if (left.remove(file.path()) == null) {
        added.put(file.path(), file);
      }
    }
    left.forEach(
        (path, file) -> {
          if (added.remove(path) == null) {
            gone.put(path, file);
          }
        });
  }

  /**
   * The way from one snapshot to another, where it is known and leads over compacted files; else
   * one step.
   */
  private List<Long> steps(long from, long to) {
    List<Long> steps = new ArrayList<>();
    boolean compacted = false;
    Snapshot at = metadata.snapshot(to);
    while (at != null && at.snapshotId() != from) {
      steps.add(0, at.snapshotId());
      compacted |= DataOperations.REPLACE.equals(at.operation());
      Long parent = at.parentId();
      at = parent == null ? null : metadata.snapshot(parent);
    }
    return at != null && compacted ? steps : from == to ? List.of() : List.of(to);
  }

  /** Those of some files that the table has now. */
  List<org.apache.iceberg.DataFile> current(Set<String> paths) {
    if (metadata.currentSnapshot() == null || paths.isEmpty()) {
      return List.of();
    }
    return entries(metadata.currentSnapshot()).stream()
        .filter(file -> paths.contains(path(file)))
        .toList();
  }

  private String path(org.apache.iceberg.DataFile file) {
    return io.name(file.location());
  }

  private List<org.apache.iceberg.DataFile> entries(Snapshot snapshot) {
    for (ManifestFile manifest : snapshot.deleteManifests(io)) {
      if (manifest.hasAddedFiles() || manifest.hasExistingFiles()) {
        throw new WarehouseException(
            "Cannot read table "
                + table
                + " at snapshot "
                + snapshot.snapshotId()
                + ": another program has put"
                + " delete files into it; have that program rewrite (compact) the table's files");
      }
    }
    List<org.apache.iceberg.DataFile> files = new ArrayList<>();
    for (ManifestFile manifest : snapshot.dataManifests(io)) {
      try (ManifestReader<org.apache.iceberg.DataFile> entries =
          ManifestFiles.read(manifest, io, metadata.specsById())) {
        entries.forEach(file -> files.add(file.copy()));
      } catch (IOException e) {
        throw new WarehouseException("Cannot read " + manifest.path() + ": " + e.getMessage(), e);
      }
    }
    return files;
  }

  /** Every snapshot that is kept, the newest first. */
  List<TableSnapshot> snapshots() {
    Set<Long> history = new HashSet<>();
    if (metadata.currentSnapshot() != null) {
      history().forEach(snapshot -> history.add(snapshot.snapshotId()));
    }
    List<TableSnapshot> snapshots = new ArrayList<>();
    for (Snapshot snapshot : metadata.snapshots()) {
      long id = snapshot.snapshotId();
      boolean current =
          metadata.currentSnapshot() != null && metadata.currentSnapshot().snapshotId() == id;
      snapshots.add(
          new TableSnapshot(
              id,
              snapshot.timestampMillis(),
              Optional.ofNullable(snapshot.summary().get(Summary.RUN_ID)),
              snapshot.operation(),
              total(snapshot, SnapshotSummary.ADDED_RECORDS_PROP),
              total(snapshot, SnapshotSummary.DELETED_RECORDS_PROP),
              total(snapshot, SnapshotSummary.TOTAL_RECORDS_PROP),
              total(snapshot, SnapshotSummary.ADDED_FILES_PROP),
              total(snapshot, SnapshotSummary.DELETED_FILES_PROP),
              total(snapshot, SnapshotSummary.TOTAL_DATA_FILES_PROP),
              total(snapshot, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
              current
                  ? TableSnapshot.Place.CURRENT
                  : history.contains(id)
                      ? TableSnapshot.Place.EARLIER
                      : TableSnapshot.Place.PUT_ASIDE));
    }
    snapshots.sort(
        Comparator.comparingLong(TableSnapshot::committedMillis)
            .thenComparingLong(s -> metadata.snapshot(s.id()).sequenceNumber())
            .reversed());
    return snapshots;
  }

  /** Whether it always had the columns that it has, so that every file has just these. */
  boolean hasAlwaysHadItsColumns() {
    return metadata.schemas().size() == 1;
  }

  private List<TableColumn> columns(Snapshot snapshot) {
    Integer schemaId = snapshot.schemaId();
    Schema schema = schemaId == null ? metadata.schema() : metadata.schemasById().get(schemaId);
    if (schema == null) {
      throw new IllegalStateException("Table " + table + " has no schema " + schemaId);
    }
    return schema.columns().stream().map(IcebergTypes::column).toList();
  }

  private Snapshot find(long id) {
    Snapshot snapshot = metadata.snapshot(id);
    if (snapshot == null) {
      throw new WarehouseException("Table " + table + " has no snapshot " + id + " (any more)");
    }
    return snapshot;
  }

  /** How many manifests the current snapshot has. */
  int manifests() {
    Snapshot current = metadata.currentSnapshot();
    return current == null ? 0 : current.allManifests(io).size();
  }

  /**
   * The snapshots that nobody needs.
   *
   * @param needed those that must stay, and with them all that came after the oldest of {@code
   *     read}
   * @param read those from which tables have read what they hold
   */
  List<Long> expirable(Set<Long> needed, Set<Long> read, long before) {
    Snapshot current = metadata.currentSnapshot();
    Set<Long> kept = new HashSet<>(needed);
    if (current != null) {
      kept.add(current.snapshotId());
      kept.add(content(current));
      lastOfOurs().ifPresent(ours -> kept.add(ours.snapshotId()));
    }
    long oldestRead =
        read.stream()
            .map(metadata::snapshot)
            .filter(snapshot -> snapshot != null)
            .mapToLong(Snapshot::sequenceNumber)
            .min()
            .orElse(Long.MAX_VALUE);
    List<Long> expirable = new ArrayList<>();
    for (Snapshot snapshot : metadata.snapshots()) {
      if (!kept.contains(snapshot.snapshotId())
          && snapshot.sequenceNumber() < oldestRead
          && snapshot.timestampMillis() < before) {
        expirable.add(snapshot.snapshotId());
      }
    }
    return expirable;
  }

  /** Every file that some snapshot, or the table itself, needs. */
  Set<String> referenced() {
    Set<String> paths = new HashSet<>();
    paths.add(io.name(metadata.metadataFileLocation()));
    metadata.previousFiles().forEach(entry -> paths.add(io.name(entry.file())));
    for (Snapshot snapshot : metadata.snapshots()) {
      paths.add(io.name(snapshot.manifestListLocation()));
      String inputs = snapshot.summary().get(Summary.INPUTS);
      if (inputs != null) {
        paths.add(io.name(inputs));
      }
      snapshot.allManifests(io).forEach(m -> paths.add(io.name(m.path())));
      entries(snapshot).forEach(file -> paths.add(io.name(file.location())));
    }
    metadata.statisticsFiles().forEach(file -> paths.add(io.name(file.path())));
    return paths;
  }

  /** The snapshot of a run, if the table's history has one. */
  Optional<Snapshot> ofRun(String runId) {
    return metadata.currentSnapshot() == null ? Optional.empty() : Summary.ofRun(runId, history());
  }

  private Optional<Snapshot> lastOfOurs() {
    for (Snapshot snapshot : history()) {
      if (snapshot.summary().containsKey(Summary.RUN_ID)) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  /** The current snapshot and those it stands on, back to the oldest that is kept. */
  private Iterable<Snapshot> history() {
    return SnapshotUtil.ancestorsOf(metadata.currentSnapshot().snapshotId(), metadata::snapshot);
  }

  private String entry(Snapshot snapshot, String name) {
    String value = snapshot.summary().get(name);
    if (value == null) {
      throw new IllegalStateException(
          "Snapshot " + snapshot.snapshotId() + " of " + table + " is without " + name);
    }
    return value;
  }

  private static long total(Snapshot snapshot, String name) {
    return Long.parseLong(snapshot.summary().getOrDefault(name, "0"));
  }
}
