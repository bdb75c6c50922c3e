package dev.lodestar.server.pgwire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Brings what PostgreSQL's clients ask of its catalogue to DuckDB's SQL: the schemas of the
 * catalogue are DuckDB's own there, patterns match whole texts, and {@code regclass} and its like
 * are no types but functions.
 */
final class CatalogSql {
  private static final Map<String, String> TO_NUMBER =
      Map.of("regclass", "to_regclass", "regtype", "to_regtype", "regnamespace", "to_regnamespace");

  private static final Set<String> TO_TEXT =
      Set.of("regproc", "regprocedure", "regoper", "cstring");

  private static final Map<String, String> OTHER_NAMES = Map.of("json_build_object", "json_object");

  /** Lists that PostgreSQL counts from 0, and writes without braces. */
  private static final Set<String> VECTORS =
      Set.of("indkey", "indoption", "indclass", "indcollation");

  private static final Map<String, String> PATTERNS =
      Map.of("~", "(?s)", "!~", "(?s)", "~*", "(?is)", "!~*", "(?is)");

  /** Of DuckDB itself, not of the tables: a client of PostgreSQL asks for none of these. */
  private static final List<String> REFUSED_PREFIXES =
      List.of(
          "duckdb_",
          "pragma_",
          "sqlite_",
          "read_",
          "parquet_",
          "query",
          "getenv",
          "which_",
          "pg_sleep");

  private static final Set<String> WITHOUT_PARENTHESES =
      Set.of("current_schema", "current_user", "session_user", "current_role", "current_catalog");

  private static final Set<String> OF_SESSION =
      Set.of(
          "current_schema",
          "current_schemas",
          "current_user",
          "session_user",
          "current_role",
          "current_catalog",
          "current_database",
          "current_setting",
          "current_query",
          "version",
          "pg_backend_pid",
          "getdatabaseencoding");

  private final Session session;
  private final List<Token> tokens;
  private final List<String> pieces = new ArrayList<>();
  private int at;
  private int depth;

  private CatalogSql(Session session, List<Token> tokens) {
    this.session = session;
    this.tokens = tokens;
  }

  static String of(Session session, List<Token> tokens) throws PgError {
    return new CatalogSql(session, tokens).rewrite();
  }

