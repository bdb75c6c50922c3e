package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Statements that others have written for other databases give what others say they give, or stand
 * in {@code corpora/differences.txt} with the reason why not.
 */
final class CorporaTest {
  private static final Path FILES = Path.of("src/test/resources/dev/lodestar/sql/corpora");
  private static final Path PAGE = Path.of("../../docs/reference/sql-corpora.md");

  /** What came of a statement. */
  private enum Outcome {
    AGREES,
    REFUSED,
    FAILS,
    DIFFERS,
    /** It would agree if {@code /} gave whole numbers. */
    DIVIDES
  }

  private final TreeSet<String> differences = new TreeSet<>();
  private final List<String> rates = new ArrayList<>();
  private int allAsked;
  private int allAgreed;

  @Test
  void whatDiffersIsKnownAndExplained() throws Exception {
    for (Corpus corpus : Corpus.all()) {
      ask(corpus);
    }
    rates.add(rate("together", allAsked, allAgreed));
    assertThat(differences).isEqualTo(explained());
    assertThat(Files.readString(PAGE)).contains(String.join("\n", rates));
  }

  private void ask(Corpus corpus) throws IOException, SQLException {
    int asked = 0;
    int agreed = 0;
    try (TestTables tables = new TestTables(made(corpus))) {
      SqlCompiler compiler = SqlCompiler.interactive(tables.compiler().tables());
      for (Corpus.Section section : corpus.sections()) {
        for (Corpus.Asked statement : section.asked()) {
          Outcome outcome = outcome(statement, section.schema(), compiler, tables);
          asked++;
          if (outcome == Outcome.AGREES) {
            agreed++;
          } else {
            differences.add(
                corpus.name()
                    + " "
                    + outcome.name().toLowerCase(Locale.ROOT)
                    + ": "
                    + statement.line());
          }
        }
      }
    }
    rates.add(rate(corpus.name(), asked, agreed));
    allAsked += asked;
    allAgreed += agreed;
  }

  private static String rate(String name, int asked, int agreed) {
    return "| %s | %d | %d |".formatted(name, asked, agreed);
  }

  /** The statements that make its tables. */
  private static String[] made(Corpus corpus) throws IOException {
    List<String> own = corpus.sections().stream().flatMap(s -> s.tables().stream()).toList();
    return own.isEmpty()
        ? Files.readString(FILES.resolve("calcite/tables.sql")).split(";\n")
        : own.toArray(String[]::new);
  }

  private static Outcome outcome(
      Corpus.Asked asked, String schema, SqlCompiler compiler, TestTables tables) {
    boolean mayFail = asked.answer() instanceof Corpus.Answer.Refusal;
    CompiledQuery compiled;
    try {
      compiled = compiler.compileForReader(asked.sql(), schema);
    } catch (SqlProblem e) {
      return mayFail ? Outcome.AGREES : Outcome.REFUSED;
    }
    try {
      if (agrees(compiled.duckDb(), compiled.columns().size(), asked, tables)) {
        return Outcome.AGREES;
      }
    } catch (SQLException e) {
      return mayFail ? Outcome.AGREES : Outcome.FAILS;
    }
    return divides(asked, compiled.columns().size(), tables) ? Outcome.DIVIDES : Outcome.DIFFERS;
  }

  private static boolean agrees(String duckDb, int columns, Corpus.Asked asked, TestTables tables)
      throws SQLException {
    List<List<String>> rows = tables.cells(duckDb, columns);
    return !(asked.answer() instanceof Corpus.Answer.Refusal)
        && CorpusAnswers.agree(rows, asked.answer());
  }

  private static boolean divides(Corpus.Asked asked, int columns, TestTables tables) {
    try {
      return asked.sql().contains("/")
          && agrees(asked.sql().replace("/", "//"), columns, asked, tables);
    } catch (SQLException e) {
      return false;
    }
  }

  /** What {@code differences.txt} names, a line for each statement. */
  private static TreeSet<String> explained() throws IOException {
    TreeSet<String> explained = new TreeSet<>();
    for (String line : Files.readAllLines(FILES.resolve("differences.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(": ");
        Stream.of(parts[1].split(" ")).map(at -> parts[0] + ": " + at).forEach(explained::add);
      }
    }
    return explained;
  }
}
