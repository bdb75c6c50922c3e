package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.Planned;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import dev.lodestar.server.time.TimeRange;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the columns of an answer are called for people, in each language: by the names of the model,
 * and in the words of the grammar for what it makes itself, as shares and months.
 */
public final class Titles {
  private final Model model;

  public Titles(Model model) {
    this.model = model;
  }

  /** A title for each column of what was planned. */
  public List<Names> of(LogicalQuery query, Planned planned) {
    return planned.columns().stream().map(column -> of(query, column)).toList();
  }

  private Names of(LogicalQuery query, Planned.Column column) {
    Map<Language, String> title = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      Restatement words = new Restatement(model, language);
      title.put(
          language,
          column.measure()
              ? measure(words, language, query, query.measures().get(column.index()))
              : words.group(query.groups().get(column.index())));
    }
    return new Names(title, Map.of());
  }

  private static String measure(
      Restatement words, Language language, LogicalQuery query, Measure measure) {
    if (measure instanceof Measure.In in) {
      return words.measure(in.of(), query)
          + " "
          + range(new TimeWords(language), language, in.range());
    }
    if (measure instanceof Measure.PartOf part) {
      // The condition is said by the sentence above the rows.
      return words.measure(new Measure.Share(part.of()), query);
    }
    return words.measure(measure, query);
  }

  /** Whole years, quarters and months by their short names. */
  private static String range(TimeWords times, Language language, TimeRange range) {
    if (!range.isBounded()) {
      return times.range(range);
    }
    LocalDate start = range.start().orElseThrow();
    boolean whole = range.unit().plus(start, 1).equals(range.end().orElseThrow());
    int quarter = (start.getMonthValue() - 1) / 3 + 1;
    return !whole
        ? times.range(range)
        : switch (range.unit()) {
          case YEAR -> String.valueOf(start.getYear());
          case QUARTER -> language.say("Q", "T") + quarter + " " + start.getYear();
          case MONTH -> start.toString().substring(0, 7);
          case HALF, WEEK, DAY -> times.range(range);
        };
  }
}
