package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Since when a thing is there: the oldest machine was installed first, though one date tells when
 * it was retired, and the newest customer is no one who was born last.
 */
final class Beginnings {
  private static final Words WORDS = Words.read(Beginnings.class, "scales.words");
  private static final Set<String> FIRST = WORDS.single("begins");
  private static final Set<String> BORN = WORDS.single("born");
  private static final Set<String> LAST = WORDS.single("ends");

  private final Model model;

  Beginnings(Model model) {
    this.model = model;
  }

  /**
   * The only date of a dataset that says so. Where none does, the only one that tells neither of a
   * birth nor of an end.
   */
  Optional<Attribute> of(String dataset) {
    List<Field> dates =
        model.dataset(dataset).fields().stream().filter(f -> f.isDate() && !f.hidden()).toList();
    List<Field> told =
        dates.stream().filter(date -> says(date, FIRST) && !says(date, LAST)).toList();
    List<Field> others =
        told.isEmpty() && dates.size() == 1
            ? dates.stream().filter(date -> !says(date, BORN) && !says(date, LAST)).toList()
            : told;
    return others.size() == 1 ? Optional.of(Attribute.of(others.get(0).ref())) : Optional.empty();
  }

  private static boolean says(Field date, Set<String> words) {
    return Arrays.stream(Language.values())
        .flatMap(language -> date.names().all(language).stream())
        .flatMap(name -> Tokens.of(name).stream())
        .map(Token::folded)
        .anyMatch(words::contains);
  }
}
