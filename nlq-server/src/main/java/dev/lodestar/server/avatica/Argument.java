package dev.lodestar.server.avatica;

import dev.lodestar.spec.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/** The value of a parameter, with the type that it was given as. */
record Argument(@Nullable Object value, ColumnType type) {
  private static final int MOST_DIGITS = 38;

  /**
   * Reads one.
   *
   * @param wanted the type that the statement asks for, which is that of NULL
   */
  static Argument of(TypedValue given, @Nullable ColumnType wanted) {
    Object value = given.value;
    if (value == null) {
      return new Argument(null, wanted == null ? ColumnType.VARCHAR : wanted);
    }
    return switch (given.type) {
      case BOOLEAN, PRIMITIVE_BOOLEAN -> new Argument(value, ColumnType.BOOLEAN);
      case BYTE, SHORT, INTEGER, PRIMITIVE_BYTE, PRIMITIVE_SHORT, PRIMITIVE_INT ->
          new Argument(number(value).intValueExact(), ColumnType.INTEGER);
      case LONG, PRIMITIVE_LONG -> new Argument(number(value).longValueExact(), ColumnType.BIGINT);
      case FLOAT, DOUBLE, PRIMITIVE_FLOAT, PRIMITIVE_DOUBLE ->
          new Argument(Double.valueOf(value.toString()), ColumnType.DOUBLE);
      case NUMBER -> decimal(number(value));
      case JAVA_SQL_DATE, JAVA_UTIL_DATE ->
          new Argument(LocalDate.ofEpochDay(number(value).longValueExact()), ColumnType.DATE);
      case JAVA_SQL_TIMESTAMP ->
          new Argument(
              LocalDateTime.ofInstant(
                  Instant.ofEpochMilli(number(value).longValueExact()), ZoneOffset.UTC),
              ColumnType.TIMESTAMP);
      case STRING, CHARACTER, PRIMITIVE_CHAR -> new Argument(value.toString(), ColumnType.VARCHAR);
      default ->
          throw AvaticaDoor.refused("0A000", "A parameter cannot be of the type " + given.type);
    };
  }

  private static BigDecimal number(Object value) {
    return new BigDecimal(value.toString());
  }

  /** A number has as many digits as it was given, as if it stood in the statement. */
  private static Argument decimal(BigDecimal number) {
    BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
    int digits = Math.max(plain.precision(), plain.scale() + 1);
    if (digits > MOST_DIGITS) {
      throw AvaticaDoor.refused("22003", "A parameter has more than 38 digits");
    }
    return new Argument(plain, ColumnType.decimal(digits, plain.scale()));
  }
}
