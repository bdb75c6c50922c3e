package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The average of a thing in the singular is no average of how many there are: an average payment is
 * so much money, where the model knows how much.
 */
final class Means {
  /** The kind of pieces that name one of what a metric counts. */
  static final String ONE = "ONEOF";

  private final Model model;
  private final List<Token> tokens;
  private final List<Piece> words;
  private final List<Piece> named;

  Means(Model model, List<Token> tokens, List<Piece> words, List<Piece> named) {
    this.model = model;
    this.tokens = tokens;
    this.words = words;
    this.named = named;
  }

  /** Whether a piece says how many of what one has the average of. */
  boolean deny(Piece piece) {
    return isCount(piece) || isMeasured(piece) || isOfOne(piece);
  }

  /** The average purchases are how many, where the average purchase is a metric. */
  private boolean isOfOne(Piece name) {
    boolean mean =
        name.meaning() instanceof Sense.OfMetric of
            && !isWritten(model.metric(of.metric()).names(), name)
            && words.stream().anyMatch(word -> isAverage(word) && isPart(word, name));
    return mean
        && named.stream()
            .filter(thing -> isPart(thing, name) && !isSingular(thing))
            .anyMatch(
                thing -> thing.meaning() instanceof Sense.OfEntity || counted(thing).isPresent());
  }

  private boolean isWritten(Names names, Piece name) {
    List<String> written = folded(tokens.subList(name.start(), name.end()));
    return Stream.of(Language.values())
        .flatMap(language -> names.all(language).stream())
        .anyMatch(phrase -> folded(Tokens.of(phrase)).equals(written));
  }

  private static List<String> folded(List<Token> tokens) {
    return tokens.stream().map(Token::folded).toList();
  }

  private static boolean isAverage(Piece word) {
    return word.kind().startsWith("AGG")
        && String.valueOf(word.meaning()).equals(Aggregation.AVERAGE.word());
  }

  private static boolean isPart(Piece part, Piece whole) {
    return whole.start() <= part.start() && part.end() <= whole.end() && !isSame(part, whole);
  }

  /** Of an order that several rows tell of, the average is what one comes to. */
  Piece meant(Piece piece) {
    Optional<String> whole = counted(piece).filter(metric -> isWhole(metric));
    return whole.isPresent() && isSingular(piece) && isAveraged(piece)
        ? new Piece(ONE, piece.start(), piece.end(), new Sense.OfMetric(whole.get()), piece.cost())
        : piece;
  }

  private boolean isWhole(String metric) {
    Measure measure = new Measure.OfMetric(metric);
    return Measures.bases(model, measure).stream()
        .anyMatch(
            base ->
                Measures.timesOf(model, base).equals(measure)
                    && !Measures.money(model, base).isEmpty());
  }

  /** The metric of which a piece says that it counts. */
  private Optional<String> counted(Piece piece) {
    Optional<String> metric =
        piece.meaning() instanceof Sense.OfCount of
            ? Optional.of(of.metric())
            : piece.meaning() instanceof Sense.OfMetric of
                ? Optional.of(of.metric())
                : Optional.empty();
    return metric.filter(name -> Measures.counts(model, new Measure.OfMetric(name)));
  }

  /** The average reserve is one of what is measured so, and no number of reserves. */
  private boolean isMeasured(Piece name) {
    return name.meaning() instanceof Sense.OfEntity
        && named.stream()
            .filter(other -> isSame(name, other))
            .anyMatch(
                other ->
                    other.meaning() instanceof Sense.OfMetric of
                        && !Measures.counts(model, new Measure.OfMetric(of.metric())))
        && words.stream()
            .filter(word -> word.kind().startsWith("AGG"))
            .anyMatch(word -> word.end() == name.start() || word.start() == name.end());
  }

  private boolean isCount(Piece piece) {
    return counted(piece).isPresent()
        && isSingular(piece)
        && isAveraged(piece)
        && named.stream().anyMatch(thing -> isSame(thing, piece) && isAmount(thing));
  }

  private boolean isSingular(Piece piece) {
    String word = tokens.get(piece.start()).folded();
    return piece.end() == piece.start() + 1 && Tokens.stem(word).equals(word);
  }

  private boolean isAveraged(Piece piece) {
    return words.stream()
        .filter(word -> String.valueOf(word.meaning()).equals(Aggregation.AVERAGE.word()))
        .anyMatch(
            word ->
                (word.kind().equals("AGG") && word.end() == piece.start())
                    || (word.kind().equals("AGGPOST") && word.start() == piece.end()));
  }

  private boolean isAmount(Piece thing) {
    return thing.meaning() instanceof Sense.OfEntity of
        && !Measures.money(model, of.dataset()).isEmpty();
  }

  private static boolean isSame(Piece a, Piece b) {
    return a.start() == b.start() && a.end() == b.end();
  }
}
