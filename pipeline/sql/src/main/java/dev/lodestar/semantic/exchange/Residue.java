package dev.lodestar.semantic.exchange;

import dev.lodestar.spec.Problems;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlReader;
import dev.lodestar.spec.YamlTree;
import dev.lodestar.spec.semantic.Extension;
import dev.lodestar.spec.semantic.JsonWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a thing says in its maker's format beyond what we would write of it: kept as JSON in an
 * extension of that vendor, and put back on the way out. A null is a key that is not there.
 */
final class Residue {
  private static final String VERSION_KEY = "_v";

  private Residue() {}

  /** An extension, or none where what we would write is what was there. */
  static List<Extension> of(String vendor, Map<String, @Nullable Object> original, YamlTree ours) {
    Map<String, @Nullable Object> residue = new LinkedHashMap<>();
    Set<String> keys = new LinkedHashSet<>(original.keySet());
    keys.addAll(ours.keySet());
    for (String key : keys) {
      boolean same =
          original.containsKey(key) == ours.containsKey(key)
              && Objects.equals(shape(original.get(key)), shape(ours.get(key)));
      if (!same) {
        residue.put(key, original.get(key));
      }
    }
    if (residue.isEmpty()) {
      return List.of();
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put(VERSION_KEY, 1);
    data.putAll(residue);
    return List.of(new Extension(vendor, JsonWriter.line(data)));
  }

  /** As it is written, whatever it is made of. */
  private static String shape(@Nullable Object value) {
    return JsonWriter.line(value);
  }

  /** Why what is said to be kept of a vendor's cannot be read; nothing when it can. */
  static Optional<String> unreadable(Extension extension) {
    Problems problems = new Problems();
    return read(extension, problems).isPresent()
        ? Optional.empty()
        : Optional.of(
            problems.inOrder(Path.of("")).stream()
                .findFirst()
                .map(problem -> problem.message().replaceFirst("^not YAML: ", ""))
                .orElse("it does not begin with {"));
  }

  /** An object of JSON is one of YAML; what has no braces is one of YAML alone. */
  private static Optional<Map<?, ?>> read(Extension extension, Problems problems) {
    if (!extension.data().strip().startsWith("{")) {
      return Optional.empty();
    }
    Optional<Yaml.Keys> keys =
        YamlReader.keysOf(new TextFile(Path.of(extension.vendor()), extension.data()), problems);
    return problems.isEmpty() && keys.isPresent() && keys.get().plain() instanceof Map<?, ?> map
        ? Optional.of(map)
        : Optional.empty();
  }

  /** What is kept of a vendor's. */
  static Map<String, @Nullable Object> in(List<Extension> extensions, String vendor) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    for (Extension extension : extensions) {
      if (extension.vendor().equals(vendor)) {
        Map<?, ?> data =
            read(extension, new Problems())
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "Not checked before it was written: " + extension));
        data.forEach((k, v) -> kept.put(String.valueOf(k), v));
      }
    }
    kept.remove(VERSION_KEY);
    return kept;
  }

  /** Puts back what is kept; keys that begin with an underscore are for the writer alone. */
  static YamlTree back(YamlTree ours, List<Extension> extensions, String vendor) {
    in(extensions, vendor)
        .forEach(
            (key, value) -> {
              if (key.startsWith("_")) {
                return;
              }
              if (value == null) {
                ours.remove(key);
              } else {
                ours.put(key, value);
              }
            });
    return ours;
  }
}
