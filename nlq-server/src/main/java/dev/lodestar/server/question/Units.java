package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * In what the amounts of a model are measured: minutes, kilograms, a currency. A unit has one name
 * here, however the model and a question write it. Nothing is converted.
 */
final class Units {
  static final String PERCENT = "%";

  private static final String DAY = "day";
  private static final String HOUR = "h";

  /** The kind of pieces that name a unit or a currency. */
  static final String CURRENCY = "CURRENCY";

  private static final Set<String> IN = Set.of("in", "en");
  private static final Words WORDS = Words.read(Units.class, "units.words");

  private final Model model;
  private final Set<String> known = new TreeSet<>();

  Units(Model model) {
    this.model = model;
    model.metrics().forEach(metric -> known.add(of(metric.unit())));
    model.datasets().stream()
        .flatMap(dataset -> dataset.fields().stream())
        .filter(field -> !field.hidden())
        .forEach(field -> known.add(of(field.measuredIn())));
    known.remove("");
  }

  /** The one name of a unit. */
  static String of(String written) {
    List<Token> tokens = Tokens.of(written);
    return WORDS.in(tokens).stream()
        .filter(piece -> piece.start() == 0 && piece.end() == tokens.size())
        .map(piece -> (String) piece.meaning())
        .findFirst()
        .orElseGet(() -> Tokens.fold(written.strip()));
  }

  /** Every unit of the model, by its one name. */
  Set<String> known() {
    return known;
  }

  /** The words of a question for units that the model measures in. */
  List<Piece> in(List<Token> tokens) {
    List<Piece> pieces = new ArrayList<>();
    for (Piece word : WORDS.in(tokens)) {
      if (known.contains(word.meaning()) && !word.meaning().equals(PERCENT)) {
        pieces.add(new Piece(CURRENCY, word.start(), word.end(), word.meaning(), 0));
      }
    }
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.get(i).folded();
      if (tokens.get(i).kind() == Token.Kind.WORD
          && known.contains(word)
          && word.equals(of(word))) {
        pieces.add(new Piece(CURRENCY, i, i + 1, word, 0));
      }
    }
    return pieces.stream().distinct().toList();
  }

  /** The words for units that follow a number. */
  List<Piece> bounding(List<Token> tokens) {
    return in(tokens).stream()
        .filter(unit -> unit.start() > 0)
        .filter(unit -> tokens.get(unit.start() - 1).kind() == Token.Kind.NUMBER)
        .toList();
  }

  /** The units that stand beside numbers. */
  static Set<String> stated(List<Piece> pieces) {
    Set<String> stated = new TreeSet<>();
    for (Piece unit : pieces) {
      if (unit.kind().equals(CURRENCY)
          && pieces.stream()
              .filter(number -> number.kind().equals("DIGITS"))
              .anyMatch(number -> touches(number, unit))) {
        stated.add((String) unit.meaning());
      }
    }
    return stated;
  }

  /** "More than 2 hours" is so much time, and not for each hour of the day. */
  static boolean isBounded(Piece unit, List<Piece> words, List<Token> tokens) {
    int number = unit.start() - 1;
    return unit.kind().equals("PARTOF")
        && number > 0
        && tokens.get(number).kind() == Token.Kind.NUMBER
        && words.stream().anyMatch(word -> word.kind().equals("CMP") && word.end() == number);
  }

  /** « En heures » asks for an answer in hours, and not for one of each hour of the day. */
  static boolean isAskedFor(Piece unit, List<Token> tokens) {
    return unit.kind().equals("PARTOF")
        && unit.start() > 0
        && IN.contains(tokens.get(unit.start() - 1).folded());
  }

  private static boolean touches(Piece number, Piece unit) {
    return number.end() == unit.start() || unit.end() == number.start();
  }

  /** Whether an amount in dollars bounds what is in dollars, and in no other currency. */
  boolean allow(Set<String> stated, LogicalQuery query) {
    if (stated.isEmpty() || !known.containsAll(stated)) {
      return true;
    }
    Set<String> bounded = new TreeSet<>(keptTimes(query));
    query.having().forEach(bound -> bounded.add(of(Contradictions.unit(model, bound.measure()))));
    bounded(query.where(), bounded);
    for (Measure measure : query.measures()) {
      if (measure instanceof Measure.PartOf part) {
        bounded(List.of(part.condition()), bounded);
      }
    }
    return bounded.containsAll(stated);
  }

  /** The top 3 days are so many of those that are ranked, and nothing that takes 3 days. */
  private static Set<String> keptTimes(LogicalQuery query) {
    return query.limit().isEmpty()
        ? Set.of()
        : query.groups().stream()
            .map(group -> group.match(by -> "", by -> by.unit().word(), by -> unit(by.part())))
            .collect(Collectors.toSet());
  }

  private static String unit(TimePart part) {
    return switch (part) {
      case DAY_OF_WEEK, DAY_OF_MONTH -> DAY;
      case HOUR_OF_DAY -> HOUR;
      default -> "";
    };
  }

  private void bounded(List<Condition> conditions, Set<String> bounded) {
    for (Condition condition : conditions) {
      if (condition instanceof Condition.Compared compared) {
        bounded.add(of(compared.attribute().field()));
      } else if (condition instanceof Condition.Within within) {
        bounded.add(of(within.attribute().field()));
      } else if (condition instanceof Condition.Apart) {
        bounded.add(DAY);
      } else if (condition instanceof Condition.Whole whole) {
        bounded.add(of(Contradictions.unit(model, whole.measure())));
      } else if (condition instanceof Condition.Related related) {
        bounded(related.where(), bounded);
      } else if (condition instanceof Condition.AnyOf any) {
        bounded(any.conditions(), bounded);
      }
    }
  }

  /** In what a number is told: as the model says, else as the metrics are that sum it up. */
  String of(FieldRef field) {
    String own = model.field(field).measuredIn();
    return own.isEmpty()
        ? model.metrics().stream()
            .filter(m -> Measures.summed(model, m.name()).equals(Optional.of(Attribute.of(field))))
            .map(metric -> of(metric.unit()))
            .findFirst()
            .orElse("")
        : of(own);
  }

  /** The numbers of a dataset that are measured in a unit. */
  List<Attribute> measuredIn(String dataset, String unit) {
    return model.dataset(dataset).fields().stream()
        .filter(field -> !field.hidden() && field.isNumber())
        .filter(field -> of(field.ref()).equals(unit))
        .map(Field::ref)
        .map(Attribute::of)
        .toList();
  }
}
