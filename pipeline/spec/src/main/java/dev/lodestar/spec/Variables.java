package dev.lodestar.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of a domain, and how they are put into texts: {@code ${data}/orders.csv}. */
public final class Variables {
  private static final Pattern MARKER = Pattern.compile("\\$\\$\\{|\\$\\{([^}\\r\\n]*)(}?)");

  public static final Variables NONE = new Variables(Map.of(), Set.of(), true);

  private final SortedMap<String, String> values;
  private final Set<String> folders;
  private final boolean allKnown;

  /**
   * @param folders the names of those that are folders
   * @param allKnown false when domain.yaml could not be read, so that no name can be called unknown
   */
  Variables(Map<String, String> values, Set<String> folders, boolean allKnown) {
    this.values = new TreeMap<>(values);
    this.folders = Set.copyOf(folders);
    this.allKnown = allKnown;
  }

  Map<String, String> values() {
    return values;
  }

  /** Says where the characters between two offsets of a text stand. */
  interface Place {
    Position of(int start, int end);
  }

  /** Puts the values in; empty, with problems, when that cannot be done. */
  Optional<String> fill(String text, Place place, Problems problems) {
    StringBuilder filled = new StringBuilder();
    Matcher marker = MARKER.matcher(text);
    boolean complete = true;
    while (marker.find()) {
      Optional<String> value = valueOf(marker);
      if (value.isEmpty()) {
        report(marker, place.of(marker.start(), marker.end()), problems);
        complete = false;
      }
      marker.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
    }
    return complete ? Optional.of(marker.appendTail(filled).toString()) : Optional.empty();
  }

  /** Where a place of a filled line stood in the line as it is written; in a value, its marker. */
  Position unfilled(String line, Position filled) {
    int start = filled.column() - 1;
    int end = start + filled.length();
    int from = unfilled(line, start, false);
    int to = Math.max(from + 1, unfilled(line, end - 1, true));
    return new Position(filled.file(), filled.line(), from + 1, to - from);
  }

  /** The offset in the line as written of a character of the filled line, or of the end of it. */
  private int unfilled(String line, int offset, boolean end) {
    Matcher marker = MARKER.matcher(line);
    int shift = 0;
    while (marker.find() && marker.start() + shift <= offset) {
      int length = valueOf(marker).orElse(marker.group()).length();
      if (offset < marker.start() + shift + length) {
        return end ? marker.end() : marker.start();
      }
      shift += length - marker.group().length();
    }
    return offset - shift + (end ? 1 : 0);
  }

  private Optional<String> valueOf(Matcher marker) {
    if (marker.group(1) == null) {
      return Optional.of("${");
    }
    return marker.group(2).isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(values.get(marker.group(1)));
  }

  private void report(Matcher marker, Position at, Problems problems) {
    if (marker.group(2).isEmpty()) {
      problems.add(
          at, "\"${\" without \"}\"", "close it, or write $${ where the characters ${ are meant");
    } else if (allKnown) {
      problems.add(
          at,
          "unknown variable \"" + marker.group(1) + "\"",
          (values.isEmpty()
                  ? "domain.yaml declares no variables"
                  : Advice.oneOf(marker.group(1), values.keySet()))
              + "; where the characters ${ are meant, write $${");
    }
  }

  /** The folders that a text names by variables. */
  List<String> foldersIn(String text) {
    return MARKER
        .matcher(text)
        .results()
        .map(marker -> marker.group(1))
        .filter(name -> name != null && folders.contains(name))
        .map(name -> Objects.requireNonNull(values.get(name)))
        .toList();
  }
}
