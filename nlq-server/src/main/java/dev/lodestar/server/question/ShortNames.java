package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people call a field for short whose name repeats that of its dataset: the type of a claim,
 * where the model says "claim type", « type de sinistre ».
 */
final class ShortNames {
  /** Words that every dataset has a field of, and so tell none. */
  private static final Set<String> COMMON =
      Words.read(ShortNames.class, "names.words").single("common");

  private ShortNames() {}

  static List<String> of(Dataset dataset, Field field, Language language) {
    return field.isText()
        ? field.names().all(language).stream()
            .flatMap(name -> rest(dataset, name, language).stream())
            .filter(word -> !COMMON.contains(word))
            .distinct()
            .toList()
        : List.of();
  }

  /** The one word that a name says beside that of the dataset. */
  private static Optional<String> rest(Dataset dataset, String name, Language language) {
    List<String> words = Tokens.of(name).stream().map(Token::folded).toList();
    int last = words.size() - 1;
    if (last < 1) {
      return Optional.empty();
    }
    return switch (language) {
      case EN ->
          last == 1 && isCalled(dataset, words.get(0), language)
              ? Optional.of(words.get(1))
              : Optional.empty();
      case FR ->
          last <= 3 && isCalled(dataset, words.get(last), language) && words.get(1).startsWith("d")
              ? Optional.of(words.get(0))
              : Optional.empty();
    };
  }

  private static boolean isCalled(Dataset dataset, String word, Language language) {
    return dataset.names().all(language).stream()
        .anyMatch(name -> Tokens.stem(Entities.head(language, name)).equals(Tokens.stem(word)));
  }
}
