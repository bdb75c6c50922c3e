package dev.lodestar.server.query;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The text of a value, the same wherever one is shown or sent: decimals with every digit of their
 * scale, dates and timestamps as ISO 8601 has them, timestamps in UTC.
 */
public final class CellText {
  private static final double LARGEST_PLAIN = 1e16;
  private static final double SMALLEST_PLAIN = 1e-5;

  private CellText() {}

  /** The text of a value of a row. */
  public static String of(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Double number) {
      return of(number.doubleValue());
    }
    if (value instanceof LocalDateTime timestamp) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(timestamp);
    }
    return value.toString();
  }

  /** Reads back as the same number; plain where that is no longer than people expect. */
  private static String of(double number) {
    String text = Double.toString(number);
    double size = Math.abs(number);
    return text.indexOf('E') < 0 || size < SMALLEST_PLAIN || size >= LARGEST_PLAIN
        ? text
        : withPoint(new BigDecimal(text).toPlainString());
  }

  private static String withPoint(String plain) {
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
