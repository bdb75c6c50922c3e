package dev.lodestar.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions of the dialect, read from the lists that stand beside this class: {@code
 * functions.txt}, {@code aggregates.txt} and {@code interactive.txt}.
 */
final class Functions {
  private Functions() {}

  static List<DialectFunction> all() {
    return functions("functions.txt", true);
  }

  /** Functions that depend on the clock or on chance. */
  static List<DialectFunction> interactive() {
    return functions("interactive.txt", false);
  }

  static List<DialectAggregate> aggregates() {
    List<DialectAggregate> aggregates = new ArrayList<>();
    variants("aggregates.txt")
        .forEach((name, variants) -> aggregates.add(new DialectAggregate(name, variants)));
    return aggregates;
  }

  private static List<DialectFunction> functions(String file, boolean steady) {
    List<DialectFunction> functions = new ArrayList<>();
    variants(file)
        .forEach((name, forms) -> functions.add(new DialectFunction(name, forms, steady)));
    return functions;
  }

  private static Map<String, List<Variant>> variants(String file) {
    Map<String, List<Variant>> byName = new LinkedHashMap<>();
    for (String line : read(file).split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        Variant variant = Variant.parse(line);
        byName.computeIfAbsent(variant.name(), name -> new ArrayList<>()).add(variant);
      }
    }
    return byName;
  }

  private static String read(String file) {
    try (InputStream stream = Functions.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("Not on the class path: " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
