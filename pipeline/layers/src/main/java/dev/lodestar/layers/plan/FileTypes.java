package dev.lodestar.layers.plan;

import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.ColumnType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which types of files a column can hold without loss, by Iceberg's rules for types that become
 * wider; text holds everything.
 */
final class FileTypes {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");

  private static final Map<Kind, Set<String>> HELD =
      Map.of(
          Kind.BOOLEAN, Set.of("boolean"),
          Kind.INTEGER, Set.of("integer", "smallint", "tinyint", "usmallint", "utinyint"),
          Kind.BIGINT,
              Set.of(
                  "bigint", "integer", "smallint", "tinyint", "uinteger", "usmallint", "utinyint"),
          Kind.DOUBLE, Set.of("double", "float"),
          Kind.DATE, Set.of("date"),
          Kind.TIMESTAMP,
              Set.of("timestamp", "timestamp_s", "timestamp_ms", "timestamp with time zone"));

  private FileTypes() {}

  /**
   * Whether every value of a type of a file is a value of a column's type.
   *
   * @param found as DuckDB names it
   */
  static boolean fits(String found, ColumnType column) {
    String name = found.toLowerCase(Locale.ROOT);
    return switch (column.kind()) {
      case VARCHAR -> true;
      case DECIMAL -> decimal(name).filter(d -> fits(d, column)).isPresent();
      default -> HELD.getOrDefault(column.kind(), Set.of()).contains(name);
    };
  }

  private static Optional<List<Integer>> decimal(String name) {
    Matcher matcher = DECIMAL.matcher(name);
    return matcher.matches()
        ? Optional.of(List.of(Integer.valueOf(matcher.group(1)), Integer.valueOf(matcher.group(2))))
        : Optional.empty();
  }

  private static boolean fits(List<Integer> decimal, ColumnType column) {
    return decimal.get(0) <= column.precision() && decimal.get(1) == column.scale();
  }
}
