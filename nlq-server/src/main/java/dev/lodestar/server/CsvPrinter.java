package dev.lodestar.server;

import dev.lodestar.server.query.CellText;
import dev.lodestar.spec.Column;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, with a header. A null is nothing at all between the commas, and an empty
 * text is {@code ""}.
 */
final class CsvPrinter extends RowPrinter {
  private final List<Column> columns;
  private final PrintWriter out;

  CsvPrinter(List<Column> columns, PrintWriter out) {
    this.columns = columns;
    this.out = out;
  }

  @Override
  void begin() {
    line(columns.stream().map(column -> field(column.name())).collect(Collectors.joining(",")));
  }

  @Override
  void write(List<@Nullable Object> cells) {
    line(
        cells.stream()
            .map(cell -> cell == null ? "" : field(CellText.of(cell)))
            .collect(Collectors.joining(",")));
  }

  private void line(String text) {
    out.write(text);
    out.write("\r\n");
  }

  private static String field(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  void finish() {
    out.flush();
  }
}
