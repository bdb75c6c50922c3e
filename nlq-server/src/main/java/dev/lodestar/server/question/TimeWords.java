package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.stream.Stream;

/** Says units, parts and ranges of time in words. */
final class TimeWords {
  private final Language language;

  TimeWords(Language language) {
    this.language = language;
  }

  private String say(String english, String french) {
    return language.say(english, french);
  }

  String unit(Unit unit) {
    return switch (unit) {
      case YEAR -> say("year", "année");
      case HALF -> say("half year", "semestre");
      case QUARTER -> say("quarter", "trimestre");
      case MONTH -> say("month", "mois");
      case WEEK -> say("week", "semaine");
      case DAY -> say("day", "jour");
    };
  }

  String part(TimePart part) {
    return switch (part) {
      case MONTH_OF_YEAR -> say("month of the year", "mois de l'année");
      case QUARTER_OF_YEAR -> say("quarter of the year", "trimestre de l'année");
      case DAY_OF_WEEK -> say("day of the week", "jour de la semaine");
      case DAY_OF_MONTH -> say("day of the month", "jour du mois");
      case HOUR_OF_DAY -> say("hour of the day", "heure de la journée");
      case FISCAL_YEAR -> say("fiscal year", "exercice fiscal");
      case FISCAL_QUARTER -> say("fiscal quarter", "trimestre fiscal");
    };
  }

  /** A unit or a part by its name in SQL. */
  String word(String technical) {
    return Stream.of(Unit.values())
        .filter(unit -> unit.word().equals(technical))
        .map(this::unit)
        .findFirst()
        .orElseGet(() -> part(TimePart.of(technical)));
  }

  /** Days, written so that nothing has to be guessed. */
  String range(TimeRange range) {
    if (range.start().isEmpty()) {
      return say("until ", "jusqu'au ") + range.last().orElseThrow();
    }
    if (range.end().isEmpty()) {
      return say("since ", "depuis le ") + range.start().orElseThrow();
    }
    boolean one = range.start().equals(range.last());
    return one
        ? say("on ", "le ") + range.start().orElseThrow()
        : say("from ", "du ")
            + range.start().orElseThrow()
            + say(" to ", " au ")
            + range.last().orElseThrow();
  }
}
