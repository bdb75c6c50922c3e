package dev.lodestar.launch;

import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.lineage.Subject;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.TableName;
import java.util.List;

/** A table or a column as it is named on the command line: with its layer, or without. */
final class LineageArgument {
  private LineageArgument() {}

  /** {@code fact_orders}, {@code gold.fact_orders} or either with a column behind it. */
  static Subject of(String text, LineageGraph graph) {
    List<TableName> tables = graph.tables().stream().map(TableLineage::table).toList();
    int dot = text.lastIndexOf('.');
    boolean isTable =
        dot < 0
            || tables.stream().anyMatch(t -> t.toString().equals(text))
            || (text.indexOf('.') == dot && !isName(text.substring(0, dot), tables));
    if (isTable) {
      return Subject.table(TableArgument.of(text, tables));
    }
    TableName table = TableArgument.of(text.substring(0, dot), tables);
    String column = text.substring(dot + 1);
    List<String> columns = graph.table(table).columnNames();
    if (columns.contains(column)) {
      return Subject.column(table, column);
    }
    throw new UsageException(
        "There is no column "
            + column
            + " in "
            + table
            + Nearest.to(column, columns).map(n -> "; did you mean " + n + "?").orElse(".")
            + " There are "
            + String.join(", ", columns));
  }

  private static boolean isName(String name, List<TableName> tables) {
    return tables.stream().anyMatch(t -> t.name().equals(name));
  }
}
