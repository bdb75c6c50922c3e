package dev.lodestar.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
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
    CommandLine commands = new CommandLine(new Main());
    Map<String, Supplier<Object>> all = commands(terminal);
    // Looking at a command's options takes a while, so where one is named the others are left
    // alone.
    Set<String> meant = new TreeSet<>(all.keySet());
    if (arguments.length > 0 && meant.contains(arguments[0])) {
      meant.retainAll(Set.of(arguments[0]));
    }
    all.forEach(
        (name, command) -> {
          if (meant.contains(name)) {
            commands.addSubcommand(command.get());
          }
        });
    commands.setUsageHelpWidth(100);
    commands.setOut(terminal.out());
    commands.setErr(terminal.err());
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> ExitCode.of(failure, terminal));
    return commands.execute(arguments);
  }

  private static Map<String, Supplier<Object>> commands(Terminal terminal) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("sql", () -> new SqlCommand(terminal));
    all.put("ask", () -> new AskCommand(terminal));
    all.put("eval", () -> new EvalCommand(terminal));
    all.put("serve", () -> new ServeCommand(terminal));
    all.put(
        "user",
        () ->
            new CommandLine(new UserCommand())
                .addSubcommand(new UserCommand.Password(terminal))
                .addSubcommand(new UserCommand.Token(terminal)));
    return all;
  }
}
