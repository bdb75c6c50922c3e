package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.semantic.Model;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** Says in words of which rows something is asked, and within which bounds. */
final class ConditionWords {
  private final Model model;
  private final Language language;
  private final Restatement words;
  private final TimeWords times;

  /**
   * @param words for what conditions are of
   */
  ConditionWords(Model model, Language language, Restatement words) {
    this.model = model;
    this.language = language;
    this.words = words;
    this.times = new TimeWords(language);
  }

  /** A bound of a measure. */
  String of(LogicalQuery.Having bound) {
    if (bound.measure() instanceof Measure.Between between) {
      return grown(between, bound.comparison(), bound.number());
    }
    return say("with ", "avec ")
        + words.measure(bound.measure())
        + " "
        + comparison(bound.comparison())
        + " "
        + bound.number().toPlainString();
  }

  /** What fell by more than 10 % did not grow by less than -10 %, in words. */
  private String grown(Measure.Between between, Comparison comparison, BigDecimal number) {
    boolean fell = comparison == Comparison.LESS || comparison == Comparison.AT_MOST;
    Comparison by =
        comparison == Comparison.LESS
            ? Comparison.MORE
            : comparison == Comparison.AT_MOST ? Comparison.AT_LEAST : comparison;
    return say("with ", "avec ")
        + (fell
            ? words.of(say("decline in ", "baisse "), words.measure(between.of()))
            : words.measure(between))
        + " "
        + comparison(by)
        + " "
        + (fell ? number.negate() : number).toPlainString()
        + (between.inPercent() ? say(" percent", " %") : "");
  }

  private String comparison(Comparison comparison) {
    return switch (comparison) {
      case LESS -> say("less than", "inférieur à");
      case AT_MOST -> say("at most", "au plus");
      case EQUAL -> say("equal to", "égal à");
      case UNLIKE -> say("different from", "différent de");
      case AT_LEAST -> say("at least", "au moins");
      case MORE -> say("more than", "supérieur à");
    };
  }

  String of(Condition condition) {
    if (condition instanceof Condition.OneOf one) {
      String values =
          one.values().stream().map(this::quoted).collect(Collectors.joining(say(" or ", " ou ")));
      String is = one.negated() ? say(" is not ", " n'est pas ") : say(" is ", " est ");
      return words.attribute(one.attribute()) + is + values;
    }
    if (condition instanceof Condition.Compared c) {
      return words.attribute(c.attribute())
          + " "
          + comparison(c.comparison())
          + " "
          + c.number().toPlainString();
    }
    if (condition instanceof Condition.Within c) {
      return words.attribute(c.attribute())
          + say(" between ", " entre ")
          + c.low().toPlainString()
          + say(" and ", " et ")
          + c.high().toPlainString();
    }
    if (condition instanceof Condition.Missing c) {
      return words.attribute(c.attribute())
          + (c.negated() ? say(" is not empty", " n'est pas vide") : say(" is empty", " est vide"));
    }
    if (condition instanceof Condition.True c) {
      return c.negated()
          ? words.attribute(c.attribute()) + say(" is no", " est non")
          : say("only ", "uniquement ") + words.attribute(c.attribute());
    }
    if (condition instanceof Condition.Like c) {
      String verb =
          switch (c.where()) {
            case STARTS -> say(" starts with ", " commence par ");
            case ENDS -> say(" ends with ", " finit par ");
            case CONTAINS -> say(" contains ", " contient ");
          };
      return words.attribute(c.attribute()) + verb + quoted(c.text());
    }
    if (condition instanceof Condition.Named c) {
      return (c.negated() ? say("not ", "pas ") : "")
          + model.filter(c.filter()).names().in(language);
    }
    if (condition instanceof Condition.During c) {
      String when =
          c.ranges().stream().map(times::range).collect(Collectors.joining(say(" and ", " et ")));
      return c.time().map(t -> words.attribute(t) + say(" is ", " est ")).orElse("")
          + (c.negated() ? say("not ", "pas ") : "")
          + when;
    }
    if (condition instanceof Condition.OnPart on) {
      return on.time().map(t -> words.attribute(t) + " ").orElse("")
          + (on.negated() ? say("not ", "pas ") : "")
          + on.numbers().stream()
              .map(number -> part(on.part(), number))
              .collect(Collectors.joining(say(" and ", " et ")));
    }
    if (condition instanceof Condition.AnyOf any) {
      return any.conditions().stream()
          .map(this::of)
          .collect(Collectors.joining(say(" or ", " ou ")));
    }
    if (condition instanceof Condition.Beside c) {
      return words.attribute(c.attribute())
          + " "
          + comparison(c.comparison())
          + " "
          + words.attribute(c.other());
    }
    if (condition instanceof Condition.Apart apart) {
      return new DelayWords(language, words).of(apart);
    }
    if (condition instanceof Condition.Whole whole) {
      return say("only ", "uniquement les ") + gathered(whole);
    }
    Condition.Related c = (Condition.Related) condition;
    if (!c.negated() && c.where().size() == 1 && c.where().get(0) instanceof Condition.Whole of) {
      return say("with any ", "ayant des ") + gathered(of);
    }
    String inside =
        c.where().isEmpty()
            ? ""
            : " " + c.where().stream().map(this::of).collect(Collectors.joining(" "));
    return (c.negated() ? say("without ", "sans ") : say("with any ", "ayant "))
        + words.entity(c.dataset())
        + inside;
  }

  private String gathered(Condition.Whole whole) {
    // That they are found in the rows of those things goes without saying.
    Measure measure =
        whole.measure() instanceof Measure.Distinct things
            ? new Measure.Rows(things.dataset())
            : whole.measure();
    return new Wholes(model).name(whole.key(), language)
        + " "
        + of(new LogicalQuery.Having(measure, whole.comparison(), whole.number()));
  }

  private String part(TimePart part, int number) {
    return switch (part) {
      case DAY_OF_WEEK -> weekdays(number);
      case MONTH_OF_YEAR -> say("in any ", "en tout mois de ") + month(number);
      case QUARTER_OF_YEAR -> say("in any Q", "en tout T") + number;
      default -> times.part(part) + " " + number;
    };
  }

  private String month(int number) {
    return java.time.Month.of(number)
        .getDisplayName(
            java.time.format.TextStyle.FULL,
            language == Language.EN ? java.util.Locale.ENGLISH : java.util.Locale.FRENCH);
  }

  private String weekdays(int number) {
    String name =
        java.time.DayOfWeek.of(number)
            .getDisplayName(
                java.time.format.TextStyle.FULL,
                language == Language.EN ? java.util.Locale.ENGLISH : java.util.Locale.FRENCH);
    return say("on ", "les ") + name + "s";
  }

  private String quoted(String value) {
    return language == Language.EN ? '"' + value + '"' : "« " + value + " »";
  }

  private String say(String english, String french) {
    return language.say(english, french);
  }
}
