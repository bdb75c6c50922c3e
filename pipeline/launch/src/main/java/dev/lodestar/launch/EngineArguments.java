package dev.lodestar.launch;

import java.util.List;
import picocli.CommandLine.Option;

/** What commands take that run on an engine; whatever is not ours goes on to Beam. */
final class EngineArguments {
  @Option(
      names = "--runner",
      paramLabel = "NAME",
      defaultValue = "direct",
      description = "direct (this process), flink or spark; any option of these passes through")
  String runner = "direct";

  @Option(names = "--full", description = "Make every table anew, whether or not it is out of date")
  boolean full;

  /** The engine with the options that the command itself did not understand. */
  Engines.Prepared prepare(List<String> passedOn) {
    return Engines.prepare(runner, passedOn);
  }
}
