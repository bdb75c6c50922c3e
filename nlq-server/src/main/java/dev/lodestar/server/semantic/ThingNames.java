package dev.lodestar.server.semantic;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which fields are the names of things, and nothing else that is told of them: the customer name of
 * customers, and no city of shops that are called by their cities. Two things may bear one name.
 */
public final class ThingNames {
  /** What people call a name, and what may stand between it and what it is of. */
  private static final Set<String> NAMING =
      Set.of("name", "nom", "title", "titre", "label", "libelle", "full", "complet", "of", "the");

  private static final Set<String> OF = Set.of("de", "du", "des", "d'", "l'", "la", "le", "dim");

  private ThingNames() {}

  /** Whether a field says what the rows of its dataset are called, and no more. */
  public static boolean names(Model model, FieldRef field) {
    Dataset dataset = model.dataset(field.dataset());
    if (!dataset.shownAs().equals(Optional.of(field.field()))) {
      return false;
    }
    Set<String> known = new HashSet<>(NAMING);
    known.addAll(OF);
    phrases(dataset.names(), dataset.table().name()).map(ThingNames::words).forEach(known::addAll);
    return phrases(model.field(field).names(), field.field())
        .map(ThingNames::words)
        .anyMatch(words -> !words.isEmpty() && known.containsAll(words));
  }

  private static Stream<String> phrases(Names names, String technical) {
    return Stream.concat(
        Stream.of(Language.values()).flatMap(language -> names.all(language).stream()),
        Stream.of(technical.replace('_', ' ').toLowerCase(Locale.ROOT)));
  }

  private static Collection<String> words(String phrase) {
    return Tokens.of(phrase).stream().map(Token::folded).map(Tokens::stem).toList();
  }
}
