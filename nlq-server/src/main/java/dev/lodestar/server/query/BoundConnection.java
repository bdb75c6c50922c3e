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
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * A connection, and the tables that are known to it under the names that compiled statements use.
 *
 * <p>Views stay known when it serves another query, and so do the statements that read them, since
 * making a view, or understanding a statement, takes longer than reading many a table. Who needs a
 * table binds it, so nothing is read of a view whose files are gone.
 */
final class BoundConnection implements AutoCloseable {
  private static final int MOST_STATEMENTS = 32;
  private static final int LONGEST_STATEMENT = 20_000;

  private final DuckDBConnection connection;
  private final Connections all;

  /** What the views read that were made here. */
  private final Map<TableName, String> views = new HashMap<>();

  /** Statements that read those views; the one that was run last stands last. */
  private final Map<String, DuckDBPreparedStatement> statements = new LinkedHashMap<>();

  private @Nullable DuckDBPreparedStatement running;
  private Optional<String> again = Optional.empty();
  private boolean holdsRows;
  private boolean rests;

  BoundConnection(DuckDBConnection connection, Connections all) {
    this.connection = connection;
    this.all = all;
  }

  /** DuckDB does no more for the statement on it, which was read to its end. */
  void rest() {
    rests = true;
  }

  /**
   * The one statement of a query, whose tables are bound by now. It is closed with the connection.
   *
   * @param steady whether it may be run for another query as well
   */
  DuckDBPreparedStatement prepare(String sql, boolean steady) throws SQLException {
    DuckDBPreparedStatement known = statements.remove(sql);
    DuckDBPreparedStatement statement = known == null ? connection.prepare(sql) : known;
    running = statement;
    again = steady && sql.length() <= LONGEST_STATEMENT ? Optional.of(sql) : Optional.empty();
    return statement;
  }

  /** Whether DuckDB has understood a statement here before. */
  boolean knows(String sql) {
    return statements.containsKey(sql);
  }

  /**
   * Makes a table known.
   *
   * @param held is to keep its files as long as they are read
   * @param hot is to keep its copy as long
   */
  void bind(CatalogTable table, HeldFiles held, HotTables.Reading hot)
      throws SQLException, IOException {
    if (table instanceof CatalogTable.Stored stored) {
      Optional<String> copy = hot.copyOf(stored);
      view(stored.name(), copy.isPresent() ? "FROM " + copy.get() : rows(stored, held));
    } else if (table instanceof CatalogTable.Recorded recorded) {
      temporaryTable(recorded);
    } else {
      throw new IllegalStateException("It is part of the plan: " + table.name());
    }
  }

  private void view(TableName table, String rows) throws SQLException {
    if (!rows.equals(views.get(table))) {
      closeAll(statements.values());
      execute("CREATE OR REPLACE TEMP VIEW " + DuckDbNames.name(table.toString()) + " AS " + rows);
      views.put(table, rows);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Reads a table's files. Columns are found by field id where files were written under an earlier
   * schema. DuckDB then knows nothing of how many rows there are and may join in a bad order, so
   * they are found by name where that is the same.
   */
  static String rows(CatalogTable.Stored table, HeldFiles held) throws IOException {
    List<DataFile> files = table.files().get();
    List<TableColumn> columns = table.stored();
    held.add(files.stream().map(DataFile::path).toList());
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
    if (table.alike()) {
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

  private void temporaryTable(CatalogTable.Recorded table) throws SQLException {
    String name = table.name().toString();
    holdsRows = true;
    execute(
        table.columns().stream()
            .map(column -> DuckDbNames.name(column.name()) + " " + column.type())
            .collect(
                Collectors.joining(
                    ", ", "CREATE TEMP TABLE " + DuckDbNames.name(name) + " (", ")")));
    try (DuckDBAppender appender = connection.createAppender("temp", "main", name)) {
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

  /** Gives it back to where it came from; one that does not rest, or holds rows, ends. */
  @Override
  public void close() throws SQLException {
    boolean goesOn = rests && !holdsRows;
    rests = false;
    if (goesOn) {
      keepStatement();
    }
    if (!goesOn || !all.keep(this)) {
      end();
    }
  }

  private void keepStatement() throws SQLException {
    DuckDBPreparedStatement done = running;
    running = null;
    if (done != null && again.isPresent()) {
      statements.put(again.get(), done);
      if (statements.size() > MOST_STATEMENTS) {
        Iterator<DuckDBPreparedStatement> oldest = statements.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
    } else if (done != null) {
      done.close();
    }
  }

  /** Ends it. */
  void end() throws SQLException {
    try (connection;
        DuckDBPreparedStatement toClose = running) {
      closeAll(statements.values());
    }
  }

  private static void closeAll(Collection<DuckDBPreparedStatement> statements) throws SQLException {
    for (DuckDBPreparedStatement statement : statements) {
      statement.close();
    }
    statements.clear();
  }
}
