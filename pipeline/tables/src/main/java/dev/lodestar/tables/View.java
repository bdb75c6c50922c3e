package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.List;

/** A view as it is released: its SELECT and the columns it promises. */
public record View(TableName name, String sql, List<Column> columns) {

  public View {
    columns = List.copyOf(columns);
  }
}
