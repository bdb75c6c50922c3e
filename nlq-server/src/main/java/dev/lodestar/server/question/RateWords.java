package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.NamedFilter;
import dev.lodestar.server.semantic.Names;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The average discount, where all that the model knows of discounts is their rate, « la remise
 * moyenne » of a « taux de remise ». Understood is the word in the singular alone, as discounts are
 * so many, and only where it means nothing else and nothing else is named with it.
 */
final class RateWords {
  private static final int COST = 3;

  /** What is told of something in parts of a whole. */
  private static final Set<String> RATES =
      Words.read(RateWords.class, "names.words").single("rate").stream()
          .map(Tokens::stem)
          .collect(Collectors.toSet());

  private final Map<Language, Map<String, Sense>> rates = new EnumMap<>(Language.class);

  RateWords(Model model) {
    for (Language language : Language.values()) {
      rates.put(language, of(model, language));
    }
  }

  /**
   * Such words among those of a question.
   *
   * @param known which words mean something by themselves
   */
  List<Piece> in(List<Token> tokens, boolean[] known, Language language) {
    List<Piece> found = new ArrayList<>();
    Map<String, Sense> of = rates.getOrDefault(language, Map.of());
    for (int i = 0; i < tokens.size(); i++) {
      Sense sense = known[i] || isMended(tokens.get(i)) ? null : of.get(tokens.get(i).folded());
      if (sense != null) {
        String kind = sense instanceof Sense.OfMetric ? "METRIC" : "FIELD";
        found.add(new Piece(kind, i, i + 1, sense, COST));
      }
    }
    return found;
  }

  /** "Discounts" may be a slip of "discount", and is none of one that is not said. */
  private static boolean isMended(Token token) {
    return token.end() - token.start() != token.text().length();
  }

  private static Map<String, Sense> of(Model model, Language language) {
    Entities entities = new Entities(model);
    Map<String, Set<Sense>> told = new TreeMap<>();
    Set<String> others = new HashSet<>();
    for (Metric metric : model.metrics()) {
      take(metric.names(), language, new Sense.OfMetric(metric.name()), told, others);
    }
    for (NamedFilter filter : model.filters()) {
      words(filter.names()).forEach(others::addAll);
    }
    for (Dataset dataset : model.datasets()) {
      words(dataset.names()).forEach(others::addAll);
      for (Field field : dataset.fields()) {
        if (field.isNumber() && !field.isTime() && !entities.isKey(field.ref())) {
          take(field.names(), language, new Sense.OfField(field.ref()), told, others);
        } else {
          words(field.names()).forEach(others::addAll);
        }
      }
    }
    Map<String, Sense> rates = new TreeMap<>();
    told.forEach(
        (word, senses) -> {
          Set<Sense> meant = one(model, senses);
          if (meant.size() == 1 && !others.contains(Tokens.stem(word))) {
            rates.put(word, meant.iterator().next());
          }
        });
    return rates;
  }

  /** Takes the word beside the rate in a name; where a name tells of no rate, all of its words. */
  private static void take(
      Names called,
      Language language,
      Sense sense,
      Map<String, Set<Sense>> told,
      Set<String> others) {
    for (List<String> name : words(called)) {
      if (name.stream().noneMatch(RATES::contains)) {
        others.addAll(name);
      }
    }
    for (String name : called.all(language)) {
      List<String> words = Tokens.of(name).stream().map(Token::folded).toList();
      for (int i = 0; i < words.size(); i++) {
        if (RATES.contains(Tokens.stem(words.get(i)))) {
          String word = beside(words, i, language);
          if (word.length() > 3) {
            told.computeIfAbsent(word, w -> new HashSet<>()).add(sense);
          }
        }
      }
    }
  }

  private static String beside(List<String> words, int rate, Language language) {
    return switch (language) {
      case EN -> rate == 0 ? "" : words.get(rate - 1);
      case FR ->
          words.size() > rate + 2 && words.get(rate + 1).matches("de|du|des|d'?")
              ? words.get(rate + 2)
              : "";
    };
  }

  private static List<List<String>> words(Names called) {
    List<List<String>> all = new ArrayList<>();
    for (Language language : Language.values()) {
      for (String name : called.all(language)) {
        all.add(Tokens.of(name).stream().map(t -> Tokens.stem(t.folded())).toList());
      }
    }
    return all;
  }

  /** A number, where metrics say of nothing but it how its values become one. */
  private static Set<Sense> one(Model model, Set<Sense> senses) {
    Set<Sense> left = new HashSet<>(senses);
    for (Sense sense : senses) {
      if (sense instanceof Sense.OfMetric of) {
        Formula formula = model.metric(of.metric()).formula();
        boolean told =
            formula.aggregates().stream()
                .flatMap(aggregate -> aggregate.text().fields().stream())
                .allMatch(field -> senses.contains(new Sense.OfField(field)));
        if (told) {
          left.remove(sense);
        }
      }
    }
    return left;
  }
}
