package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Names;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What people call a country in either language, and what is from there: Allemagne and German,
 * where a field says Germany or DE; and « allemand » where a language is called German. Only of
 * fields most of whose values are such, since a city may be called like a country, and so may a
 * person.
 */
final class Countries {
  private static final Words WORDS = Words.read(Countries.class, "countries.words");
  private static final String CODE = "[A-Z]{2}";

  /** Ends the kind of what is from a country. */
  private static final String FROM_THERE = "'s";

  private static final Set<String> IN = WORDS.single("in");
  private static final Set<String> COUNTRY = WORDS.single("country");
  private static final Set<String> LANGUAGE = WORDS.single("language");
  private static final Set<String> TONGUES = WORDS.single("tongues");

  private Countries() {}

  /**
   * Tells what else each country among the values of a field is called.
   *
   * @param told a value, and a name of the country that it names
   */
  static void of(Field field, Collection<String> values, BiConsumer<String, String> told) {
    boolean ofCountries = isNamed(field.names(), COUNTRY);
    boolean ofTongues = !ofCountries && isNamed(field.names(), LANGUAGE);
    Map<String, String> countries = new TreeMap<>();
    for (String value : values) {
      Optional<String> country = ofTongues ? tongue(value) : country(value, ofCountries);
      country.ifPresent(code -> countries.put(value, code));
    }
    if (countries.size() * 2 <= values.size()) {
      return;
    }
    // Of a field that has "UK" and "United Kingdom" both are called so: which is meant is asked.
    countries.forEach(
        (value, code) ->
            Stream.of(ofTongues ? "" : code, code + FROM_THERE)
                .flatMap(kind -> WORDS.phrases(kind).stream())
                .forEach(name -> told.accept(value, String.join(" ", name))));
  }

  /** CA is Canada only where the field says that it tells of countries: it may be California. */
  private static boolean isNamed(Names names, Set<String> words) {
    return Stream.of(Language.values())
        .flatMap(language -> names.all(language).stream())
        .flatMap(name -> Tokens.of(name).stream())
        .anyMatch(token -> words.contains(Tokens.stem(token.folded())));
  }

  /** The code of the country whose language a value names: German, or "de". */
  private static Optional<String> tongue(String value) {
    String code = value.toLowerCase(Locale.ROOT);
    return kind(value)
        .filter(Countries::isFromThere)
        .map(kind -> kind.substring(0, 2))
        .or(() -> Optional.of(code).filter(TONGUES::contains).map(c -> c.toUpperCase(Locale.ROOT)));
  }

  /** The code of the country that a value of such a field names: by its name, DE, or German. */
  private static Optional<String> country(String value, boolean ofCountries) {
    Optional<String> named = kind(value).filter(kind -> kind.matches(CODE));
    if (named.isPresent() || !ofCountries) {
      return named;
    }
    return Optional.of(value)
        .filter(code -> code.matches(CODE) && !WORDS.phrases(code).isEmpty())
        .or(() -> kind(value).filter(Countries::isFromThere).map(kind -> kind.substring(0, 2)));
  }

  private static Optional<String> kind(String value) {
    List<Token> tokens = Tokens.of(value);
    return WORDS.in(tokens).stream()
        .filter(piece -> piece.start() == 0 && piece.end() == tokens.size())
        .map(Piece::kind)
        .findFirst();
  }

  private static boolean isFromThere(String kind) {
    return kind.endsWith(FROM_THERE);
  }

  /** Whether a country is no meaning of a word, as of reviews "in German": that is a language. */
  static boolean isTongue(Piece piece, List<Token> tokens) {
    return piece.meaning() instanceof Sense.OfValue of
        && piece.start() > 0
        && IN.contains(tokens.get(piece.start() - 1).folded())
        && (of.value().matches(CODE) || country(of.value(), false).isPresent())
        && WORDS.in(tokens.subList(piece.start(), piece.end())).stream()
            .anyMatch(word -> isFromThere(word.kind()));
  }
}
