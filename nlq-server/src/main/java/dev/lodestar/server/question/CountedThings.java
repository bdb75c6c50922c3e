package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.planner.Measure;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What metrics count, where a question names it without saying that it is counted: the largest
 * order, orders over 1000, but no number of orders over 1000.
 */
final class CountedThings {
  /** The kind of pieces that mean a measure which counts such things. */
  static final String MANY = "COUNTEDTHINGS";

  /** The same, in the singular. */
  static final String ONE = "COUNTEDTHING";

  private CountedThings() {}

  static List<Piece> in(List<Token> tokens, List<Piece> named) {
    return named.stream()
        .filter(
            name ->
                name.meaning() instanceof Sense.OfCount || name.meaning() instanceof Sense.OfMetric)
        .filter(name -> Lexicon.counted(text(tokens, name)).isEmpty())
        .map(
            name ->
                new Piece(
                    isOne(text(tokens, name)) ? ONE : MANY,
                    name.start(),
                    name.end(),
                    counter(name.meaning()),
                    name.cost()))
        .toList();
  }

  private static String text(List<Token> tokens, Piece name) {
    return tokens.subList(name.start(), name.end()).stream()
        .map(Token::folded)
        .collect(Collectors.joining(" "));
  }

  private static boolean isOne(String text) {
    return !text.endsWith("s") && !text.endsWith("x");
  }

  private static Measure counter(Object sense) {
    return new Measure.OfMetric(
        sense instanceof Sense.OfCount of ? of.metric() : ((Sense.OfMetric) sense).metric());
  }
}
