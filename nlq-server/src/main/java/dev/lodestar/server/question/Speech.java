package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeGrammar;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a language brings along.
 *
 * @param vocabulary the words of times, and those of the model and its values
 */
record Speech(
    Language language, Words words, Words numbers, TimeGrammar time, Set<String> vocabulary) {

  static Speech of(Language language, Model model, Lexicon lexicon, LocalDate today) {
    TimeGrammar time = new TimeGrammar(language, today, model.weekStarts(), model.fiscalStart());
    Set<String> known = new TreeSet<>(time.vocabulary());
    known.addAll(lexicon.vocabulary());
    return new Speech(
        language,
        Words.read(Speech.class, "question-" + language.code() + ".words"),
        Numbers.words(language),
        time,
        known);
  }
}
