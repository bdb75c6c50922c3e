package dev.lodestar.lineage;

import dev.lodestar.spec.TableName;
import java.util.Optional;

/**
 * What lineage is asked about: a domain, one of its tables, or a column of one.
 *
 * @param table empty for the domain
 * @param column only of a table
 */
public record Subject(Optional<TableName> table, Optional<String> column) {

  public static final Subject DOMAIN = new Subject(Optional.empty(), Optional.empty());

  public static Subject table(TableName table) {
    return new Subject(Optional.of(table), Optional.empty());
  }

  public static Subject column(TableName table, String column) {
    return new Subject(Optional.of(table), Optional.of(column));
  }

  @Override
  public String toString() {
    return table.map(t -> new Node(t, column).toString()).orElse("");
  }
}
