package dev.lodestar.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Keys of a YAML file of which each must be known; takes values out and reports what does not fit.
 */
public final class Section {

  /** What reading any file of the domain needs to know. */
  public record Setting(Problems problems, Variables variables, List<String> languages) {

    /** For the files of a domain that stand beside its layers. */
    public static Setting of(Domain domain, Problems problems) {
      return new Setting(
          problems, new Variables(domain.variables(), Set.of(), true), domain.languages());
    }
  }

  /** A value with the domain's variables put in. */
  public record Words(String text, Yaml.Scalar scalar) {
    public Position at() {
      return scalar.at();
    }

    /** Where some of the characters stand; all of them when that cannot be told. */
    public Position part(int from, int to) {
      return text.equals(scalar.text()) ? scalar.part(from, to) : at();
    }
  }

  private final Yaml.Keys keys;
  private final Setting setting;
  private final List<String> known;

  public Section(Yaml.Keys keys, Setting setting, String... known) {
    this(keys, setting, List.of(known));
    for (Yaml.Entry entry : keys.entries()) {
      if (!this.known.contains(entry.name())) {
        report(
            entry.key().at(),
            "unknown key \"" + entry.name() + "\"",
            Advice.oneOf(entry.name(), this.known));
      } else if (entry.value() instanceof Yaml.Nothing) {
        report(
            entry.key().at(),
            "no value for \"" + entry.name() + "\"",
            "give it a value or leave the key out");
      }
    }
  }

  private Section(Yaml.Keys keys, Setting setting, List<String> known) {
    this.keys = keys;
    this.setting = setting;
    this.known = known;
  }

  /** The same keys, whose texts must be in these languages. */
  Section speaking(List<String> languages) {
    return new Section(
        keys, new Setting(setting.problems(), setting.variables(), languages), known);
  }

  /** Other keys, read in the same setting. */
  public Section of(Yaml.Keys others, String... othersKnown) {
    return new Section(others, setting, othersKnown);
  }

  /** The same keys with one of them given another value. */
  public Section with(String key, Yaml value) {
    List<Yaml.Entry> entries =
        keys.entries().stream()
            .map(e -> e.name().equals(key) ? new Yaml.Entry(e.key(), value) : e)
            .toList();
    return new Section(new Yaml.Keys(entries, keys.at()), setting, known);
  }

  /** Where problems go. */
  public Problems problems() {
    return setting.problems();
  }

  /** The languages that texts may be in; any when there are none. */
  public List<String> languages() {
    return setting.languages();
  }

  public boolean has(String key) {
    return keys.entry(key).isPresent();
  }

  /** Where the keys begin. */
  public Position at() {
    return keys.at();
  }

  public Position at(String key) {
    return keys.entry(key).map(entry -> entry.key().at()).orElse(keys.at());
  }

  /** Reports a key that must be there and is not; a misspelt one was reported already. */
  public void require(String key, String advice) {
    boolean misspelt =
        keys.entries().stream()
            .filter(entry -> !known.contains(entry.name()))
            .anyMatch(entry -> Nearest.to(entry.name(), known).filter(key::equals).isPresent());
    if (!has(key) && !misspelt) {
      report(keys.at(), "missing key \"" + key + "\"", advice);
    }
  }

  public Optional<Yaml> value(String key) {
    return keys.entry(key).map(Yaml.Entry::value).filter(Yaml::readable);
  }

  /** A value that must not be blank. */
  public Optional<Words> words(String key) {
    return value(key)
        .flatMap(value -> scalar(value, key))
        .flatMap(this::fill)
        .filter(this::notBlank);
  }

  /** A value, even a blank one, as it is written. */
  public Optional<Yaml.Scalar> verbatim(String key) {
    return value(key).flatMap(value -> scalar(value, key));
  }

  /** One of some words, by the name under which it is written. */
  public <T> Optional<T> oneOf(String key, Map<String, T> choices) {
    Optional<Words> found = words(key);
    Optional<T> choice = found.map(Words::text).map(choices::get);
    if (found.isPresent() && choice.isEmpty()) {
      String word = found.get().text();
      report(
          found.get().at(),
          "unknown " + key + " \"" + word + "\"",
          Advice.oneOf(word, choices.keySet()));
    }
    return choice;
  }

  /** A number that counts something. */
  public Optional<Long> wholeNumber(String key) {
    Optional<Words> found = words(key);
    Optional<Long> number =
        found
            .map(Words::text)
            .filter(text -> text.matches("[0-9]{1,9}"))
            .map(Long::valueOf)
            .filter(n -> n > 0);
    if (found.isPresent() && number.isEmpty()) {
      report(
          found.get().at(),
          "expected a whole number for \"" + key + "\", found \"" + found.get().text() + "\"",
          "write a number above 0");
    }
    return number;
  }

  /** A list of values, each different. */
  public List<Words> list(String key) {
    List<Words> all = all(key);
    Map<String, Words> found = new LinkedHashMap<>();
    for (Words words : all) {
      if (found.putIfAbsent(words.text(), words) != null) {
        report(
            words.at(),
            "\"" + words.text() + "\" is listed twice in \"" + key + "\"",
            "keep one of them");
      }
    }
    return List.copyOf(found.values());
  }

