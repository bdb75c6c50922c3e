package dev.lodestar.sql;

import dev.lodestar.spec.TableName;

/** A column of a stored table that a result was made from. */
public record Origin(TableName table, String column) implements Comparable<Origin> {

  @Override
  public int compareTo(Origin other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return table + "." + column;
  }
}
