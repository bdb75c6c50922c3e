package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of {@code tables.sql}, which every script may read, in a DuckDB of their own, and a
 * compiler that knows them.
 */
final class TestTables implements AutoCloseable {
  private final Connection connection;
  private final SqlCompiler compiler;

  /**
   * @param more further tables, as statements of DuckDB
   */
  TestTables(String... more) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    for (String sql : text("tables.sql").split(";\n")) {
      if (!sql.isBlank()) {
        execute(sql);
      }
    }
    for (String sql : more) {
      execute(sql);
    }
    compiler = new SqlCompiler(shapes());
  }

  SqlCompiler compiler() {
    return compiler;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs DuckDB SQL and writes its values as those of the given columns. */
  ResultTable run(String duckDb, List<Column> columns) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(duckDb)) {
      return ResultTable.of(results, columns);
    }
  }

  /** Runs DuckDB SQL and gives each value as DuckDB writes it. */
  List<List<String>> cells(String duckDb, int columns) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(duckDb)) {
      while (results.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(results.getString(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /**
   * Names and types of what DuckDB returns; a type that no column of ours has shows as DuckDB calls
   * it.
   */
  List<String> described(String duckDb) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(duckDb)) {
      return header(results);
    }
  }

  /** The tables whose names stand in DuckDB SQL. */
  Set<TableName> namedIn(String duckDb) {
    return compiler.tables().stream()
        .map(TableShape::name)
        .filter(name -> duckDb.contains(DuckDbWriter.quoted(name.toString())))
        .collect(Collectors.toSet());
  }

  private static List<String> header(ResultSet results) throws SQLException {
    List<String> header = new ArrayList<>();
    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
      String type = results.getMetaData().getColumnTypeName(i);
      header.add(
          results.getMetaData().getColumnName(i)
              + " "
              + ColumnType.parse(type).map(ColumnType::toString).orElse(type));
    }
    return header;
  }

  /** Every table of the database whose name has a schema, and one view. */
  private List<TableShape> shapes() throws SQLException {
    List<TableShape> shapes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery("select table_name from duckdb_tables() order by 1")) {
      while (tables.next()) {
        shapes.add(
            TableShape.stored(
                TableName.parse(tables.getString(1)), columnsOf(tables.getString(1))));
      }
    }
    shapes.add(
        TableShape.view(
            TableName.parse("gold.earners"),
            List.of(
                new Column("name", ColumnType.VARCHAR),
                new Column("salary", ColumnType.decimal(10, 2))),
            "select name, salary from people where salary is not null"));
    return shapes;
  }

  private List<Column> columnsOf(String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (String column : described("select * from \"" + table + "\"")) {
      columns.add(ResultTable.header(column).get(0));
    }
    return columns;
  }

  private static String text(String resource) {
    try (InputStream in = TestTables.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("No such resource: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
