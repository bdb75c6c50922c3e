package dev.lodestar.layers;

import java.util.List;
import java.util.stream.Collectors;

/** Names and literals as DuckDB reads them. */
final class Sql {
  private Sql() {}

  /** A text literal. */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** A quoted name. */
  static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static String names(List<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /** A list of text literals. */
  static String texts(List<String> values) {
    return values.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
