package dev.lodestar.server.pgwire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a tool asks of a PostgreSQL when it starts, with the answers. A file is made of blocks with
 * a line without words between; in a block, lines that begin with
 *
 * <ul>
 *   <li>{@code #} are for people,
 *   <li>{@code @} name the columns that are looked at, where it is not all,
 *   <li>{@code $} are the parameters' values, <code>'{a,b}'</code> an array,
 *   <li>{@code >} are the rows of the answer, {@code (none)} for an answer without rows,
 *   <li>{@code !} are the SQLSTATE of a refusal; {@code only here} behind it, or behind a row, says
 *       that PostgreSQL would answer otherwise.
 * </ul>
 *
 * <p>All others are the statement. In it and in parameters, {@code {gold}} and {@code
 * {gold.fact_sales}} are the numbers of a schema and of a table.
 */
record Replay(boolean simple, List<Block> blocks) {
  private static final Pattern NUMBER = Pattern.compile("\\{(\\w+)(?:\\.(\\w+))?}");

  private static final String ONLY_HERE = " only here";

  /** A statement; {@code answer} are its rows as the file has them, or its refusal. */
  record Block(
      List<String> columns,
      List<String> parameters,
      String sql,
      List<String> answer,
      boolean onlyHere) {}

  static Replay of(String tool) throws IOException {
    try (InputStream in = Replay.class.getResourceAsStream("tools/" + tool + ".sql")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      boolean simple = text.contains("\nprotocol: simple\n");
      List<Block> blocks = new ArrayList<>();
      for (String block : text.replace("\nprotocol: simple\n", "\n").split("\n\n+", -1)) {
        read(block.lines().toList(), blocks);
      }
      return new Replay(simple, blocks);
    }
  }

  private static void read(List<String> lines, List<Block> blocks) {
    String sql =
        lines.stream().filter(line -> !line.matches("[#@$>!].*")).collect(Collectors.joining("\n"));
    if (!sql.isBlank()) {
      blocks.add(
          new Block(
              list(lines, "@ "),
              list(lines, "$ "),
              sql,
              lines.stream()
                  .filter(line -> line.matches("[>!].*"))
                  .map(line -> line.replaceFirst(ONLY_HERE + "$", ""))
                  .toList(),
              lines.stream().anyMatch(line -> line.endsWith(ONLY_HERE))));
    }
  }

  private static List<String> list(List<String> lines, String mark) {
    return lines.stream()
        .filter(line -> line.startsWith(mark))
        .flatMap(line -> Arrays.stream(line.substring(mark.length()).split(", ", -1)))
        .toList();
  }

  /** What a server answers to a block, in the file's words. */
  static List<String> answer(Connection connection, Block block) throws SQLException {
    List<String> answer = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(numbered(connection, block.sql()))) {
      for (int i = 0; i < block.parameters().size(); i++) {
        String value = numbered(connection, block.parameters().get(i));
        if (value.startsWith("'{")) {
          statement.setArray(i + 1, connection.createArrayOf("text", items(value)));
        } else if (value.matches("\\d+")) {
          statement.setLong(i + 1, Long.parseLong(value));
        } else {
          statement.setString(i + 1, value);
        }
      }
      boolean hasRows = statement.execute();
      while (hasRows || statement.getUpdateCount() >= 0) {
        if (hasRows) {
          rows(statement.getResultSet(), block.columns(), answer);
        }
        hasRows = statement.getMoreResults();
      }
    } catch (SQLException e) {
      answer.add("! " + e.getSQLState());
    }
    return answer;
  }

  private static Object[] items(String array) {
    return array.substring(2, array.length() - 2).split(",", -1);
  }

  private static String numbered(Connection connection, String text) throws SQLException {
    Matcher matcher = NUMBER.matcher(text);
    StringBuilder numbered = new StringBuilder();
    while (matcher.find()) {
      String sql =
          matcher.group(2) == null
              ? "SELECT n.oid FROM pg_namespace n WHERE n.nspname = '" + matcher.group(1) + "'"
              : "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                  + " WHERE n.nspname = '"
                  + matcher.group(1)
                  + "' AND c.relname = '"
                  + matcher.group(2)
                  + "'";
      try (PreparedStatement statement = connection.prepareStatement(sql);
          ResultSet rows = statement.executeQuery()) {
        // Some braces are not ours: '{a,b}' is an array.
        String number = rows.next() ? rows.getString(1) : matcher.group();
        matcher.appendReplacement(numbered, Matcher.quoteReplacement(number));
      }
    }
    return matcher.appendTail(numbered).toString();
  }

  private static void rows(ResultSet rows, List<String> columns, List<String> answer)
      throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<Integer> places = new ArrayList<>();
    for (String column : columns) {
      places.add(rows.findColumn(column));
    }
    for (int i = 1; columns.isEmpty() && i <= meta.getColumnCount(); i++) {
      places.add(i);
    }
    int before = answer.size();
    while (rows.next()) {
      List<String> cells = new ArrayList<>();
      for (int place : places) {
        cells.add(cell(rows, place));
      }
      answer.add("> " + String.join(" | ", cells));
    }
    if (answer.size() == before) {
      answer.add("> (none)");
    }
  }

  /** Texts of an array stand between quotes: to a tool they are no numbers. */
  private static String cell(ResultSet rows, int place) throws SQLException {
    if (!(rows.getObject(place) instanceof Array array)) {
      return String.valueOf(rows.getString(place));
    }
    return Arrays.stream((Object[]) array.getArray())
        .map(item -> item instanceof String ? "'" + item + "'" : String.valueOf(item))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
