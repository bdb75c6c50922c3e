package dev.lodestar.semantic;

import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.PlainNames;
import dev.lodestar.spec.semantic.Wordings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first names of things that stand side by side: in the domain's own language the words of the
 * technical name; in others, and as other names in its own, what is described by a few words alone.
 */
final class FirstNames {
  private static final int FEW = 4;
  private static final Pattern WORDS = Pattern.compile("[\\p{L}'’\\- ]+");

  /** What is said after a name: « Statut : ouvert ou clos », "Score of fraud, 0 to 100". */
  private static final Pattern MORE =
      Pattern.compile("([^:;(,]+(?=[:;(])|[^:;(,]+ [^:;(,]+(?=,)).*");

  /** Between which numbers it lies: « Note de 1 à 10 », "Rating out of 5". */
  private static final Pattern SCALE =
      Pattern.compile(
          "(?i) ((de |from |between |entre )?\\d+ (à|to|and|et|-) \\d+|(sur|out of) \\d+)$");

  /** What is true or not: « S'il est en télétravail », « Si le site a des panneaux solaires ». */
  private static final Pattern TRUTH =
      Pattern.compile(
          "(?iu)s(?:i|['’]il|['’]elle)\\b.*?(?: (?:est|sont|a|ont)| s['’]agit)"
              + " (?:des |du |de |une? |d['’](?:une? )?)?(.+)");

  /** With these a description says more than a name does. */
  private static final Set<String> SENTENCE =
      Set.of(
          "all", "and", "any", "are", "be", "each", "every", "if", "in", "is", "its", "no", "not",
          "or", "other", "their", "this", "was", "were", "what", "when", "whether", "where",
          "which", "who", "how", "that", "it", "they", "has", "have", "s", "il", "elle", "aucun",
          "autre", "ce", "cette", "chaque", "comment", "dont", "est", "et", "leur", "leurs", "ne",
          "non", "où", "ou", "pas", "quand", "que", "qui", "sa", "ses", "si", "son", "sont", "tous",
          "tout", "toute", "toutes", "vide", "empty");

  private final List<String> languages;
  private final Map<String, Set<String>> taken = new HashMap<>();

  /**
   * @param languages those of the domain, its own first
   * @param names what all of the things are called in the domain's own language
   */
  FirstNames(List<String> languages, Iterable<String> names) {
    this.languages = languages;
    names.forEach(name -> taken(own()).add(name));
  }

  private String own() {
    return languages.get(0);
  }

  private Set<String> taken(String language) {
    return taken.computeIfAbsent(language, l -> new HashSet<>());
  }

  /**
   * @param name in the domain's own language
   * @param key whether it says which one: "number of the order" may also be how many there are
   * @param several whether a description names several of what the name is for
   */
  Naming of(String name, boolean key, boolean several, Text description) {
    Map<String, String> names = new HashMap<>();
    Map<String, List<String>> synonyms = new HashMap<>();
    for (String language : languages) {
      Optional<String> told =
          Optional.ofNullable(description.byLanguage().get(language))
              .flatMap(FirstNames::name)
              .map(text -> several ? PlainNames.one(text, language.equals("fr")) : text)
              .filter(one -> taken(language).add(one));
      if (!language.equals(own())) {
        told.ifPresent(one -> names.put(language, one));
      } else if (!key) {
        told.ifPresent(one -> synonyms.put(language, List.of(one)));
      }
    }
    // English is read from the technical name where no name is told.
    if (!names.isEmpty() || !own().equals("en")) {
      names.put(own(), name);
    }
    return new Naming(new Text(names), new Wordings(synonyms), more(description), false);
  }

  /** What a description says beside English, for which Ossie has a place. */
  static Text more(Text description) {
    return description.byLanguage().size() > 1 ? description : Text.NONE;
  }

  /** What a description names, where it does nothing else. */
  private static Optional<String> name(String description) {
    Matcher truth = TRUTH.matcher(description.strip());
    return phrase(truth.matches() ? truth.group(1) : description);
  }

  private static Optional<String> phrase(String description) {
    Matcher more = MORE.matcher(description.strip());
    String text = more.matches() ? more.group(1).strip() : description.strip();
    text = SCALE.matcher(text).replaceFirst("");
    List<String> words = List.of(text.split(" +"));
    boolean named =
        words.size() <= FEW
            && WORDS.matcher(text).matches()
            && words.stream()
                .flatMap(word -> List.of(word.split("['’]", -1)).stream())
                .noneMatch(word -> SENTENCE.contains(word.toLowerCase(Locale.ROOT)));
    if (!named) {
      return Optional.empty();
    }
    List<String> small = new ArrayList<>(words);
    String first = small.get(0);
    boolean capitals = first.length() > 1 && first.equals(first.toUpperCase(Locale.ROOT));
    small.set(0, capitals ? first : first.toLowerCase(Locale.ROOT));
    return Optional.of(String.join(" ", small));
  }
}
