package dev.lodestar.launch;

import dev.lodestar.layers.plan.PlanException;
import dev.lodestar.tables.WarehouseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line of Lodestar for everything that makes tables. */
@Command(
    name = "lodestar",
    description = "Carries data from raw files to a released gold star.",
    subcommands = {
      CheckCommand.class,
      PlanCommand.class,
      RunCommand.class,
      LineageCommand.class,
      DocsCommand.class,
      HistoryCommand.class,
      DiffCommand.class,
      RollbackCommand.class,
      QuarantineCommand.class,
      ReplayCommand.class,
      MaintainCommand.class,
      TestDomainCommand.class,
      GenerateCommand.class,
      SemanticCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Lodestar {
  private Lodestar() {}

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a command and returns its exit code. */
  public static int execute(String... arguments) {
    CommandLine line = new CommandLine(new Lodestar());
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    line.setUsageHelpWidth(100);
    line.setExecutionExceptionHandler(Lodestar::failed);
    return line.execute(arguments);
  }

  /**
   * Says what could not be done; the whole trace only where the fault is ours, or where it is asked
   * for.
   */
  private static int failed(Exception e, CommandLine line, ParseResult parsed) {
    System.err.println("lodestar: " + e.getMessage());
    for (Throwable also : e.getSuppressed()) {
      System.err.println("lodestar: after that: " + also.getMessage());
    }
    if (e instanceof UsageException) {
      return Exit.USAGE;
    }
    boolean expected =
        e instanceof PlanException
            || e instanceof WarehouseException
            || e instanceof ClusterException
            || e instanceof PipelineFailed
            || e instanceof Generator.ScriptFailed
            || e instanceof ExpectationBroken;
    if (!expected || System.getenv("LODESTAR_TRACE") != null) {
      e.printStackTrace(System.err);
    }
    return Exit.FAILED;
  }
}
