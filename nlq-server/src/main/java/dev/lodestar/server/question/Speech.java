package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import dev.lodestar.server.time.TimeGrammar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a language brings along.
 *
 * @param vocabulary the words of times, and those of the model and its values
 * @param named the words of the names that the model has in the language
 */
record Speech(
    Language language,
    Words words,
    Words numbers,
    TimeGrammar time,
    Set<String> vocabulary,
    Set<String> named) {
  /** Shorter words are those that sentences are made with. */
  private static final int TELLING = 4;

  static Speech of(Language language, Model model, Lexicon lexicon, LocalDate today) {
    TimeGrammar time = new TimeGrammar(language, today, model.weekStarts(), model.fiscalStart());
    Set<String> known = new TreeSet<>(time.vocabulary());
    known.addAll(lexicon.vocabulary());
    return new Speech(
        language,
        Words.read(Speech.class, "question-" + language.code() + ".words"),
        Numbers.words(language),
        time,
        known,
        named(language, model));
  }

  /** Whether a word tells that the language is spoken: not one that the model has of the other. */
  boolean has(String word, Speech other) {
    boolean foreign = word.length() >= TELLING && other.named.contains(word);
    return words.vocabulary().contains(word) && (named.contains(word) || !foreign);
  }

  private static Set<String> named(Language language, Model model) {
    List<Names> all = new ArrayList<>();
    model.metrics().forEach(metric -> all.add(metric.names()));
    for (Dataset dataset : model.datasets()) {
      all.add(dataset.names());
      dataset.fields().forEach(field -> all.add(field.names()));
    }
    Set<String> named = new TreeSet<>();
    for (Names names : all) {
      Stream.concat(
              Stream.ofNullable(names.shown().get(language)), names.synonymsIn(language).stream())
          .flatMap(name -> Tokens.of(name).stream())
          .forEach(word -> named.add(word.folded()));
    }
    return named;
  }
}
