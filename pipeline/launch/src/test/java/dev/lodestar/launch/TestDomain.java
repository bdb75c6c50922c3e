package dev.lodestar.launch;

import dev.lodestar.spec.ProblemReport;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import dev.lodestar.tables.WarehouseAddress;
import dev.lodestar.tables.files.HeldFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A domain made of texts, run in a folder of its own. */
final class TestDomain {
  private final Path folder;
  private final List<String> place;

  private TestDomain(Path folder, List<String> place) {
    this.folder = folder;
    this.place = place;
  }

  static TestDomain in(Path parent) {
    return new TestDomain(
            parent.resolve("domain"), List.of("--warehouse=" + parent.resolve("warehouse")))
        .file(
            "domain.yaml", "name: test\nvariables:\n  data: {folder: data, description: files}\n");
  }

  Path folder() {
    return folder;
  }

  Path warehouse() {
    return folder.resolveSibling("warehouse");
  }

  /** The same domain with another warehouse, whose catalogue is elsewhere. */
  TestDomain at(String warehouse, String catalog) {
    return new TestDomain(folder, List.of("--warehouse=" + warehouse, "--catalog=" + catalog));
  }

  /** What names the warehouse on the command line. */
  List<String> place() {
    return place;
  }

  private Warehouse open() {
    List<String> values = place.stream().map(p -> p.substring(p.indexOf('=') + 1)).toList();
    return Warehouse.openExisting(
        WarehouseAddress.of(
            "test", Optional.of(values.get(0)), values.stream().skip(1).findFirst(), Map.of()));
  }

  TestDomain file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  TestDomain file(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file as another program would write it; its ending tells the format and how it is packed. */
  TestDomain written(String name, String query) {
    Path file = folder.resolve(name);
    String format = name.contains(".parquet") ? "parquet" : name.contains(".json") ? "json" : "csv";
    String packing =
        name.endsWith(".gz")
            ? ", COMPRESSION gzip"
            : name.endsWith(".zst") ? ", COMPRESSION zstd" : "";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Files.createDirectories(file.getParent());
      statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT " + format + packing + ")");
      return this;
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** A source with its one file; the columns are those of the first line. */
  TestDomain source(String name, String csv) {
    String header = csv.lines().findFirst().orElseThrow();
    String columns =
        header
            .lines()
            .flatMap(l -> List.of(l.split(",")).stream())
            .map(c -> "  " + c + ":\n")
            .collect(Collectors.joining());
    return file(
            "bronze/" + name + ".yaml", "files: ${data}/" + name + "*.csv\ncolumns:\n" + columns)
        .file("data/" + name + ".csv", csv);
  }

  TestDomain model(String table, String sql) {
    return file(table.replace('.', '/') + ".sql", sql);
  }

  TestDomain model(String table, String sql, String yaml) {
    return model(table, sql).file(table.replace('.', '/') + ".yaml", yaml);
  }

  /** What a command printed and how it ended. */
  record Printed(int exit, String out, String err) {}

  Printed lodestar(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, folder.toString()));
    if (!command.equals("check") && !command.equals("generate") && !command.equals("test-domain")) {
      arguments.addAll(place);
    }
    arguments.addAll(List.of(more));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream warned = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(warned, true, StandardCharsets.UTF_8));
    try {
      int exit = Lodestar.execute(arguments.toArray(String[]::new));
      return new Printed(
          exit,
          printed.toString(StandardCharsets.UTF_8),
          warned.toString(StandardCharsets.UTF_8).replace(folder + "/", ""));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Runs the domain, which must succeed. */
  TestDomain run(String... more) {
    Printed printed = lodestar("run", more);
    if (printed.exit() != 0) {
      throw new AssertionError("The run ended with " + printed.exit() + ":\n" + printed.err());
    }
    return this;
  }

  /** The rows of a released table, sorted, a line each. */
  String rows(String table, String columns) {
    try (Warehouse open = open()) {
      Release release = open.currentRelease().orElseThrow();
      TableName name = TableName.parse(table);
      Long snapshot = release.snapshots().get(name);
      if (snapshot == null) {
        return "";
      }
      return query(open.files(name, snapshot), columns);
    }
  }

  /** The same by field id, as of tables whose columns have changed; a WHERE may follow. */
  String table(String table, String columns) {
    try (Warehouse open = open()) {
      TableName name = TableName.parse(table);
      long snapshot = open.currentRelease().orElseThrow().snapshots().get(name);
      String schema =
          open.columns(name, snapshot).stream()
              .map(
                  c ->
                      "%d: {name: '%s', type: '%s', default_value: NULL}"
                          .formatted(c.fieldId(), c.name(), c.type()))
              .collect(Collectors.joining(", ", ", schema = MAP {", "}"));
      String[] parts = columns.split(" WHERE ", 2);
      return query(
          open.files(name, snapshot), parts[0], schema, parts.length > 1 ? parts[1] : "true");
    }
  }

  static String query(List<DataFile> files, String columns) {
    return query(files, columns, "", "true");
  }

  private static String query(List<DataFile> files, String columns, String schema, String where) {
    if (files.isEmpty()) {
      return "";
    }
    try (HeldFiles held = new HeldFiles()) {
      held.add(files.stream().map(DataFile::path).toList());
      return query(held, files, columns, schema, where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String query(
      HeldFiles held, List<DataFile> files, String columns, String schema, String where) {
    String paths =
        files.stream()
                .map(f -> "'" + held.local(f.path()) + "'")
                .collect(Collectors.joining(", ", "[", "]"))
            + schema;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + columns
                    + " FROM read_parquet("
                    + paths
                    + ") WHERE "
                    + where
                    + " ORDER BY ALL")) {
      List<String> lines = new ArrayList<>();
      int count = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
          cells.add(String.valueOf((Object) row.getString(i)));
        }
        lines.add(String.join(" | ", cells));
      }
      return String.join("\n", lines);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  String problems() {
    DomainArguments arguments = new DomainArguments();
    arguments.folder = folder;
    return Checked.domain(arguments)
        .match((d, s) -> "", problems -> ProblemReport.text(problems, folder));
  }
}
