package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Token;
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
 * @param leading those that say what a name names: the last of it, and in French the first
 */
record Speech(
    Language language,
    Words words,
    Words numbers,
    TimeGrammar time,
    Set<String> vocabulary,
    Set<String> named,
    Set<String> leading) {
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
        words(names(language, model)),
        leading(language, names(language, model)));
  }

  /** Whether a word tells that the language is spoken: not one that the model has of the other. */
  boolean has(String word, Speech other) {
    boolean foreign = word.length() >= TELLING && other.named.contains(word);
    return words.vocabulary().contains(word) && (named.contains(word) || !foreign);
  }

  private static List<List<String>> names(Language language, Model model) {
    List<Names> all = new ArrayList<>();
    model.metrics().forEach(metric -> all.add(metric.names()));
    for (Dataset dataset : model.datasets()) {
      all.add(dataset.names());
      dataset.fields().forEach(field -> all.add(field.names()));
    }
    return all.stream()
        .flatMap(
            names ->
                Stream.concat(
                    Stream.ofNullable(names.shown().get(language)),
                    names.synonymsIn(language).stream()))
        .map(name -> Tokens.of(name).stream().map(Token::folded).toList())
        .filter(words -> !words.isEmpty())
        .toList();
  }

  private static Set<String> words(List<List<String>> names) {
    Set<String> words = new TreeSet<>();
    names.forEach(words::addAll);
    return words;
  }

  private static Set<String> leading(Language language, List<List<String>> names) {
    Set<String> leading = new TreeSet<>();
    names.forEach(words -> leading.add(words.get(language == Language.EN ? words.size() - 1 : 0)));
    return leading;
  }
}
