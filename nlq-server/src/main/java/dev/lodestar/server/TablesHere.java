package dev.lodestar.server;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.catalog.TableWords;
import dev.lodestar.server.print.RowPrinter;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.Text;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Those of a warehouse that this program reads itself. */
final class TablesHere implements ShellTables {
  private final ServedDomain domain;
  private final Path folder;
  private final QueryEngine engine;
  private final Terminal terminal;
  private Optional<String> asOf = Optional.empty();

  TablesHere(ServedDomain domain, Path folder, QueryEngine engine, Terminal terminal) {
    this.domain = domain;
    this.folder = folder;
    this.engine = engine;
    this.terminal = terminal;
  }

  @Override
  public String domain() {
    return domain.name();
  }

  private Catalog catalog() throws CannotServe {
    return asOf.isPresent()
        ? domain.asOf(asOf.get())
        : Released.catalog(domain, asOf, folder, terminal);
  }

  @Override
  public List<Listed> listed() throws CannotServe {
    Catalog catalog = catalog();
    TableWords words = catalog.words();
    List<Listed> all = new ArrayList<>();
    for (CatalogTable table : catalog.tables()) {
      List<ListedColumn> columns = new ArrayList<>();
      for (Column column : table.columns()) {
        Optional<ColumnDoc> doc = words.column(table.name(), column.name());
        columns.add(
            new ListedColumn(
                column.name(),
                column.type().toString(),
                words.key(table.name()).contains(column.name()),
                said(doc.map(ColumnDoc::description).orElse(Text.NONE))));
      }
      all.add(new Listed(table.name(), said(words.description(table.name())), columns));
    }
    return all;
  }

  private static String said(Text text) {
    return text.in("en").lines().findFirst().orElse("");
  }

  @Override
  public void readAsOf(Optional<String> when) throws CannotServe {
    Released.catalog(domain, when, folder, terminal);
    asOf = when;
  }

  @Override
  public OptionalLong run(
      String statement, Function<List<Column>, RowPrinter> printers, Lines input)
      throws IOException, QueryFailed, UsageProblem, CannotServe {
    String sql = StatementText.fill(statement, domain.domain().variables());
    Query query;
    try {
      query = engine.prepare(catalog(), QueryEngine.DEFAULT_SCHEMA, sql, QueryLimits.NONE);
    } catch (SqlProblem problem) {
      terminal.err().println(StatementReport.text(sql, problem));
      return OptionalLong.empty();
    }
    input.stoppable(query::cancel);
    RowPrinter printer = printers.apply(query.columns());
    Query.Result result = query.run(printer);
    printer.end();
    return OptionalLong.of(result.rows());
  }
}
