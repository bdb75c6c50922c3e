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
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Makes tables known to one connection, under the names that compiled statements use. */
final class Binding {
  private final DuckDBConnection connection;
  private final HeldFiles held;

  /**
   * For one connection.
   *
   * @param held is to keep the files of tables as long as they are read
   */
  Binding(DuckDBConnection connection, HeldFiles held) {
    this.connection = connection;
    this.held = held;
  }

  void bind(CatalogTable table) throws SQLException, IOException {
    if (table instanceof CatalogTable.Stored stored) {
      held.add(stored.files().get().stream().map(DataFile::path).toList());
    }
    List<String> statements =
        table.match(
            stored -> List.of(view(stored.name(), rows(stored.stored(), stored.files().get()))),
            computed -> {
              throw new IllegalStateException("A view is part of the plan: " + computed.name());
            },
            recorded -> List.of(temporaryTable(recorded)));
    for (String sql : statements) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
    if (table instanceof CatalogTable.Recorded recorded) {
      fill(recorded);
    }
  }

  private static String view(TableName table, String rows) {
    return "CREATE TEMP VIEW " + DuckDbNames.name(table.toString()) + " AS " + rows;
  }

  /** Columns are found by field id, so that files written under an earlier schema fit as well. */
  private String rows(List<TableColumn> columns, List<DataFile> files) {
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
