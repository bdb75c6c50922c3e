package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Optional;

/**
 * What SQL must know of a table: its columns, and, where it is a view, the SELECT that stands for
 * it.
 *
 * @param viewSql in the dialect of Lodestar, unqualified names meaning the view's own schema
 * @param guards whether that SELECT says what may be seen of the table of the same name, and so
 *     reads tables as they are beneath
 */
public record TableShape(
    TableName name, List<Column> columns, Optional<String> viewSql, boolean guards) {

  public TableShape {
    columns = List.copyOf(columns);
  }

  public static TableShape stored(TableName name, List<Column> columns) {
    return new TableShape(name, columns, Optional.empty(), false);
  }

  public static TableShape view(TableName name, List<Column> columns, String sql) {
    return new TableShape(name, columns, Optional.of(sql), false);
  }

  /** What may be seen of a table: a SELECT that reads it, and others, as they are beneath. */
  public static TableShape guard(TableName name, List<Column> columns, String sql) {
    return new TableShape(name, columns, Optional.of(sql), true);
  }
}
