package dev.lodestar.launch;

import dev.lodestar.layers.DuckDb;
import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.StoredRows;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.TableColumn;
import dev.lodestar.tables.Warehouse;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/** Compares the tables of two releases row by row. */
final class ReleaseDiff {
  private final Domain domain;
  private final Warehouse warehouse;
  private final Release a;
  private final Release b;
  private final int examples;

  ReleaseDiff(Domain domain, Warehouse warehouse, Release a, Release b, int examples) {
    this.domain = domain;
    this.warehouse = warehouse;
    this.a = a;
    this.b = b;
    this.examples = examples;
  }

  List<TableDiff> of(Collection<TableName> tables) {
    LodestarOptions options = PipelineOptionsFactory.create().as(LodestarOptions.class);
    try (Connection connection = DuckDb.of(options).connect()) {
      List<TableDiff> diffs = new ArrayList<>();
      for (TableName table : tables) {
        diffs.add(diff(connection, table));
      }
      return diffs;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot compare releases " + a.id() + " and " + b.id(), e);
    }
  }

  private TableDiff diff(Connection connection, TableName table) throws SQLException {
    Long before = a.snapshots().get(table);
    Long after = b.snapshots().get(table);
    if (before == null || after == null) {
      return onlyInOne(table, before, after);
    }
    if (before.equals(after)) {
      return new TableDiff(
          table.toString(), List.of(), 0, 0, 0, Optional.of("the same snapshot"), List.of());
    }
    List<String> was = compared(table, before);
    List<String> is = compared(table, after);
    List<String> common = was.stream().filter(is::contains).toList();
    List<String> key = key(table).stream().filter(common::contains).toList();
    boolean byKey = !key.isEmpty() && key.equals(key(table));
    Set<String> decimals = new HashSet<>(decimals(table, before));
    decimals.addAll(decimals(table, after));
    try (StoredRows rows = new StoredRows()) {
      Sides sides =
          new Sides(
              rows.of(warehouse, table, before),
              rows.of(warehouse, table, after),
              common,
              decimals);
      execute(connection, byKey ? sides.byKey(key) : sides.wholeRows());
    }
    TableDiff diff =
        new TableDiff(
            table.toString(),
            byKey ? key : List.of(),
            count(connection, "added"),
            count(connection, "removed"),
            count(connection, "changed"),
            note(was, is, byKey),
            examples(connection, byKey ? key : common, decimals));
    execute(connection, "DROP TABLE _differences");
    return diff;
  }

  private Set<String> decimals(TableName table, long snapshot) {
    return warehouse.columns(table, snapshot).stream()
        .filter(c -> c.type().kind() == ColumnType.Kind.DECIMAL)
        .map(TableColumn::name)
        .collect(Collectors.toSet());
  }

  private static Optional<String> note(List<String> was, List<String> is, boolean byKey) {
    List<String> notes = new ArrayList<>();
    List<String> more = is.stream().filter(c -> !was.contains(c)).toList();
    List<String> fewer = was.stream().filter(c -> !is.contains(c)).toList();
    if (!more.isEmpty()) {
      notes.add("new columns " + String.join(", ", more));
    }
    if (!fewer.isEmpty()) {
      notes.add("without columns " + String.join(", ", fewer));
    }
    if (!byKey) {
      notes.add(0, "whole rows");
    }
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
  }

  private TableDiff onlyInOne(TableName table, @Nullable Long before, @Nullable Long after) {
    return new TableDiff(
        table.toString(),
        List.of(),
        after == null ? 0 : rows(table, after),
        before == null ? 0 : rows(table, before),
        0,
        Optional.of(before == null ? "a new table" : after == null ? "no table any more" : ""),
        List.of());
  }

  private long rows(TableName table, long snapshot) {
    return warehouse.files(table, snapshot).stream().mapToLong(f -> f.rows()).sum();
  }

  private List<String> compared(TableName table, long snapshot) {
    return warehouse.columns(table, snapshot).stream()
        .map(TableColumn::name)
        .filter(name -> !name.startsWith("_") || table.schema().equals("quarantine"))
        .filter(name -> !List.of("_run_id", "_quarantined_at", "_attempts").contains(name))
        .toList();
  }

