package dev.lodestar.launch;

import dev.lodestar.spec.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar check}: everything that is wrong with a domain. */
@Command(
    name = "check",
    description = "Show every problem of a domain, with its place and what to do",
    footer = {"", "Exit code 0: no problem; 1: problems."})
final class CheckCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(names = "--json", description = "Print a list of objects for programs")
  private boolean json;

  @Override
  public Integer call() {
    List<Problem> problems = Checked.domain(arguments).match((d, s) -> List.of(), p -> p);
    if (json) {
      System.out.println(Problems.json(arguments.folder, problems));
    } else if (problems.isEmpty()) {
      System.out.println("No problems in " + arguments.folder);
    } else {
      Problems.print(arguments.folder, problems);
    }
    return problems.isEmpty() ? Exit.OK : Exit.PROBLEMS;
  }
}
