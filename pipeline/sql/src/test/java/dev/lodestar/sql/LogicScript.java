package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the scripts of SQLite's sqllogictest: records that are apart by empty lines, of which those
 * for other databases are left out.
 */
final class LogicScript {
  /** Of all that the scripts know this is nearest to ours. */
  private static final String NEAREST = "postgresql";

  private static final Pattern NAMED =
      Pattern.compile("\\b(create table|insert into|from) +(\\w+)", Pattern.CASE_INSENSITIVE);

  private final List<String> lines;
  private final List<String> tables = new ArrayList<>();
  private final List<Corpus.Asked> asked = new ArrayList<>();
  private int at;

  private LogicScript(List<String> lines) {
    this.lines = lines;
  }

  static List<Corpus.Section> read(List<String> lines) {
    LogicScript script = new LogicScript(lines);
    while (script.record()) {}
    return List.of(new Corpus.Section("main", script.tables, script.asked));
  }

  /** Reads the next record; false when there is none, or the script ends for us. */
  private boolean record() {
    boolean ours = true;
    while (at < lines.size()) {
      String[] words = lines.get(at).strip().replaceFirst("#.*", "").split(" +");
      int line = ++at;
      switch (words[0]) {
        case "", "hash-threshold" -> {}
        case "onlyif" -> ours &= words[1].equals(NEAREST);
        case "skipif" -> ours &= !words[1].equals(NEAREST);
        case "halt" -> {
          if (ours) {
            return false;
          }
          return true;
        }
        case "statement" -> {
          String sql = String.join("\n", block());
          if (ours && words[1].equals("error")) {
            asked.add(new Corpus.Asked(line, sql, new Corpus.Answer.Refusal()));
          } else if (ours && sql.matches("(?is)(create table|insert).*")) {
            make(sql);
          }
          return true;
        }
        case "query" -> {
          List<String> block = block();
          if (ours) {
            asked.add(query(line, words, block));
          }
          return true;
        }
        default -> throw new IllegalStateException("Line " + line + ": " + words[0]);
      }
    }
    return false;
  }

  /** A view has the name without its schema, for DuckDB to be asked as the script asks. */
  private void make(String sql) {
    Matcher names = NAMED.matcher(sql);
    tables.add(names.replaceAll("$1 \"main.$2\""));
    if (names.reset().lookingAt() && sql.toLowerCase(Locale.ROOT).startsWith("create")) {
      String name = names.group(2);
      tables.add("CREATE VIEW " + name + " AS SELECT * FROM \"main." + name + "\"");
    }
  }

  private static Corpus.Asked query(int line, String[] words, List<String> block) {
    int answer = block.indexOf("----");
    String sql = String.join("\n", block.subList(0, answer < 0 ? block.size() : answer));
    List<String> values = answer < 0 ? List.of() : block.subList(answer + 1, block.size());
    boolean byRow = words.length > 2 && words[2].equals("rowsort");
    boolean oneByOne = words.length > 2 && words[2].equals("valuesort");
    if (values.size() == 1 && values.get(0).contains(" values hashing to ")) {
      String[] parts = values.get(0).split(" ");
      return new Corpus.Asked(
          line,
          sql,
          new Corpus.Answer.Hash(
              words[1], oneByOne, byRow, Integer.parseInt(parts[0]), parts[parts.length - 1]));
    }
    return new Corpus.Asked(
        line, sql, new Corpus.Answer.Values(words[1], oneByOne, byRow, List.copyOf(values)));
  }

  /** The lines up to the next empty one. */
  private List<String> block() {
    int from = at;
    while (at < lines.size() && !lines.get(at).isBlank()) {
      at++;
    }
    return lines.subList(from, at);
  }
}
