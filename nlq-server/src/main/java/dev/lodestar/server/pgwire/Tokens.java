package dev.lodestar.server.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes PostgreSQL's SQL apart into words, without understanding it. */
final class Tokens {
  private static final String OPERATOR = "+-*/<>=~!@#%^&|`?";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String sql) {
    this.sql = sql;
  }

  static List<Token> of(String sql) {
    Tokens tokens = new Tokens(sql);
    tokens.read();
    return List.copyOf(tokens.tokens);
  }

  /** The statements between semicolons, those that say something. */
  static List<List<Token>> statements(String sql) {
    List<List<Token>> statements = new ArrayList<>();
    List<Token> statement = new ArrayList<>();
    for (Token token : of(sql)) {
      if (!token.isSymbol(";")) {
        statement.add(token);
      } else if (!statement.isEmpty()) {
        statements.add(List.copyOf(statement));
        statement.clear();
      }
    }
    if (!statement.isEmpty()) {
      statements.add(List.copyOf(statement));
    }
    return statements;
  }

  private void read() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else if (sql.startsWith("/*", at)) {
        comment();
      } else if (c == '\'') {
        text(at, at, false);
      } else if ((c == 'e' || c == 'E') && sql.startsWith("'", at + 1)) {
        text(at, at + 1, true);
      } else if (c == '"') {
        quotedName();
      } else if (c == '$') {
        dollar();
      } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
        number();
      } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
        name();
      } else {
        symbol();
      }
    }
  }

  /** Comments may hold comments; one without an end is no comment. */
  private void comment() {
    int start = at;
    int depth = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return;
        }
      } else {
        at++;
      }
    }
    add(Token.Kind.SYMBOL, "/*", start, at);
  }

  private void text(int start, int quote, boolean escapes) {
    StringBuilder text = new StringBuilder();
    int i = quote + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'' && sql.startsWith("'", i + 1)) {
        text.append(c);
        i += 2;
      } else if (c == '\'') {
        break;
      } else if (escapes && c == '\\' && i + 1 < sql.length()) {
        text.append(escaped(sql.charAt(i + 1)));
        i += 2;
      } else {
        text.append(c);
        i++;
      }
    }
    add(Token.Kind.TEXT, text.toString(), start, Math.min(sql.length(), i + 1));
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  private void quotedName() {
    int i = at + 1;
    StringBuilder name = new StringBuilder();
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '"' && sql.startsWith("\"", i + 1)) {
        name.append(c);
        i += 2;
      } else if (c == '"') {
        break;
      } else {
        name.append(c);
        i++;
      }
    }
    add(Token.Kind.QUOTED_NAME, name.toString(), at, Math.min(sql.length(), i + 1));
  }

  /** A parameter, or a text between two equal tags such as {@code $$}. */
  private void dollar() {
    int i = at + 1;
    while (isDigit(i)) {
      i++;
    }
    if (i > at + 1) {
      add(Token.Kind.PARAMETER, sql.substring(at, i), at, i);
      return;
    }
    while (i < sql.length() && isNamePart(sql.charAt(i)) && sql.charAt(i) != '$') {
      i++;
    }
    if (!sql.startsWith("$", i)) {
      add(Token.Kind.SYMBOL, "$", at, at + 1);
      return;
    }
    String tag = sql.substring(at, i + 1);
    int close = sql.indexOf(tag, i + 1);
    int end = close < 0 ? sql.length() : close + tag.length();
    add(Token.Kind.TEXT, sql.substring(i + 1, close < 0 ? sql.length() : close), at, end);
  }

  private void number() {
    int i = at;
    while (isDigit(i) || (i < sql.length() && sql.charAt(i) == '.')) {
      i++;
    }
    if (i < sql.length() && (sql.charAt(i) == 'e' || sql.charAt(i) == 'E')) {
      int exponent = i + 1;
      if (exponent < sql.length() && "+-".indexOf(sql.charAt(exponent)) >= 0) {
        exponent++;
      }
      if (isDigit(exponent)) {
        i = exponent;
        while (isDigit(i)) {
          i++;
        }
      }
    }
    add(Token.Kind.NUMBER, sql.substring(at, i), at, i);
  }

  private boolean isDigit(int i) {
    return i < sql.length() && sql.charAt(i) >= '0' && sql.charAt(i) <= '9';
  }

  private void name() {
    int i = at;
    while (i < sql.length() && isNamePart(sql.charAt(i))) {
      i++;
    }
    add(Token.Kind.NAME, sql.substring(at, i).toLowerCase(Locale.ROOT), at, i);
  }

  private static boolean isNamePart(char c) {
    return Character.isUnicodeIdentifierPart(c) || c == '$' || Character.isSurrogate(c);
  }

  private void symbol() {
    int i = at + 1;
    if (sql.startsWith("::", at)) {
      i = at + 2;
    } else if (OPERATOR.indexOf(sql.charAt(at)) >= 0) {
      while (i < sql.length()
          && OPERATOR.indexOf(sql.charAt(i)) >= 0
          && !sql.startsWith("--", i)
          && !sql.startsWith("/*", i)) {
        i++;
      }
    }
    add(Token.Kind.SYMBOL, sql.substring(at, i), at, i);
  }

  private void add(Token.Kind kind, String text, int start, int end) {
    tokens.add(new Token(kind, text, start, end));
    at = end;
  }
}
