package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What a field tells the number of: rooms, of "number of rooms" or of a room count. Not where rows
 * are called so, which are counted then, nor of what happened, which is added up.
 */
final class OwnNumbers {
  private static final String COUNT = "count";

  private OwnNumbers() {}

  /** Tells in each language what a field is the number of. */
  static void of(Model model, Field field, BiConsumer<Language, String> told) {
    if (!field.isNumber() || model.facts().contains(field.ref().dataset())) {
      return;
    }
    for (Language language : Language.values()) {
      field.names().all(language).stream()
          .flatMap(name -> Stream.concat(Lexicon.counted(name).stream(), before(name).stream()))
          .filter(word -> !isCounted(model, language, word))
          .forEach(word -> told.accept(language, word));
    }
  }

  private static List<String> before(String name) {
    List<Token> tokens = Tokens.of(name);
    return tokens.size() == 2 && tokens.get(1).folded().equals(COUNT)
        ? List.of(tokens.get(0).text())
        : List.of();
  }

  private static boolean isCounted(Model model, Language language, String word) {
    return Stream.concat(
            model.datasets().stream().flatMap(d -> d.names().all(language).stream()),
            model.metrics().stream()
                .flatMap(metric -> metric.names().all(language).stream())
                .flatMap(name -> Stream.concat(Stream.of(name), Lexicon.counted(name).stream())))
        .anyMatch(name -> Tokens.stems(name).equals(Tokens.stems(word)));
  }
}
