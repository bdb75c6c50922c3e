package dev.lodestar.server.catalog;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.sql.Identifiers;

/** What stands in the place of values that may not be read. A value that is missing stays so. */
public enum Mask {
  /** A fingerprint: the same for the same value, so that rows can still be counted and joined. */
  HASH,
  /** Nothing at all. */
  REDACT,
  /** Four stars, and the last four characters of texts that have more than eight. */
  PARTIAL;

  /** The type of what is shown instead. */
  ColumnType type(ColumnType of) {
    return this == REDACT ? of : ColumnType.VARCHAR;
  }

  /**
   * The SQL of what is shown instead.
   *
   * @param key goes into fingerprints, so that nobody finds a value by making its fingerprint
   */
  String sql(Column column, String key) {
    String name = Identifiers.written(column.name());
    String text = "CAST(" + name + " AS varchar)";
    return switch (this) {
      case HASH -> "sha256('" + key.replace("'", "''") + "' || " + text + ")";
      case REDACT -> "CAST(NULL AS " + column.type() + ")";
      case PARTIAL ->
          "CASE WHEN "
              + name
              + " IS NULL THEN NULL WHEN char_length("
              + text
              + ") > 8 THEN '****' || right("
              + text
              + ", 4) ELSE '****' END";
    };
  }
}
