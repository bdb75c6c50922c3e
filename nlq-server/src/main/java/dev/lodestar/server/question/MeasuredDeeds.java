package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which metric tells how much of something was done: who delivered most, where the model has a
 * weight delivered, delivered the heaviest load and not the most often. Who paid most paid the
 * highest amount.
 */
final class MeasuredDeeds {
  private static final Words WORDS = Words.read(MeasuredDeeds.class, "names.words");
  private static final Set<String> PAYING = WORDS.single("paying");

  /**
   * A metric whose name says what was done.
   *
   * @param told a participle, or a noun that is the whole name: consumption
   */
  private record Done(Language language, String told, boolean noun, Metric metric) {}

  private final Model model;
  private final List<Done> all = new ArrayList<>();

  MeasuredDeeds(Model model) {
    this.model = model;
    for (Metric metric : model.metrics()) {
      for (Language language : Language.values()) {
        metric.names().all(language).forEach(name -> read(language, name, metric));
      }
    }
  }

  private void read(Language language, String name, Metric metric) {
    List<Token> tokens = Tokens.of(name);
    // In French the participle follows what was done: « durée des trajets » has none.
    for (int i = language == Language.FR ? 1 : 0; i < tokens.size() && tokens.size() > 1; i++) {
      if (metric.addsUp() && Verbs.isParticiple(language, tokens.get(i))) {
        all.add(new Done(language, tokens.get(i).folded(), false, metric));
      }
    }
    boolean amount =
        metric.addsUp() && !Measures.counts(model, new Measure.OfMetric(metric.name()));
    if (tokens.size() == 1 && amount) {
      all.add(new Done(language, tokens.get(0).folded(), true, metric));
    }
  }

  /** The metrics of what a verb says, of all rows of a fact that it tells of. */
  Set<String> of(Language language, String verb, String fact) {
    Set<String> metrics = new LinkedHashSet<>();
    for (Done done : all) {
      if (isOf(done, language, verb) && isAmount(done.metric(), fact)) {
        metrics.add(done.metric().name());
      }
    }
    if (PAYING.contains(verb)) {
      Measures.money(model, fact).forEach(metric -> metrics.add(metric.name()));
    }
    return metrics;
  }

  /** The metrics in whose names a verb stands. */
  Set<String> named(Language language, String verb) {
    Set<String> metrics = new LinkedHashSet<>();
    all.stream()
        .filter(done -> isOf(done, language, verb))
        .forEach(done -> metrics.add(done.metric().name()));
    return metrics;
  }

  private static boolean isOf(Done done, Language language, String verb) {
    return done.language() == language
        && (done.noun()
            ? Verbs.tells(verb, false, done.told())
            : Verbs.areOfOneVerb(language, verb, done.told()));
  }

  private boolean isAmount(Metric metric, String fact) {
    Measure measure = new Measure.OfMetric(metric.name());
    return Measures.bases(model, measure).equals(Set.of(fact)) && Measures.addsUpAll(model, metric);
  }
}
