package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.iceberg.TableMetadata;

/**
 * The tables, releases and runs of one domain.
 *
 * <p>Tables stand under {@code <folder>/<schema>/<table>}, their data files under {@link
 * #dataFolder}, and which snapshot of each is current is known to the Iceberg catalogue (by the
 * name {@code lodestar}), beside the ledger of runs and releases: in {@code <folder>/catalog.db},
 * unless the {@link WarehouseAddress} names another database.
 *
 * <p>Here one reads; whoever is to change something {@link #acquire acquires} the {@link Lease}
 * first. May be shared by threads; any number of processes may have the same warehouse open.
 */
public final class Warehouse implements AutoCloseable {
  /** The file of the catalogue, which is in the warehouse's folder unless told otherwise. */
  public static final String DATABASE = WarehouseAddress.FILE;

  private final WarehouseAddress address;
  private final Database database;
  private final Catalog catalog;
  private final Ledger ledger;
  private final LongSupplier clock;

  private Warehouse(WarehouseAddress address, Database database, LongSupplier clock) {
    this.address = address;
    this.database = database;
    this.catalog = new Catalog(database, address.folder());
    this.ledger = new Ledger(database);
    this.clock = clock;
  }

  /** Opens a warehouse, and makes it when there is none. */
  public static Warehouse open(WarehouseAddress address) {
    return open(address, System::currentTimeMillis);
  }

  /** Opens the warehouse in a folder, and makes it when the folder has none. */
  public static Warehouse open(Path folder) {
    return open(folder, System::currentTimeMillis);
  }

  static Warehouse open(Path folder, LongSupplier clock) {
    return open(WarehouseAddress.of(folder), clock);
  }

