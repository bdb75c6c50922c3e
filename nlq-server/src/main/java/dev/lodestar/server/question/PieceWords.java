package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A unit that stands for what is measured in it: how many kilos, kilos by month; and units or
 * pieces, for the one quantity that is in no other unit. Of several measures in one unit it is the
 * usual one, else none.
 */
final class PieceWords {
  private static final int COST = 3;
  private static final Words WORDS = Words.read(PieceWords.class, "names.words");
  private static final Set<String> PIECES = WORDS.single("pieces");
  private static final Set<String> QUANTITIES =
      WORDS.single("quantities").stream().map(Tokens::stem).collect(Collectors.toSet());

  private static final Set<String> UNTOLD = Set.of("day", Units.PERCENT);

  private final Map<String, Sense> measured = new HashMap<>();
  private final Optional<Sense> pieces;

  PieceWords(Model model, Units units) {
    for (String unit : units.known()) {
      if (!UNTOLD.contains(unit)) {
        only(model, inUnit(model, unit)).ifPresent(sense -> measured.put(unit, sense));
      }
    }
    pieces = only(model, model.metrics().stream().filter(m -> countsPieces(model, m)).toList());
  }

  private static List<Metric> inUnit(Model model, String unit) {
    return model.metrics().stream()
        .filter(metric -> Measures.addsUpAll(model, metric))
        .filter(metric -> Units.of(metric.unit()).equals(unit))
        .toList();
  }

  private static boolean countsPieces(Model model, Metric metric) {
    return Measures.addsUpAll(model, metric)
        && Entities.isCalled(metric.names(), QUANTITIES)
        && (metric.unit().isEmpty() || PIECES.contains(Tokens.fold(metric.unit())));
  }

  private static Optional<Sense> only(Model model, List<Metric> metrics) {
    return metrics.stream()
        .filter(
            metric ->
                metrics.size() == 1 || model.defaultMetric().equals(Optional.of(metric.name())))
        .findFirst()
        .map(metric -> new Sense.OfMetric(metric.name()));
  }

  /**
   * Such words among those of a question.
   *
   * @param own the function words
   * @param units the words for units
   * @param known which words mean something by themselves
   */
  List<Piece> in(List<Token> tokens, List<Piece> own, List<Piece> units, boolean[] known) {
    List<Piece> found = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (!known[i] && PIECES.contains(tokens.get(i).folded())) {
        add(found, i, i + 1, pieces);
      }
    }
    for (Piece unit : units) {
      if (isMeasured(unit, own)) {
        Sense sense = measured.get(String.valueOf(unit.meaning()));
        add(found, unit.start(), unit.end(), Optional.ofNullable(sense));
      }
    }
    return found;
  }

  private static void add(List<Piece> found, int start, int end, Optional<Sense> sense) {
    sense.ifPresent(of -> found.add(new Piece("METRIC", start, end, of, COST)));
  }

  private static boolean isMeasured(Piece unit, List<Piece> own) {
    return unit.start() == 0
        || own.stream()
            .anyMatch(word -> word.end() == unit.start() && word.kind().equals("countof"));
  }
}
