package dev.lodestar.server.pgwire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads values of parameters as clients send them. */
final class Values {
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final long MICROS_OF_DAY = 86_400_000_000L;
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4,6})-(\\d{1,2})-(\\d{1,2})"
              + "(?:[ T]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?"
              + "\\s*(Z|UTC|[+-]\\d{1,2}(?::?\\d{2})?(?::?\\d{2})?)?(?:\\s+AD)?");

  private Values() {}

  /** A value in text, or in binary. */
  static Object read(PgType type, boolean binary, byte[] bytes, int number) throws PgError {
    try {
      return binary
          ? ofBinary(type, ByteBuffer.wrap(bytes))
          : ofText(type, utf8(bytes).strip(), bytes);
    } catch (CharacterCodingException e) {
      throw PgError.of("22021", "Parameter $" + number + " is not UTF-8", e);
    } catch (java.nio.BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      String shown =
          binary
              ? bytes.length + " bytes"
              : "\"" + new String(bytes, StandardCharsets.UTF_8) + "\"";
      throw PgError.of(
          binary ? "22P03" : type == PgType.DATE || type == PgType.TIMESTAMP ? "22007" : "22P02",
          "Parameter $" + number + " is not of type " + type.sqlName() + ": " + shown,
          e);
    }
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    return text.toString();
  }

  private static Object ofText(PgType type, String text, byte[] bytes)
      throws CharacterCodingException {
    return switch (type) {
      case BOOL -> bool(text.toLowerCase(Locale.ROOT));
      case INT2 -> (int) Short.parseShort(text);
      case INT4 -> Integer.parseInt(text);
      case INT8, OID -> Long.parseLong(text);
      case FLOAT4, FLOAT8 -> real(text);
      case NUMERIC -> new BigDecimal(text);
      case DATE -> date(text);
      case TIMESTAMP -> moment(text, false);
      case TIMESTAMPTZ -> moment(text, true);
      default -> utf8(bytes);
    };
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "t", "true", "y", "yes", "on", "1" -> true;
      case "f", "false", "n", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Double real(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "infinity", "inf" -> Double.POSITIVE_INFINITY;
      case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static LocalDate date(String text) {
    return moment(text, false).toLocalDate();
  }

  /** A zone counts only for the type that has one; the result is in UTC. */
  private static LocalDateTime moment(String text, boolean zoned) {
    Matcher matcher = MOMENT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    LocalDate day = LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
    String fraction = matcher.group(7) == null ? "" : matcher.group(7);
    LocalTime time =
        LocalTime.of(
            number(matcher, 4),
            number(matcher, 5),
            number(matcher, 6),
            Integer.parseInt((fraction + "000000000").substring(0, 9)));
    LocalDateTime moment = day.atTime(time);
    String zone = matcher.group(8);
    if (!zoned || zone == null || zone.equals("UTC")) {
      return moment;
    }
    return moment
        .atOffset(ZoneOffset.of(zone))
        .withOffsetSameInstant(ZoneOffset.UTC)
        .toLocalDateTime();
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  private static Object ofBinary(PgType type, ByteBuffer bytes) throws CharacterCodingException {
    Object value =
        switch (type) {
          case BOOL -> bytes.get() != 0;
          case INT2 -> (int) bytes.getShort();
          case INT4 -> bytes.getInt();
          case OID -> bytes.getInt() & 0xffffffffL;
          case INT8 -> bytes.getLong();
          case FLOAT4 -> (double) bytes.getFloat();
          case FLOAT8 -> bytes.getDouble();
          case NUMERIC -> numeric(bytes);
          case DATE -> EPOCH.plusDays(bytes.getInt());
          case TIMESTAMP, TIMESTAMPTZ -> moment(bytes.getLong());
          case INT2_ARRAY, INT4_ARRAY, INT8_ARRAY, TEXT_ARRAY ->
              Lists.text(type, items(type.element().orElseThrow(), bytes));
          default -> StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        };
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException("Too long");
    }
    return value;
  }

  /** Those of an array of one dimension; the inverse of {@link Lists#binary}. */
  private static List<@Nullable Object> items(PgType element, ByteBuffer bytes)
      throws CharacterCodingException {
    int dimensions = bytes.getInt();
    bytes.getInt();
    if (dimensions > 1 || bytes.getInt() != element.oid()) {
      throw new IllegalArgumentException("Another array");
    }
    int count = dimensions == 0 ? 0 : bytes.getInt();
    if (dimensions == 1) {
      bytes.getInt();
    }
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = bytes.getInt();
      if (length < 0) {
        items.add(null);
      } else {
        items.add(ofBinary(element, bytes.slice(bytes.position(), length)));
        bytes.position(bytes.position() + length);
      }
    }
    return items;
  }

  private static LocalDateTime moment(long micros) {
    return EPOCH
        .plusDays(Math.floorDiv(micros, MICROS_OF_DAY))
        .atTime(LocalTime.ofNanoOfDay(Math.floorMod(micros, MICROS_OF_DAY) * 1000));
  }

  private static BigDecimal numeric(ByteBuffer bytes) {
    int groups = bytes.getShort();
    int weight = bytes.getShort();
    int sign = bytes.getShort() & 0xffff;
    int scale = bytes.getShort() & 0x3fff;
    if (groups < 0 || groups * 2 != bytes.remaining() || (sign != 0 && sign != 0x4000)) {
      throw new IllegalArgumentException("Not a number");
    }
    BigInteger digits = BigInteger.ZERO;
    for (int i = 0; i < groups; i++) {
      digits =
          digits.multiply(BigInteger.valueOf(10_000)).add(BigInteger.valueOf(bytes.getShort()));
    }
    BigDecimal value = new BigDecimal(digits, Math.multiplyExact(4, groups - weight - 1));
    BigDecimal exact = value.setScale(scale, java.math.RoundingMode.DOWN);
    return sign == 0 ? exact : exact.negate();
  }
}
