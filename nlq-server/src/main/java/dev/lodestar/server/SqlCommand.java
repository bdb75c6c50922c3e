package dev.lodestar.server;

import dev.lodestar.server.catalog.Catalog;
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

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain's folder.")
  @Nullable Path folder;

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
    Path domainFolder = given(folder);
    Optional<String> when = Optional.ofNullable(asOf);
    try (ServedDomain domain = options.open(domainFolder);
        QueryEngine engine = QueryEngine.over(domain.warehouse())) {
      SqlShell shell = new SqlShell(domain, domainFolder, engine, terminal, when, given(format));
      if (statement != null) {
        String sql = StatementText.read(statement, terminal.in());
        Released.catalog(domain, when, domainFolder, terminal);
        return shell.statement(sql, Lines.NONE) ? ExitCode.OK : ExitCode.WRONG;
      }
      if (!terminal.isInteractive()) {
        Lines script = SqlShell.script(terminal.in());
        Released.catalog(domain, when, domainFolder, terminal);
        return shell.run(script) ? ExitCode.OK : ExitCode.WRONG;
      }
      Catalog catalog = Released.catalog(domain, when, domainFolder, terminal);
      try (Prompt prompt = Prompt.forStatements(domain.name(), catalog)) {
        terminal.err().println(SqlShell.HELP);
        shell.run(prompt);
      }
      return ExitCode.OK;
    }
  }

  /** Picocli has filled it in before {@link #call}. */
  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A parameter was not filled in");
    }
    return value;
  }
}
