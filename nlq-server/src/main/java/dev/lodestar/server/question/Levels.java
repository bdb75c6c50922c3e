package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What rows that tell again and again how things stand are counted by: the number of contracts is
 * how many rows tell of them, or the level that is called active contracts.
 */
final class Levels {
  private final Model model;

  Levels(Model model) {
    this.model = model;
  }

  /** The queries that ask for levels in place of rows. */
  List<LogicalQuery> instead(LogicalQuery query) {
    return query.measures().size() == 1 && query.measures().get(0) instanceof Measure.Rows rows
        ? model.metrics().stream()
            .filter(metric -> metric.semiAdditive() && isOf(metric, rows.dataset()))
            .map(metric -> with(query, new Measure.OfMetric(metric.name())))
            .toList()
        : List.of();
  }

  private static LogicalQuery with(LogicalQuery query, Measure measure) {
    return new LogicalQuery(
        query.listed(),
        List.of(measure),
        query.groups(),
        query.where(),
        query.having(),
        query.order(),
        query.limit());
  }

  /** Whether a level of a dataset is called as the dataset is, and by more words. */
  private boolean isOf(Metric metric, String dataset) {
    return Measures.bases(model, new Measure.OfMetric(metric.name())).equals(Set.of(dataset))
        && isNamed(metric.names(), model.dataset(dataset).names());
  }

  private static boolean isNamed(Names level, Names rows) {
    for (Language language : Language.values()) {
      Set<Set<String>> things =
          rows.all(language).stream().map(Levels::words).collect(Collectors.toSet());
      if (level.all(language).stream()
          .map(Levels::words)
          .anyMatch(
              name ->
                  things.stream()
                      .anyMatch(thing -> name.size() > thing.size() && name.containsAll(thing)))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> words(String name) {
    return Tokens.of(name).stream()
        .map(Token::folded)
        .map(Tokens::stem)
        .collect(Collectors.toSet());
  }
}
