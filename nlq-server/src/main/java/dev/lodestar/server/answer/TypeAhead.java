package dev.lodestar.server.answer;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be said next in a question that is being written: measures, fields and values that begin
 * with its last words.
 */
public final class TypeAhead {
  /** Fewer letters than these begin nearly everything. */
  private static final int FEWEST_LETTERS = 2;

  private static final int MOST_WORDS = 4;
  private static final Pattern WORD = Pattern.compile("\\S+");

  private final Map<Language, List<Entry>> entries = new EnumMap<>(Language.class);

  /** What a suggestion names; the first are suggested before the others. */
  public enum Kind {
    MEASURE,
    FIELD,
    VALUE
  }

  /**
   * Words to go on with.
   *
   * @param of what a value is a value of; else empty
   * @param replaces how many characters at the end of what was written they stand for
   */
  public record Suggestion(String text, Kind kind, String of, int replaces) {}

  private record Entry(String text, String folded, Kind kind, String of) {
    static Entry of(String text, Kind kind, String of) {
      return new Entry(text, Tokens.fold(text), kind, of);
    }

    /** The same for a value that other things have as well. */
    Entry and(Entry other) {
      boolean both = kind == Kind.VALUE && other.kind == Kind.VALUE && !of.equals(other.of);
      return both ? new Entry(text, folded, kind, of + ", " + other.of) : this;
    }

    /** 0 where it begins so, 1 where a later word of it does, 2 where none does. */
    int distance(String begun) {
      return folded.startsWith(begun) ? 0 : folded.contains(" " + begun) ? 1 : 2;
    }
  }

  private TypeAhead() {}

  /**
   * @param values those that may be named, by their field
   */
  static TypeAhead of(Model model, Map<FieldRef, List<String>> values) {
    TypeAhead ahead = new TypeAhead();
    for (Language language : Language.values()) {
      Map<String, Entry> found = new LinkedHashMap<>();
      for (Metric metric : model.metrics()) {
        named(found, metric.names().in(language), Kind.MEASURE, "");
        metric.names().synonymsIn(language).forEach(also -> named(found, also, Kind.MEASURE, ""));
      }
      for (Dataset dataset : model.datasets()) {
        for (Field field : dataset.fields()) {
          if (!field.hidden()) {
            named(found, field.names().in(language), Kind.FIELD, "");
            field.names().synonymsIn(language).forEach(also -> named(found, also, Kind.FIELD, ""));
          }
        }
      }
      values.forEach(
          (ref, all) -> {
            String of = model.field(ref).names().in(language);
            all.forEach(value -> named(found, value, Kind.VALUE, of));
          });
      ahead.entries.put(language, List.copyOf(found.values()));
    }
    return ahead;
  }

  private static void named(Map<String, Entry> found, String text, Kind kind, String of) {
    if (!text.isBlank()) {
      found.merge(text, Entry.of(text, kind, of), Entry::and);
    }
  }

  /**
   * Goes on with what is written. As many of its last words as begin something are replaced.
   *
   * @param most how many suggestions are wanted
   */
  public List<Suggestion> after(String written, Language language, int most) {
    List<Integer> starts = new ArrayList<>();
    Matcher words = WORD.matcher(written);
    while (words.find()) {
      starts.add(words.start());
    }
    for (int start : starts.subList(Math.max(0, starts.size() - MOST_WORDS), starts.size())) {
      String end = written.substring(start);
      List<Suggestion> found = beginning(end, language, most);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<Suggestion> beginning(String end, Language language, int most) {
    String words = Tokens.fold(end.strip());
    if (words.length() < FEWEST_LETTERS) {
      return List.of();
    }
    // Behind a space only names of several words go on.
    String begun = Character.isWhitespace(end.charAt(end.length() - 1)) ? words + " " : words;
    return entries.getOrDefault(language, List.of()).stream()
        .filter(entry -> entry.distance(begun) < 2 && !entry.folded().equals(begun))
        .sorted(
            Comparator.<Entry>comparingInt(entry -> entry.distance(begun))
                .thenComparing(Entry::kind)
                .thenComparing(entry -> entry.text().length())
                .thenComparing(Entry::text))
        .limit(most)
        .map(entry -> new Suggestion(entry.text(), entry.kind(), entry.of(), end.length()))
        .toList();
  }
}
