package dev.lodestar.server.grammar;

/**
 * Neighbouring tokens that together are of a kind and mean something.
 *
 * @param kind a function word's class in lower case, or a category in capitals
 * @param start the first of its tokens
 * @param end after the last of its tokens
 * @param meaning compared by {@code equals}
 * @param cost what speaks against it; 0 when nothing does
 */
public record Piece(String kind, int start, int end, Object meaning, int cost) {
  /** What pieces mean that mean nothing by themselves. */
  public static final Object NOTHING = "";

  public static Piece word(String kind, int start, int end) {
    return new Piece(kind, start, end, NOTHING, 0);
  }
}
