package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import java.util.Set;

/** Says how many values become one. */
final class AggregationWords {
  private static final Set<String> MASCULINE =
      Words.read(AggregationWords.class, "names.words").single("masculine");

  private final Language language;

  AggregationWords(Language language) {
    this.language = language;
  }

  /** Of the values of a field; of dates there is a first and a last. */
  String of(Aggregation how, Field field, String name) {
    return switch (how) {
      case SUM -> joined(say("sum of ", "somme "), name);
      case AVERAGE, MEDIAN -> middle(how, name);
      case MIN ->
          field.isDate()
              ? say("first ", isMasculine(name) ? "premier " : "première ") + name
              : say("minimum ", "minimum de ") + name;
      case MAX ->
          field.isDate()
              ? say("latest ", isMasculine(name) ? "dernier " : "dernière ") + name
              : say("maximum ", "maximum de ") + name;
      case COUNT, COUNT_DISTINCT ->
          say("number of distinct ", "nombre de ") + name + say("", " distincts");
    };
  }

  /** The mean or the median of something. */
  String middle(Aggregation how, String name) {
    return how == Aggregation.MEDIAN
        ? joined(say("median ", "médiane "), name)
        : joined(say("average ", "moyenne "), name);
  }

  /**
   * What is computed of something: in French of the one that there is, as far as its name tells.
   */
  String joined(String computed, String name) {
    return computed + say(name, Articles.of(name));
  }

  /** A day, in French, other than a date or an hour. */
  private static boolean isMasculine(String name) {
    return MASCULINE.contains(Tokens.of(name).get(0).folded());
  }

  private String say(String english, String french) {
    return language.say(english, french);
  }
}
