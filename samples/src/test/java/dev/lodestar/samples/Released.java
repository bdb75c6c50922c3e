package dev.lodestar.samples;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.View;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts what a warehouse has released beside what an oracle says, under names like {@code
 * "gold.fact_orders"}.
 */
final class Released {
  private Released() {}

  static void beside(Oracle oracle, Path folder) throws SQLException, SqlProblem {
    try (Warehouse warehouse = Warehouse.openExisting(folder)) {
      Release release =
          warehouse
              .currentRelease()
              .orElseThrow(() -> new IllegalStateException("Nothing is released in " + folder));
      for (Map.Entry<TableName, Long> table : release.snapshots().entrySet()) {
        List<Column> columns = columns(warehouse, table);
        oracle.execute(
            "CREATE VIEW \"%s\" AS %s"
                .formatted(
                    table.getKey(),
                    rows(columns, warehouse.files(table.getKey(), table.getValue()))));
      }
      SqlCompiler compiler = new SqlCompiler(shapes(warehouse, release));
      for (View view : release.views()) {
        oracle.execute(
            "CREATE VIEW \"%s\" AS %s"
                .formatted(
                    view.name(), compiler.compile(view.sql(), view.name().schema()).duckDb()));
      }
    }
  }

  /** What SQL must know of the tables that a warehouse has released. */
  static List<TableShape> shapes(Path folder) {
    try (Warehouse warehouse = Warehouse.openExisting(folder)) {
      return shapes(warehouse, warehouse.currentRelease().orElseThrow());
    }
  }

  private static List<TableShape> shapes(Warehouse warehouse, Release release) {
    List<TableShape> shapes = new ArrayList<>();
    release
        .snapshots()
        .entrySet()
        .forEach(t -> shapes.add(TableShape.stored(t.getKey(), columns(warehouse, t))));
    release.views().forEach(v -> shapes.add(TableShape.view(v.name(), v.columns(), v.sql())));
    return shapes;
  }

  private static List<Column> columns(Warehouse warehouse, Map.Entry<TableName, Long> table) {
    return warehouse.columns(table.getKey(), table.getValue()).stream()
        .map(column -> new Column(column.name(), column.type()))
        .toList();
  }

  private static String rows(List<Column> columns, List<DataFile> files) {
    if (files.isEmpty()) {
      return columns.stream()
          .map(c -> "CAST(NULL AS %s) AS \"%s\"".formatted(c.type(), c.name()))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }
    return files.stream()
        .map(file -> "'" + file.path().replace("'", "''") + "'")
        .collect(Collectors.joining(", ", "FROM read_parquet([", "], union_by_name = true)"));
  }
}
