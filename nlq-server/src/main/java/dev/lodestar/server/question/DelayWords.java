package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;

/** Says in words how many days lie between two dates. */
final class DelayWords {
  private final Language language;
  private final Restatement words;

  DelayWords(Language language, Restatement words) {
    this.language = language;
    this.words = words;
  }

  private String say(String english, String french) {
    return language.say(english, french);
  }

  String of(Measure.Delay delay) {
    String kind =
        switch (delay.aggregation()) {
          case MEDIAN -> say("median days", "délai médian en jours");
          case MIN -> say("minimum days", "délai minimum en jours");
          case MAX -> say("maximum days", "délai maximum en jours");
          default -> say("average days", "délai moyen en jours");
        };
    return kind
        + say(" from ", " entre ")
        + words.attribute(delay.from())
        + say(" to ", " et ")
        + words.attribute(delay.to());
  }

  String of(Condition.Apart apart) {
    if (apart.days() == 0) {
      return words.attribute(apart.to())
          + " "
          + relation(apart.comparison())
          + " "
          + words.attribute(apart.from());
    }
    boolean before = apart.days() < 0;
    return words.attribute(apart.to())
        + " "
        + number(before ? turned(apart.comparison()) : apart.comparison())
        + " "
        + Math.abs(apart.days())
        + say(" days ", " jours ")
        + (before ? say("before ", "avant ") : say("after ", "après "))
        + words.attribute(apart.from());
  }

  private String relation(Comparison comparison) {
    return switch (comparison) {
      case LESS -> say("before", "avant");
      case AT_MOST -> say("not after", "pas après");
      case EQUAL -> say("on the same day as", "le même jour que");
      case UNLIKE -> say("not on the same day as", "pas le même jour que");
      case AT_LEAST -> say("not before", "pas avant");
      case MORE -> say("after", "après");
    };
  }

  /** More than 3 days before is less than -3 days after. */
  static Comparison turned(Comparison comparison) {
    return switch (comparison) {
      case LESS -> Comparison.MORE;
      case AT_MOST -> Comparison.AT_LEAST;
      case AT_LEAST -> Comparison.AT_MOST;
      case MORE -> Comparison.LESS;
      case EQUAL, UNLIKE -> comparison;
    };
  }

  private String number(Comparison comparison) {
    return switch (comparison) {
      case LESS -> say("less than", "moins de");
      case AT_MOST -> say("at most", "au plus");
      case EQUAL -> say("exactly", "exactement");
      case UNLIKE -> say("not exactly", "pas exactement");
      case AT_LEAST -> say("at least", "au moins");
      case MORE -> say("more than", "plus de");
    };
  }
}
