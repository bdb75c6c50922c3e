package dev.lodestar.sql;

import java.util.Locale;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What to say of a text that is not SQL. */
final class SyntaxProblems {
  private SyntaxProblems() {}

  static SqlProblem of(String sql, SqlParseException e) {
    SqlParserPos place = e.getPos() == null ? SqlParserPos.ZERO : e.getPos();
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return Refused.problemAt(place, "syntax error: " + message, "");
  }

  static String noun(SqlNode statement) {
    return "a statement of kind "
        + statement.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
