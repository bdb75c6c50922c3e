package dev.lodestar.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a script of DuckDB SQL that makes source files.
 *
 * <p>Statements end with a semicolon at the end of a line. {@code ${name}} stands for a variable. A
 * statement after a line {@code -- each: SELECT …} runs once for every row of that query, whose
 * columns are then variables too.
 */
final class Generator {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_-]+)}");
  private static final Pattern TARGET = Pattern.compile("(?i)\\bTO\\s+'([^']+)'");
  private static final String EACH = "-- each:";

  /** What a script has made. */
  record Made(Path folder, long files, long bytes) {}

  /** A statement, and the line where it begins. */
  private record Part(int line, String each, String sql) {}

  /** A script of a domain with a mistake in it. */
  static final class ScriptFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ScriptFailed(Path script, int line, SQLException e) {
      super(script + ":" + line + ": " + e.getMessage(), e);
    }
  }

  private final Map<String, String> variables;

  /** A generator that writes to the folder in the variable {@code data}. */
  Generator(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  Made run(Path script) {
    String data = variables.get("data");
    if (data == null) {
      throw new UsageException("The domain has no variable data, which says where files go");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      Path folder = Files.createDirectories(Path.of(data));
      for (Part part : parts(Files.readString(script))) {
        try {
          run(connection, part);
        } catch (SQLException e) {
          throw new ScriptFailed(script, part.line(), e);
        }
      }
      return made(folder);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot open DuckDB: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + script, e);
    }
  }

  private void run(Connection connection, Part part) throws SQLException, IOException {
    if (part.each().isEmpty()) {
      execute(connection, replaced(part.sql(), variables));
      return;
    }
    List<Map<String, String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(replaced(part.each(), variables))) {
      ResultSetMetaData columns = row.getMetaData();
      while (row.next()) {
        Map<String, String> values = new HashMap<>(variables);
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          values.put(columns.getColumnName(i), row.getString(i));
        }
        rows.add(values);
      }
    }
    for (Map<String, String> values : rows) {
      execute(connection, replaced(part.sql(), values));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException, IOException {
    Matcher target = TARGET.matcher(sql);
    // DuckDB writes files, but makes no folders.
    while (sql.stripLeading().regionMatches(true, 0, "copy", 0, 4) && target.find()) {
      Path parent = Path.of(target.group(1)).getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String replaced(String text, Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String value = values.get(found.group(1));
              if (value == null) {
                throw new UsageException(
                    "generate.sql asks for ${" + found.group(1) + "}, which is not a variable");
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private static List<Part> parts(String script) {
    List<Part> parts = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    StringBuilder each = new StringBuilder();
    int number = 0;
    int begin = 1;
    for (String line : script.lines().toList()) {
      String stripped = line.strip();
      number++;
      if (sql.toString().isBlank() && !stripped.isEmpty()) {
        begin = number;
      }
      if (stripped.startsWith(EACH)) {
        each.append(stripped.substring(EACH.length()).strip());
      } else if (!stripped.startsWith("--")) {
        sql.append(line).append('\n');
      }
      if (stripped.endsWith(";") && !stripped.startsWith("--")) {
        parts.add(new Part(begin, each.toString(), sql.toString().strip().replaceFirst(";$", "")));
        sql.setLength(0);
        each.setLength(0);
      }
    }
    if (!sql.toString().isBlank()) {
      parts.add(new Part(begin, each.toString(), sql.toString().strip()));
    }
    return parts;
  }

  private static Made made(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      long bytes = 0;
      for (Path file : all) {
        bytes += Files.size(file);
      }
      return new Made(folder, all.size(), bytes);
    }
  }
}
