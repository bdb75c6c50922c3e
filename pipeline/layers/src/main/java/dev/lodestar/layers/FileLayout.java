package dev.lodestar.layers;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a file, a CSV file's in their order, and the columns of the table they become. */
public record FileLayout(List<FileField> fields) implements Serializable {

  /**
   * A field of a file.
   *
   * @param name as it stands in the file; in JSON a path
   * @param column what it becomes; null for a field that the source does not expect
   * @param type DuckDB's name of its type in the file
   */
  public record FileField(String name, @Nullable String column, String type)
      implements Serializable {

    public boolean becomes(String other) {
      return other.equals(column);
    }
  }

  /** The fields that the source does not expect. */
  List<FileField> unexpected() {
    return fields.stream().filter(f -> f.column() == null).toList();
  }

  public FileLayout {
    fields = List.copyOf(fields);
  }
}
