package dev.lodestar.layers;

import java.io.Serializable;
import java.util.List;

/** The columns of a CSV file in the order in which the file has them. */
public record CsvLayout(List<String> columns) implements Serializable {
  public CsvLayout {
    columns = List.copyOf(columns);
  }
}
