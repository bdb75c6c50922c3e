package dev.lodestar.spec.semantic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Ossie tells language models of a thing.
 *
 * @param instructions empty when there are none
 * @param isText whether it is instructions alone, written as a text
 * @param others further keys, as they are
 */
public record AiContext(
    String instructions,
    List<String> synonyms,
    List<String> examples,
    Map<String, Object> others,
    boolean isText) {

  public static final AiContext NONE = new AiContext("", List.of(), List.of(), Map.of(), false);

  public AiContext {
    synonyms = List.copyOf(synonyms);
    examples = List.copyOf(examples);
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  boolean isEmpty() {
    return equals(NONE);
  }
}
