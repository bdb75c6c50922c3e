package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the parts of our extensions that several things have: what they are called, and shown as.
 */
public final class NamingReader {
  static final Map<String, Aggregation> AGGREGATIONS =
      new TreeMap<>(
          Map.of(
              "sum", Aggregation.SUM,
              "average", Aggregation.AVERAGE,
              "min", Aggregation.MIN,
              "max", Aggregation.MAX,
              "count", Aggregation.COUNT,
              "count-distinct", Aggregation.COUNT_DISTINCT,
              "none", Aggregation.NONE));
  static final Map<String, Additivity> ADDITIVITIES =
      new TreeMap<>(
          Map.of(
              "additive", Additivity.ADDITIVE,
              "semi-additive", Additivity.SEMI_ADDITIVE,
              "non-additive", Additivity.NON_ADDITIVE));
  static final Map<String, Relationship.Join> JOINS =
      new TreeMap<>(Map.of("left", Relationship.Join.LEFT, "inner", Relationship.Join.INNER));
  static final List<String> NAMING = List.of("name", "synonyms", "description", "hidden");
  static final List<String> NAMING_AND_SQL =
      List.of("filter", "sql", "name", "synonyms", "description", "hidden");

  private static final Map<String, Boolean> TRUTH =
      new TreeMap<>(Map.of("true", true, "false", false));

  private NamingReader() {}

  static String[] keysAnd(String... more) {
    List<String> keys = new ArrayList<>(NAMING);
    keys.addAll(List.of(more));
    return keys.toArray(String[]::new);
  }

  static List<String> askAnd(List<String> more) {
    List<String> keys = new ArrayList<>(List.of("ask"));
    keys.addAll(more);
    return List.copyOf(keys);
  }

  static Naming naming(Section section) {
    return new Naming(
        section.text("name"),
        wordings(section, "synonyms"),
        section.text("description"),
        flag(section, "hidden").orElse(false));
  }

  static Showing showing(Section section) {
    return new Showing(
        text(section, "format"),
        text(section, "unit"),
        text(section, "currency"),
        flag(section, "better-is-lower").orElse(false));
  }

  private static String text(Section section, String key) {
    return section.words(key).map(Section.Words::text).orElse("");
  }

  static Optional<Boolean> flag(Section section, String key) {
    return section.oneOf(key, TRUTH);
  }

  /** {@code values: {dictionary: true, aliases: {Direct: {fr: [vente directe]}}}}. */
  static Values values(Section section) {
    Optional<Yaml.Keys> below = section.keys("values");
    if (below.isEmpty()) {
      return Values.UNTOLD;
    }
    Section values = section.of(below.get(), "dictionary", "aliases");
    Map<String, Wordings> aliases = new LinkedHashMap<>();
    for (Yaml.Keys keys : values.keys("aliases").stream().toList()) {
      String[] known = keys.entries().stream().map(Yaml.Entry::name).toArray(String[]::new);
      Section each = values.of(keys, known);
      for (String value : known) {
        aliases.put(value, wordings(each, value));
      }
    }
    return new Values(flag(values, "dictionary"), aliases);
  }

  /**
   * Wordings by language: {@code {en: [sales, turnover], fr: ventes}}; a list or a text alone is
   * English.
   */
  public static Wordings wordings(Section section, String key) {
    Optional<Yaml> value = section.value(key);
    if (value.isEmpty()) {
      return Wordings.NONE;
    }
    if (!(value.get() instanceof Yaml.Keys byLanguage)) {
      return new Wordings(Map.of("en", oneOrSeveral(section, key)));
    }
    String[] languages = byLanguage.entries().stream().map(Yaml.Entry::name).toArray(String[]::new);
    Section each = section.of(byLanguage, languages);
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String language : languages) {
      if (!section.languages().isEmpty() && !section.languages().contains(language)) {
        section.report(
            each.at(language),
            "unknown language \"" + language + "\"",
            Advice.oneOf(language, section.languages())
                + "; the languages of a domain stand in domain.yaml");
      } else {
        List<String> words = oneOrSeveral(each, language);
        if (!words.isEmpty()) {
          found.put(language, words);
        }
      }
    }
    return new Wordings(found);
  }

  private static List<String> oneOrSeveral(Section section, String key) {
    return section.value(key).filter(Yaml.Items.class::isInstance).isPresent()
        ? section.list(key).stream().map(Section.Words::text).toList()
        : section.words(key).map(Section.Words::text).stream().toList();
  }
}
