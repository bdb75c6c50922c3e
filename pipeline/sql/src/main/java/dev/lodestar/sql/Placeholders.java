package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement whose numbered placeholders, {@code $1}, are question marks, everything else being
 * where it was.
 *
 * @param numbers the number, counted from 0, that each question mark stands for; empty when the
 *     statement had question marks of its own, which are numbered as they come
 */
record Placeholders(String sql, List<Integer> numbers) {
  /** As many as PostgreSQL's protocol can count. */
  private static final int MOST = 65_535;

  private static final int MOST_DIGITS = 5;

  Placeholders {
    numbers = List.copyOf(numbers);
  }

  static Placeholders in(String sql) {
    if (sql.indexOf('$') < 0) {
      return new Placeholders(sql, List.of());
    }
    StringBuilder text = new StringBuilder(sql);
    List<Integer> numbers = new ArrayList<>();
    int i = 0;
    while (i < sql.length()) {
      int next = Scan.endOfQuotedOrComment(sql, i);
      if (next == i && Character.isJavaIdentifierStart(sql.charAt(i)) && sql.charAt(i) != '$') {
        next = endOfName(sql, i);
      }
      if (next > i) {
        i = next;
      } else {
        int end = endOfDigits(sql, i + 1);
        if (sql.charAt(i) == '$' && isNumber(sql.substring(i + 1, end))) {
          numbers.add(Integer.parseInt(sql.substring(i + 1, end)) - 1);
          text.replace(i, end, "?" + " ".repeat(end - i - 1));
        }
        i = Math.max(i + 1, end);
      }
    }
    return new Placeholders(text.toString(), numbers);
  }

  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.length() <= MOST_DIGITS
        && Integer.parseInt(digits) >= 1
        && Integer.parseInt(digits) <= MOST;
  }

  private static int endOfName(String sql, int start) {
    int end = start;
    while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int endOfDigits(String sql, int start) {
    int end = Math.min(start, sql.length());
    while (end < sql.length() && sql.charAt(end) >= '0' && sql.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The number of a question mark, counted from 0. */
  int number(int mark) {
    return numbers.isEmpty() ? mark : numbers.get(mark);
  }
}
