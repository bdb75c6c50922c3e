package dev.lodestar.launch;

import dev.lodestar.layers.DuckDb;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.RunHere;
import dev.lodestar.layers.Work;
import dev.lodestar.layers.Written;
import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.layers.plan.TestPlan;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.ModelTest;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Runs tests of models, in a folder that is gone afterwards. */
final class ModelTests implements AutoCloseable {
  private final Path folder;
  private final Domain domain;
  private final DomainSql sql;
  private final DuckDb duckDb;

  ModelTests(Domain domain, DomainSql sql) {
    this.domain = domain;
    this.sql = sql;
    this.duckDb = DuckDb.of(PipelineOptionsFactory.create().as(LodestarOptions.class));
    try {
      this.folder = Files.createTempDirectory("lodestar-tests-");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a folder for tests", e);
    }
  }

  @Override
  public void close() {
    DuckDb.delete(folder);
  }

  /**
   * What came of a test.
   *
   * @param difference rows that are missing and rows that are too many; empty when it passed
   */
  record Result(ModelTest test, String difference, long millis) {

    boolean passed() {
      return difference.isEmpty();
    }

    String asText() {
      String verdict = passed() ? "  ok    " : "  FAIL  ";
      String line = verdict + test.name() + "  " + millis + " ms\n";
      return difference.isEmpty()
          ? line
          : line + difference.lines().map(l -> "        " + l + "\n").collect(Collectors.joining());
    }
  }

  Result run(ModelTest test) {
    long start = System.nanoTime();
    String difference;
    try (Connection connection = duckDb.connect()) {
      difference = run(test, folder.resolve(test.name()), connection);
    } catch (SQLException e) {
      difference = "The model failed: " + e.getMessage();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the files of test " + test.name(), e);
    }
    return new Result(test, difference, (System.nanoTime() - start) / 1_000_000);
  }

  private String run(ModelTest test, Path own, Connection connection)
      throws SQLException, IOException {
    TestPlan plan = TestPlan.of(domain, sql, test, own);
    RunHere here = new RunHere(duckDb);
    Map<String, List<String>> files = new HashMap<>();
    for (Map.Entry<TableName, TestPlan.Given> given : plan.given().entrySet()) {
      files.put(
          given.getKey().toString(),
          here.write(
              given.getValue().query(),
              given.getValue().fields(),
              own.resolve("given-" + given.getKey())));
    }
    List<String> aside = List.of();
    for (Work.Build work : plan.works()) {
      Written written = here.run(work, files);
      files.put(work.table(), paths(written.kept()));
      aside = paths(written.quarantined());
    }
    String made =
        RunHere.read(files.getOrDefault(test.model().toString(), List.of()), plan.result());
    List<Column> columns = plan.result().stream().map(Field::column).toList();
    List<String> differences = new ArrayList<>();
    if (test.expect().isPresent()) {
      Rows expected = Rows.of(test.expect().get(), columns);
      differences.add(expected.difference(connection, test.model().toString(), made));
    }
    if (test.quarantined().isPresent()) {
      Rows expected = Rows.inQuarantine(test.quarantined().get());
      differences.add(
          expected.difference(
              connection, test.model().quarantine().toString(), expected.setAside(aside)));
    }
    return String.join("", differences);
  }

  private static List<String> paths(List<DataFile> files) {
    return files.stream().map(DataFile::path).toList();
  }

  /** Expected rows, of the columns that they name. */
  private record Rows(List<ModelTest.Row> rows, List<Column> columns) {

    static Rows of(List<ModelTest.Row> rows, List<Column> columns) {
      Set<String> named = named(rows);
      return new Rows(
          rows,
          columns.stream()
              .filter(c -> rows.isEmpty() ? !c.name().startsWith("_") : named.contains(c.name()))
              .toList());
    }

    static Rows inQuarantine(List<ModelTest.Row> rows) {
      Set<String> named = new TreeSet<>(named(rows));
      if (rows.isEmpty()) {
        named.add("_row");
      }
      if (rows.isEmpty() || rows.stream().anyMatch(r -> r.reasons().isPresent())) {
        named.add(ModelTest.REASONS);
      }
      return new Rows(
          rows, named.stream().map(name -> new Column(name, ColumnType.VARCHAR)).toList());
    }

    private static Set<String> named(List<ModelTest.Row> rows) {
      Set<String> named = new LinkedHashSet<>();
      rows.forEach(row -> row.cells().forEach(cell -> named.add(cell.column())));
      return named;
    }

    /** The FROM item of the rows that were set aside, with the fields of what came in. */
    String setAside(List<String> files) {
      return columns.stream()
          .map(
              c ->
                  c.name().equals(ModelTest.REASONS)
                      ? "array_to_string(from_json(_reasons, '[\"VARCHAR\"]'), ', ') AS _reasons"
                      : c.name().equals("_row")
                          ? "_row"
                          : "json_extract_string(_row, '$.\"" + c.name() + "\"') AS " + quoted(c))
          .collect(
              Collectors.joining(", ", "(SELECT ", " FROM " + RunHere.readQuarantine(files) + ")"));
    }

    private String expected() {
      return rows.isEmpty()
          ? columns.stream()
              .map(c -> "NULL::varchar AS " + quoted(c))
              .collect(Collectors.joining(", ", "SELECT ", " WHERE false"))
          : rows.stream().map(this::select).collect(Collectors.joining(" UNION ALL "));
    }

    private String select(ModelTest.Row row) {
      Map<String, Optional<String>> values = new HashMap<>();
      row.cells().forEach(cell -> values.put(cell.column(), cell.value()));
      row.reasons()
          .ifPresent(r -> values.put(ModelTest.REASONS, Optional.of(String.join(", ", r))));
      return columns.stream()
          .map(
              c ->
                  shown(TestPlan.literal(values.getOrDefault(c.name(), Optional.empty()), c), c)
                      + " AS "
                      + quoted(c))
          .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    /** As text; of doubles twelve digits count. */
    private static String shown(String value, Column column) {
      return column.type().equals(ColumnType.DOUBLE)
          ? "CASE WHEN " + value + " IS NOT NULL THEN printf('%.12g', " + value + ") END"
          : "CAST(" + value + " AS varchar)";
    }

    /** What is missing and what is too much; empty when nothing is. */
    String difference(Connection connection, String table, String made) throws SQLException {
      if (columns.isEmpty()) {
        throw new IllegalStateException("No columns to compare of " + table);
      }
      String actual =
          columns.stream()
              .map(c -> shown(quoted(c), c) + " AS " + quoted(c))
              .collect(Collectors.joining(", ", "SELECT ", " FROM " + made));
      RowDifference difference =
          RowDifference.of(
              connection, expected(), actual, columns.stream().map(Column::name).toList());
      return difference.isNone() ? "" : difference.asText(table);
    }

    private static String quoted(Column column) {
      return "\"" + column.name().replace("\"", "\"\"") + "\"";
    }
  }
}
