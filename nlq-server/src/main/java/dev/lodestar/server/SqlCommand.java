package dev.lodestar.server;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.print.RowFormat;
import dev.lodestar.server.print.RowPrinter;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one statement over what a domain has released, and prints the rows. */
@Command(
    name = "sql",
    description = "Runs one SELECT over the tables that a domain has released.",
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
      paramLabel = "STATEMENT",
      description = "One SELECT; \"-\" reads it from standard input.")
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
    long start = System.nanoTime();
    try (ServedDomain domain = options.open(given(folder));
        QueryEngine engine = QueryEngine.over(domain.warehouse())) {
      String sql = StatementText.read(given(statement), terminal.in(), domain.domain().variables());
      Catalog catalog =
          Released.catalog(domain, Optional.ofNullable(asOf), given(folder), terminal);
      Query query;
      try {
        query = engine.prepare(catalog, QueryEngine.DEFAULT_SCHEMA, sql, QueryLimits.NONE);
      } catch (SqlProblem problem) {
        terminal.err().println(StatementReport.text(sql, problem));
        return ExitCode.WRONG;
      }
      print(query, start);
      return ExitCode.OK;
    }
  }

  private void print(Query query, long start) throws IOException, QueryFailed {
    RowPrinter printer = given(format).printer(query.columns(), terminal.out());
    Query.Result result = query.run(printer);
    printer.end();
    terminal.flush();
    if (given(format) == RowFormat.TABLE) {
      terminal.err().println(summary(result.rows(), System.nanoTime() - start));
    }
  }

  private static String summary(long rows, long nanos) {
    return String.format(
        Locale.ROOT, "%,d %s, %.2f s", rows, rows == 1 ? "row" : "rows", nanos / 1e9);
  }

  /** Picocli has filled it in before {@link #call}. */
  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A parameter was not filled in");
    }
    return value;
  }
}
