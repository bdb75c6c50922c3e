package dev.lodestar.server;

import picocli.CommandLine.Option;

/** What every command answers to. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean asked;
}
