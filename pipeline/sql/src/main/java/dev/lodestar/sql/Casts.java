package dev.lodestar.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * How a value of one type becomes one of another. DuckDB reads texts generously ({@code 71.0},
 * {@code 1e3} and {@code 0x10} as integers, {@code 2024/1/5} as a date); the dialect takes plain
 * forms only, so that dirty data is noticed.
 */
final class Casts {
  private static final String INTEGER = "[+-]?\\d+";
  private static final String NUMBER = "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?";
  private static final String DAY = "\\d\\d\\d\\d-\\d\\d-\\d\\d";
  private static final String TIME = "\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?";
  private static final String TIMESTAMP = DAY + "(?:[ T]" + TIME + "Z?)?";
  private static final String WITH_OFFSET = DAY + "[ T]" + TIME + "[+-]\\d\\d(?::?\\d\\d)?";

  private Casts() {}

  /** The DuckDB SQL of a cast of {@code {0}}. */
  static String text(SqlTypeName from, RelDataType to, boolean orNull) {
    String type = ColumnTypes.of(to).toString();
    if (!SqlTypeName.CHAR_TYPES.contains(from)) {
      return cast("{0}", type, orNull);
    }
    return switch (to.getSqlTypeName()) {
      case INTEGER, BIGINT -> plain(INTEGER, type, orNull);
      case DECIMAL, DOUBLE -> plain(NUMBER, type, orNull);
      case DATE -> plain(DAY, type, orNull);
      case TIMESTAMP -> timestamp(type, orNull);
      case BOOLEAN -> cast("trim({0})", type, orNull);
      default -> cast("{0}", type, orNull);
    };
  }

  private static String cast(String value, String type, boolean orNull) {
    return (orNull ? "TRY_CAST(" : "CAST(") + value + " AS " + type + ")";
  }

  private static String fits(String pattern) {
    return "regexp_full_match({0}, '\\s*(?:" + pattern + ")\\s*')";
  }

  /**
   * The cast of a text that fits a pattern, NULL for any other. A function of one column alone, and
   * not a CASE: DuckDB computes it once for each value of a dictionary.
   */
  private static String castOrNull(String pattern, String type) {
    return cast("regexp_extract({0}, '^\\s*(?:" + pattern + ")\\s*$')", type, true);
  }

  private static String plain(String pattern, String type, boolean orNull) {
    return orNull
        ? castOrNull(pattern, type)
        : cast(
            "CASE WHEN {0} IS NULL OR "
                + fits(pattern)
                + " THEN {0} ELSE "
                + refusal(type)
                + " END",
            type,
            false);
  }

  /** A text with an offset from UTC is moved there; DuckDB would leave the offset out. */
  private static String timestamp(String type, boolean orNull) {
    if (orNull) {
      return "coalesce("
          + castOrNull(TIMESTAMP, type)
          + ", "
          + inUtc(castOrNull(WITH_OFFSET, "TIMESTAMPTZ"))
          + ")";
    }
    return "CASE WHEN "
        + fits(TIMESTAMP)
        + " THEN "
        + cast("{0}", type, false)
        + " WHEN "
        + fits(WITH_OFFSET)
        + " THEN "
        + inUtc(cast("{0}", "TIMESTAMPTZ", false))
        + " WHEN {0} IS NOT NULL THEN "
        + cast(refusal(type), type, false)
        + " END";
  }

  private static String inUtc(String withZone) {
    return "make_timestamp(epoch_us(" + withZone + "))";
  }

  private static String refusal(String type) {
    return "error('Cannot cast \"' || {0} || '\" to " + type + "')";
  }
}
