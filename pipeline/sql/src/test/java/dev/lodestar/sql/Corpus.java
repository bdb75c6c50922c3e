package dev.lodestar.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A file of statements and their answers that others have written, for other databases.
 *
 * @param sections in each of which the tables are the same
 */
record Corpus(String name, List<Section> sections) {
  private static final Path ALL = Path.of("src/test/resources/dev/lodestar/sql/corpora");

  /**
   * Statements that are asked of the same tables.
   *
   * @param schema where these are
   * @param tables the statements that make them; empty when they are those of all of the like
   */
  record Section(String schema, List<String> tables, List<Asked> asked) {}

  /** A statement, and where it stands. */
  record Asked(int line, String sql, Answer answer) {}

  /** What should come of a statement. */
  sealed interface Answer {

    /** These rows in any order, a text for each value, made equal by {@link CorpusAnswers}. */
    record Rows(List<List<String>> rows) implements Answer {}

    /** All values as one column. */
    record Values(String types, boolean sortedOneByOne, boolean sortedByRow, List<String> values)
        implements Answer {}

    /** So many values with this fingerprint. */
    record Hash(String types, boolean sortedOneByOne, boolean sortedByRow, int count, String hash)
        implements Answer {}

    /** It is refused, or fails. */
    record Refusal() implements Answer {}
  }

  static List<Corpus> all() {
    try (Stream<Path> files = Files.walk(ALL)) {
      return files
          .filter(file -> file.toString().endsWith(".gz"))
          .sorted()
          .map(Corpus::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Corpus read(Path file) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = ALL.relativize(file).toString().replace(".gz", "");
    return new Corpus(
        name, name.endsWith(".iq") ? QuidemScript.read(lines) : LogicScript.read(lines));
  }
}
