package dev.lodestar.server.pgwire;

import dev.lodestar.server.query.CellText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** Writes values as PostgreSQL has them, in text or in binary, each with its length before it. */
final class Cells {
  private static final long EPOCH_DAYS = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long MICROS_OF_DAY = 86_400_000_000L;
  private static final int LARGEST_PLAIN_EXPONENT = 15;
  private static final int SMALLEST_PLAIN_EXPONENT = -5;
  private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);
  private static final int DIGITS_OF_GROUP = 4;

  private Cells() {}

  static void none(ByteBuf to) {
    to.writeInt(-1);
  }

  static void textOf(ByteBuf to, boolean value) {
    to.writeInt(1);
    to.writeByte(value ? 't' : 'f');
  }

  static void textOf(ByteBuf to, long value) {
    int start = length(to);
    digits(to, value);
    length(to, start);
  }

  static void textOf(ByteBuf to, double value) {
    ascii(to, text(value));
  }

  static void textOf(ByteBuf to, BigDecimal value) {
    int scale = value.scale();
    if (scale < 0 || value.precision() > 18) {
      ascii(to, value.toPlainString());
      return;
    }
    int start = length(to);
    long unscaled = value.unscaledValue().longValue();
    if (unscaled < 0) {
      to.writeByte('-');
      unscaled = -unscaled;
    }
    long power = 1;
    for (int i = 0; i < scale; i++) {
      power *= 10;
    }
    digits(to, unscaled / power);
    if (scale > 0) {
      to.writeByte('.');
      padded(to, unscaled % power, scale);
    }
    length(to, start);
  }

  static void textOf(ByteBuf to, LocalDate value) {
    int start = length(to);
    date(to, value);
    era(to, value);
    length(to, start);
  }

  static void textOf(ByteBuf to, LocalDateTime value) {
    int start = length(to);
    date(to, value.toLocalDate());
    to.writeByte(' ');
    padded(to, value.getHour(), 2);
    to.writeByte(':');
    padded(to, value.getMinute(), 2);
    to.writeByte(':');
    padded(to, value.getSecond(), 2);
    int micros = value.getNano() / 1000;
    if (micros > 0) {
      int digits = 6;
      while (micros % 10 == 0) {
        micros /= 10;
        digits--;
      }
      to.writeByte('.');
      padded(to, micros, digits);
    }
    era(to, value.toLocalDate());
    length(to, start);
  }

  static void textOf(ByteBuf to, String value) {
    int start = length(to);
    ByteBufUtil.writeUtf8(to, value);
    length(to, start);
  }

  private static void ascii(ByteBuf to, String value) {
    to.writeInt(value.length());
    to.writeCharSequence(value, StandardCharsets.US_ASCII);
  }

  private static int length(ByteBuf to) {
    int start = to.writerIndex();
    to.writeInt(0);
    return start;
  }

  private static void length(ByteBuf to, int start) {
    to.setInt(start, to.writerIndex() - start - Integer.BYTES);
  }

  private static void digits(ByteBuf to, long value) {
    if (value == Long.MIN_VALUE) {
      to.writeCharSequence(Long.toString(value), StandardCharsets.US_ASCII);
      return;
    }
    long left = value;
    if (left < 0) {
      to.writeByte('-');
      left = -left;
    }
    int count = 1;
    for (long power = 10; count < 19 && left >= power; power *= 10) {
      count++;
    }
    padded(to, left, count);
  }

  /** So many digits, from the last to the first. */
  private static void padded(ByteBuf to, long value, int count) {
    int start = to.writerIndex();
    to.ensureWritable(count);
    long left = value;
    for (int i = start + count - 1; i >= start; i--) {
      to.setByte(i, (int) ('0' + left % 10));
      left /= 10;
    }
    to.writerIndex(start + count);
  }

  private static void date(ByteBuf to, LocalDate value) {
    int year = value.getYear() > 0 ? value.getYear() : 1 - value.getYear();
    if (year < 10_000) {
      padded(to, year, 4);
    } else {
      digits(to, year);
    }
    to.writeByte('-');
    padded(to, value.getMonthValue(), 2);
    to.writeByte('-');
    padded(to, value.getDayOfMonth(), 2);
  }

  private static void era(ByteBuf to, LocalDate value) {
    if (value.getYear() <= 0) {
      to.writeCharSequence(" BC", StandardCharsets.US_ASCII);
    }
  }

  /** The shortest digits that read back as the same number, as PostgreSQL places the point. */
  static String text(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= SMALLEST_PLAIN_EXPONENT + 1 && exponent < LARGEST_PLAIN_EXPONENT) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + power;
  }

  static void binaryOf(ByteBuf to, PgType type, Object value) throws PgError {
    switch (type) {
      case BOOL -> {
        to.writeInt(1);
        to.writeByte((Boolean) value ? 1 : 0);
      }
      case INT2 -> {
        to.writeInt(2);
        to.writeShort(((Number) value).intValue());
      }
      case INT4, OID -> {
        to.writeInt(4);
        to.writeInt(((Number) value).intValue());
      }
      case INT8 -> {
        to.writeInt(8);
        to.writeLong(((Number) value).longValue());
      }
      case FLOAT4 -> {
        to.writeInt(4);
        to.writeFloat(((Number) value).floatValue());
      }
      case FLOAT8 -> {
        to.writeInt(8);
        to.writeDouble(((Number) value).doubleValue());
      }
      case DATE -> {
        to.writeInt(4);
        to.writeInt((int) (((LocalDate) value).toEpochDay() - EPOCH_DAYS));
      }
      case TIMESTAMP -> {
        to.writeInt(8);
        to.writeLong(micros((LocalDateTime) value));
      }
      case NUMERIC -> numeric(to, (BigDecimal) value);
      case INT2_ARRAY, INT4_ARRAY, INT8_ARRAY, TEXT_ARRAY, INT2_VECTOR, OID_VECTOR ->
          Lists.binary(to, type, type.element().orElseThrow(), (List<?>) value);
      case TIMESTAMPTZ ->
          throw PgError.of("0A000", "No " + type.sqlName() + " can be sent in binary");
      default -> textOf(to, CellText.of(value));
    }
  }

  static long micros(LocalDateTime value) {
    return (value.toLocalDate().toEpochDay() - EPOCH_DAYS) * MICROS_OF_DAY
        + value.toLocalTime().toNanoOfDay() / 1000;
  }

  /** Groups of four digits, and which power of ten thousand the first of them counts. */
  private static void numeric(ByteBuf to, BigDecimal value) {
    int scale = Math.max(0, value.scale());
    int padding = (DIGITS_OF_GROUP - scale % DIGITS_OF_GROUP) % DIGITS_OF_GROUP;
    BigInteger left = value.setScale(scale + padding).unscaledValue().abs();
    short[] groups = new short[left.bitLength() / 13 + 1];
    int count = 0;
    while (left.signum() != 0) {
      BigInteger[] parts = left.divideAndRemainder(TEN_THOUSAND);
      groups[count++] = parts[1].shortValue();
      left = parts[0];
    }
    int weight = count - (scale + padding) / DIGITS_OF_GROUP - 1;
    int last = 0;
    while (last < count && groups[last] == 0) {
      last++;
    }
    to.writeInt(8 + 2 * (count - last));
    to.writeShort(count - last);
    to.writeShort(count == last ? 0 : weight);
    to.writeShort(value.signum() < 0 ? 0x4000 : 0);
    to.writeShort(scale);
    for (int i = count - 1; i >= last; i--) {
      to.writeShort(groups[i]);
    }
  }
}
