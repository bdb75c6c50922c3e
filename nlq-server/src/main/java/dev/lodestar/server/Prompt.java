package dev.lodestar.server;

import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.answer.TypeAhead;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.sql.SqlCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Lines typed at a terminal: they can be edited, those of earlier days come back, and names are
 * completed by the tab key. Ctrl-C stops a query or forgets a line, Ctrl-D ends.
 */
final class Prompt implements Lines, AutoCloseable {
  private static final int MOST_OFFERED = 30;
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

  private Prompt(String name, String history, Parser parser, Completer completer)
      throws IOException {
    this.prompt = name + "> ";
    this.terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("lodestar")
            .parser(parser)
            .completer(completer)
            .variable(LineReader.HISTORY_FILE, Path.of(System.getProperty("user.home"), history))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, " ".repeat(name.length()) + "> ")
            .variable(LineReader.INDENTATION, 0)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.HISTORY_INCREMENTAL, true)
            .build();
  }

  /** For statements over some tables; takes the terminal over until it is closed. */
  static Prompt forStatements(String domain, List<ShellTables.Listed> tables) throws IOException {
    List<Candidate> candidates = candidates(tables);
    return new Prompt(
        domain,
        ".lodestar_history",
        new Statements(),
        (reader, line, found) -> found.addAll(candidates));
  }

  /** For questions; takes the terminal over until it is closed. */
  static Prompt forQuestions(String domain, Asker asker) throws IOException {
    return new Prompt(
        domain,
        ".lodestar_questions",
        new Whole(),
        (reader, line, found) -> {
          String written = line.line().substring(0, line.cursor());
          for (Language language : Language.values()) {
            for (TypeAhead.Suggestion more :
                asker.typeAhead().after(written, language, MOST_OFFERED)) {
              String before = written.substring(0, written.length() - more.replaces());
              found.add(
                  new Candidate(before + more.text(), more.text(), null, null, null, null, true));
            }
          }
        });
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
  public void stoppable(Runnable stop) {
    terminal.handle(Signal.INT, signal -> stop.run());
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private static List<Candidate> candidates(List<ShellTables.Listed> listed) {
    TreeSet<String> columns = new TreeSet<>();
    TreeSet<String> tables = new TreeSet<>();
    for (ShellTables.Listed table : listed) {
      tables.add(table.written());
      table.columns().stream().map(ShellTables.ListedColumn::name).forEach(columns::add);
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

  /** A line is one word, of which what comes next is told. */
  private static final class Whole extends DefaultParser {
    Whole() {
      setEscapeChars(null);
      setQuoteChars(null);
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int position) {
      return false;
    }
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
