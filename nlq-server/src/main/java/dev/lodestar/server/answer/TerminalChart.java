package dev.lodestar.server.answer;

import dev.lodestar.server.query.CellText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bars made of letters, for series of numbers. */
public final class TerminalChart {
  private static final int WIDTH = 50;
  private static final int MOST_BARS = 40;
  private static final int LONGEST_NAME = 30;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private TerminalChart() {}

  /** The lines of a chart; none where it would show nothing. */
  public static List<String> of(Answer answer) {
    if (answer.chart().isEmpty() || answer.chart().get().x().isEmpty()) {
      return List.of();
    }
    int x = column(answer, answer.chart().get().x());
    int y = column(answer, answer.chart().get().y());
    long groups = answer.columns().stream().limit(y).count();
    if (answer.rows().size() > MOST_BARS || groups > 1) {
      return List.of();
    }
    double most = 0;
    int longest = 0;
    for (List<@Nullable Object> row : answer.rows()) {
      if (!(row.get(y) instanceof Number number) || number.doubleValue() < 0) {
        return List.of();
      }
      most = Math.max(most, number.doubleValue());
      longest = Math.max(longest, name(row.get(x)).length());
    }
    if (most == 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (List<@Nullable Object> row : answer.rows()) {
      double value = row.get(y) instanceof Number number ? number.doubleValue() : 0;
      lines.add(padded(name(row.get(x)), longest) + " " + bar(value / most));
    }
    return lines;
  }

  private static int column(Answer answer, String name) {
    for (int i = 0; i < answer.columns().size(); i++) {
      if (answer.columns().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("No column " + name);
  }

  private static String name(@Nullable Object value) {
    String text = value == null ? "NULL" : CellText.of(value).replaceAll("\\p{Cntrl}", " ");
    return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME - 1) + "…" : text;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String bar(double part) {
    int eighths = (int) Math.round(part * WIDTH * 8);
    String rest = eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8));
    return "█".repeat(eighths / 8) + rest;
  }
}
