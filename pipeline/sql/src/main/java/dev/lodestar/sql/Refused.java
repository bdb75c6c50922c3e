package dev.lodestar.sql;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Carries a problem out of Calcite's machinery to {@link SqlCompiler}, which turns it into a {@link
 * SqlProblem}.
 */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SqlProblem problem;

  Refused(SqlProblem problem) {
    super(problem.getMessage(), problem);
    this.problem = problem;
  }

  static Refused at(SqlNode node, String message, String advice) {
    return at(node.getParserPosition(), message, advice);
  }

  static Refused at(SqlParserPos place, String message, String advice) {
    return new Refused(problemAt(place, message, advice));
  }

  static SqlProblem problemAt(SqlParserPos place, String message, String advice) {
    boolean oneLine = place.getLineNum() == place.getEndLineNum();
    int length = oneLine ? place.getEndColumnNum() - place.getColumnNum() + 1 : 1;
    return new SqlProblem(
        Math.max(1, place.getLineNum()),
        Math.max(1, place.getColumnNum()),
        length,
        message,
        advice);
  }

  SqlProblem problem() {
    return problem;
  }
}
