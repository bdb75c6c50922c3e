package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Where a metric that counts rows is called as their dataset is, whatever else the dataset is
 * called counts them too: of bookings and stays, which are one, the one would be counted and the
 * other listed.
 */
final class CountedNames {
  private CountedNames() {}

  /** Tells what else the dataset of such a metric is called in a language. */
  static void of(Model model, Language language, BiConsumer<String, Sense> told) {
    for (Dataset dataset : model.datasets()) {
      if (!model.facts().contains(dataset.name())
          || !(Measures.rows(model, dataset.name()) instanceof Measure.OfMetric of)) {
        continue;
      }
      Metric metric = model.metric(of.metric());
      if (!areCalledAlike(metric.names(), dataset.names())) {
        continue;
      }
      List<String> own = metric.names().all(language);
      dataset.names().all(language).stream()
          .filter(name -> own.stream().noneMatch(known -> stem(known).equals(stem(name))))
          .forEach(name -> told.accept(name, new Sense.OfMetric(metric.name())));
    }
  }

  private static boolean areCalledAlike(Names metric, Names dataset) {
    return Arrays.stream(Language.values())
        .anyMatch(
            language ->
                metric.all(language).stream()
                    .anyMatch(
                        name ->
                            dataset.all(language).stream()
                                .anyMatch(rows -> stem(rows).equals(stem(name)))));
  }

  private static String stem(String name) {
    return Tokens.stem(Tokens.fold(name));
  }
}
