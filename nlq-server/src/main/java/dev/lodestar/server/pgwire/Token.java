package dev.lodestar.server.pgwire;

/**
 * A word of a statement.
 *
 * @param text a name as it is looked up, a text without its quotes, anything else as it is written
 * @param start where it begins in the statement
 * @param end behind its last character
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    NAME,
    QUOTED_NAME,
    TEXT,
    NUMBER,
    PARAMETER,
    SYMBOL
  }

  /** Whether it is this word, which is not quoted; given in lower case. */
  boolean is(String word) {
    return kind == Kind.NAME && text.equals(word);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
  }
}
