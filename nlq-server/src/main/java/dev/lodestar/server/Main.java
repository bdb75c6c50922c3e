package dev.lodestar.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The entry point of {@code lodestar sql} and {@code lodestar serve}. */
@Command(
    name = "lodestar",
    description = "Reads what a domain has released.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  @Mixin HelpOption help = new HelpOption();

  private Main() {}

  public static void main(String[] arguments) {
    // What the libraries have to log is not for people at a prompt; failures come as exceptions.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    Terminal terminal = Terminal.system();
    int code = run(terminal, arguments);
    terminal.flush();
    System.exit(code);
  }

  /** Carries a command out and gives its exit code. */
  static int run(Terminal terminal, String... arguments) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new SqlCommand(terminal))
            .addSubcommand(new AskCommand(terminal))
            .addSubcommand(new EvalCommand(terminal))
            .addSubcommand(new ServeCommand(terminal))
            .addSubcommand(
                new CommandLine(new UserCommand())
                    .addSubcommand(new UserCommand.Password(terminal))
                    .addSubcommand(new UserCommand.Token(terminal)));
    commands.setUsageHelpWidth(100);
    commands.setOut(terminal.out());
    commands.setErr(terminal.err());
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> ExitCode.of(failure, terminal));
    return commands.execute(arguments);
  }
}