  /** What makes a row one row: the model's key, or columns that a rule says are unique. */
  private List<String> key(TableName table) {
    return domain.models().stream()
        .filter(m -> m.table().equals(table))
        .findFirst()
        .map(ReleaseDiff::key)
        .orElse(List.of());
  }

  private static List<String> key(Model model) {
    return model.key().isEmpty()
        ? model.expectations().stream()
            .filter(e -> e.otherwise() == Expectation.Otherwise.STOP)
            .map(Expectation::uniqueColumns)
            .filter(columns -> !columns.isEmpty())
            .findFirst()
            .orElse(List.of())
        : model.identity();
  }

  /**
   * Makes the table {@code _differences}: the kind, and the row before and after as JSON, in which
   * decimals are texts, as DuckDB would make doubles of them.
   */
  private record Sides(String before, String after, List<String> columns, Set<String> decimals) {

    String byKey(List<String> key) {
      String differs =
          columns.stream()
              .filter(c -> !key.contains(c))
              .map(c -> "a." + quoted(c) + " IS DISTINCT FROM b." + quoted(c))
              .reduce("false", (one, other) -> one + " OR " + other);
      return "CREATE TEMP TABLE _differences AS SELECT CASE WHEN a._there IS NULL THEN 'added' WHEN"
          + " b._there IS NULL THEN 'removed' ELSE 'changed' END AS kind, CASE WHEN a._there THEN "
          + json("a")
          + " END AS was, CASE WHEN b._there THEN "
          + json("b")
          + " END AS is_now, "
          + list(key, c -> "coalesce(a." + quoted(c) + ", b." + quoted(c) + ") AS " + quoted(c))
          + " FROM (SELECT *, true AS _there FROM "
          + before
          + ") a FULL JOIN (SELECT *, true AS _there FROM "
          + after
          + ") b ON "
          + key.stream()
              .map(c -> "a." + quoted(c) + " IS NOT DISTINCT FROM b." + quoted(c))
              .collect(Collectors.joining(" AND "))
          + " WHERE a._there IS NULL OR b._there IS NULL OR "
          + differs;
    }

    String wholeRows() {
      String names = list(columns, ReleaseDiff::quoted);
      String was = "SELECT " + names + " FROM " + before;
      String is = "SELECT " + names + " FROM " + after;
      return "CREATE TEMP TABLE _differences AS SELECT 'added' AS kind, NULL AS was, "
          + json("d")
          + " AS is_now, "
          + names
          + " FROM ("
          + is
          + " EXCEPT ALL "
          + was
          + ") d UNION ALL SELECT 'removed', "
          + json("d")
          + ", NULL, "
          + names
          + " FROM ("
          + was
          + " EXCEPT ALL "
          + is
          + ") d";
    }

    private String json(String side) {
      return "to_json(struct_pack("
          + list(
              columns,
              c ->
                  quoted(c)
                      + " := "
                      + side
                      + "."
                      + quoted(c)
                      + (decimals.contains(c) ? "::varchar" : ""))
          + "))::varchar";
    }
  }

  private static long count(Connection connection, String kind) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM _differences WHERE kind = '" + kind + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private List<TableDiff.Example> examples(
      Connection connection, List<String> order, Set<String> decimals) throws SQLException {
    String query =
        "SELECT was, is_now FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY "
            + list(order, c -> quoted(c) + " NULLS LAST")
            + ") AS number FROM _differences) WHERE number <= "
            + examples
            + " ORDER BY kind, number";
    List<TableDiff.Example> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        found.add(
            new TableDiff.Example(
                parsed(row.getString(1), decimals), parsed(row.getString(2), decimals)));
      }
    }
    return found;
  }

  private static @Nullable Map<String, Object> parsed(@Nullable String json, Set<String> decimals) {
    if (json == null) {
      return null;
    }
    Map<String, Object> row = Json.readObject(json);
    row.replaceAll(
        (column, value) ->
            decimals.contains(column) && value instanceof String text
                ? new BigDecimal(text)
                : value);
    return row;
  }

  private static String list(List<String> columns, Function<String, String> as) {
    return columns.stream().map(as).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
