package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names with an adjective inside that is not theirs: « montant mensuel des ventes », « état moyen
 * de la batterie ».
 */
final class Parted {
  /** A metric that stands around an adjective of time, and so is told in each of its units. */
  static final String METRIC = "PARTEDMETRIC";

  /** A measure that stands around the word that says how its values become one. */
  static final String MEASURE = "PARTEDMEAS";

  private static final int AGGREGATED = 1;

  /** As much as counting costs those of a value: so both are offered where there is one. */
  private static final int AS_VALUE = 3;

  private final Lexicon lexicon;
  private final Measured measured;

  Parted(Model model, Lexicon lexicon) {
    this.lexicon = lexicon;
    this.measured = new Measured(model);
  }

  /** Such names in a row of tokens. */
  List<Piece> in(List<Token> tokens, List<Piece> own, Language language) {
    List<Piece> parted = new ArrayList<>();
    for (Piece adjective : own) {
      boolean time = adjective.kind().equals("GRAINADJ");
      if (!time && !adjective.kind().equals("AGGPOST")) {
        continue;
      }
      List<Token> rest = new ArrayList<>(tokens);
      rest.subList(adjective.start(), adjective.end()).clear();
      for (Piece name : lexicon.in(rest, language)) {
        if (name.start() < adjective.start() && name.end() > adjective.start()) {
          Optional<Piece> whole = time ? inEach(name, adjective) : aggregated(name, adjective);
          whole.ifPresent(parted::add);
        }
      }
    }
    return parted;
  }

  private static Optional<Piece> inEach(Piece name, Piece adjective) {
    return name.meaning() instanceof Sense.OfMetric of && name.kind().equals("METRIC")
        ? Optional.of(
            around(
                METRIC,
                name,
                adjective,
                QuestionGrammar.inEach(
                    new Measure.OfMetric(of.metric()), QuestionGrammar.unit(adjective)),
                adjective.cost() == 0 ? 0 : adjective.cost() + AS_VALUE))
        : Optional.empty();
  }

  private Optional<Piece> aggregated(Piece name, Piece adjective) {
    Aggregation how = Aggregation.named((String) adjective.meaning());
    Optional<Measure> measure =
        name.meaning() instanceof Sense.OfMetric of
            ? Optional.ofNullable(measured.aggregated(new Measure.OfMetric(of.metric()), how))
            : name.meaning() instanceof Sense.OfField of
                ? Optional.ofNullable(measured.aggregated(Attribute.of(of.field()), how))
                : Optional.empty();
    return measure.map(m -> around(MEASURE, name, adjective, m, AGGREGATED));
  }

  private static Piece around(String kind, Piece name, Piece adjective, Object meaning, int more) {
    int end = name.end() + adjective.end() - adjective.start();
    return new Piece(kind, name.start(), end, meaning, name.cost() + more);
  }
}
