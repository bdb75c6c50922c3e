package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes and reads data files as the workers do, with DuckDB. */
final class Duck implements AutoCloseable {
  private final Connection connection;

  Duck() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Rows as text, values parted by a bar. */
  List<String> rows(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> list = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(rows.getString(i));
        }
        list.add(values.stream().map(String::valueOf).collect(Collectors.joining("|")));
      }
      return list;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The columns of a query, as far as our types go. */
  List<Column> columns(String query) {
    List<Column> columns = new ArrayList<>();
    for (String row : rows("select column_name, column_type from (describe " + query + ")")) {
      String[] parts = row.split("\\|");
      columns.add(new Column(parts[0], ColumnType.parse(parts[1]).orElseThrow()));
    }
    return columns;
  }

  DataFile write(Path folder, String query, Map<String, Integer> fieldIds) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(UUID.randomUUID() + ".parquet");
      String ids =
          fieldIds.entrySet().stream()
              .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
              .collect(Collectors.joining(", "));
      run(
          "copy ("
              + query
              + ") to '"
              + file
              + "' (format parquet, compression zstd, field_ids {"
              + ids
              + "})");
      long count = Long.parseLong(rows("select count(*) from '" + file + "'").get(0));
      return new DataFile(file.toString(), count, Files.size(file), statistics(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, DataFile.Statistics> statistics(Path file) {
    Map<String, DataFile.Statistics> statistics = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select path_in_schema, sum(total_compressed_size)::bigint,"
                    + " sum(num_values)::bigint, sum(stats_null_count)::bigint,"
                    + " min(stats_min_value), max(stats_max_value), count(*)"
                    + " from parquet_metadata('"
                    + file
                    + "') group by 1")) {
      while (row.next()) {
        if (row.getLong(7) != 1) {
          throw new IllegalStateException("More than one row group: compare by type, not as text");
        }
        statistics.put(
            row.getString(1),
            new DataFile.Statistics(
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return statistics;
  }

  /** Reads files of a table under its columns, by field id, as the server does. */
  List<String> read(List<TableColumn> columns, List<DataFile> files) {
    String names =
        columns.stream().map(c -> "\"" + c.name() + "\"").collect(Collectors.joining(", "));
    if (files.isEmpty()) {
      return List.of();
    }
    String schema =
        columns.stream()
            .map(
                c ->
                    c.fieldId()
                        + ": {name: '"
                        + c.name()
                        + "', type: '"
                        + c.type()
                        + "', default_value: NULL}")
            .collect(Collectors.joining(", "));
    String paths = files.stream().map(f -> "'" + f.path() + "'").collect(Collectors.joining(", "));
    return rows(
        "select "
            + names
            + " from read_parquet(["
            + paths
            + "], schema = MAP {"
            + schema
            + "}) order by all");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
