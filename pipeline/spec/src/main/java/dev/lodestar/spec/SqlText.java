package dev.lodestar.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * SQL that stands in a file of another kind, and where each of its lines stands there.
 *
 * @param text with the domain's variables already put in
 */
public record SqlText(String text, List<Position> lines) {

  public SqlText {
    lines = List.copyOf(lines);
  }

  /** A text that stands at one place, whatever its lines. */
  public static SqlText of(String text, Position at) {
    return new SqlText(text, text.isEmpty() ? List.of(at) : text.lines().map(line -> at).toList());
  }

  /** SQL as the value of a key, best a block of lines after {@code |}. */
  public static SqlText of(Section.Words words) {
    Yaml.Scalar scalar = words.scalar();
    TextFile file = scalar.file();
    List<String> written = file.text().substring(scalar.start(), scalar.end()).lines().toList();
    List<String> lines = words.text().lines().toList();
    if (lines.size() < 2 || lines.size() > written.size()) {
      return of(words.text(), words.at());
    }
    int indent = file.position(scalar.start(), scalar.end()).column() - 1;
    int first = file.position(scalar.start(), scalar.end()).line();
    List<Position> places = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int from = i == 0 ? 0 : Math.min(indent, written.get(i).length());
      int length = Math.max(1, written.get(i).length() - from);
      places.add(new Position(file.path(), first + i, indent + 1, length));
    }
    return new SqlText(words.text(), places);
  }

  /** Several lines of SQL, each a value of its own. */
  public static SqlText of(List<Section.Words> lines) {
    return new SqlText(
        String.join("\n", lines.stream().map(Section.Words::text).toList()),
        lines.stream().map(Section.Words::at).toList());
  }

  /** Where it begins. */
  public Position at() {
    return lines.get(0);
  }

  /** Where a place in the text stands, counted from 1. */
  public Position at(int line, int column, int length) {
    return line < 1 || line > lines.size() ? at() : lines.get(line - 1).part(column - 1, length);
  }
}
