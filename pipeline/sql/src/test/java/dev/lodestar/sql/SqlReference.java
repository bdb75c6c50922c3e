package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reference page of the dialect, read for what it claims: the functions in its tables, and its
 * examples with their results. In a table of four columns (what, gives, means, example) the example
 * reads {@code expression} → {@code result}; two fences, {@code sql} and {@code text}, are a
 * statement and its result.
 */
record SqlReference(List<Entry> entries, List<Statement> statements, String fruit) {
  private static final Path PAGE = Path.of("../../docs/reference/sql.md");
  private static final Pattern FENCES =
      Pattern.compile("```sql\n(.*?)```\\s+```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EXAMPLE = Pattern.compile("`(.+?)` → `(.+)`");
  private static final Pattern CALL = Pattern.compile("`(?:TABLE\\()?([a-z]\\w*)\\(");

  /**
   * A row of a table: what is described, the type it gives if always the same, an example and its
   * printed result.
   */
  record Entry(
      String section,
      List<String> functions,
      Optional<ColumnType> gives,
      String example,
      String result) {

    /** The example as a statement; aggregates and windows are asked of the table fruit. */
    String sql() {
      if (example.startsWith("select ")) {
        return example;
      }
      return switch (section) {
        case "Aggregates" -> "select " + example + " as x from fruit";
        case "Windows" -> "select " + example + " as x from fruit order by name";
        default -> "select " + example + " as x";
      };
    }
  }

  /** A statement and its printed result. */
  record Statement(String sql, String result) {}

  static SqlReference read() throws IOException {
    String page = Files.readString(PAGE);
    List<Entry> entries = new ArrayList<>();
    List<String> fruit = new ArrayList<>();
    String section = "";
    for (String line : page.lines().toList()) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (line.startsWith("|") && !line.startsWith("|-") && !line.startsWith("| -")) {
        List<String> cells = cells(line);
        if (section.equals("The table of the examples")) {
          fruit.add(line);
        } else if (cells.size() == 4 && cells.get(3).contains("→")) {
          entries.add(entry(section, cells));
        }
      }
    }
    List<Statement> statements = new ArrayList<>();
    FENCES
        .matcher(page)
        .results()
        .forEach(m -> statements.add(new Statement(m.group(1), m.group(2))));
    return new SqlReference(entries, statements, table(fruit));
  }

  /** Every function that the page describes in a table. */
  TreeSet<String> functions() {
    return entries.stream()
        .flatMap(entry -> entry.functions().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Entry entry(String section, List<String> cells) {
    Matcher example = EXAMPLE.matcher(cells.get(3));
    if (!example.matches()) {
      throw new IllegalStateException("Not of the form `expression` → `result`: " + cells.get(3));
    }
    List<String> functions =
        CALL.matcher(cells.get(0)).results().map(m -> m.group(1)).distinct().toList();
    return new Entry(
        section, functions, ColumnType.parse(cells.get(1)), example.group(1), example.group(2));
  }

  /** DuckDB's statement that makes the table fruit out of the rows of the page. */
  private static String table(List<String> lines) {
    List<Column> columns = ResultTable.header(String.join("|", cells(lines.get(0))));
    StringBuilder sql = new StringBuilder("create table \"gold.fruit\" as select * from (values ");
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      sql.append(line.equals(lines.get(1)) ? "(" : ", (");
      for (int i = 0; i < cells.size(); i++) {
        String value = cells.get(i).equals("null") ? "null" : "'" + cells.get(i) + "'";
        sql.append(i == 0 ? "" : ", ")
            .append("cast(")
            .append(value)
            .append(" as ")
            .append(columns.get(i).type())
            .append(")");
      }
      sql.append(")");
    }
    return sql.append(") t (")
        .append(columns.stream().map(Column::name).collect(Collectors.joining(", ")))
        .append(")")
        .toString();
  }

  private static List<String> cells(String line) {
    String inner = line.strip().substring(1, line.strip().length() - 1);
    return Arrays.stream(inner.split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.replace("\\|", "|").strip())
        .toList();
  }
}
