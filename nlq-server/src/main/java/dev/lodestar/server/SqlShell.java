package dev.lodestar.server;

import dev.lodestar.server.print.RowFormat;
import dev.lodestar.server.print.RowPrinter;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.WarehouseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Statements one after another, each ended by a semicolon, and short commands that begin with a
 * backslash. A statement reads what is released when it begins.
 */
final class SqlShell {
  private static final Pattern NO_SQL =
      Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final List<String> COMMANDS = List.of("\\d", "\\as-of", "\\format", "\\?", "\\q");

  static final String HELP =
      """
        SELECT …;         runs a statement, which may go over several lines
        EXPLAIN SELECT …; the SQL that DuckDB runs, and the files it reads
        \\d                the tables
        \\d TABLE          its columns
        \\as-of WHEN       reads an earlier release from here on; \\as-of alone, the latest
        \\format FORMAT    prints rows as table, csv or json
        \\q                ends, as does the end of input""";

  private final ShellTables tables;
  private final Terminal terminal;
  private RowFormat format;

  SqlShell(ShellTables tables, Terminal terminal, RowFormat format) {
    this.tables = tables;
    this.terminal = terminal;
    this.format = format;
  }

  /** The statements and commands of a script; the last need not end. */
  static Lines script(InputStream script) throws IOException, UsageProblem {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8));
    lines.mark(1);
    if (lines.read() < 0) {
      throw new UsageProblem("No statement: give one, or several on standard input");
    }
    lines.reset();
    return () -> {
      String text = lines.readLine();
      for (String more = ""; text != null && more != null && !isComplete(text); ) {
        more = lines.readLine();
        text = more == null ? text : text + "\n" + more;
      }
      return text;
    };
  }

  /** Whether a text can be carried out, or goes on in the next line. */
  static boolean isComplete(String text) {
    String sql = NO_SQL.matcher(text).replaceAll(" ").strip();
    boolean open = sql.contains("'") || sql.contains("\"") || sql.contains("/*");
    return sql.startsWith("\\") || (!open && (sql.isEmpty() || sql.endsWith(";")));
  }

  /** Carries out all that comes; gives whether everything was right. */
  boolean run(Lines input) throws IOException {
    boolean all = true;
    for (String text = input.next(); text != null; text = input.next()) {
      String line = text.strip();
      if (line.equals("\\q")) {
        break;
      }
      try {
        if (line.startsWith("\\")) {
          command(line);
        } else if (!NO_SQL.matcher(line).replaceAll("").isBlank()) {
          all &= statement(text, input);
        }
      } catch (QueryFailed | UsageProblem | CannotServe | WarehouseException e) {
        terminal.flush();
        terminal.err().println(e.getMessage());
        all = false;
      }
      terminal.flush();
    }
    return all;
  }

  /** Runs a statement; gives false, and says what is wrong with it, when it is not understood. */
  boolean statement(String text, Lines input)
      throws IOException, QueryFailed, UsageProblem, CannotServe {
    long start = System.nanoTime();
    OptionalLong rows = tables.run(text, columns -> format.printer(columns, terminal.out()), input);
    terminal.flush();
    if (rows.isPresent() && format == RowFormat.TABLE) {
      terminal.err().println(summary(rows.getAsLong(), System.nanoTime() - start));
    }
    return rows.isPresent();
  }

  private static String summary(long rows, long nanos) {
    return String.format(
        Locale.ROOT, "%,d %s, %.2f s", rows, rows == 1 ? "row" : "rows", nanos / 1e9);
  }

  private void command(String line) throws IOException, QueryFailed, UsageProblem, CannotServe {
    String[] words = line.split("\\s+", 2);
    String argument = words.length == 1 ? "" : words[1].strip();
    switch (words[0]) {
      case "\\d" -> {
        if (argument.isEmpty()) {
          tables();
        } else {
          columns(argument);
        }
      }
      case "\\as-of" -> tables.readAsOf(Optional.of(argument).filter(when -> !when.isEmpty()));
      case "\\format" -> {
        try {
          format = new RowFormat.Converter().convert(argument);
        } catch (CommandLine.TypeConversionException e) {
          throw new UsageProblem(String.valueOf(e.getMessage()));
        }
      }
      case "\\?" -> terminal.err().println(HELP);
      default ->
          throw new UsageProblem(
              "Unknown command \""
                  + words[0]
                  + "\"; there are "
                  + String.join(", ", COMMANDS)
                  + ", and \\? tells more");
    }
  }

  private void tables() throws IOException, QueryFailed, CannotServe {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ShellTables.Listed table : tables.listed()) {
      rows.add(
          List.of(
              table.name().schema(),
              table.name().name(),
              table.columns().size(),
              table.description()));
    }
    print(List.of("schema", "table", "columns", "description"), rows);
  }

  private void columns(String asked) throws IOException, QueryFailed, UsageProblem, CannotServe {
    List<ShellTables.Listed> all = tables.listed();
    String name = asked.toLowerCase(Locale.ROOT);
    TableName wanted =
        TableName.parse(name.contains(".") ? name : QueryEngine.DEFAULT_SCHEMA + "." + name);
    ShellTables.Listed table =
        all.stream()
            .filter(one -> one.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> unknown(asked, all));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ShellTables.ListedColumn column : table.columns()) {
      rows.add(
          List.of(column.name(), column.type(), column.inKey() ? "yes" : "", column.description()));
    }
    print(List.of("column", "type", "key", "description"), rows);
  }

  private static UsageProblem unknown(String asked, List<ShellTables.Listed> tables) {
    List<String> names = tables.stream().map(ShellTables.Listed::written).toList();
    return new UsageProblem(
        "Unknown table \""
            + asked
            + "\"; "
            + Nearest.to(asked, names)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("\\d shows the tables"));
  }

  private void print(List<String> names, List<List<@Nullable Object>> rows) throws IOException {
    RowPrinter printer =
        format.printer(
            names.stream().map(name -> new Column(name, ColumnType.VARCHAR)).toList(),
            terminal.out());
    for (List<@Nullable Object> row : rows) {
      printer.row(row);
    }
    printer.end();
  }
}
