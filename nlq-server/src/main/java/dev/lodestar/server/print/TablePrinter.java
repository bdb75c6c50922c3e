package dev.lodestar.server.print;

import dev.lodestar.server.query.CellText;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows in aligned columns, numbers to the right. The widths are those of the first rows, so that a
 * result of any length can be printed as it comes.
 */
public final class TablePrinter extends RowPrinter {
  private static final int ROWS_MEASURED = 1000;
  private static final Set<ColumnType.Kind> NUMBERS =
      Set.of(
          ColumnType.Kind.INTEGER,
          ColumnType.Kind.BIGINT,
          ColumnType.Kind.DOUBLE,
          ColumnType.Kind.DECIMAL);

  private final List<Column> columns;
  private final List<String> headings;
  private final PrintWriter out;
  private final List<List<String>> waiting = new ArrayList<>();
  private final int[] widths;
  private boolean headed;

  public TablePrinter(List<Column> columns, PrintWriter out) {
    this(columns, columns.stream().map(Column::name).toList(), out);
  }

  /**
   * @param headings what stands above the columns
   */
  public TablePrinter(List<Column> columns, List<String> headings, PrintWriter out) {
    this.columns = columns;
    this.headings = List.copyOf(headings);
    this.out = out;
    this.widths = new int[columns.size()];
  }

  @Override
  void begin() {
    measure(headings);
  }

  @Override
  void write(List<@Nullable Object> cells) {
    List<String> texts =
        cells.stream().map(cell -> cell == null ? "NULL" : shown(CellText.of(cell))).toList();
    if (headed) {
      line(texts);
      return;
    }
    measure(texts);
    waiting.add(texts);
    if (waiting.size() == ROWS_MEASURED) {
      printWaiting();
    }
  }

  @Override
  void finish() {
    if (!headed) {
      printWaiting();
    }
    out.flush();
  }

  private void printWaiting() {
    headed = true;
    line(headings);
    StringBuilder rule = new StringBuilder();
    for (int width : widths) {
      rule.append(rule.isEmpty() ? "" : "  ").append("-".repeat(width));
    }
    out.println(rule);
    waiting.forEach(this::line);
    waiting.clear();
  }

  private void line(List<String> texts) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      String gap = " ".repeat(Math.max(0, widths[i] - width(texts.get(i))));
      boolean right = NUMBERS.contains(columns.get(i).type().kind());
      line.append(i == 0 ? "" : "  ");
      line.append(right ? gap + texts.get(i) : texts.get(i) + gap);
    }
    out.println(line.toString().stripTrailing());
  }

  private void measure(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      widths[i] = Math.max(widths[i], width(texts.get(i)));
    }
  }

  private static int width(String text) {
    return text.codePoints().map(TablePrinter::width).sum();
  }

  /** Terminals give East Asian characters and pictures two columns, and accents none. */
  private static int width(int c) {
    if (Character.getType(c) == Character.NON_SPACING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /** Control characters would break the columns, or do something to the terminal. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (Character.getType(c) == Character.CONTROL) {
                    shown.append(String.format("\\u%04x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.toString();
  }
}
