package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Questions that can be answered, near to one that cannot: it without some words that are not
 * known, or that only join others. They are proposed, and never answered in its place. No name,
 * value, number or time is left out, and no word that denies or compares; nor is what a word meant
 * that is not known made up for by what is usually measured.
 */
final class Nearest {
  private static final int LEFT_OUT = 1000;
  private static final int MOST_LEFT_OUT = 3;

  /** What says too much to be left out, beside names and values. */
  private static final Set<String> TELLING =
      Set.of(
          "never",
          "nothing",
          "nobody",
          "nought",
          "not",
          "isnot",
          "undone",
          "than",
          "vsonly",
          "both",
          "instead",
          "share",
          "growth",
          "change",
          "running",
          "DIRECTION",
          "null",
          Reach.RESTRICTS);

  private final Readings readings;

  Nearest(Readings readings) {
    this.readings = readings;
  }

  /** In words, those that keep most; none where too much would have to go. */
  List<String> to(Speech speech, List<Token> tokens, Recognition.Known known) {
    int[] passing = known.passing();
    boolean[] kept = kept(known.pieces(), passing.length);
    int words = 0;
    for (int i = 0; i < passing.length; i++) {
      boolean word = tokens.get(i).kind() == Token.Kind.WORD;
      if (passing[i] < 0) {
        words++;
        passing[i] = kept[i] || !word ? -1 : LEFT_OUT;
      }
    }
    int most = Math.min(MOST_LEFT_OUT, (words - 1) / 2);
    if (most < 1) {
      return List.of();
    }
    Readings.Tried tried = readings.tried(known, List.of()).passing(passing);
    return readings.within(speech.language(), tried, LEFT_OUT * (most + 1) - 1).stream()
        .filter(reading -> reading.notes().stream().noneMatch(n -> n instanceof Note.UsualMeasure))
        .map(Interpretation.Reading::words)
        .distinct()
        .toList();
  }

  private static boolean[] kept(List<Piece> pieces, int length) {
    boolean[] kept = new boolean[length];
    pieces.stream()
        .filter(Nearest::isTelling)
        .flatMapToInt(piece -> IntStream.range(piece.start(), piece.end()))
        .forEach(i -> kept[i] = true);
    return kept;
  }

  private static boolean isTelling(Piece piece) {
    boolean joins = piece.kind().equals("ANYWORD") || Character.isLowerCase(piece.kind().charAt(0));
    return TELLING.contains(piece.kind()) || !joins;
  }
}
