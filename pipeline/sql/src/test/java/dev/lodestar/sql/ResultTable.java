package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result in a form that can be compared and printed: each value is written in the one way of its
 * type. Doubles keep twelve digits, so that the order of additions does not matter.
 */
record ResultTable(List<Column> columns, List<List<String>> rows) {
  private static final MathContext TWELVE_DIGITS = new MathContext(12);
  private static final DateTimeFormatter TO_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter TO_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  /** Reads all rows, writing the values as those of the given columns. */
  static ResultTable of(ResultSet results, List<Column> columns) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    while (results.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        row.add(written(results.getObject(i + 1), columns.get(i).type()));
      }
      rows.add(row);
    }
    return new ResultTable(columns, rows);
  }

  /**
   * Reads a printed table: rows of cells separated by bars, a cell being a value as written, {@code
   * null} or a quoted text.
   */
  static ResultTable parse(String header, List<String> lines) {
    List<Column> columns = header(header);
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      List<String> cells = cells(line);
      if (cells.size() != columns.size()) {
        throw new IllegalStateException("Not " + columns.size() + " cells: " + line);
      }
      List<String> row = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        row.add(normalized(cells.get(i), columns.get(i).type()));
      }
      rows.add(row);
    }
    return new ResultTable(columns, rows);
  }

  /** Reads {@code name type | name type}. */
  static List<Column> header(String line) {
    List<Column> columns = new ArrayList<>();
    for (String cell : cells(line)) {
      int space = cell.lastIndexOf(' ');
      String name = cell.substring(0, space).strip();
      ColumnType type =
          ColumnType.parse(cell.substring(space + 1))
              .orElseThrow(() -> new IllegalStateException(line));
      columns.add(new Column(name, type));
    }
    return columns;
  }

  ResultTable sorted() {
    List<List<String>> sorted = new ArrayList<>(rows);
    sorted.sort((a, b) -> String.join("|", a).compareTo(String.join("|", b)));
    return new ResultTable(columns, sorted);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.join(" | ", columns.stream().map(c -> c.name() + " " + c.type()).toList()));
    rows.forEach(row -> text.append('\n').append(String.join(" | ", row)));
    return text.toString();
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
      }
      if (c == '|' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  private static String normalized(String cell, ColumnType type) {
    if (cell.equals("null")) {
      return cell;
    }
    return switch (type.kind()) {
      case DOUBLE -> written(Double.valueOf(cell), type);
      case VARCHAR -> cell.startsWith("'") ? cell : quotedIfNeeded(cell);
      default -> cell;
    };
  }

  private static String written(@Nullable Object value, ColumnType type) {
    if (value == null) {
      return "null";
    }
    return switch (type.kind()) {
      case DOUBLE ->
          value instanceof Number number ? writtenDouble(number.doubleValue()) : value.toString();
      case DECIMAL -> writtenDecimal(new BigDecimal(value.toString()), type.scale());
      case INTEGER, BIGINT -> writtenDecimal(new BigDecimal(value.toString()), 0);
      case TIMESTAMP ->
          value instanceof Timestamp t ? writtenTimestamp(t.toLocalDateTime()) : value.toString();
      case VARCHAR -> quotedIfNeeded(value.toString());
      case BOOLEAN, DATE -> value.toString();
    };
  }

  private static String writtenDouble(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(TWELVE_DIGITS).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private static String writtenDecimal(BigDecimal value, int scale) {
    return value.stripTrailingZeros().scale() <= scale
        ? value.setScale(scale).toPlainString()
        : value.toPlainString();
  }

  private static String writtenTimestamp(LocalDateTime value) {
    return value.format(value.getNano() == 0 ? TO_SECONDS : TO_MICROS);
  }

  private static String quotedIfNeeded(String text) {
    boolean plain =
        !text.isEmpty()
            && text.equals(text.strip())
            && !text.equals("null")
            && text.chars().noneMatch(c -> c == '|' || c == '\'' || c < ' ');
    return plain
        ? text
        : "'" + text.replace("\n", "\\n").replace("\t", "\\t").replace("'", "''") + "'";
  }
}
