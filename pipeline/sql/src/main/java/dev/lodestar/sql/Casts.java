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
      case INTEGER, BIGINT -> quickly(type, "", guarded(INTEGER, type, orNull));
      case DECIMAL -> quickly(type, "", guarded(NUMBER, type, orNull));
      case DOUBLE -> guarded(NUMBER, type, orNull);
      case DATE -> quickly(type, " AND length({0}) = 10", guarded(DAY, type, orNull));
      case TIMESTAMP -> quickly(type, " AND length({0}) = 19", timestamp(type, orNull));
      case BOOLEAN -> cast("trim({0})", type, orNull);
      default -> cast("{0}", type, orNull);
    };
  }

  private static String cast(String value, String type, boolean orNull) {
    return (orNull ? "TRY_CAST(" : "CAST(") + value + " AS " + type + ")";
  }

  /**
   * A text that DuckDB would write just so itself is a plain form, and this is told much faster
   * than by a pattern; only the others are looked at closely.
   *
   * @param bound leaves out what DuckDB writes and the dialect does not know: infinity, years
   *     beyond 9999
   */
  private static String quickly(String type, String bound, String closely) {
    String read = cast("{0}", type, true);
    return "CASE WHEN CAST("
        + read
        + " AS varchar) = {0}"
        + bound
        + " THEN "
        + read
        + " ELSE "
        + closely
        + " END";
  }

  private static String fits(String pattern) {
    return "regexp_full_match({0}, '\\s*(?:" + pattern + ")\\s*')";
  }

  /**
   * {@code {0}} or NULL. A function of one column alone: DuckDB computes it once for each value of
   * a dictionary.
   */
  private static String cutOut(String pattern) {
    return "nullif(regexp_extract({0}, '^\\s*(" + pattern + ")\\s*$', 1), '')";
  }

  private static String guarded(String pattern, String type, boolean orNull) {
    return orNull
        ? cast(cutOut(pattern), type, true)
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
          + cast(cutOut(TIMESTAMP), type, true)
          + ", "
          + inUtc(cast(cutOut(WITH_OFFSET), "TIMESTAMPTZ", true))
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
