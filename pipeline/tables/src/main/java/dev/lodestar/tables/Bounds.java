package dev.lodestar.tables;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.UnicodeUtil;

/**
 * The smallest and the greatest value of a column, from DuckDB's text to Iceberg's bytes.
 *
 * <p>A bound lets readers skip a file, so a wrong one loses rows without a word. Whatever is not
 * understood beyond doubt is left out: then the file is read.
 */
final class Bounds {
  /** How much of a text Iceberg keeps. */
  private static final int CODE_POINTS = 16;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DATE)
          .appendPattern(" HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private Bounds() {}

  static Optional<ByteBuffer> lower(Type type, String text) {
    return value(type, text)
        .map(value -> value instanceof Double zero && zero == 0.0 ? -0.0 : value)
        .map(value -> value instanceof String s ? truncatedDown(s) : value)
        .map(value -> Conversions.toByteBuffer(type, value));
  }

  static Optional<ByteBuffer> upper(Type type, String text) {
    return value(type, text)
        .map(value -> value instanceof Double zero && zero == 0.0 ? 0.0 : value)
        .flatMap(value -> value instanceof String s ? truncatedUp(s) : Optional.of(value))
        .map(value -> Conversions.toByteBuffer(type, value));
  }

  private static String truncatedDown(String text) {
    return UnicodeUtil.truncateStringMin(text, CODE_POINTS);
  }

  /** Empty when no text of that length is greater. */
  private static Optional<String> truncatedUp(String text) {
    return Optional.ofNullable(UnicodeUtil.truncateStringMax(text, CODE_POINTS));
  }

  /** A value as DuckDB writes it as text. */
  static String text(Type type, Object value) {
    return switch (type.typeId()) {
      case DATE -> LocalDate.ofEpochDay((int) value).toString();
      case TIMESTAMP ->
          TIMESTAMP.format(
              LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
                  .plus((long) value, ChronoUnit.MICROS));
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      default -> value.toString();
    };
  }

  static Optional<Object> value(Type type, String text) {
    try {
      return switch (type.typeId()) {
        case BOOLEAN ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            };
        case INTEGER -> Optional.of(Integer.parseInt(text));
        case LONG -> Optional.of(Long.parseLong(text));
        case DOUBLE -> number(text);
        case DECIMAL -> decimal((Types.DecimalType) type, text);
        case DATE -> Optional.of((int) LocalDate.parse(text, DATE).toEpochDay());
        case TIMESTAMP -> Optional.of(micros(LocalDateTime.parse(text, TIMESTAMP)));
        case STRING -> Optional.of(text);
        default -> Optional.empty();
      };
    } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
      // Not a value of the type as far as we can tell (years BC, "infinity"): no bound.
      return Optional.empty();
    }
  }

  private static Optional<Object> number(String text) {
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  private static Optional<Object> decimal(Types.DecimalType type, String text) {
    BigDecimal value = new BigDecimal(text).setScale(type.scale());
    return value.precision() <= type.precision() ? Optional.of(value) : Optional.empty();
  }

  private static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
  }
}
