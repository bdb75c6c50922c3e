package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values that are written like little words: grade A is no article, sales in US are not ours. Told
 * by their capitals, or by the name of their field before them.
 */
final class Codes {
  private static final int LONGEST = 3;
  private static final Set<String> PRONOUNS = Set.of("us", "it");
  private static final Set<String> ENDING = Set.of("or", "and", "comma", "prep");

  private final List<Token> tokens;
  private final List<Piece> named;
  private final boolean cased;

  /**
   * @param named the names and values of the model among the tokens
   */
  Codes(List<Token> tokens, List<Piece> named) {
    this.tokens = tokens;
    this.named = named;
    this.cased =
        tokens.stream()
            .filter(t -> t.kind() == Token.Kind.WORD)
            .anyMatch(t -> t.text().chars().anyMatch(Character::isLowerCase));
  }

  /**
   * Whether a word of the language stands on a value, and so is none; or is written as a code of
   * which no value is known: "US" is not "us".
   */
  boolean cover(Piece word, List<Piece> own) {
    Token first = tokens.get(word.start());
    boolean code =
        word.end() == word.start() + 1 && isCode(first) && PRONOUNS.contains(first.folded());
    return code
        || named.stream()
            .filter(Codes::isValue)
            .filter(value -> value.start() >= word.start() && value.end() <= word.end())
            .anyMatch(value -> isWrittenAs(value) || isTold(value, own));
  }

  /** Whether a value is only the little word that it is written like: the article "a". */
  boolean deny(Piece value, List<Piece> own) {
    return isValue(value)
        && isLetter(value)
        && !isWrittenAs(value)
        && !isTold(value, own)
        && own.stream()
            .anyMatch(word -> word.start() == value.start() && word.end() == value.end());
  }

  private static boolean isValue(Piece piece) {
    return piece.kind().equals("VALUE");
  }

  private boolean isLetter(Piece value) {
    return value.end() == value.start() + 1 && tokens.get(value.start()).text().length() == 1;
  }

  /** In capitals, as the value is, among words that are not all in capitals. */
  private boolean isWrittenAs(Piece value) {
    if (value.end() != value.start() + 1) {
      return false;
    }
    Token token = tokens.get(value.start());
    String text = token.text();
    return isCode(token)
        && (value.start() > 0 || text.length() > 1)
        // What the value is called beside may be a code as well: US, of the United States.
        && (text.length() > 1 || ((Sense.OfValue) value.meaning()).value().equals(text));
  }

  /** A short word in capitals, among words that are not all in capitals. */
  private boolean isCode(Token token) {
    String text = token.text();
    return cased
        && token.kind() == Token.Kind.WORD
        && text.length() <= LONGEST
        && text.equals(text.toUpperCase(Locale.ROOT));
  }

  /** After the name of its field, where nothing follows that it could be an article of: zone a. */
  private boolean isTold(Piece value, List<Piece> own) {
    boolean named =
        this.named.stream()
            .filter(name -> name.end() == value.start())
            .anyMatch(
                name ->
                    name.meaning() instanceof Sense.OfField field
                        && field.field().equals(((Sense.OfValue) value.meaning()).field()));
    boolean ends =
        value.end() == tokens.size()
            || tokens.get(value.end()).kind() == Token.Kind.SIGN
            || own.stream()
                .anyMatch(word -> word.start() == value.end() && ENDING.contains(word.kind()));
    return isLetter(value)
        && tokens.get(value.start()).text().chars().allMatch(c -> c < 128)
        && named
        && ends;
  }
}
