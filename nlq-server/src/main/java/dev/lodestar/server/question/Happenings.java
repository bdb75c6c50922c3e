package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What verbs tell of what a model names: "admitted" of admissions, "borrowed" of what borrowers
 * did, "hired" of the hiring date.
 */
final class Happenings {

  /** A noun that names what happens, or who does it, and what a verb of it tells. */
  private record Happening(Language language, String noun, Sense sense, boolean doer) {
    boolean isToldBy(String word, boolean accented) {
      return doer ? Verbs.isOfOneStem(word, noun) : Verbs.tells(word, accented, noun);
    }
  }

  private final MeasuredDeeds measured;
  private final List<Happening> happenings = new ArrayList<>();

  /** What participles tell of that name columns: done, of "done_on". */
  private final Map<String, Set<Sense>> columns = new HashMap<>();

  /** Dates that are called as what happens: a booking is made on its booking date. */
  private final Map<Language, List<Sense>> made = new EnumMap<>(Language.class);

  Happenings(Model model) {
    this.measured = new MeasuredDeeds(model);
    model.metrics().forEach(metric -> doers(metric, model));
    for (Dataset dataset : model.datasets()) {
      for (Language language : Language.values()) {
        acts(model, dataset, language);
      }
    }
  }

  /** What a verb tells, other than that something came to be. */
  Set<Sense> told(Language language, String word, boolean accented) {
    Set<Sense> told = new LinkedHashSet<>();
    if (language == Language.EN) {
      told.addAll(columns(word));
    }
    for (Happening happening : happenings) {
      if (happening.language() == language && happening.isToldBy(word, accented)) {
        told.addAll(done(happening.sense(), language, word));
      }
    }
    return told;
  }

  /** What an English participle tells that stands in the name of a column. */
  Set<Sense> columns(String word) {
    Set<Sense> told = new LinkedHashSet<>();
    columns
        .getOrDefault(word, Set.of())
        .forEach(sense -> told.addAll(done(sense, Language.EN, word)));
    return told;
  }

  /** What a verb says that is told by nothing but the name of a metric. */
  Set<Sense> measured(Language language, String word) {
    return measured.named(language, word).stream()
        .map(metric -> new Sense.OfDone(metric, Deed.of(word)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What is told of, with what the verb says of who does it, and how much of it. */
  private List<Sense> done(Sense told, Language language, String verb) {
    if (!(told instanceof Sense.OfAct act)) {
      return List.of(told);
    }
    Deed deed = Deed.of(verb);
    Set<String> metrics = measured.of(language, verb, act.dataset());
    return metrics.isEmpty()
        ? List.of(new Sense.OfAct(act.dataset(), deed))
        : metrics.stream()
            .map(metric -> (Sense) new Sense.OfAct(act.dataset(), deed, Optional.of(metric)))
            .toList();
  }

  /** The dates on which something was made, placed or entered. */
  List<Sense> made(Language language, String word) {
    return Verbs.MAKING.contains(word) ? made.getOrDefault(language, List.of()) : List.of();
  }

  /** The nouns for what happened on a date; none for the usual one, which nobody has to name. */
  static List<String> nouns(Dataset dataset, Field field, Language language) {
    boolean usual = dataset.time().equals(Optional.of(field.ref().field()));
    boolean dated = (field.isDate() || Scales.isYear(field)) && !field.hidden() && !usual;
    return dated
        ? field.names().all(language).stream().flatMap(n -> Verbs.happening(n).stream()).toList()
        : List.of();
  }

  /** Borrowers are counted by loans: to borrow is what loans tell. */
  private void doers(Metric metric, Model model) {
    boolean counts = Measures.counts(model, new Measure.OfMetric(metric.name()));
    Optional<String> fact =
        model.base(metric.formula().aggregates().get(0)).filter(model.facts()::contains);
    if (counts && fact.isPresent()) {
      Sense act = new Sense.OfAct(fact.get(), Deed.ANY);
      for (Language language : Language.values()) {
        for (String name : metric.names().all(language)) {
          Lexicon.counted(name).forEach(rest -> doer(language, rest, act));
          doer(language, name, act);
        }
      }
    }
  }

  private void doer(Language language, String name, Sense act) {
    head(name).ifPresent(noun -> happenings.add(new Happening(language, noun, act, true)));
  }

  /** What verbs tell of a dataset: that its rows happened, or on which of its dates. */
  private void acts(Model model, Dataset dataset, Language language) {
    List<String> names = dataset.names().all(language);
    boolean happens = model.relationships().stream().anyMatch(r -> r.from().equals(dataset.name()));
    if (happens) {
      Sense act = new Sense.OfAct(dataset.name(), Deed.ANY);
      names.forEach(
          name ->
              head(name).ifPresent(n -> happenings.add(new Happening(language, n, act, false))));
    }
    Set<String> things =
        names.stream()
            .flatMap(name -> head(name).stream())
            .map(Tokens::stem)
            .collect(Collectors.toSet());
    for (Field field : dataset.fields()) {
      dated(dataset, field, language, happens);
      Sense date = new Sense.OfDate(field.ref());
      List<String> nouns = nouns(dataset, field, language);
      nouns.forEach(noun -> happenings.add(new Happening(language, noun, date, false)));
      if (nouns.stream().anyMatch(noun -> things.contains(Tokens.stem(noun)))) {
        made.computeIfAbsent(language, l -> new ArrayList<>()).add(date);
      }
    }
  }

  /** Of the usual date verbs tell that the rows happened: repaired, of the repair date. */
  private void dated(Dataset dataset, Field field, Language language, boolean happens) {
    boolean usual = dataset.time().equals(Optional.of(field.ref().field()));
    if (!field.isDate() || field.hidden() || (usual && !happens)) {
      return;
    }
    Sense told = usual ? new Sense.OfAct(dataset.name(), Deed.ANY) : new Sense.OfDate(field.ref());
    Verbs.participle(field.ref().field())
        .ifPresent(done -> columns.computeIfAbsent(done, d -> new LinkedHashSet<>()).add(told));
    if (usual) {
      field.names().all(language).stream()
          .flatMap(name -> Verbs.happening(name).stream())
          .forEach(noun -> happenings.add(new Happening(language, noun, told, false)));
    }
  }

  /** The one word of a name; names of several words say more than that something happens. */
  private static Optional<String> head(String name) {
    List<Token> tokens = Tokens.of(name);
    return tokens.size() == 1 ? Optional.of(tokens.get(0).folded()) : Optional.empty();
  }
}
