package dev.lodestar.spec.semantic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the values of a field.
 *
 * @param dictionary whether questions may name its values; where nothing is said, those of texts
 *     with few values
 * @param aliases other words for values, by the value as it stands in the table
 */
public record Values(Optional<Boolean> dictionary, Map<String, Wordings> aliases) {
  public static final Values UNTOLD = new Values(Optional.empty(), Map.of());

  public Values {
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
  }
}
