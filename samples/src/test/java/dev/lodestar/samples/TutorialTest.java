package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.launch.Lodestar;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the tutorial says: makes its files, runs its commands, and compares the rows that these
 * are said to print.
 */
class TutorialTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
  private static final Pattern FILE = Pattern.compile("(?:#|--) (bakery/\\S+)\\n");
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ \\./lodestar (.*)\\n");
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");
  private static final List<String> WITH_WAREHOUSE =
      List.of("run", "plan", "diff", "rollback", "quarantine");

  @TempDir private Path folder;
  private int runs;

  @Test
  void everyCommandShowsWhatThePageShows() throws Exception {
    int commands = 0;
    for (String block :
        texts(BLOCK, Files.readString(Path.of("../docs/tutorial/first-domain.md")))) {
      Matcher file = FILE.matcher(block);
      if (file.lookingAt()) {
        write(folder.resolve(file.group(1)), block.substring(file.end()));
        continue;
      }
      Matcher command = COMMAND.matcher(block);
      List<MatchResult> found = command.results().toList();
      for (int i = 0; i < found.size(); i++) {
        int end = i + 1 < found.size() ? found.get(i + 1).start() : block.length();
        carryOut(texts(WORD, found.get(i).group(1)), block.substring(found.get(i).end(), end));
        commands++;
      }
    }
    assertThat(commands).isGreaterThan(10);
  }

  private void carryOut(List<String> words, String shown) throws Exception {
    if (words.get(0).equals("sql")) {
      if (words.size() == 3) {
        assertThat(asked(words.get(2).replace("\"", ""))).isEqualTo(rowsOf(shown));
      }
      return;
    }
    List<String> arguments = new ArrayList<>(words);
    arguments.replaceAll(
        word -> word.equals("bakery") ? folder.resolve("bakery").toString() : word);
    if (WITH_WAREHOUSE.contains(words.get(0))) {
      arguments.add("--warehouse=" + warehouse());
    }
    if (words.get(0).equals("run")) {
      arguments.add("--run-id=run-" + ++runs);
    }
    assertThat(Lodestar.execute(arguments.toArray(String[]::new)))
        .as("lodestar %s", String.join(" ", words))
        .isZero();
    if (words.get(0).equals("run")) {
      assertThat(steps("run-" + runs)).isEqualTo(stepsOf(shown));
    }
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }

  private List<String> asked(String query) throws Exception {
    try (Oracle oracle = Oracle.silent()) {
      Released.beside(oracle, warehouse());
      return oracle.rows(query.replaceAll("from (\\w+)", "from \"gold.$1\""));
    }
  }

  /** The rows of a printed table, below the line under its head. */
  private static List<String> rowsOf(String shown) {
    return shown
        .lines()
        .dropWhile(line -> !line.startsWith("---"))
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> Arrays.stream(line.strip().split(" {2,}")).collect(Collectors.joining(" | ")))
        .toList();
  }

  /** Table, rows in, rows out, quarantined, deduplicated and dropped, as a run has printed them. */
  private static List<String> stepsOf(String shown) {
    return shown
        .lines()
        .filter(line -> line.matches("(bronze|silver|gold)\\..*"))
        .map(line -> Arrays.stream(line.split(" +")).limit(6).collect(Collectors.joining(" | ")))
        .toList();
  }

  private List<String> steps(String run) {
    try (Warehouse opened = Warehouse.openExisting(warehouse())) {
      return opened.steps(run).stream().map(TutorialTest::line).toList();
    }
  }

  private static String line(StepRecord step) {
    return "%s | %d | %d | %d | %d | %d"
        .formatted(
            step.table(),
            step.rowsIn(),
            step.rowsOut(),
            step.quarantined(),
            step.deduplicated(),
            step.dropped());
  }

  private static List<String> texts(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
        .toList();
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
