package dev.lodestar.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * How a value of one type becomes one of another. DuckDB reads texts generously ({@code 71.0},
 * {@code 1e3} and {@code 0x10} as integers, {@code 2024/1/5} as a date); the dialect takes plain
 * forms only, so that dirty data is noticed.
 */
final class Casts {
  private static final String INTEGER = "\\s*[+-]?\\d+\\s*";
  private static final String NUMBER = "\\s*[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?\\s*";
  private static final String DAY = "\\d\\d\\d\\d-\\d\\d-\\d\\d";
  private static final String TIME = "\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?";
  private static final String DATE = "\\s*" + DAY + "\\s*";
  private static final String TIMESTAMP = "\\s*" + DAY + "([ T]" + TIME + "Z?)?\\s*";
  private static final String WITH_OFFSET =
      "\\s*" + DAY + "[ T]" + TIME + "[+-]\\d\\d(:?\\d\\d)?\\s*";

  private Casts() {}

  /** The DuckDB SQL of a cast of {@code {0}}. */
  static String text(SqlTypeName from, RelDataType to, boolean orNull) {
    String type = ColumnTypes.of(to).toString();
    if (!SqlTypeName.CHAR_TYPES.contains(from)) {
      return cast("{0}", type, orNull);
    }
    return switch (to.getSqlTypeName()) {
      case INTEGER, BIGINT -> guarded(INTEGER, type, orNull);
      case DECIMAL, DOUBLE -> guarded(NUMBER, type, orNull);
      case DATE -> guarded(DATE, type, orNull);
      case TIMESTAMP -> timestamp(type, orNull);
      case BOOLEAN -> cast("trim({0})", type, orNull);
      default -> cast("{0}", type, orNull);
    };
  }

  private static String cast(String value, String type, boolean orNull) {
    return (orNull ? "TRY_CAST(" : "CAST(") + value + " AS " + type + ")";
  }

  private static String fits(String pattern) {
    return "regexp_full_match({0}, '" + pattern + "')";
  }

  private static String guarded(String pattern, String type, boolean orNull) {
    return orNull
        ? cast("CASE WHEN " + fits(pattern) + " THEN {0} END", type, true)
        : cast(
            "CASE WHEN {0} IS NULL OR "
                + fits(pattern)
                + " THEN {0} ELSE "
                + refusal(type)
                + " END",
            type,
            false);
  }

  private static String timestamp(String type, boolean orNull) {
    String plain = "WHEN " + fits(TIMESTAMP) + " THEN " + cast("{0}", type, orNull);
    String moved =
        "WHEN "
            + fits(WITH_OFFSET)
            + " THEN make_timestamp(epoch_us("
            + cast("{0}", "TIMESTAMPTZ", orNull)
            + "))";
    String otherwise =
        orNull ? "" : " WHEN {0} IS NOT NULL THEN " + cast(refusal(type), type, false);
    return "CASE " + plain + " " + moved + otherwise + " END";
  }

  private static String refusal(String type) {
    return "error('Cannot cast \"' || {0} || '\" to " + type + "')";
  }
}
