package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads the scripts that Apache Calcite tests itself with: a statement, its answer, and a line that
 * begins with an exclamation mark and says what the answer is.
 */
final class QuidemScript {
  /** Where the tables are for which names, as far as we have them. */
  private static final Map<String, String> TABLES =
      Map.of("post", "post", "scott", "scott", "jdbc_scott", "scott");

  private static final String NO_TABLES = "";

  private final List<Corpus.Section> sections = new ArrayList<>();
  private final List<String> block = new ArrayList<>();
  private String format = "csv";
  private int lineOfBlock;

  private QuidemScript() {}

  static List<Corpus.Section> read(List<String> lines) {
    QuidemScript script = new QuidemScript();
    boolean leftOut = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (leftOut) {
        leftOut = !line.startsWith("!}");
      } else if (line.startsWith("!if") && !line.contains("jdk18")) {
        leftOut = true;
      } else if (line.startsWith("!")) {
        script.command(line.substring(1).strip().split(" +"));
        script.block.clear();
      } else {
        if (script.block.isEmpty()) {
          script.lineOfBlock = i + 1;
        }
        script.block.add(line.startsWith("#") ? "" : line);
      }
    }
    return script.sections.stream().filter(section -> !section.schema().equals(NO_TABLES)).toList();
  }

  private void command(String[] words) {
    switch (words[0]) {
      case "use" ->
          sections.add(
              new Corpus.Section(
                  TABLES.getOrDefault(words[1], NO_TABLES), List.of(), new ArrayList<>()));
      case "set" -> {
        if (words[1].equals("outputformat")) {
          format = words[2];
        }
      }
      case "ok" -> ask(true);
      case "error" -> ask(false);
      default -> {}
    }
  }

  /** The last statement of a block is meant: one before has no answer. */
  private void ask(boolean answered) {
    int begin = 0;
    int end = 0;
    for (int i = 0; i < block.size(); i++) {
      if (block.get(i).replaceFirst(" *--.*", "").stripTrailing().endsWith(";")) {
        begin = end;
        end = i + 1;
      }
    }
    if (end == 0) {
      // The same statement again.
      return;
    }
    while (block.get(begin).isBlank()) {
      begin++;
    }
    String sql = String.join("\n", block.subList(begin, end)).strip();
    sections
        .get(sections.size() - 1)
        .asked()
        .add(
            new Corpus.Asked(
                lineOfBlock + begin,
                sql.replaceFirst(";[^;]*$", ""),
                answered
                    ? new Corpus.Answer.Rows(rows(block.subList(end, block.size())))
                    : new Corpus.Answer.Refusal()));
  }

  private List<List<String>> rows(List<String> lines) {
    List<String> table = lines.stream().filter(line -> !line.isBlank()).toList();
    return switch (format) {
      case "mysql" ->
          table.stream()
              .filter(line -> line.startsWith("|"))
              .skip(1)
              .map(line -> cells(line.substring(1, line.stripTrailing().length() - 1), "\\|"))
              .toList();
      case "psql" ->
          table.stream()
              .skip(2)
              .filter(line -> !line.matches("\\(\\d+ rows?\\)"))
              .map(line -> cells(line, "\\|"))
              .toList();
      case "oracle" -> {
        List<List<String>> rows = new ArrayList<>();
        for (String line : table.subList(Math.min(2, table.size()), table.size())) {
          if (!line.matches("\\d+ rows? selected\\.")) {
            rows.add(columns(line, table.get(1)));
          }
        }
        yield rows;
      }
      default -> table.stream().skip(1).map(line -> cells(line, ",")).toList();
    };
  }

  private static List<String> cells(String line, String between) {
    return Arrays.stream(line.split(between, -1)).map(String::strip).toList();
  }

  /** Cells that stand below lines of dashes. */
  private static List<String> columns(String line, String dashes) {
    List<String> cells = new ArrayList<>();
    int from = 0;
    for (String column : dashes.split(" ")) {
      int to = Math.min(line.length(), from + column.length());
      cells.add(from < to ? line.substring(from, to).strip() : "");
      from += column.length() + 1;
    }
    return cells;
  }
}
