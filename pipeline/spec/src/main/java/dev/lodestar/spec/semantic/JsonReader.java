package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Problems;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the JSON that is the value of a key of a YAML file, as parts of that file: a mistake in it
 * is shown where it stands.
 */
final class JsonReader {
  private static final int DEEPEST = 50;
  private static final String WRITE = "write JSON, as in {\"name\": {\"en\": \"Revenue\"}}";

  private final Yaml.Scalar scalar;
  private final Problems problems;
  private final String json;

  /** Whether the characters stand in the file as they are, so that each has its place. */
  private final boolean inPlace;

  private int next;

  private JsonReader(Yaml.Scalar scalar, Problems problems) {
    this.scalar = scalar;
    this.problems = problems;
    String written = scalar.file().text().substring(scalar.start(), scalar.end());
    // A block is indented in the file, which means nothing in JSON; escapes and folded lines would.
    this.inPlace = stripped(written).equals(stripped(scalar.text()));
    this.json = inPlace ? written : scalar.text();
  }

  private static List<String> stripped(String text) {
    return text.lines().map(String::strip).toList();
  }

  /** The keys of an object; no answer, and a problem, when it is none. */
  static Optional<Yaml.Keys> objectIn(Yaml.Scalar scalar, Problems problems) {
    JsonReader reader = new JsonReader(scalar, problems);
    try {
      Yaml value = reader.value(0);
      reader.space();
      if (reader.next < reader.json.length()) {
        throw reader.unexpected("the end");
      }
      if (value instanceof Yaml.Keys keys) {
        return Optional.of(keys);
      }
      problems.add(value.at(), "expected a JSON object, found " + value.kind(), WRITE);
    } catch (NotJson e) {
      int at = Math.min(e.offset, reader.json.length());
      problems.add(
          reader.scalar("", true, at, Math.min(at + 1, reader.json.length())).at(),
          "not JSON: " + e.getMessage(),
          e.advice);
    }
    return Optional.empty();
  }

  private static final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;
    private final String advice;

    NotJson(int offset, String message, String advice) {
      super(message);
      this.offset = offset;
      this.advice = advice;
    }
  }

  private Yaml value(int depth) throws NotJson {
    space();
    if (depth == DEEPEST) {
      throw new NotJson(next, "nested too deeply", "nest at most " + DEEPEST + " levels");
    }
    int start = next;
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return list(depth);
      case '"':
        String text = string();
        return inPlace ? scalar(text, true, start + 1, next - 1) : scalar(text, true, start, next);
      default:
        return word();
    }
  }

  private Yaml object(int depth) throws NotJson {
    int start = next++;
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    space();
    while (peek() != '}') {
      int keyStart = next;
      if (peek() != '"') {
        throw unexpected("a key in double quotes");
      }
      String name = string();
      Yaml.Scalar key =
          inPlace ? scalar(name, true, keyStart + 1, next - 1) : scalar(name, true, keyStart, next);
      space();
      if (peek() != ':') {
        throw unexpected("\":\" after the key");
      }
      next++;
      Yaml.Entry before = entries.putIfAbsent(name, new Yaml.Entry(key, value(depth + 1)));
      if (before != null) {
        problems.add(key.at(), "duplicate key \"" + name + "\"", "keep one of them");
      }
      separator('}');
    }
    next++;
    return new Yaml.Keys(List.copyOf(entries.values()), scalar("", true, start, next).at());
  }

  private Yaml list(int depth) throws NotJson {
    int start = next++;
    List<Yaml> items = new ArrayList<>();
    space();
    while (peek() != ']') {
      items.add(value(depth + 1));
      separator(']');
    }
    next++;
    return new Yaml.Items(items, scalar("", true, start, next).at());
  }

  /** A comma, after which something must come, or the end. */
  private void separator(char end) throws NotJson {
    space();
    if (peek() == ',') {
      next++;
      space();
      if (peek() == end) {
        throw new NotJson(next, "a comma before \"" + end + "\"", "take the comma out");
      }
    } else if (peek() != end) {
      throw unexpected("\",\" or \"" + end + "\"");
    }
  }

  private String string() throws NotJson {
    StringBuilder text = new StringBuilder();
    int start = next++;
    while (peek() != '"') {
      char c = json.charAt(next++);
      if (c < ' ') {
        throw new NotJson(start, "a text that is not closed in its line", "close it with \"");
      }
      text.append(c == '\\' ? escaped() : c);
    }
    next++;
    return text.toString();
  }

  private char escaped() throws NotJson {
    char c = peek();
    next++;
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case '"':
      case '\\':
      case '/':
        return c;
      case 'u':
        String digits = json.substring(next, Math.min(next + 4, json.length()));
        if (digits.matches("[0-9a-fA-F]{4}")) {
          next += 4;
          return (char) Integer.parseInt(digits, 16);
        }
        break;
      default:
    }
    throw new NotJson(next - 1, "no such escape \"\\" + c + "\"", "for a backslash write \\\\");
  }

  /** A number, or true, false or null. */
  private Yaml word() throws NotJson {
    int start = next;
    while (next < json.length()
        && ",:{}[]\"".indexOf(json.charAt(next)) < 0
        && !Character.isWhitespace(json.charAt(next))) {
      next++;
    }
    String word = json.substring(start, next);
    Yaml.Scalar value = scalar(word, false, start, next);
    if (word.equals("null")) {
      return new Yaml.Nothing(value.at());
    }
    if (!word.matches("true|false|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      next = start;
      throw unexpected("a value");
    }
    return value;
  }

  private char peek() throws NotJson {
    if (next >= json.length()) {
      throw new NotJson(json.length(), "it ends too early", "close what is open, and " + WRITE);
    }
    return json.charAt(next);
  }

  private void space() {
    while (next < json.length() && Character.isWhitespace(json.charAt(next))) {
      next++;
    }
  }

  private NotJson unexpected(String expected) {
    String found = next < json.length() ? "\"" + json.charAt(next) + "\"" : "the end";
    return new NotJson(next, "expected " + expected + ", found " + found, WRITE);
  }

  private Yaml.Scalar scalar(String text, boolean isText, int start, int end) {
    TextFile file = scalar.file();
    return inPlace
        ? new Yaml.Scalar(text, isText, file, scalar.start() + start, scalar.start() + end)
        : new Yaml.Scalar(text, isText, file, scalar.start(), scalar.end());
  }
}
