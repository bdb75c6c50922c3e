package dev.lodestar.server;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.print.RowFormat;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs statements over what a domain has released, and prints the rows. */
@Command(
    name = "sql",
    description =
        "Runs one SELECT, or one after another, over the tables that a domain has released.",
    sortOptions = false,
    footer = {
      "",
      "Names without a schema are tables of gold; others are written silver.orders, "
          + "quarantine.silver_orders, runs.steps.",
      "",
      "Exit codes: 0 done; 1 the statement is wrong; 2 the command line is wrong; 3 it failed."
    })
final class SqlCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "DOMAIN",
      description = "The domain's folder, or a server's address: http://HOST:PORT/DOMAIN.")
  @Nullable String domain;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STATEMENT",
      description =
          "One SELECT; \"-\" reads it from standard input. Without it, statements that end with a"
              + " semicolon are read from the terminal (\\? tells more) or from standard input.")
  @Nullable String statement;

  @Option(
      names = "--as-of",
      paramLabel = "WHEN",
      description =
          "An earlier release: its number, a snapshot, a run, or a moment in UTC"
              + " (2025-01-31 means the end of that day).")
  @Nullable String asOf;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (the default), csv or json.",
      defaultValue = "table",
      converter = RowFormat.Converter.class)
  @Nullable RowFormat format;

  @Mixin DomainOptions options = new DomainOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Terminal terminal;

  SqlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, SQLException, UsageProblem, QueryFailed, CannotServe {
    String where = given(domain);
    if (ServerAddress.isOne(where)) {
      if (!options.arguments().isEmpty()) {
        throw new UsageProblem(
            "A server knows where its tables are; leave out "
                + String.join(" ", options.arguments()));
      }
      ServerAddress address = ServerAddress.of(where, System.getenv(), SqlCommand::password);
      address.warning().ifPresent(terminal.err()::println);
      terminal.flush();
      return run(new TablesOfServer(address, terminal));
    }
    Path folder = Path.of(where);
    try (ServedDomain served = options.open(folder);
        QueryEngine engine = QueryEngine.over(served.warehouse())) {
      return run(new TablesHere(served, folder, engine, terminal));
    }
  }

  private int run(ShellTables tables) throws IOException, UsageProblem, QueryFailed, CannotServe {
    SqlShell shell = new SqlShell(tables, terminal, given(format));
    Optional<String> when = Optional.ofNullable(asOf);
    if (statement != null) {
      String sql = StatementText.read(statement, terminal.in());
      tables.readAsOf(when);
      try (UntilInterrupted once = new UntilInterrupted(Lines.NONE)) {
        return shell.statement(sql, once) ? ExitCode.OK : ExitCode.WRONG;
      }
    }
    if (!terminal.isInteractive()) {
      Lines lines = SqlShell.script(terminal.in());
      tables.readAsOf(when);
      try (UntilInterrupted script = new UntilInterrupted(lines)) {
        return shell.run(script) ? ExitCode.OK : ExitCode.WRONG;
      }
    }
    tables.readAsOf(when);
    try (Prompt prompt = Prompt.forStatements(tables.domain(), tables.listed())) {
      terminal.err().println(SqlShell.HELP);
      shell.run(prompt);
    }
    return ExitCode.OK;
  }

  private static Optional<String> password(String user) {
    return Optional.ofNullable(System.console())
        .map(console -> console.readPassword("Password of %s: ", user))
        .map(String::new);
  }

  /** Picocli has filled it in before {@link #call}. */
  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A parameter was not filled in");
    }
    return value;
  }
}
