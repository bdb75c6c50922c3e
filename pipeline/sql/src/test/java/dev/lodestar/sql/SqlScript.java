package dev.lodestar.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of cases. A case is a block of lines, apart from the next by an empty line: its name after
 * {@code --}, a statement in Lodestar's dialect, a line that starts with {@code >} and says where
 * the right answer comes from, and that answer:
 *
 * <pre>
 * -- a left join keeps what has no partner
 * select name, product from people left join sales on person_id = people.id
 * > rows
 * name varchar | product varchar
 * Zoé          | null
 * </pre>
 *
 * <p>After {@code > rows} follow the columns with their types and the rows, worked out by hand.
 * After {@code > duckdb} follow the columns and a statement written by hand for DuckDB. With {@code
 * in order} the order counts as well. After {@code > fails} or {@code > refused} stands a part of
 * the message, of DuckDB or of the compiler.
 *
 * <p>In a file whose name ends in {@code .exprtest} a line is a case: expression, type and value.
 */
record SqlScript(Path file, List<Case> cases) {

  /** Where the right answer comes from. */
  enum Oracle {
    ROWS,
    DUCKDB,
    FAILS,
    REFUSED
  }

  /** One statement and its right answer. */
  record Case(
      String name,
      String sql,
      Oracle oracle,
      boolean inOrder,
      String header,
      List<String> answer) {}

  /** Every script beside this class. */
  static List<SqlScript> all() {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/dev/lodestar/sql"))) {
      return files
          .filter(
              file -> file.toString().endsWith(".sqltest") || file.toString().endsWith(".exprtest"))
          .sorted()
          .map(SqlScript::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SqlScript read(Path file) {
    try {
      String text = Files.readString(file);
      boolean expressions = file.toString().endsWith(".exprtest");
      return new SqlScript(file, expressions ? expressionCases(text) : statementCases(file, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Case> expressionCases(String text) {
    List<Case> cases = new ArrayList<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              String[] parts = line.strip().split(" +\\| +", -1);
              if (parts.length != 3) {
                throw new IllegalStateException(
                    "Not of the form expression | type | value: " + line);
              }
              cases.add(expressionCase(parts[0], parts[1], parts[2]));
            });
    return cases;
  }

  private static Case expressionCase(String expression, String type, String value) {
    String sql = "select " + expression + " as x";
    return type.equals("fails") || type.equals("refused")
        ? new Case(
            expression,
            sql,
            Oracle.valueOf(type.toUpperCase(java.util.Locale.ROOT)),
            false,
            "",
            List.of(value))
        : new Case(expression, sql, Oracle.ROWS, false, "x " + type, List.of(value));
  }

  private static List<Case> statementCases(Path file, String text) {
    List<Case> cases = new ArrayList<>();
    for (String block : text.split("\n[ \t]*\n")) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        cases.add(statementCase(file, lines));
      }
    }
    return cases;
  }

  private static Case statementCase(Path file, List<String> lines) {
    int mark = 0;
    while (mark < lines.size() && !lines.get(mark).startsWith(">")) {
      mark++;
    }
    if (!lines.get(0).startsWith("-- ") || mark == lines.size()) {
      throw new IllegalStateException("Not a case, in " + file + ": " + lines);
    }
    String name = lines.get(0).substring(3);
    String sql = String.join("\n", lines.subList(1, mark));
    String kind = lines.get(mark).substring(1).strip();
    List<String> answer = lines.subList(mark + 1, lines.size());
    if (kind.startsWith("fails:") || kind.startsWith("refused:")) {
      int colon = kind.indexOf(':');
      Oracle oracle = kind.startsWith("fails") ? Oracle.FAILS : Oracle.REFUSED;
      return new Case(name, sql, oracle, false, "", List.of(kind.substring(colon + 1).strip()));
    }
    boolean inOrder = kind.endsWith(" in order");
    Oracle oracle =
        switch (inOrder ? kind.substring(0, kind.length() - " in order".length()) : kind) {
          case "rows" -> Oracle.ROWS;
          case "duckdb" -> Oracle.DUCKDB;
          default -> throw new IllegalStateException("Unknown oracle in " + file + ": " + kind);
        };
    return new Case(name, sql, oracle, inOrder, answer.get(0), answer.subList(1, answer.size()));
  }
}
