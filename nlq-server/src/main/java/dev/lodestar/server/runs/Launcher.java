package dev.lodestar.server.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that makes tables.
 *
 * @param script {@code lodestar}, or one that takes its words
 * @param options with which it finds the warehouse and the sources that the server was told of
 */
public record Launcher(Path script, List<String> options) {
  public Launcher {
    options = List.copyOf(options);
  }

  List<String> command(Path domain, String runId, Errand errand) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.add(errand.kind().command());
    command.add(domain.toString());
    command.addAll(errand.words(runId));
    command.addAll(options);
    return command;
  }
}
