package dev.lodestar.server.grammar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Every piece that a grammar makes of a row of tokens: a chart parse, bottom up. */
public final class Chart {
  /** No piece is longer, which keeps the work linear in the length of a text. */
  private static final int LONGEST = 32;

  private static final int MOST_AT_ONE_PLACE = 4000;

  private record Key(String kind, int start, Object meaning) {}

  private record Begun(Grammar.Rule rule, int done, int start, Link parts, int cost) {}

  private record Link(@Nullable Link before, Object meaning) {}

  private final Grammar grammar;
  private final List<List<Piece>> endingAt = new ArrayList<>();
  private final List<Map<String, List<Begun>>> waitingAt = new ArrayList<>();
  private boolean cut;

  private Chart(Grammar grammar) {
    this.grammar = grammar;
  }

  /** Parses, given the pieces that are known without a rule. */
  public static Chart parse(Grammar grammar, int length, List<Piece> known) {
    Chart chart = new Chart(grammar);
    List<List<Piece>> byEnd = new ArrayList<>();
    for (int i = 0; i <= length; i++) {
      byEnd.add(new ArrayList<>());
      chart.endingAt.add(new ArrayList<>());
      chart.waitingAt.add(new HashMap<>());
    }
    known.forEach(piece -> byEnd.get(piece.end()).add(piece));
    for (int end = 1; end <= length; end++) {
      chart.complete(end, byEnd.get(end));
    }
    return chart;
  }

  private void complete(int end, List<Piece> known) {
    PriorityQueue<Piece> agenda =
        new PriorityQueue<>(
            Comparator.comparingInt(Piece::cost)
                .thenComparing(Comparator.comparingInt(Piece::start).reversed())
                .thenComparing(Piece::kind));
    Map<Key, Integer> seen = new HashMap<>();
    known.forEach(piece -> offer(piece, agenda, seen));
    List<Piece> done = endingAt.get(end);
    while (!agenda.isEmpty()) {
      if (done.size() == MOST_AT_ONE_PLACE) {
        cut = true;
        return;
      }
      Piece piece = agenda.remove();
      done.add(piece);
      for (Grammar.Rule rule : grammar.startingWith(piece.kind())) {
        Link parts = new Link(null, piece.meaning());
        advance(new Begun(rule, 1, piece.start(), parts, piece.cost()), end, agenda, seen);
      }
      for (Begun begun :
          waitingAt.get(piece.start()).getOrDefault(piece.kind(), Collections.emptyList())) {
        advance(
            new Begun(
                begun.rule(),
                begun.done() + 1,
                begun.start(),
                new Link(begun.parts(), piece.meaning()),
                begun.cost() + piece.cost()),
            end,
            agenda,
            seen);
      }
    }
  }

  private void advance(Begun begun, int end, PriorityQueue<Piece> agenda, Map<Key, Integer> seen) {
    Grammar.Rule rule = begun.rule();
    if (end - begun.start() > LONGEST) {
      return;
    }
    if (begun.done() < rule.right().size()) {
      waitingAt
          .get(end)
          .computeIfAbsent(rule.right().get(begun.done()), kind -> new ArrayList<>())
          .add(begun);
      return;
    }
    Object meaning = rule.meaning().of(args(begun));
    if (meaning != null) {
      int cost = begun.cost() + rule.cost();
      offer(new Piece(rule.left(), begun.start(), end, meaning, cost), agenda, seen);
    }
  }

  private static Args args(Begun begun) {
    Grammar.Rule rule = begun.rule();
    List<@Nullable Object> meanings = new ArrayList<>(Collections.nCopies(rule.places(), null));
    Link link = begun.parts();
    for (int i = rule.right().size() - 1; link != null; i--) {
      meanings.set(rule.slots()[i], link.meaning());
      link = link.before();
    }
    return new Args(meanings);
  }

  private static void offer(Piece piece, PriorityQueue<Piece> agenda, Map<Key, Integer> seen) {
    Key key = new Key(piece.kind(), piece.start(), piece.meaning());
    Integer before = seen.get(key);
    if (before == null || piece.cost() < before) {
      seen.put(key, piece.cost());
      agenda.add(piece);
    }
  }

  /** The pieces of a kind, by where they end and then by what they cost. */
  public List<Piece> pieces(String kind) {
    return endingAt.stream().flatMap(List::stream).filter(p -> p.kind().equals(kind)).toList();
  }

  /** The pieces of a kind that begin and end at the given places, cheapest first. */
  public List<Piece> pieces(String kind, int start, int end) {
    return endingAt.get(end).stream()
        .filter(p -> p.start() == start && p.kind().equals(kind))
        .toList();
  }

  /** Whether something was left out because there was too much of it. */
  public boolean isCut() {
    return cut;
  }
}
