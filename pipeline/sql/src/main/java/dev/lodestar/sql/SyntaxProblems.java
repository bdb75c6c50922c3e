package dev.lodestar.sql;

import dev.lodestar.spec.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What to say of a text that is not a query. */
final class SyntaxProblems {
  private static final Pattern FOUND = Pattern.compile("(?s)Encountered \"(.*?)\" at line.*");
  private static final Pattern LEXICAL =
      Pattern.compile("(?s).*Lexical error at line (\\d+), column (\\d+)\\..*");
  private static final String END = "<EOF>";

  /** What often comes next, in the order in which it is told. */
  private static final List<String> LIKELY =
      List.of(
          "SELECT",
          "FROM",
          ",",
          ")",
          "(",
          "AS",
          "ON",
          "THEN",
          "WHEN",
          "END",
          "BY",
          "AND",
          "WHERE",
          "GROUP",
          "ORDER",
          "<IDENTIFIER>",
          "OVER",
          "UNION");

  private static final int LISTED = 4;

  /** Words that give a query its shape, and are never meant as names. */
  private static final Set<String> SHAPE =
      Set.of(
          "SELECT", "FROM", "WHERE", "HAVING", "ON", "THEN", "WHEN", "END", "BY", "AND", "OR", "AS",
          "JOIN");

  private static final Map<SqlKind, String> NOUNS =
      Map.of(
          SqlKind.INSERT, "an INSERT",
          SqlKind.UPDATE, "an UPDATE",
          SqlKind.DELETE, "a DELETE",
          SqlKind.MERGE, "a MERGE",
          SqlKind.SET_OPTION, "a SET",
          SqlKind.EXPLAIN, "an EXPLAIN",
          SqlKind.DESCRIBE_TABLE, "a DESCRIBE",
          SqlKind.PROCEDURE_CALL, "a CALL");

  private SyntaxProblems() {}

  static SqlProblem of(String sql, SqlParseException e) {
    return found(sql, e).as(SqlProblem.Kind.SYNTAX);
  }

  private static SqlProblem found(String sql, SqlParseException e) {
    int open = openQuote(sql);
    if (open >= 0) {
      return Refused.problemAt(
          placeOf(sql, open),
          sql.charAt(open) == '\'' ? "this text has no end" : "this quoted name has no end",
          "close it with " + sql.charAt(open));
    }
    String message = String.valueOf(e.getMessage());
    Matcher lexical = LEXICAL.matcher(message);
    if (lexical.matches()) {
      int line = Integer.parseInt(lexical.group(1));
      int column = Integer.parseInt(lexical.group(2));
      return new SqlProblem(line, column, 1, "this character cannot stand here", "");
    }
    SqlParserPos place = e.getPos() == null ? new SqlParserPos(1, 1) : e.getPos();
    Matcher found = FOUND.matcher(message);
    if (!found.matches()) {
      return noQuery(sql, place);
    }
    List<String> tokens =
        List.of(found.group(1).replace("\\'", "'").replace("\\\"", "\"").split("\\s+"));
    int bad = firstUnexpected(tokens, e);
    if (tokens.get(bad).equals(END)) {
      int last = Math.max(0, sql.stripTrailing().length() - 1);
      return Refused.problemAt(placeOf(sql, last), "the statement ends too soon", expected(e, bad));
    }
    int offset = offsetOf(sql, tokens, bad, place);
    if (sql.substring(0, offset).isBlank()) {
      return noQuery(sql, placeOf(sql, offset));
    }
    return cannotStand(tokens.get(bad), placeOf(sql, offset), e, bad);
  }

  private static SqlProblem cannotStand(
      String word, SqlParserPos place, SqlParseException e, int position) {
    String name = word.toUpperCase(Locale.ROOT);
    boolean isWord = word.matches("\\w+");
    String advice = expected(e, position);
    if (isWord && !SHAPE.contains(name)) {
      advice =
          Nearest.to(name, keywords(e, position))
              .filter(near -> !near.equals(name))
              .map(near -> "did you mean " + near + "?")
              .orElse(advice);
      if (keywords(e, position).contains(name)
          || (advice.startsWith("expected") && isReserved(name))) {
        advice = "if it is a name, put it in double quotes: \"" + word + "\"";
      }
    }
    return new SqlProblem(
        place.getLineNum(),
        place.getColumnNum(),
        word.length(),
        "\"" + word + "\" cannot stand here",
        advice);
  }

