package dev.lodestar.semantic;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.SqlText;
import dev.lodestar.sql.SqlProblem;

/** A query or an expression over a semantic model that has no meaning, and why. */
public final class ModelProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ModelProblem(Position at, String message, String advice) {
    super(message);
    this.problem = new Problem(at, message, advice);
  }

  /** A problem of SQL, where it stands in the file that the SQL stands in. */
  public static ModelProblem in(SqlText sql, SqlProblem problem) {
    return new ModelProblem(
        sql.at(problem.line(), problem.column(), problem.length()),
        String.valueOf(problem.getMessage()),
        problem.advice());
  }

  public Problem problem() {
    return problem;
  }
}
