package dev.lodestar.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** From text to a parse tree: one query, or one condition. */
final class Reader {
  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(SqlBabelParserImpl.FACTORY)
          .withConformance(SqlConformanceEnum.LENIENT)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_LOWER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withIdentifierMaxLength(256);

  /**
   * Functions whose names Calcite's grammar keeps for forms of its own, and words of the same
   * length instead.
   */
  static final Map<String, String> RENAMED = Map.of("date_diff", "date_dif_");

  private static final Set<String> RESERVED =
      Set.copyOf(
          SqlParser.create("", CONFIG).getMetadata().getTokens().stream()
              .filter(SqlParser.create("", CONFIG).getMetadata()::isReservedWord)
              .toList());

  private Reader() {}

  /** Words that are names in double quotes only. */
  static Set<String> reservedWords() {
    return RESERVED;
  }

  static SqlNode query(String sql) throws SqlProblem {
    SqlNodeList statements;
    try {
      statements = SqlParser.create(renamed(sql), CONFIG).parseStmtList();
    } catch (SqlParseException e) {
      throw SyntaxProblems.of(sql, e);
    }
    if (statements.isEmpty()) {
      throw new SqlProblem(1, 1, 1, "there is no statement", "write a SELECT")
          .as(SqlProblem.Kind.SYNTAX);
    }
    if (statements.size() > 1) {
      SqlNode second = statements.get(1);
      throw Refused.problemAt(
              second.getParserPosition(),
              "a second statement begins here",
              "write one statement, without what follows")
          .as(SqlProblem.Kind.SYNTAX);
    }
    SqlNode statement = statements.get(0);
    if (!statement.isA(SqlKind.QUERY)) {
      throw Refused.problemAt(
          statement.getParserPosition(),
          "this is " + SyntaxProblems.noun(statement) + ", not a query",
          "write a SELECT; data changes by models and runs only");
    }
    return normalised(statement);
  }

  static SqlNode condition(String text) throws SqlProblem {
    try {
      return normalised(SqlParser.create(renamed(text), CONFIG).parseExpression());
    } catch (SqlParseException e) {
      throw SyntaxProblems.of(text, e);
    }
  }

  private static SqlNode normalised(SqlNode node) throws SqlProblem {
    try {
      return Normalise.apply(node);
    } catch (Refused refused) {
      throw refused.problem();
    }
  }

  /**
   * Renames calls, leaving texts, quoted names and comments alone, and every position as it was.
   */
  private static String renamed(String sql) {
    String lower = sql.toLowerCase(Locale.ROOT);
    if (lower.length() != sql.length() || RENAMED.keySet().stream().noneMatch(lower::contains)) {
      return sql;
    }
    StringBuilder result = new StringBuilder(sql);
    int i = 0;
    while (i < sql.length()) {
      int next = Scan.endOfQuotedOrComment(sql, i);
      if (next > i) {
        i = next;
      } else if (Character.isJavaIdentifierStart(sql.charAt(i))) {
        int end = i;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
          end++;
        }
        String other = RENAMED.get(lower.substring(i, end));
        if (other != null) {
          result.replace(i, end, other);
        }
        i = end;
      } else {
        i++;
      }
    }
    return result.toString();
  }
}
