package dev.lodestar.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Words for people, by language code, in the order of the codes; a text given without a language is
 * English.
 */
public record Text(Map<String, String> byLanguage) {

  public static final Text NONE = new Text(Map.of());

  public Text {
    byLanguage = Collections.unmodifiableMap(new TreeMap<>(byLanguage));
  }

  public static Text english(String words) {
    return new Text(Map.of("en", words));
  }

  /** The words in a language, else in English, else in any, else nothing. */
  public String in(String language) {
    String words = byLanguage.get(language);
    if (words == null) {
      words = byLanguage.get("en");
    }
    return words != null ? words : byLanguage.values().stream().sorted().findFirst().orElse("");
  }
}
