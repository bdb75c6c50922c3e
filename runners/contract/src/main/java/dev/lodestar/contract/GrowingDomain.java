package dev.lodestar.contract;

import static java.util.Map.entry;

import dev.lodestar.launch.Lodestar;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import dev.lodestar.tables.WarehouseAddress;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A domain with a model of each kind that grows, fed with the changes of {@link ChangeLogs} in
 * several files: whatever comes when, in the end its tables hold what all changes say.
 */
public final class GrowingDomain {
  private static final String SELECT =
      "SELECT op, log, id, try_cast(moment AS integer) AS moment, city FROM bronze.changes\n";

  private static final String RULES =
      "key: [log, id]\nkeep: latest by moment\ndeletes: op = 'D'\n"
          + "expect:\n  - has_a_moment: moment IS NOT NULL\n";

  private static final Map<String, String> FILES =
      Map.ofEntries(
          entry("domain.yaml", "name: growing\nvariables:\n  data: {folder: data}\n"),
          entry(
              "bronze/changes.yaml",
              "files: ${data}/*.csv\ncolumns: {op: , log: , id: , moment: , city: }\n"),
          entry("silver/changes.sql", SELECT),
          entry("silver/changes.yaml", "kind: append\n"),
          entry("silver/cities.sql", SELECT),
          entry("silver/cities.yaml", "kind: merge\n" + RULES),
          entry("silver/city_history.sql", SELECT),
          entry("silver/city_history.yaml", "kind: history\n" + RULES),
          entry("gold/cities.sql", "SELECT city, count(*) AS n FROM silver.cities GROUP BY city\n"),
          entry(
              "gold/moments.sql",
              "SELECT moment, count(*) AS n FROM silver.cities GROUP BY moment\n"),
          entry("gold/moments.yaml", "partition-by: [moment]\n"));

  private static final List<String> BEFORE_THE_END =
      List.of("silver.changes", "silver.cities", "silver.city_history", "gold.cities");

  private static final Map<String, String> COLUMNS =
      Map.of(
          "silver.changes", "op, log, id, moment, city",
          "silver.cities", "log, id, moment, city",
          "silver.city_history", "log, id, moment, city, valid_from, valid_to, is_current",
          "quarantine.silver_cities", "count(*)",
          "quarantine.silver_city_history", "count(*)",
          "gold.cities", "city, n",
          "gold.moments", "moment, n");

  private final Path folder;
  private final String warehouse;
  private final List<ChangeLogs.Change> changes = new ArrayList<>();

  private GrowingDomain(Path folder, String warehouse) {
    this.folder = folder;
    this.warehouse = warehouse;
  }

  /** Makes the domain in a folder, without any data; its warehouse is there as well. */
  static GrowingDomain in(Path folder) throws IOException {
    return in(folder, folder.resolve("warehouse").toString());
  }