  private static boolean isReserved(String word) {
    return Reader.reservedWords().contains(word);
  }

  /** A text that does not begin as a query does. */
  private static SqlProblem noQuery(String sql, SqlParserPos place) {
    Matcher word = Pattern.compile("\\w+").matcher(sql);
    String first = word.find() ? word.group() : sql.strip();
    return new SqlProblem(
        place.getLineNum(),
        place.getColumnNum(),
        first.length(),
        "\"" + first + "\" begins no query",
        Nearest.to(first.toUpperCase(Locale.ROOT), List.of("SELECT", "WITH", "VALUES"))
            .map(near -> "did you mean " + near + "?")
            .orElse("begin with SELECT or WITH; data changes by models and runs only"));
  }

  /** The parser tells several words when it looks ahead; the first of them may be right. */
  private static int firstUnexpected(List<String> tokens, SqlParseException e) {
    int bad = 0;
    while (bad + 1 < tokens.size()
        && firsts(e, bad).contains(tokens.get(bad).toUpperCase(Locale.ROOT))) {
      bad++;
    }
    return bad;
  }

  /** What the parser expected as the first, second … word from where it stopped. */
  private static TreeSet<String> firsts(SqlParseException e, int position) {
    int[][] sequences = e.getExpectedTokenSequences();
    String[] images = e.getTokenImages();
    if (sequences == null || images == null) {
      return new TreeSet<>();
    }
    return Arrays.stream(sequences)
        .filter(sequence -> sequence.length > position)
        .map(sequence -> images[sequence[position]].replace("\"", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static TreeSet<String> keywords(SqlParseException e, int position) {
    return firsts(e, position).stream()
        .filter(token -> token.matches("[A-Z]{2,}"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String expected(SqlParseException e, int position) {
    TreeSet<String> tokens = firsts(e, position);
    String likely =
        LIKELY.stream()
            .filter(tokens::contains)
            .limit(LISTED)
            .map(token -> token.equals("<IDENTIFIER>") ? "a name" : token)
            .collect(Collectors.joining(" or "));
    return likely.isEmpty() ? "" : "expected " + likely;
  }

  private static int openQuote(String sql) {
    int i = 0;
    while (i < sql.length()) {
      int next = Scan.endOfQuotedOrComment(sql, i);
      char c = sql.charAt(i);
      boolean quoted = next > i && (c == '\'' || c == '"');
      if (quoted && (next - i < 2 || sql.charAt(next - 1) != c)) {
        return i;
      }
      i = Math.max(next, i + 1);
    }
    return -1;
  }

  private static int offsetOf(String sql, List<String> tokens, int index, SqlParserPos first) {
    int offset = 0;
    for (int line = 1; line < first.getLineNum(); line++) {
      offset = sql.indexOf('\n', offset) + 1;
    }
    offset = Math.min(sql.length(), offset + first.getColumnNum() - 1);
    for (int i = 1; i <= index; i++) {
      int after = Math.min(sql.length(), offset + tokens.get(i - 1).length());
      int next = sql.indexOf(tokens.get(i), after);
      offset = next < 0 ? offset : next;
    }
    return offset;
  }

  private static SqlParserPos placeOf(String sql, int offset) {
    String before = sql.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new SqlParserPos(line, offset - before.lastIndexOf('\n'));
  }

  static String noun(SqlNode statement) {
    SqlKind kind = statement.getKind();
    if (NOUNS.containsKey(kind)) {
      return NOUNS.get(kind);
    }
    return kind.belongsTo(SqlKind.DDL)
        ? "a statement that changes the database"
        : "a statement of kind " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