  /** A list of values. */
  public List<Words> all(String key) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Yaml.Items list)) {
      String example =
          value.get() instanceof Yaml.Scalar one ? "[" + one.text() + "]" : "[first, second]";
      expected("a list", key, value.get(), "write " + key + ": " + example);
      return List.of();
    }
    if (list.items().isEmpty()) {
      report(
          list.at(), "empty list for \"" + key + "\"", "name at least one, or leave the key out");
    }
    return list.items().stream()
        .flatMap(item -> scalar(item, key).stream())
        .flatMap(scalar -> fill(scalar).stream())
        .filter(this::notBlank)
        .toList();
  }

  /** Names of columns. */
  List<String> columns(String key) {
    return list(key).stream()
        .filter(words -> Names.checkColumn(words.text(), words.at(), setting.problems()))
        .map(Words::text)
        .toList();
  }

  /** Keys below a key. */
  public Optional<Yaml.Keys> keys(String key) {
    Optional<Yaml> value = value(key);
    if (value.isPresent() && value.get() instanceof Yaml.Keys below) {
      return Optional.of(below);
    }
    value.ifPresent(
        other ->
            expected("keys with values", key, other, "write them indented below " + key + ":"));
    return Optional.empty();
  }

  /** A list below a key, of any parts. */
  public List<Yaml> items(String key) {
    Optional<Yaml> value = value(key);
    if (value.isPresent() && value.get() instanceof Yaml.Items list) {
      return list.items();
    }
    value.ifPresent(
        other -> expected("a list", key, other, "begin each entry with \"- \" below " + key + ":"));
    return List.of();
  }

  /** Words for people: a value in English, or one for each language. */
  public Text text(String key) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return Text.NONE;
    }
    if (!(value.get() instanceof Yaml.Keys byLanguage)) {
      return words(key).map(words -> Text.english(words.text())).orElse(Text.NONE);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Yaml.Entry entry : byLanguage.entries()) {
      if (!setting.languages().isEmpty() && !setting.languages().contains(entry.name())) {
        report(
            entry.key().at(),
            "unknown language \"" + entry.name() + "\"",
            Advice.oneOf(entry.name(), setting.languages())
                + "; the languages of a domain stand in domain.yaml");
      } else if (entry.value() instanceof Yaml.Nothing) {
        report(
            entry.key().at(),
            "no words in language \"" + entry.name() + "\"",
            "write them or leave the language out");
      } else {
        scalar(entry.value(), entry.name())
            .flatMap(this::fill)
            .ifPresent(words -> texts.put(entry.name(), words.text()));
      }
    }
    return new Text(texts);
  }

  /**
   * What is said of columns: {@code columns: {quantity: {description: Units sold, unit: pieces}}}.
   */
  List<ColumnDoc> columnDocs(String key) {
    return columnDocs(key, List.of(), (column, about) -> {});
  }

  /**
   * What is said of columns where more can be said than words.
   *
   * @param more keys that are known beside those for words
   * @param also takes the name of each column of which something is said, and what that is
   */
  List<ColumnDoc> columnDocs(String key, List<String> more, BiConsumer<String, Section> also) {
    List<String> keysOfAColumn = new ArrayList<>(List.of("description", "unit"));
    keysOfAColumn.addAll(more);
    List<ColumnDoc> docs = new ArrayList<>();
    for (Yaml.Entry entry : keys(key).map(Yaml.Keys::entries).orElse(List.of())) {
      String column = entry.name();
      Names.checkColumn(column, entry.key().at(), setting.problems());
      if (entry.value() instanceof Yaml.Nothing) {
        docs.add(new ColumnDoc(column, Text.NONE, "", entry.key().at()));
      } else if (entry.value() instanceof Yaml.Keys about) {
        Section section = new Section(about, setting, keysOfAColumn.toArray(String[]::new));
        String unit = section.words("unit").map(Words::text).orElse("");
        docs.add(new ColumnDoc(column, section.text("description"), unit, entry.key().at()));
        also.accept(column, section);
      } else if (entry.value().readable()) {
        expected(
            "keys with values",
            column,
            entry.value(),
            "write " + column + ": {description: …, unit: …}");
      }
    }
    return docs;
  }

  public void report(Position at, String message, String advice) {
    setting.problems().add(at, message, advice);
  }

  private Optional<Yaml.Scalar> scalar(Yaml value, String key) {
    if (value instanceof Yaml.Scalar scalar) {
      return Optional.of(scalar);
    }
    if (value.readable()) {
      expected("one value", key, value, "write one value, in quotes if it has special characters");
    }
    return Optional.empty();
  }

  private Optional<Words> fill(Yaml.Scalar scalar) {
    return setting
        .variables()
        .fill(scalar.text(), scalar::part, setting.problems())
        .map(text -> new Words(text, scalar));
  }

  private boolean notBlank(Words words) {
    if (words.text().isBlank()) {
      report(words.at(), "an empty value", "give it a value or leave the key out");
      return false;
    }
    return true;
  }

  private void expected(String what, String key, Yaml found, String advice) {
    report(found.at(), "expected " + what + " for \"" + key + "\", found " + found.kind(), advice);
  }
}
