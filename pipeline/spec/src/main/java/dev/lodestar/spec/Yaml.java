package dev.lodestar.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a YAML file, and where it stands. */
public sealed interface Yaml {

  Position at();

  /** Whether there is something to read. */
  default boolean readable() {
    return !(this instanceof Nothing) && !(this instanceof Unreadable);
  }

  /** How a message calls this kind of part. */
  String kind();

  /** The same as plain lists, maps, texts, numbers and truths. */
  default @Nullable Object plain() {
    if (this instanceof Keys keys) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      keys.entries().forEach(e -> map.put(e.name(), e.value().plain()));
      return map;
    }
    if (this instanceof Items items) {
      List<@Nullable Object> list = new ArrayList<>();
      items.items().forEach(i -> list.add(i.plain()));
      return list;
    }
    if (!(this instanceof Scalar scalar)) {
      return null;
    }
    String text = scalar.text();
    if (scalar.isText()) {
      return text;
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.valueOf(text);
    }
    if (text.matches("[-+]?[0-9]+")) {
      return new BigInteger(text);
    }
    // Other numbers of YAML, as .inf and 0x1F, are none of JSON.
    return text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")
        ? new BigDecimal(text)
        : text;
  }

  /** No value, as after a key with nothing behind it. */
  record Nothing(Position at) implements Yaml {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** A part of which a problem was reported already. */
  record Unreadable(Position at) implements Yaml {
    @Override
    public String kind() {
      return "something unreadable";
    }
  }

  /**
   * One value, carried as its text.
   *
   * @param isText whether YAML takes it for text, and not for a number, true or false
   */
  record Scalar(String text, boolean isText, TextFile file, int start, int end) implements Yaml {
    @Override
    public Position at() {
      return file.position(start, end);
    }

    /** Where some of the characters of the text stand; all of it when that cannot be told. */
    public Position part(int from, int to) {
      return file.text().startsWith(text, start) && text.lines().count() == 1
          ? file.position(start + from, start + to)
          : at();
    }

    @Override
    public String kind() {
      return "one value";
    }
  }

  /** A list. */
  record Items(List<Yaml> items, Position at) implements Yaml {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, each key once. */
  record Keys(List<Entry> entries, Position at) implements Yaml {
    public Keys {
      entries = List.copyOf(entries);
    }

    public Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().text().equals(key)).findFirst();
    }

    @Override
    public String kind() {
      return "keys with values";
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, Yaml value) {
    public String name() {
      return key.text();
    }
  }
}
