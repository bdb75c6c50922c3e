package dev.lodestar.server.semantic;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.PlainNames;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Wordings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is called in one language only, told in the other one as well, where the {@link Dictionary}
 * knows all of its words and the model calls nothing else so.
 */
final class BothLanguages {
  private final Dictionary dictionary = Dictionary.ofBusiness();
  private final Map<Language, Set<String>> taken = new EnumMap<>(Language.class);
  private final SemanticModel model;
  private @Nullable Language technical;

  BothLanguages(SemanticModel model) {
    this.model = model;
    for (Language language : Language.values()) {
      taken.put(language, new HashSet<>());
    }
    model.metrics().forEach(metric -> take(metric.naming()));
    model.filters().forEach(filter -> take(filter.naming()));
    model.relationships().forEach(role -> take(role.role().byLanguage(), role.synonyms()));
    model
        .datasets()
        .forEach(
            dataset -> {
              take(dataset.naming());
              dataset.fields().forEach(field -> take(field.naming()));
            });
  }

  /** The language that most technical names are in, of those that are in one alone. */
  private Language technical() {
    if (technical == null) {
      technical = language(model);
    }
    return technical;
  }

  private Language language(SemanticModel model) {
    List<String> names = new ArrayList<>();
    model.metrics().forEach(metric -> names.add(metric.name()));
    for (Dataset dataset : model.datasets()) {
      names.add(PlainNames.ofTable(dataset.name()));
      dataset.fields().forEach(field -> names.add(field.name()));
    }
    int french = 0;
    for (String name : names) {
      String words = PlainNames.words(name);
      boolean inEnglish = !dictionary.to(Language.FR, words).isEmpty();
      boolean inFrench = !dictionary.to(Language.EN, words).isEmpty();
      french += inFrench == inEnglish ? 0 : inFrench ? 1 : -1;
    }
    return french > 0 ? Language.FR : Language.EN;
  }

  private void take(Naming naming) {
    take(naming.name().byLanguage(), naming.synonyms());
  }

  private void take(Map<String, String> name, Wordings synonyms) {
    taken.forEach(
        (language, all) -> {
          String own = name.get(language.code());
          if (own != null) {
            all.add(Tokens.stems(own));
          }
          synonyms.in(language.code()).forEach(word -> all.add(Tokens.stems(word)));
        });
  }

  Names complete(Names names) {
    Names complete = names;
    for (Language language : Language.values()) {
      if (!names.shown().containsKey(language)) {
        complete = complete(complete, language);
      }
    }
    return complete;
  }

  private Names complete(Names names, Language language) {
    Language other = Dictionary.other(language);
    Set<String> told = new LinkedHashSet<>();
    String shown = names.shown().get(other);
    if (shown != null) {
      told.addAll(dictionary.to(language, shown));
    }
    for (String synonym : names.synonymsIn(other)) {
      if (!names.synonymsIn(language).contains(synonym)) {
        told.addAll(dictionary.to(language, synonym));
      }
    }
    told.removeIf(name -> taken.getOrDefault(language, Set.of()).contains(Tokens.stems(name)));
    if (told.isEmpty()) {
      return names;
    }
    List<String> words = List.copyOf(told);
    Map<Language, String> called = new EnumMap<>(Language.class);
    called.putAll(names.shown());
    called.put(language, words.get(0));
    Map<Language, List<String>> synonyms = new EnumMap<>(Language.class);
    synonyms.putAll(names.synonyms());
    List<String> all = new ArrayList<>(names.synonymsIn(language));
    all.addAll(words.subList(1, words.size()));
    synonyms.put(language, all);
    return new Names(called, synonyms);
  }

  /** The language of a technical name: that of the others, unless its words are none of it. */
  Language of(String name) {
    Language technical = technical();
    Language other = Dictionary.other(technical);
    boolean onlyOther =
        dictionary.to(other, name).isEmpty() && !dictionary.to(technical, name).isEmpty();
    return onlyOther ? other : technical;
  }
}
