package dev.lodestar.server;

import dev.lodestar.server.security.ScramVerifier;
import dev.lodestar.server.security.TokenHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes what a file of users holds. */
@Command(
    name = "user",
    description = "Makes what a file of users keeps of passwords and tokens.",
    synopsisSubcommandLabel = "COMMAND")
final class UserCommand {

  @Mixin HelpOption help = new HelpOption();

  /** Never from an argument, which others on the machine can read. */
  @Command(
      name = "password",
      description =
          "Asks for a password, or reads it from a line of standard input, and prints what the file"
              + " of users keeps of it.")
  static final class Password implements Callable<Integer> {
    private static final int SHORTEST = 8;

    @Mixin HelpOption help = new HelpOption();

    private final Terminal terminal;

    Password(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws UsageProblem, IOException {
      Console console = System.console();
      String password = console == null ? fromInput() : fromTerminal(console);
      if (password.length() < SHORTEST) {
        throw new UsageProblem("A password has " + SHORTEST + " characters or more");
      }
      terminal.out().println("password: " + ScramVerifier.of(password));
      return ExitCode.OK;
    }

    private String fromInput() throws IOException {
      String line =
          new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "" : line;
    }

    private static String fromTerminal(Console console) throws UsageProblem {
      char[] first = console.readPassword("Password: ");
      char[] again = console.readPassword("Once more: ");
      if (first == null || !Arrays.equals(first, again)) {
        throw new UsageProblem("The two are not the same; nothing was made");
      }
      return new String(first);
    }
  }

  /** Prints a token for its user, and what is kept of it. */
  @Command(
      name = "token",
      description = "Makes a token for a program, and prints what the file of users keeps of it.")
  static final class Token implements Callable<Integer> {

    @Mixin HelpOption help = new HelpOption();

    private final Terminal terminal;

    Token(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      String token = TokenHash.newToken();
      terminal.out().println("# For the program; it is shown this once: " + token);
      terminal.out().println("tokens: {NAME: \"" + TokenHash.of(token) + "\"}");
      return ExitCode.OK;
    }
  }
}
