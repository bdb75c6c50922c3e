package dev.lodestar.server;

import dev.lodestar.server.print.RowPrinter;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The tables that the statements of a shell read: those of a warehouse, or of a server. */
interface ShellTables {

  /** A table as it is shown. */
  record Listed(TableName name, String description, List<ListedColumn> columns) {
    public Listed {
      columns = List.copyOf(columns);
    }

    /** Its name as statements need to say it. */
    String written() {
      return name.schema().equals(QueryEngine.DEFAULT_SCHEMA) ? name.name() : name.toString();
    }
  }

  record ListedColumn(String name, String type, boolean inKey, String description) {}

  /** The domain's name. */
  String domain();

  /** Those that statements read now. */
  List<Listed> listed() throws IOException, QueryFailed, CannotServe;

  /** Has another release read from here on; the latest ones when none is named. */
  void readAsOf(Optional<String> when) throws IOException, QueryFailed, CannotServe;

  /**
   * Runs a statement and prints its rows; gives how many, or nothing when the statement is wrong,
   * which is said.
   */
  OptionalLong run(String statement, Function<List<Column>, RowPrinter> printers, Lines input)
      throws IOException, QueryFailed, UsageProblem, CannotServe;
}