  private static Warehouse open(WarehouseAddress address, LongSupplier clock) {
    address
        .catalogFile()
        .filter(file -> !Files.exists(file))
        .map(Path::getParent)
        .ifPresent(Warehouse::makeFolder);
    return prepared(address, clock);
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new WarehouseException(
          "Cannot make the warehouse "
              + folder
              + ": "
              + (Files.isRegularFile(folder) ? "it is a file" : LocalFileIO.reason(e)),
          e);
    }
    if (!Files.isWritable(folder)) {
      throw new WarehouseException(
          "Cannot make the warehouse " + folder + ": the folder may not be written to");
    }
  }

  /** Opens the warehouse in a folder, which must be there already. */
  public static Warehouse openExisting(Path folder) {
    return openExisting(WarehouseAddress.of(folder));
  }

  /** Opens a warehouse that is there already. */
  public static Warehouse openExisting(WarehouseAddress address) {
    if (!exists(address)) {
      String missing =
          address
              .catalogFile()
              .filter(file -> Files.exists(file.resolveSibling("")))
              .map(file -> " (no " + file.getFileName() + " in it)")
              .orElse("");
      throw new WarehouseException(
          "There is no warehouse at "
              + address
              + missing
              + "; run the domain first, or say where its warehouse is");
    }
    return prepared(address, System::currentTimeMillis);
  }

  /** Whether there is a warehouse. */
  public static boolean exists(WarehouseAddress address) {
    return address
        .catalogFile()
        .map(Files::exists)
        .orElseGet(() -> PostgresCatalog.exists(address));
  }

  private static Warehouse prepared(WarehouseAddress address, LongSupplier clock) {
    Database database = Database.open(address);
    try {
      LedgerTables.prepare(database);
      if (!address.isOne()) {
        LedgerTables.prepareMark(database);
        new WarehouseMark(address, database).checkPlace();
      }
      // Launchers on several machines have several clocks.
      LongSupplier time = address.isOnPostgres() ? () -> PostgresCatalog.clock(database) : clock;
      return new Warehouse(address, database, time);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Where its files are: an absolute path, or an address in S3. */
  public String folder() {
    return address.folder();
  }

  /** Where a run puts the files of a table; their names must differ between attempts. */
  public String dataFolder(TableName table, String runId) {
    return catalog.folder(table) + "/data/" + runId;
  }

  /**
   * Sees to it that files which no table has yet are as their writers have told, and stay so though
   * the power is cut.
   *
   * @throws WarehouseException when one is not
   */
  public void settle(TableName table, Collection<DataFile> files) {
    catalog.files().settle(table, files);
  }

  // Tables

  /** A table as of now; empty when nothing was ever committed to it. */
  public Optional<TableState> state(TableName table) {
    return reader(table).flatMap(TableReader::state);
  }

  /** Every table, as of one instant, by name. */
  public List<TableState> states() {
    return catalog.all().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            entry ->
                new TableReader(entry.getKey(), entry.getValue(), catalog.files()).state().stream())
        .toList();
  }

  /** The source files that a bronze table contains as of now; none when there is no such table. */
  public List<InputFile> inputFiles(TableName table) {
    return reader(table).map(TableReader::inputFiles).orElse(List.of());
  }

  /** The Parquet files whose rows are the table's as of a snapshot, by path. */
  public List<DataFile> files(TableName table, long snapshot) {
    return existing(table).files(snapshot);
  }

  /**
   * The files that a table has now, by their partition; without those that were written when it was
   * partitioned otherwise.
   */
  public Map<Map<String, String>, List<DataFile>> partitions(TableName table) {
    return existing(table).partitions();
  }

  /** What rows agree in that share a file of a table. */
  public List<PartitionField> partitionedBy(TableName table) {
    return existing(table).partitionedBy();
  }

  /** Every snapshot of a table that is kept, the newest first. */
  public List<TableSnapshot> snapshots(TableName table) {
    return existing(table).snapshots();
  }

  /**
   * Which files a table gained and lost from one snapshot to another; empty when the earlier is not
   * kept any more, so that nobody can tell.
   */
  public Optional<FileChanges> changes(TableName table, long from, long to) {
    return existing(table).changes(from, to);
  }

  /** In how many files a table's current snapshot lists its data files. */
  public int manifests(TableName table) {
    return existing(table).manifests();
  }

  /** The columns of a table as of a snapshot, in their order. */
  public List<TableColumn> columns(TableName table, long snapshot) {
    return existing(table).columns(snapshot);
  }

  /** What the rows of a snapshot are; empty where no SELECT alone tells. */
  public Optional<Definition> definition(TableName table, long snapshot) {
    return existing(table).definition(snapshot);
  }

  /** The snapshot whose rows a snapshot has, be it in other files. */
  public long content(TableName table, long snapshot) {
    return existing(table).content(snapshot);
  }

  /** Whether a table always had the columns that it has, so that each of its files has them all. */
  public boolean hasAlwaysHadItsColumns(TableName table) {
    return existing(table).hasAlwaysHadItsColumns();
  }

  /**
   * The field id of each column for files that are to be committed to a table, by column name: a
   * column that the table has keeps its id (also when its type becomes a wider one), any other gets
   * one that was never used. DuckDB writes them with {@code FIELD_IDS}.
   */
  public Map<String, Integer> fieldIds(TableName table, List<Column> columns) {
    Optional<TableMetadata> metadata = catalog.metadata(table);
    return Map.copyOf(
        metadata.isEmpty()
            ? ColumnChanges.fieldIdsOfNewTable(table, columns)
            : new ColumnChanges(
                    table, metadata.get().schema(), metadata.get().lastColumnId(), columns)
                .fieldIds());
  }

  /** Those of some columns that a table has with a type that cannot become the one given. */
  public List<Column> retyped(TableName table, List<Column> columns) {
    return catalog
        .metadata(table)
        .map(now -> new ColumnChanges(table, now.schema(), now.lastColumnId(), columns).retyped())
        .orElse(List.of());
  }

  private Optional<TableReader> reader(TableName table) {
    return catalog
        .metadata(table)
        .map(metadata -> new TableReader(table, metadata, catalog.files()));
  }

  private TableReader existing(TableName table) {
    return reader(table)
        .orElseThrow(() -> new WarehouseException("There is no table " + table + " in " + address));
  }

  // Releases and runs

  /** What readers are to see now; empty before the first release. */
  public Optional<Release> currentRelease() {
    return ledger.currentRelease();
  }

  /** Every release, the current one first. */
  public List<Release> releases() {
    return ledger.releases();
  }

  public Optional<Release> release(long id) {
    return ledger.release(id);
  }

  public Optional<Run> run(String runId) {
    return ledger.run(runId);
  }

  /** Every run, the last one first. */
  public List<Run> runs() {
    return ledger.runs();
  }

  /** The last run that has made rows after another had begun, which therefore cannot go on. */
  public Optional<Run> madeRowsSince(String runId) {
    return runs().stream()
        .takeWhile(later -> !later.id().equals(runId))
        .filter(Run::hasMadeRows)
        .findFirst();
  }

  /** What a finished run did for each table, in its order. */
  public List<StepRecord> steps(String runId) {
    return ledger.steps(runId);
  }

  /** What a run found when it asked whether rules hold, also when it failed for it. */
  public List<ExpectationResult> expectations(String runId) {
    return ledger.expectations(runId);
  }

  /** The run that was left behind, if any; there is never more than one. */
  public Optional<Unfinished> unfinished() {
    return ledger.unfinished();
  }

  /**
   * Takes the right to change this warehouse.
   *
   * @param owner what the holder is, for whoever is refused meanwhile: {@code lodestar run}
   * @throws WarehouseException.Held when another launcher has it; the message says who
   */
  public Lease acquire(String owner) {
    return acquire(Launcher.current(owner));
  }

  Lease acquire(Launcher launcher) {
    new WarehouseMark(address, database).checkCatalog();
    return Lease.acquire(database, catalog, ledger, launcher, clock);
  }

  @Override
  public void close() {
    catalog.close();
    database.close();
  }
}
