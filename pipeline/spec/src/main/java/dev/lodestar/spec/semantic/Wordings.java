package dev.lodestar.spec.semantic;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Several wordings of one thing, as its synonyms, by language code. */
public record Wordings(Map<String, List<String>> byLanguage) {
  public static final Wordings NONE = new Wordings(Map.of());

  public Wordings {
    Map<String, List<String>> copy = new TreeMap<>();
    byLanguage.forEach((language, words) -> copy.put(language, List.copyOf(words)));
    byLanguage = Collections.unmodifiableMap(copy);
  }

  public List<String> in(String language) {
    return byLanguage.getOrDefault(language, List.of());
  }
}
