package dev.lodestar.server.catalog;

import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may read of a domain. Callers whose access is equal read the same, so they share
 * plans.
 *
 * @param schemas whose tables may be read; only gold as soon as anything else is kept back, because
 *     the tables before gold hold the same rows
 * @param hidden columns that are not there
 * @param masked columns of which something else is shown
 * @param rows conditions that the rows of a table must meet, all of them
 * @param open tables that nothing is kept back of although what is kept back elsewhere went into
 *     them
 * @param maskKey what fingerprints are made with
 */
public record Access(
    Set<String> schemas,
    Set<ColumnOf> hidden,
    Map<ColumnOf, Mask> masked,
    Map<TableName, List<String>> rows,
    Set<TableName> open,
    String maskKey) {

  /** For whoever owns the warehouse. */
  public static final Access EVERYTHING =
      new Access(Set.of("*"), Set.of(), Map.of(), Map.of(), Set.of(), "");

  /**
   * A column of one table, or of all.
   *
   * @param table empty for every table that has such a column
   */
  public record ColumnOf(Optional<TableName> table, String column) {

    boolean is(TableName name, String other) {
      return column.equals(other) && (table.isEmpty() || table.get().equals(name));
    }

    @Override
    public String toString() {
      return table.map(TableName::toString).orElse("*") + "." + column;
    }
  }

  public Access {
    hidden = Set.copyOf(hidden);
    masked = Map.copyOf(masked);
    rows = Map.copyOf(rows);
    open = Set.copyOf(open);
    maskKey = masked.isEmpty() ? "" : maskKey;
    schemas =
        hidden.isEmpty() && masked.isEmpty() && rows.isEmpty()
            ? Set.copyOf(schemas)
            : schemas.contains("gold") || schemas.contains("*") ? Set.of("gold") : Set.of();
  }

  /** Whether nothing is kept back. */
  public boolean isEverything() {
    return equals(EVERYTHING);
  }

  boolean grants(String schema) {
    return schemas.contains(schema) || schemas.contains("*");
  }

  boolean hides(TableName table, String column) {
    return hidden.stream().anyMatch(of -> of.is(table, column));
  }

  /** What is shown in the place of a column's values; of two masks the one that shows less. */
  Optional<Mask> mask(TableName table, String column) {
    List<Mask> found =
        masked.entrySet().stream()
            .filter(entry -> entry.getKey().is(table, column))
            .map(Map.Entry::getValue)
            .toList();
    return found.contains(Mask.REDACT)
        ? Optional.of(Mask.REDACT)
        : found.stream().sorted().findFirst();
  }
}
