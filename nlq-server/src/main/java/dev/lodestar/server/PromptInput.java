package dev.lodestar.server;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.query.Query;
import dev.lodestar.spec.Column;
import dev.lodestar.sql.SqlCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Statements typed at a prompt: lines that can be edited, with those of earlier days, and names
 * completed by the tab key. Ctrl-C stops a query or forgets a line, Ctrl-D ends.
 */
final class PromptInput implements SqlShell.Input, AutoCloseable {
  private static final List<String> WORDS =
      List.of(
          ("SELECT DISTINCT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET JOIN LEFT RIGHT FULL CROSS ON USING"
                  + " AND OR NOT IN EXISTS BETWEEN LIKE ILIKE IS NULL CASE WHEN THEN ELSE END AS WITH"
                  + " UNION ALL INTERSECT EXCEPT OVER PARTITION FILTER QUALIFY ASC DESC DATE INTERVAL"
                  + " EXPLAIN ANALYZE")
              .split(" "));

  private final org.jline.terminal.Terminal terminal;
  private final LineReader reader;
  private final String prompt;

  /**
   * Takes the terminal over until it is closed.
   *
   * @param domain that the prompt names
   * @param catalog whose names are completed
   */
  PromptInput(String domain, Catalog catalog) throws IOException {
    this.prompt = domain + "> ";
    this.terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    List<Candidate> candidates = candidates(catalog);
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("lodestar")
            .parser(new Statements())
            .completer((line, parsed, found) -> found.addAll(candidates))
            .variable(
                LineReader.HISTORY_FILE,
                Path.of(System.getProperty("user.home"), ".lodestar_history"))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, " ".repeat(domain.length()) + "> ")
            .variable(LineReader.INDENTATION, 0)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.HISTORY_INCREMENTAL, true)
            .build();
  }

  @Override
  public @Nullable String next() {
    while (true) {
      try {
        return reader.readLine(prompt);
      } catch (UserInterruptException e) {
        // What was typed is forgotten, as in every shell.
        continue;
      } catch (EndOfFileException e) {
        return null;
      }
    }
  }

  @Override
  public void stoppable(Query query) {
    terminal.handle(Signal.INT, signal -> query.cancel());
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private static List<Candidate> candidates(Catalog catalog) {
    TreeSet<String> columns = new TreeSet<>();
    TreeSet<String> tables = new TreeSet<>();
    for (CatalogTable table : catalog.tables()) {
      tables.add(SqlShell.written(table));
      table.columns().stream().map(Column::name).forEach(columns::add);
    }
    List<Candidate> all = new ArrayList<>();
    tables.forEach(name -> all.add(candidate(name, "tables", " ")));
    columns.forEach(name -> all.add(candidate(name, "columns", " ")));
    SqlCompiler.functionNames().forEach(name -> all.add(candidate(name, "functions", "(")));
    WORDS.forEach(name -> all.add(candidate(name, "SQL", " ")));
    return all;
  }

  private static Candidate candidate(String name, String group, String after) {
    return new Candidate(name, name, group, null, after, null, true);
  }

  /** Reads on until a statement has ended. */
  private static final class Statements extends DefaultParser {
    Statements() {
      setEscapeChars(null);
      setQuoteChars(null);
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int position) {
      char letter = buffer.charAt(position);
      return !Character.isLetterOrDigit(letter) && "_.\\".indexOf(letter) < 0;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && !SqlShell.isComplete(line)) {
        throw new EOFError(-1, -1, "the statement has no end yet", "");
      }
      return super.parse(line, cursor, ParseContext.COMPLETE);
    }
  }
}
