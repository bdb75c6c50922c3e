package dev.lodestar.server.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program that makes tables.
 *
 * @param script {@code lodestar}, or one that takes its words
 * @param runners what can carry a run here, the one first that does unless another is named
 * @param options with which it finds the warehouse and the sources that the server was told of
 */
public record Launcher(Path script, List<String> runners, List<String> options) {
  public Launcher {
    runners = List.copyOf(runners);
    options = List.copyOf(options);
  }

  List<String> command(Path domain, String runId, Errand errand, Optional<String> runner) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.add(errand.kind().command());
    command.add(domain.toString());
    command.addAll(errand.words(runId));
    runner.ifPresent(name -> command.add("--runner=" + name));
    command.addAll(options);
    return command;
  }
}
