package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Phrases that say when, or which rows, in the midst of another phrase: "which products in 2024 of
 * Acme did we sell most" asks which products we sold most, of these. Words that make as much as
 * they stand are taken so; where something is denied or compared, all of them are.
 */
final class Interposed {
  private static final int MOST = 3;

  /** More than a phrase costs that stands beside others. */
  private static final int TAKEN_OUT = 13;

  /** What may be about the phrase, so that the rest would say something else without it. */
  private static final Set<String> DENYING =
      Set.of(
          "never",
          "nothing",
          "nobody",
          "nought",
          "whonever",
          "idle",
          "undone",
          "than",
          "vsonly",
          "both",
          "instead",
          Reach.RESTRICTS);

  /** What belongs to the phrase that follows. */
  private static final Set<String> BEFORE =
      Set.of("not", "isnot", "CMP", "between", "afterdate", "beforedate", "and", "or", "same");

  private final Recognition recognition;
  private final Readings readings;

  Interposed(Recognition recognition, Readings readings) {
    this.recognition = recognition;
    this.readings = readings;
  }

  /** The question without some of them, which stand beside it, in every way. */
  List<Readings.Tried> takenOut(Speech speech, List<Token> tokens, Readings.Tried whole) {
    if (whole.asked().stream().anyMatch(piece -> DENYING.contains(piece.kind()))) {
      return List.of();
    }
    List<Span> spans = spans(whole);
    List<Readings.Tried> ways = new ArrayList<>();
    for (int some = 1; some < 1 << spans.size() && spans.size() <= MOST; some++) {
      List<Token> left = new ArrayList<>(tokens);
      for (int i = spans.size() - 1; i >= 0; i--) {
        if ((some >> i & 1) == 1) {
          left.subList(spans.get(i).start(), spans.get(i).end()).clear();
        }
      }
      Recognition.Known rest = recognition.of(speech, left);
      if (rest.unknown().isEmpty()) {
        Readings.Tried without = readings.tried(rest, List.of());
        for (List<Piece> phrases : chosen(spans, some)) {
          List<Part> apart = phrases.stream().map(phrase -> (Part) phrase.meaning()).toList();
          int cost = phrases.stream().mapToInt(phrase -> TAKEN_OUT + phrase.cost()).sum();
          ways.add(whole.beside(without, apart, cost));
        }
      }
    }
    return ways;
  }

  /** Words that make one phrase, and what it may mean. */
  private record Span(int start, int end, List<Piece> meanings) {
    static Span of(Piece words, List<Piece> phrases) {
      return new Span(
          words.start(),
          words.end(),
          phrases.stream()
              .filter(p -> p.start() == words.start() && p.end() == words.end())
              .toList());
    }

    boolean overlaps(Piece other) {
      return start < other.end() && other.start() < end;
    }
  }

  /** One meaning of each of some spans, in every way. */
  private static List<List<Piece>> chosen(List<Span> spans, int some) {
    List<List<Piece>> ways = List.of(List.of());
    for (int i = 0; i < spans.size(); i++) {
      if ((some >> i & 1) == 1) {
        List<List<Piece>> longer = new ArrayList<>();
        for (List<Piece> way : ways) {
          spans.get(i).meanings().forEach(meaning -> longer.add(Rules.plus(way, meaning)));
        }
        ways = longer;
      }
    }
    return ways;
  }

  /** Of phrases that overlap, the longest, with all that it may mean. */
  private static List<Span> spans(Readings.Tried whole) {
    List<Piece> phrases =
        whole.phrases().stream()
            .filter(p -> p.meaning() instanceof Part.Where || p.meaning() instanceof Part.When)
            .filter(p -> p.start() > 0 && p.end() < whole.passing().length)
            .toList();
    List<Span> spans = new ArrayList<>();
    while (true) {
      Optional<Piece> longest =
          phrases.stream()
              .filter(phrase -> spans.stream().noneMatch(span -> span.overlaps(phrase)))
              .max(Comparator.comparingInt(phrase -> phrase.end() - phrase.start()));
      if (longest.isEmpty()) {
        break;
      }
      spans.add(Span.of(longest.get(), phrases));
    }
    spans.removeIf(
        span ->
            whole.asked().stream()
                .anyMatch(word -> word.end() == span.start() && BEFORE.contains(word.kind())));
    spans.sort(Comparator.comparingInt(Span::start));
    return spans;
  }
}
