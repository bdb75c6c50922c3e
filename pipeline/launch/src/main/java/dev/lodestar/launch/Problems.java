package dev.lodestar.launch;

import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
import java.nio.file.Path;
import java.util.List;

/** Shows problems to people and to programs. */
final class Problems {
  private Problems() {}

  /** Prints problems on standard error and says that there are some. */
  static int print(Path folder, List<Problem> problems) {
    System.err.println(ProblemReport.text(problems, folder.toAbsolutePath().normalize()));
    System.err.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
    return Exit.PROBLEMS;
  }

  static String json(Path folder, List<Problem> problems) {
    return ProblemReport.json(problems, folder.toAbsolutePath().normalize());
  }
}
