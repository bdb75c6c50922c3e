package dev.lodestar.lineage;

import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Origin;
import java.util.Optional;

/**
 * A column of a table, or, without one, its rows: which there are, whatever their values.
 *
 * @param column empty for the rows
 */
public record Node(TableName table, Optional<String> column) {

  public static Node column(TableName table, String column) {
    return new Node(table, Optional.of(column));
  }

  static Node rows(TableName table) {
    return new Node(table, Optional.empty());
  }

  static Node of(Origin origin) {
    return column(origin.table(), origin.column());
  }

  @Override
  public String toString() {
    return table + column.map(c -> "." + c).orElse("");
  }
}