  /** The same, with the files of its warehouse elsewhere and the catalogue in the folder. */
  static GrowingDomain in(Path folder, String warehouse) throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      write(folder.resolve(file.getKey()), file.getValue());
    }
    return new GrowingDomain(folder, warehouse);
  }

  /** Brings changes in a file of their own. */
  void bring(String file, List<ChangeLogs.Change> batch) throws IOException {
    changes.addAll(batch);
    write(
        folder.resolve("data").resolve(file + ".csv"),
        batch.stream()
            .map(ChangeLogs.Change::line)
            .collect(Collectors.joining("\n", "op,log,id,moment,city\n", "\n")));
  }

  /** The arguments of a run. */
  List<String> run(String... options) {
    List<String> arguments = new ArrayList<>(List.of("run", folder.toString()));
    arguments.add("--warehouse=" + warehouse);
    arguments.add("--catalog=" + catalog());
    arguments.addAll(List.of(options));
    return arguments;
  }

  /** Runs the domain here, which must succeed. */
  void runsHere(String... options) {
    int exit = exit(options);
    if (exit != 0) {
      throw new AssertionError("The run ended with " + exit);
    }
  }

  /** Runs the domain here, and returns how that ended. */
  int exit(String... options) {
    return Lodestar.execute(run(options).toArray(String[]::new));
  }

  /**
   * Adds a model that can only be made after others.
   *
   * @param sql with a place for their rows
   */
  void endsWith(String sql) throws IOException {
    String rows =
        BEFORE_THE_END.stream()
            .map(table -> "SELECT city FROM " + table)
            .collect(Collectors.joining(" UNION ALL ", "(", ") AS rows_before"));
    write(folder.resolve("gold/last_city.sql"), sql.formatted(rows));
  }

  /** All files that were ever written for the tables that such a model is made from. */
  List<String> filesBeforeTheEnd() throws IOException {
    List<String> all = new ArrayList<>();
    for (String table : BEFORE_THE_END) {
      try (Stream<Path> files = Files.walk(Path.of(warehouse, table.split("\\.")))) {
        files.map(Path::toString).filter(f -> f.endsWith(".parquet")).forEach(all::add);
      }
    }
    return sorted(all);
  }

  private Path catalog() {
    return folder.resolve("warehouse");
  }

  /** What each table must hold now, rows as lines in order. */
  Map<String, List<String>> expected() {
    List<ChangeLogs.Change> last = ChangeLogs.last(changes);
    String unreadable = String.valueOf(changes.stream().filter(c -> c.moment() == null).count());
    Map<String, List<String>> expected = new HashMap<>();
    expected.put("silver.changes", sorted(changes.stream().map(ChangeLogs.Change::row).toList()));
    expected.put("silver.cities", sorted(last.stream().map(ChangeLogs.Change::state).toList()));
    expected.put("silver.city_history", sorted(ChangeLogs.versions(changes)));
    expected.put("quarantine.silver_cities", List.of(unreadable));
    expected.put("quarantine.silver_city_history", List.of(unreadable));
    expected.put("gold.cities", counts(last.stream().map(ChangeLogs.Change::city).toList()));
    expected.put(
        "gold.moments", counts(last.stream().map(c -> String.valueOf(c.moment())).toList()));
    return expected;
  }

  private static List<String> counts(List<String> values) {
    Map<String, Integer> counts = new TreeMap<>();
    values.forEach(v -> counts.merge(v, 1, Integer::sum));
    return sorted(counts.entrySet().stream().map(e -> e.getKey() + " | " + e.getValue()).toList());
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  /** What each table holds that readers see. */
  Map<String, List<String>> rows() throws SQLException, IOException {
    Map<String, List<String>> rows = new HashMap<>();
    WarehouseAddress address =
        WarehouseAddress.of(
            "growing", Optional.of(warehouse), Optional.of(catalog().toString()), Map.of());
    try (Warehouse open = Warehouse.openExisting(address);
        HeldFiles held = new HeldFiles();
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      Release release = open.currentRelease().orElseThrow();
      for (Map.Entry<String, String> table : COLUMNS.entrySet()) {
        TableName name = TableName.parse(table.getKey());
        Long snapshot = release.snapshots().get(name);
        List<String> files =
            snapshot == null
                ? List.of()
                : open.files(name, snapshot).stream().map(DataFile::path).toList();
        held.add(files);
        rows.put(
            table.getKey(),
            files.isEmpty()
                ? List.of()
                : sorted(rows(duckDb, held.local(files), table.getValue())));
      }
    }
    return rows;
  }

  private static List<String> rows(Connection duckDb, List<String> files, String columns)
      throws SQLException {
    String paths =
        files.stream().map(f -> "'" + f + "'").collect(Collectors.joining(", ", "[", "]"));
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT " + columns + " FROM read_parquet(" + paths + ")")) {
      int count = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
          cells.add(String.valueOf((Object) row.getString(i)));
        }
        rows.add(String.join(" | ", cells));
      }
    }
    return rows;
  }

  private static void write(Path file, String text) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, text);
  }
}
