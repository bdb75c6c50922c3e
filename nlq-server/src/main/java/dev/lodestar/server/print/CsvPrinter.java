package dev.lodestar.server.print;

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
public final class CsvPrinter extends RowPrinter {
  /** A text that begins so is a formula to spreadsheets, also in the forms of East Asia. */
  private static final String BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

  /** What is done about texts that spreadsheets would compute. */
  public enum Formulas {
    KEPT,
    /** They get an apostrophe in front. */
    DISARMED
  }

  private final List<Column> columns;
  private final PrintWriter out;
  private final Formulas formulas;

  public CsvPrinter(List<Column> columns, PrintWriter out, Formulas formulas) {
    this.columns = columns;
    this.out = out;
    this.formulas = formulas;
  }

  @Override
  void begin() {
    line(
        columns.stream()
            .map(column -> field(text(column.name())))
            .collect(Collectors.joining(",")));
  }

  @Override
  void write(List<@Nullable Object> cells) {
    line(
        cells.stream()
            .map(cell -> cell == null ? "" : field(cell(cell)))
            .collect(Collectors.joining(",")));
  }

  private void line(String text) {
    out.write(text);
    out.write("\r\n");
  }

  /** A number is none, whatever sign it has. */
  private String cell(Object cell) {
    return cell instanceof String text ? text(text) : CellText.of(cell);
  }

  private String text(String text) {
    boolean formula = !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0;
    return formula && formulas == Formulas.DISARMED ? "'" + text : text;
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
