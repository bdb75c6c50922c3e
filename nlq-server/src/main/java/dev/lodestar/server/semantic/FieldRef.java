package dev.lodestar.server.semantic;

/** A field of a dataset, by name. */
public record FieldRef(String dataset, String field) implements Comparable<FieldRef> {

  /** Reads {@code dataset.field}. */
  public static FieldRef parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0) {
      throw new IllegalStateException("Not a field of the form dataset.field: " + text);
    }
    return new FieldRef(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public int compareTo(FieldRef other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return dataset + "." + field;
  }
}
