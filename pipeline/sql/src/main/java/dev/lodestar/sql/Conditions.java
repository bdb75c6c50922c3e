package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.List;

/** Conditions over the columns of one table. */
final class Conditions {
  private static final TableName TABLE = new TableName("condition", "row");

  private Conditions() {}

  static String compile(String condition, List<Column> columns) throws SqlProblem {
    SqlCompiler compiler = new SqlCompiler(List.of(TableShape.stored(TABLE, columns)));
    return new Compilation(compiler, TABLE.schema()).condition(condition, TABLE);
  }
}
