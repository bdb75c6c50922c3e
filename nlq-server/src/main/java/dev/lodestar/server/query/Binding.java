package dev.lodestar.server.query;

import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.TableColumn;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Makes tables known to one connection, under the names that compiled statements use. */
final class Binding {
  private final DuckDBConnection connection;
  private final HeldFiles held;
  private final HotTables.Reading hot;

  /**
   * For one connection.
   *
   * @param held is to keep the files of tables as long as they are read
   * @param hot is to keep the copies of tables as long
   */
  Binding(DuckDBConnection connection, HeldFiles held, HotTables.Reading hot) {
    this.connection = connection;
    this.held = held;
    this.hot = hot;
  }

  void bind(CatalogTable table) throws SQLException, IOException {
    String rows = table instanceof CatalogTable.Stored stored ? rowsOrCopy(stored) : "";
    String sql =
        table.match(
            stored -> view(stored.name(), rows),
            computed -> {
              throw new IllegalStateException("A view is part of the plan: " + computed.name());
            },
            recorded -> temporaryTable(recorded),
            guarded -> {
              throw new IllegalStateException("A guard is part of the plan: " + guarded.name());
            });
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    if (table instanceof CatalogTable.Recorded recorded) {
      fill(recorded);
    }
  }

  private static String view(TableName table, String rows) {
    return "CREATE TEMP VIEW " + DuckDbNames.name(table.toString()) + " AS " + rows;
  }

  private String rowsOrCopy(CatalogTable.Stored table) throws IOException {
    Optional<String> copy = hot.copyOf(table);
    return copy.isPresent() ? "FROM " + copy.get() : rows(table);
  }

  /** Reads a table's files. */
  String rows(CatalogTable.Stored table) throws IOException {
    List<DataFile> files = table.files().get();
    held.add(files.stream().map(DataFile::path).toList());
    return rows(table.stored(), table.alike(), files);
  }

  /**
   * Columns are found by field id where files were written under an earlier schema. DuckDB then
   * knows nothing of how many rows there are and may join in a bad order, so they are found by name
   * where that is the same.
   */
  private String rows(List<TableColumn> columns, boolean alike, List<DataFile> files) {
    if (files.isEmpty()) {
      return columns.stream()
          .map(
              column -> "CAST(NULL AS " + column.type() + ") AS " + DuckDbNames.name(column.name()))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }
    String paths =
        files.stream()
            .map(file -> DuckDbNames.text(DuckDbNames.pattern(held.local(file.path()))))
            .collect(Collectors.joining(", ", "[", "]"));
    if (alike) {
      return columns.stream()
          .map(
              column ->
                  "CAST(%1$s AS %2$s) AS %1$s"
                      .formatted(DuckDbNames.name(column.name()), column.type()))
          .collect(
              Collectors.joining(
                  ", ", "SELECT ", " FROM read_parquet(" + paths + ", hive_partitioning = false)"));
    }
    String schema =
        columns.stream()
            .map(
                column ->
                    column.fieldId()
                        + ": {name: "
                        + DuckDbNames.text(column.name())
                        + ", type: "
                        + DuckDbNames.text(column.type().toString())
                        + ", default_value: NULL}")
            .collect(Collectors.joining(", ", "MAP {", "}"));
    return "SELECT * FROM read_parquet(" + paths + ", schema = " + schema + ")";
  }

  private static String temporaryTable(CatalogTable.Recorded table) {
    return table.columns().stream()
        .map(column -> DuckDbNames.name(column.name()) + " " + column.type())
        .collect(
            Collectors.joining(
                ", ",
                "CREATE TEMP TABLE " + DuckDbNames.name(table.name().toString()) + " (",
                ")"));
  }

  private void fill(CatalogTable.Recorded table) throws SQLException {
    try (DuckDBAppender appender =
        connection.createAppender("temp", "main", table.name().toString())) {
      for (List<@Nullable Object> row : table.rows().get()) {
        appender.beginRow();
        for (int i = 0; i < row.size(); i++) {
          append(appender, table.columns().get(i), row.get(i));
        }
        appender.endRow();
      }
    }
  }

  private static void append(DuckDBAppender appender, Column column, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      appender.appendNull();
      return;
    }
    ColumnType.Kind kind = column.type().kind();
    switch (kind) {
      case BOOLEAN -> appender.append((Boolean) value);
      case INTEGER -> appender.append(((Number) value).intValue());
      case BIGINT -> appender.append(((Number) value).longValue());
      case DOUBLE -> appender.append(((Number) value).doubleValue());
      case DECIMAL -> appender.append((BigDecimal) value);
      case DATE -> appender.append((LocalDate) value);
      case TIMESTAMP -> appender.append((LocalDateTime) value);
      case VARCHAR -> appender.append((String) value);
    }
  }
}
