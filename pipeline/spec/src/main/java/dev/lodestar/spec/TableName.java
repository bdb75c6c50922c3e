package dev.lodestar.spec;

/**
 * A table by schema and name: {@code silver.orders}. The schema is a layer, {@code quarantine},
 * {@code deleted} or {@code runs}.
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

  public static TableName of(Layer layer, String name) {
    return new TableName(layer.schema(), name);
  }

  /** Reads {@code schema.name}. */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1) {
      throw new IllegalStateException("Not a table name of the form schema.name: " + text);
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  /** Where rows of this table go that break a rule: {@code quarantine.silver_orders}. */
  public TableName quarantine() {
    return new TableName("quarantine", schema + "_" + name);
  }

  /** Where deletes of rows of this table are remembered: {@code deleted.silver_orders}. */
  public TableName deletes() {
    return new TableName("deleted", schema + "_" + name);
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
