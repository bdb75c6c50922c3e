package dev.lodestar.spec;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types a column can have, the same in models, in Iceberg and for every client. A timestamp has
 * no zone and is UTC, to the microsecond.
 */
public record ColumnType(Kind kind, int precision, int scale) implements Serializable {

  /** The families of types. */
  public enum Kind {
    BOOLEAN,
    INTEGER,
    BIGINT,
    DOUBLE,
    DECIMAL,
    DATE,
    TIMESTAMP,
    VARCHAR
  }

  private static final Pattern DECIMAL_FORM =
      Pattern.compile("decimal\\s*\\(\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?\\)");

  public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, 0, 0);
  public static final ColumnType INTEGER = new ColumnType(Kind.INTEGER, 0, 0);
  public static final ColumnType BIGINT = new ColumnType(Kind.BIGINT, 0, 0);
  public static final ColumnType DOUBLE = new ColumnType(Kind.DOUBLE, 0, 0);
  public static final ColumnType DATE = new ColumnType(Kind.DATE, 0, 0);
  public static final ColumnType TIMESTAMP = new ColumnType(Kind.TIMESTAMP, 0, 0);
  public static final ColumnType VARCHAR = new ColumnType(Kind.VARCHAR, 0, 0);

  public ColumnType {
    if (kind == Kind.DECIMAL
        && (precision < 1 || precision > 38 || scale < 0 || scale > precision)) {
      throw new IllegalStateException(
          "No such decimal: precision " + precision + ", scale " + scale);
    }
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, precision, scale);
  }

  /** Reads a type as {@link #toString} writes it; empty when there is no such type. */
  public static Optional<ColumnType> parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL_FORM.matcher(name);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
      return precision < 1 || precision > 38 || scale > precision
          ? Optional.empty()
          : Optional.of(decimal(precision, scale));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.DECIMAL && kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(new ColumnType(kind, 0, 0));
      }
    }
    return Optional.empty();
  }

  /** The type's name in YAML, in SQL and in DuckDB: {@code decimal(12,2)}. */
  @Override
  public String toString() {
    return kind == Kind.DECIMAL
        ? "decimal(" + precision + "," + scale + ")"
        : kind.name().toLowerCase(Locale.ROOT);
  }
}
