package dev.lodestar.server.grammar;

/**
 * A word, a number or a sign of a text.
 *
 * @param text as it was written
 * @param folded in lower case, without accents
 * @param start where it begins in the text
 * @param end where it ends in the text
 */
public record Token(Kind kind, String text, String folded, int start, int end) {

  /** What it is made of. */
  public enum Kind {
    WORD,
    NUMBER,
    SIGN,
    /** What stood between quotation marks, whole. */
    QUOTED
  }

  /** Whether nothing stands between this and the next. */
  public boolean touches(Token next) {
    return end == next.start;
  }
}
