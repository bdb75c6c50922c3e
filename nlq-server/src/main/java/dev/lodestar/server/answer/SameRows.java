package dev.lodestar.server.answer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether rows say what other rows say: the same rows in any order, numbers to six digits, each of
 * the wanted columns found under any name and in any place. More columns may be shown.
 */
final class SameRows {
  private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final int MOST_COLUMNS = 12;

  private final List<List<String>> wanted;
  private final List<List<String>> shown;

  private SameRows(List<List<String>> wanted, List<List<String>> shown) {
    this.wanted = wanted;
    this.shown = shown;
  }

  static boolean in(List<List<@Nullable Object>> wanted, List<List<@Nullable Object>> shown) {
    if (wanted.size() != shown.size()) {
      return false;
    }
    if (wanted.isEmpty()) {
      return true;
    }
    SameRows rows = new SameRows(texts(wanted), texts(shown));
    return rows.wanted.get(0).size() <= MOST_COLUMNS && rows.placed(new ArrayList<>());
  }

  private static List<List<String>> texts(List<List<@Nullable Object>> rows) {
    return rows.stream().map(row -> row.stream().map(SameRows::text).toList()).toList();
  }

  private static String text(@Nullable Object cell) {
    if (cell == null) {
      return "NULL";
    }
    if (cell instanceof Double number && !Double.isFinite(number)) {
      return number.toString();
    }
    if (cell instanceof Number) {
      BigDecimal number = new BigDecimal(cell.toString()).round(SIX_DIGITS).stripTrailingZeros();
      return number.signum() == 0 ? "0" : number.toPlainString();
    }
    if (cell instanceof LocalDateTime time && time.toLocalTime().toSecondOfDay() == 0) {
      return time.toLocalDate().toString();
    }
    return cell.toString();
  }

  /** Looks for a place among the shown columns for each wanted one. */
  private boolean placed(List<Integer> places) {
    int column = places.size();
    if (column == wanted.get(0).size()) {
      return sorted(wanted, null).equals(sorted(shown, places));
    }
    for (int place = 0; place < shown.get(0).size(); place++) {
      if (!places.contains(place) && values(wanted, column).equals(values(shown, place))) {
        List<Integer> more = new ArrayList<>(places);
        more.add(place);
        if (placed(more)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> values(List<List<String>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).sorted().toList();
  }

  private static List<String> sorted(List<List<String>> rows, @Nullable List<Integer> places) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(
          places == null
              ? String.join("\u0001", row)
              : String.join("\u0001", places.stream().map(row::get).toList()));
    }
    Collections.sort(lines);
    return lines;
  }
}