  private String rewrite() throws PgError {
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      if (is(0, "pg_catalog") && isSymbol(1, ".")) {
        at += 2;
      } else if (is(0, "information_schema") && isSymbol(1, ".")) {
        at += 2;
        boolean function = isSymbol(1, "(");
        boolean type = !pieces.isEmpty() && last().equals("::");
        if (!function && !type) {
          pieces.add("info");
          pieces.add(".");
        } else if (type) {
          at++;
          pieces.add("VARCHAR");
        }
      } else if (token.is("operator") && isSymbol(1, "(")) {
        operator();
      } else if (is(0, "any") && isSymbol(1, "(") && is(2, "array") && isSymbol(3, "(")) {
        pieces.add("any (");
        depth++;
        at += 3;
      } else if ((is(0, "any") || is(0, "all")) && isSymbol(1, "(") && isSymbol(3, ")")) {
        listed(tokens.get(at + 2));
      } else if (isSymbol(1, ".") && is(2, "xmin")) {
        at += 3;
        pieces.add("1::BIGINT");
      } else if (token.is("as") && toNumber()) {
        at += 2;
      } else if (VECTORS.contains(token.text()) && isSymbol(1, "[")) {
        at += 2;
        pieces.add(token.text());
        pieces.add("[1 +");
      } else if (is(0, "pg_stat_ssl") || is(0, "pg_stat_gssapi")) {
        at++;
        pieces.add(encryption());
      } else if (token.is("collate")) {
        at++;
        skipName();
      } else if (token.isSymbol("::")) {
        cast();
      } else if (token.kind() == Token.Kind.SYMBOL && PATTERNS.containsKey(token.text())) {
        at++;
        pattern(token.text());
      } else if (token.kind() == Token.Kind.NAME && OF_SESSION.contains(token.text())) {
        ofSession(token.text());
      } else if (token.is("pg_table_is_visible") && isSymbol(1, "(")) {
        at += 2;
        depth++;
        pieces.add("lodestar_is_visible");
        pieces.add("(");
        pieces.add(list(session.settings().searchPath()));
        pieces.add(",");
      } else {
        plain(token);
      }
    }
    return String.join(" ", pieces).replace(" . ", ".");
  }

  private boolean is(int ahead, String name) {
    return at + ahead < tokens.size()
        && tokens.get(at + ahead).isName()
        && tokens.get(at + ahead).text().equals(name);
  }

  private boolean isSymbol(int ahead, String symbol) {
    return at + ahead < tokens.size() && tokens.get(at + ahead).isSymbol(symbol);
  }

  private String last() {
    return pieces.get(pieces.size() - 1);
  }

  private void plain(Token token) throws PgError {
    at++;
    String text = token.text();
    switch (token.kind()) {
      case NAME, QUOTED_NAME -> {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean called = isSymbol(0, "(");
        for (String prefix : REFUSED_PREFIXES) {
          if (lower.startsWith(prefix) && (called || prefix.endsWith("_"))) {
            throw PgError.of("42883", "function or relation \"" + text + "\" does not exist");
          }
        }
        pieces.add(
            token.kind() == Token.Kind.NAME
                ? OTHER_NAMES.getOrDefault(text, text)
                : "\"" + text.replace("\"", "\"\"") + "\"");
      }
      case TEXT -> pieces.add(literal(text));
      case SYMBOL -> {
        depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
        pieces.add(text);
      }
      default -> pieces.add(text);
    }
  }

  /** {@code OPERATOR(pg_catalog.~)} is the operator in it. */
  private void operator() throws PgError {
    at += 2;
    if (is(0, "pg_catalog") && isSymbol(1, ".")) {
      at += 2;
    }
    if (at >= tokens.size() || tokens.get(at).kind() != Token.Kind.SYMBOL) {
      throw PgError.of("42601", "OPERATOR() has no operator");
    }
    String symbol = tokens.get(at).text();
    at += 2;
    if (PATTERNS.containsKey(symbol)) {
      pattern(symbol);
    } else {
      pieces.add(symbol);
    }
  }

  /** A pattern may be found anywhere; DuckDB's operator asks for the whole text. */
  private void pattern(String symbol) {
    pieces.add(symbol.startsWith("!") ? "!~" : "~");
    String flags = PATTERNS.get(symbol);
    if (at < tokens.size() && tokens.get(at).kind() == Token.Kind.TEXT) {
      pieces.add(literal(flags + ".*(?:" + tokens.get(at).text() + ").*"));
      at++;
    } else {
      pieces.add(literal(flags + ".*") + " ||");
    }
  }

  private void skipName() {
    at++;
    if (isSymbol(0, ".")) {
      at += 2;
    }
  }

  private void cast() {
    at++;
    if (is(0, "pg_catalog") && isSymbol(1, ".")) {
      at += 2;
    }
    if (at == tokens.size()) {
      pieces.add("::");
      return;
    }
    String type = tokens.get(at).text().toLowerCase(Locale.ROOT);
    boolean array = isSymbol(1, "[") && isSymbol(2, "]");
    if (VECTORS.contains(last()) && (type.equals("varchar") || type.equals("text"))) {
      at++;
      int start = operandStart();
      List<String> operand = pieces.subList(start, pieces.size());
      String name = last();
      String text = "array_to_string(" + String.join("", operand) + ", ' ')";
      operand.clear();
      pieces.add(depth == 0 && isSymbol(0, ",") ? text + " AS " + name : text);
    } else if (TO_NUMBER.containsKey(type) && !array) {
      at++;
      int start = operandStart();
      List<String> operand = new ArrayList<>(pieces.subList(start, pieces.size()));
      boolean isName = operand.size() == 1 && !operand.get(0).matches("[\\w\"].*|\\$.*");
      pieces.subList(start, pieces.size()).clear();
      String text = String.join(" ", operand);
      boolean toText = isSymbol(0, "::");
      if (isName || operand.get(0).startsWith("$")) {
        pieces.add(TO_NUMBER.get(type) + "(" + text.replace("'pg_catalog.", "'") + ")");
      } else if (type.equals("regclass")) {
        pieces.add("lodestar_class_name(" + text + ")");
      } else if (type.equals("regtype")) {
        pieces.add("format_type(" + text + ", NULL)");
      } else {
        pieces.add("(" + text + ")");
      }
      if (toText) {
        return;
      }
    } else if (TO_TEXT.contains(type)) {
      at++;
      pieces.add("::VARCHAR");
    } else if (type.equals("char") && tokens.get(at).kind() == Token.Kind.QUOTED_NAME) {
      at++;
      pieces.add("::VARCHAR");
    } else if (array && literalArray()) {
      at += 3;
    } else {
      pieces.add("::");
    }
  }

  /** {@code CAST(x AS regclass)} is a call as well; whether this is the end of one. */
  private boolean toNumber() {
    String type = at + 1 < tokens.size() ? tokens.get(at + 1).text().toLowerCase(Locale.ROOT) : "";
    if (!TO_NUMBER.containsKey(type) || !isSymbol(2, ")")) {
      return false;
    }
    int open = pieces.size() - 1;
    for (int closed = 0; open > 0 && (closed > 0 || !pieces.get(open).equals("(")); open--) {
      closed += pieces.get(open).equals(")") ? 1 : pieces.get(open).equals("(") ? -1 : 0;
    }
    if (open == 0 || !pieces.get(open - 1).equals("cast")) {
      return false;
    }
    pieces.set(open - 1, TO_NUMBER.get(type));
    return true;
  }

  /** How this session is encrypted, in place of the two tables that tell it of all. */
  private String encryption() {
    return "(SELECT "
        + session.id()
        + " AS pid, "
        + session.isEncrypted()
        + " AS ssl, false AS gss_authenticated, false AS encrypted)";
  }

  /** One of {@code '{a,b}'}, or of a parameter that is an array. */
  private void listed(Token items) throws PgError {
    pieces.add(tokens.get(at).text());
    pieces.add("(");
    at += 2;
    if (items.kind() == Token.Kind.PARAMETER) {
      at++;
      pieces.add("string_split(trim(" + items.text() + ", '{}'), ',')");
    } else if (items.kind() == Token.Kind.TEXT && items.text().matches("(?s)\\{.*\\}")) {
      at++;
      pieces.add(listOf(items.text()));
    } else {
      plain(items);
    }
    at++;
    pieces.add(")");
  }

  /** {@code '{a,b}'::text[]} is a list. */
  private boolean literalArray() {
    String text = pieces.isEmpty() ? "" : last();
    if (!text.startsWith("'{") || !text.endsWith("}'")) {
      return false;
    }
    pieces.set(pieces.size() - 1, listOf(text.substring(1, text.length() - 1)));
    return true;
  }

  private static String listOf(String array) {
    return list(
        Arrays.stream(array.substring(1, array.length() - 1).split(",", -1))
            .filter(item -> !item.isBlank())
            .map(item -> item.strip().replaceAll("^\"|\"$", ""))
            .toList());
  }

  /** Where the expression begins that ends here: a chain of names, a call, or parentheses. */
  private int operandStart() {
    int start = pieces.size() - 1;
    if (start >= 0 && pieces.get(start).equals(")")) {
      int open = 1;
      while (start > 0 && open > 0) {
        start--;
        open += pieces.get(start).equals(")") ? 1 : pieces.get(start).equals("(") ? -1 : 0;
      }
      if (start > 0 && pieces.get(start - 1).matches("\\w+")) {
        start--;
      }
    }
    while (start > 1 && pieces.get(start - 1).equals(".")) {
      start -= 2;
    }
    return Math.max(0, start);
  }

  /** What depends on who asks is written out, so that the tables need not know. */
  private void ofSession(String name) throws PgError {
    boolean called = isSymbol(1, "(");
    if (!called && !WITHOUT_PARENTHESES.contains(name)) {
      plain(tokens.get(at));
      return;
    }
    boolean selected =
        depth == 0 && (pieces.isEmpty() || last().equals("select") || last().equals(","));
    at++;
    List<Token> arguments = called ? arguments() : List.of();
    pieces.add(valueOf(name, arguments));
    boolean named =
        at < tokens.size() && !tokens.get(at).is("from") && !isSymbol(0, ",") && !isSymbol(0, ";");
    if (selected && !named) {
      pieces.add("AS " + name);
    }
  }

  private List<Token> arguments() {
    List<Token> arguments = new ArrayList<>();
    int open = 1;
    at++;
    while (at < tokens.size() && open > 0) {
      Token token = tokens.get(at++);
      open += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (open > 0) {
        arguments.add(token);
      }
    }
    return arguments;
  }

  private String valueOf(String name, List<Token> arguments) throws PgError {
    return switch (name) {
      case "current_schema" ->
          literal(session.settings().searchPath().stream().findFirst().orElse("gold"));
      case "current_schemas" -> {
        List<String> path = new ArrayList<>(session.settings().searchPath());
        if (arguments.stream().anyMatch(argument -> argument.is("true"))) {
          path.add(0, "pg_catalog");
        }
        yield list(path);
      }
      case "current_database", "current_catalog" -> literal(session.database().name());
      case "version" -> literal(Settings.VERSION_SENTENCE);
      case "pg_backend_pid" -> Integer.toString(session.id());
      case "getdatabaseencoding" -> "'UTF8'";
      case "current_query" -> "''";
      case "current_setting" -> {
        if (arguments.isEmpty() || arguments.get(0).kind() != Token.Kind.TEXT) {
          throw PgError.of("0A000", "current_setting takes a name that is written out");
        }
        String setting = arguments.get(0).text();
        String value = session.settings().get(setting).orElse("");
        if (value.isEmpty() && arguments.size() == 1 && session.settings().get(setting).isEmpty()) {
          throw PgError.of("42704", "unrecognized configuration parameter \"" + setting + "\"");
        }
        yield session.settings().get(setting).isEmpty() ? "NULL" : literal(value);
      }
      default -> literal(session.user());
    };
  }

  private static String list(List<String> texts) {
    List<String> literals = texts.stream().map(CatalogSql::literal).toList();
    return "[" + String.join(", ", literals) + "]";
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
