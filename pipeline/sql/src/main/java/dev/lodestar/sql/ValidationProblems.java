package dev.lodestar.sql;

import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What to say of a statement that is SQL, but does not fit the tables or the functions there are.
 */
final class ValidationProblems {
  private ValidationProblems() {}

  static SqlProblem of(RuntimeException e, SqlNode query) {

    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refused refused) {
        return refused.problem();
      }
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CalciteContextException context) {
        SqlParserPos place =
            new SqlParserPos(
                context.getPosLine(),
                context.getPosColumn(),
                context.getEndPosLine(),
                context.getEndPosColumn());
        Throwable said = context.getCause() == null ? context : context.getCause();
        return Refused.problemAt(place, String.valueOf(said.getMessage()), "");
      }
    }
    throw e;
  }
}
