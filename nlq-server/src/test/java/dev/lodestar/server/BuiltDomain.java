package dev.lodestar.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Lease;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.RunOutcome;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.View;
import dev.lodestar.tables.Warehouse;
import dev.lodestar.tables.WarehouseAddress;
import dev.lodestar.tables.files.NewFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A domain with a warehouse, built by hand: DuckDB writes the files, {@link Warehouse} commits
 * them. Each {@link #release} is a run that replaces the tables it names.
 */
public final class BuiltDomain implements AutoCloseable {
  private final Path folder;
  private final WarehouseAddress address;
  private final Connection duckDb;
  private final Map<TableName, String> next = new LinkedHashMap<>();
  private final Map<TableName, Definition> definitions = new HashMap<>();
  private final Set<TableName> tables = new HashSet<>();
  private final List<View> views = new ArrayList<>();

  private BuiltDomain(Path folder, WarehouseAddress address, Connection duckDb) {
    this.folder = folder;
    this.address = address;
    this.duckDb = duckDb;
  }

  /** A domain whose folder is DIRECTORY/NAME and whose warehouse is DIRECTORY/warehouse/NAME. */
  public static BuiltDomain in(Path directory, String name) throws IOException, SQLException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.writeString(
        folder.resolve("domain.yaml"),
        """
        name: %s
        title: {en: Sales of oranges, fr: Ventes d'oranges}
        languages: [en, fr]
        variables:
          as-of: "2025-12-31"
        """
            .formatted(name));
    return new BuiltDomain(
        folder,
        WarehouseAddress.of(directory.resolve("warehouse").resolve(name)),
        DriverManager.getConnection("jdbc:duckdb:"));
  }

  public Path folder() {
    return folder;
  }

  public Path warehouse() {
    return Path.of(address.folder());
  }

  /** What a server serves of it; whoever asks closes it. */
  public ServedDomain served() {
    return DomainReader.readDomainFile(folder(), Map.of())
        .match(
            good -> new ServedDomain(good, address),
            problems -> {
              throw new AssertionError(problems);
            });
  }

  public WarehouseAddress address() {
    return address;
  }

  /** The same domain with another warehouse, before anything was released. */
  public BuiltDomain at(WarehouseAddress other) {
    return new BuiltDomain(folder, other, duckDb);
  }

  /** Adds a file to the domain's folder. */
  public BuiltDomain file(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  /** The rows, as DuckDB's SQL, that a table has from the next release on. */
  public BuiltDomain table(String name, String select) {
    next.put(TableName.parse(name), select);
    return this;
  }

  /**
   * The same of a table that is the result of a SELECT in the dialect.
   *
   * @param sources the tables that it reads, which are there already
   */
  public BuiltDomain summedUp(String name, String select, String definition, String... sources) {
    definitions.put(TableName.parse(name), new Definition(definition, List.of(sources)));
    return table(name, select);
  }

  private record Definition(String select, List<String> sources) {}

  /** A view in the dialect, from the next release on. */
  public BuiltDomain view(String name, String sql, Column... columns) {
    views.add(new View(TableName.parse(name), sql, List.of(columns)));
    return this;
  }

  /** Runs: writes and commits the tables named since the last release, and releases. */
  public Release release(String runId) throws IOException, SQLException {
    try (Warehouse warehouse = Warehouse.open(address)) {
      List<TableCommit> commits = new ArrayList<>();
      List<StepRecord> steps = new ArrayList<>();
      for (Map.Entry<TableName, String> table : next.entrySet()) {
        Optional<Definition> definition = Optional.ofNullable(definitions.remove(table.getKey()));
        TableCommit commit =
            commit(
                    warehouse,
                    runId,
                    table.getKey(),
                    table.getValue(),
                    definition.stream()
                        .flatMap(d -> d.sources().stream())
                        .map(TableName::parse)
                        .map(source -> source(warehouse, source))
                        .toList())
                .definedBy(definition.map(Definition::select));
        commits.add(commit);
        long rows = commit.files().stream().mapToLong(DataFile::rows).sum();
        steps.add(
            new StepRecord(
                commit.table(), rows + 1, rows, 1, 0, 0, 1, 10, 0.5, Map.of("is_positive", 1L)));
      }
      tables.addAll(next.keySet());
      next.clear();
      try (Lease lease = warehouse.acquire("test")) {
        lease.begin(runId, "oranges", "direct", "plan");
        lease.recordOutcome(runId, new RunOutcome(commits, tables, views, steps));
        return lease.carryOut(runId).orElseThrow();
      }
    }
  }

  private TableCommit.Source source(Warehouse warehouse, TableName table) {
    return next.containsKey(table)
        ? TableCommit.Source.ofThisRun(table)
        : TableCommit.Source.at(table, warehouse.state(table).orElseThrow().content());
  }

  private TableCommit commit(
      Warehouse warehouse,
      String runId,
      TableName table,
      String select,
      List<TableCommit.Source> sources)
      throws IOException, SQLException {
    List<Column> columns = columns(select);
    Map<String, Integer> ids = warehouse.fieldIds(table, columns);
    try (NewFiles place = NewFiles.below(warehouse.dataFolder(table, runId))) {
      Files.createDirectories(place.folder());
      Path file = place.folder().resolve(UUID.randomUUID() + ".parquet");
      return commit(runId, table, select, columns, ids, place, file, sources);
    }
  }

  private TableCommit commit(
      String runId,
      TableName table,
      String select,
      List<Column> columns,
      Map<String, Integer> ids,
      NewFiles place,
      Path file,
      List<TableCommit.Source> sources)
      throws IOException, SQLException {
    String fieldIds =
        columns.stream()
            .map(column -> "\"" + column.name() + "\": " + ids.get(column.name()))
            .collect(Collectors.joining(", ", "{", "}"));
    long rows;
    try (Statement statement = duckDb.createStatement()) {
      rows =
          statement.executeUpdate(
              "COPY ("
                  + select
                  + ") TO '"
                  + file.toString().replace("'", "''")
                  + "' (FORMAT parquet, COMPRESSION zstd, FIELD_IDS "
                  + fieldIds
                  + ")");
    }
    long bytes = Files.size(file);
    List<DataFile> files = new ArrayList<>();
    if (rows > 0) {
      for (String path : place.settled(List.of(file.toString()))) {
        files.add(new DataFile(path, rows, bytes, Map.of()));
      }
    }
    return new TableCommit(
        table,
        columns,
        ids,
        TableCommit.Mode.REPLACE,
        files,
        "made by " + runId,
        sources,
        Optional.empty(),
        Map.of());
  }

  private List<Column> columns(String select) throws SQLException {
    try (Statement statement = duckDb.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM (" + select + ") LIMIT 0")) {
      ResultSetMetaData meta = rows.getMetaData();
      List<Column> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        String type = meta.getColumnTypeName(i);
        columns.add(new Column(meta.getColumnName(i), ColumnType.parse(type).orElseThrow()));
      }
      return columns;
    }
  }

  /** What the command "ask" says to a question, at the end of 2025. */
  JsonNode ask(String question) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(
            new ByteArrayInputStream(new byte[0]),
            out,
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8);
    Main.run(
        terminal,
        "ask",
        folder().toString(),
        "--warehouse=" + warehouse(),
        "--today=2025-12-31",
        "--json",
        question);
    terminal.flush();
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  /** The rows of an answer, each as its cells with commas between. */
  static List<String> rows(JsonNode answer) {
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.asText()));
      rows.add(String.join(", ", cells));
    }
    return rows;
  }

  /** What DuckDB itself says, without any of ours: the rows as texts. */
  public List<List<String>> duckDb(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> read = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        read.add(row);
      }
      return read;
    }
  }

  @Override
  public void close() throws SQLException {
    duckDb.close();
  }
}
