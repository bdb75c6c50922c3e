package dev.lodestar.semantic;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.SemanticModel;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two things of one kind with one name.
 *
 * <p>A name means one thing; a synonym may belong to several, and then a question that uses it is
 * asked back. So a synonym that is the name of another thing would never be heard. Fields of
 * different datasets may be called alike: the city of a customer and that of a supplier.
 */
final class SameWords {
  private final List<String> languages;
  private final List<Problem> problems = new ArrayList<>();

  private SameWords(List<String> languages) {
    this.languages = languages;
  }

  static List<Problem> in(SemanticModel model, List<String> languages) {
    SameWords check = new SameWords(languages);
    List<Called> measures = new ArrayList<>();
    model.metrics().forEach(m -> measures.add(new Called("metric", m.name(), m.naming(), m.at())));
    model.filters().forEach(f -> measures.add(new Called("filter", f.name(), f.naming(), f.at())));
    check.look(measures);
    check.look(
        model.datasets().stream()
            .map(d -> new Called("dataset", d.name(), d.naming(), d.at()))
            .toList());
    for (Dataset dataset : model.datasets()) {
      check.look(
          dataset.fields().stream()
              .map(f -> new Called("field", f.name(), f.naming(), f.at()))
              .toList());
    }
    check.look(
        model.relationships().stream()
            .map(r -> new Called("relationship", r.name(), Naming.NONE, r.at()))
            .toList());
    return check.problems;
  }

  private record Called(String kind, String id, Naming naming, Position at) {

    /** What it is called in a language; its own name where nothing is said. */
    String name(String language) {
      String name = naming.name().byLanguage().getOrDefault(language, "");
      return folded(name.isEmpty() ? id.replace('_', ' ') : name);
    }
  }

  private void look(List<Called> things) {
    Map<String, Called> ids = new HashMap<>();
    for (Called thing : things) {
      Called before = ids.putIfAbsent(thing.id().toLowerCase(Locale.ROOT), thing);
      if (before != null && !thing.id().isEmpty()) {
        report(
            thing,
            "\"" + thing.id() + "\" is a " + before.kind() + " already",
            "it is in line " + before.at().line() + "; give each its own name");
      }
    }
    List<Called> heard = things.stream().filter(t -> !t.naming().hidden()).toList();
    for (String language : languages) {
      look(heard, language);
    }
  }

  private void look(List<Called> heard, String language) {
    Map<String, Called> names = new HashMap<>();
    for (Called thing : heard) {
      Called before = names.putIfAbsent(thing.name(language), thing);
      if (before != null && !before.id().equalsIgnoreCase(thing.id())) {
        report(
            thing,
            before.kind()
                + " "
                + before.id()
                + " has the same name in "
                + language
                + ", \""
                + thing.name(language)
                + "\"",
            "give one of them another; a word that may mean either can be a synonym of both, and"
                + " is asked back");
      }
    }
    for (Called thing : heard) {
      for (String synonym : thing.naming().synonyms().in(language)) {
        Called named = names.get(folded(synonym));
        if (named != null && !named.equals(thing)) {
          report(
              thing,
              "\""
                  + synonym
                  + "\" is the name of "
                  + named.kind()
                  + " "
                  + named.id()
                  + ", so it never means "
                  + thing.id(),
              "take the synonym out, or rename " + named.id());
        }
      }
    }
  }

  private void report(Called thing, String message, String advice) {
    problems.add(new Problem(thing.at(), message, advice));
  }

  /** Without accents and capitals, as questions are read. */
  private static String folded(String words) {
    return Normalizer.normalize(words, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .strip();
  }
}
