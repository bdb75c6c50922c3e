package dev.lodestar.server.semantic;

import dev.lodestar.server.grammar.Language;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How people call a thing.
 *
 * @param shown its name, by language
 * @param synonyms what else they say
 */
public record Names(Map<Language, String> shown, Map<Language, List<String>> synonyms) {

  public Names {
    shown = Map.copyOf(shown);
    Map<Language, List<String>> copy = new EnumMap<>(Language.class);
    synonyms.forEach((language, words) -> copy.put(language, List.copyOf(words)));
    synonyms = Map.copyOf(copy);
  }

  public static Names of(String english, String french) {
    return new Names(Map.of(Language.EN, english, Language.FR, french), Map.of());
  }

  public Names or(List<String> english, List<String> french) {
    return new Names(shown, Map.of(Language.EN, english, Language.FR, french));
  }

  /** Its name in a language; in the other one where it has none. */
  public String in(Language language) {
    String name = shown.get(language);
    if (name != null) {
      return name;
    }
    return shown.values().stream().sorted().findFirst().orElse("");
  }

  /** What people say in a language: the other names, and its own. */
  public List<String> all(Language language) {
    List<String> all = new ArrayList<>(synonymsIn(language));
    all.add(in(language));
    return all;
  }

  public List<String> synonymsIn(Language language) {
    return synonyms.getOrDefault(language, List.of());
  }
}
