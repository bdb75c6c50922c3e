package dev.lodestar.samples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A DuckDB in memory that a script has filled with what the tables of a domain must hold. */
final class Oracle implements AutoCloseable {
  private final Connection connection;

  private Oracle(Connection connection) {
    this.connection = connection;
  }

  /** One that a script has told what it knows. */
  static Oracle told(String script, Map<String, String> variables)
      throws IOException, SQLException {
    Oracle oracle = silent();
    try {
      oracle.tell(script, variables);
      return oracle;
    } catch (SQLException e) {
      oracle.close();
      throw e;
    }
  }

  /**
   * Runs a script that lies beside the tests, with {@code ${name}} replaced by the value of a
   * variable.
   */
  void tell(String script, Map<String, String> variables) throws IOException, SQLException {
    String text = resource(script);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    execute(text);
  }

  /** One that says nothing of its own. */
  static Oracle silent() throws SQLException {
    return new Oracle(DriverManager.getConnection("jdbc:duckdb:"));
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each as one text with bars between the values. */
  List<String> rows(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join(" | ", values));
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** The text of a script that lies beside the tests. */
  static String resource(String name) throws IOException {
    try (InputStream stream = Oracle.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("No such resource: " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
