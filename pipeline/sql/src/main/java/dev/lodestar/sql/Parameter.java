package dev.lodestar.sql;

import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/** What a parameter of a function takes. The names are those in {@code functions.txt}. */
enum Parameter {
  ANY,
  BOOLEAN,
  INTEGER,
  NUMBER,
  DECIMAL,
  DOUBLE,
  VARCHAR,
  DATE,
  TIMESTAMP,
  /** A date or a timestamp. */
  MOMENT,
  /** A unit of time, written out as a text. */
  UNIT,
  /** A unit of whole days, written out as a text. */
  DAYS,
  /** A part of a date or timestamp, written out as a text. */
  PART,
  /** How a date is written, as a text. */
  FORMAT,
  /** {@code 'en'} or {@code 'fr'}. */
  LANGUAGE,
  /** A way into a JSON text, {@code '$.customer.name'}, written out. */
  PATH,
  /** A whole number, written out. */
  DIGITS,
  /** A month from 1 to 12, written out. */
  MONTH,
  /** A number from 0 to 1, written out. */
  FRACTION;

  static Parameter named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether the argument must be written out in the statement. */
  boolean isLiteral() {
    return isWord() || this == DIGITS || this == MONTH || this == FRACTION;
  }

  /** Whether the argument must be a text that is written out. */
  boolean isWord() {
    return switch (this) {
      case UNIT, DAYS, PART, FORMAT, LANGUAGE, PATH -> true;
      default -> false;
    };
  }

  boolean accepts(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    if (name == SqlTypeName.NULL) {
      return !isLiteral();
    }
    return switch (this) {
      case ANY -> ColumnTypes.find(type).isPresent();
      case BOOLEAN -> name == SqlTypeName.BOOLEAN;
      case INTEGER, DIGITS, MONTH -> SqlTypeName.INT_TYPES.contains(name);
      case NUMBER, FRACTION -> SqlTypeName.NUMERIC_TYPES.contains(name);
      case DECIMAL -> name == SqlTypeName.DECIMAL;
      case DOUBLE -> SqlTypeName.APPROX_TYPES.contains(name);
      case VARCHAR, UNIT, DAYS, PART, FORMAT, LANGUAGE, PATH ->
          SqlTypeName.CHAR_TYPES.contains(name);
      case DATE -> name == SqlTypeName.DATE;
      case TIMESTAMP -> name == SqlTypeName.TIMESTAMP;
      case MOMENT -> name == SqlTypeName.DATE || name == SqlTypeName.TIMESTAMP;
    };
  }

  @Override
  public String toString() {
    return switch (this) {
      case UNIT, DAYS -> "'unit'";
      case PART -> "'part'";
      case FORMAT -> "'format'";
      case LANGUAGE -> "'language'";
      case PATH -> "'$.path'";
      case MONTH -> "month";
      case MOMENT -> "date or timestamp";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}
