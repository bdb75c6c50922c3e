package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Problems as people read them, with the line and a mark below the place, and as programs do.
 *
 * <pre>
 * retail/silver/orders.yaml:3:7: unknown kind "tabel"
 *     3 | kind: tabel
 *               ^^^^^
 *   use one of table, view; did you mean "table"?
 * </pre>
 */
public final class ProblemReport {
  private static final int WIDEST_LINE = 120;
  private static final int SHOWN_BEFORE = 60;

  private final Path base;
  private final Map<Path, Optional<TextFile>> files = new HashMap<>();

  private ProblemReport(Path base) {
    this.base = base.toAbsolutePath().normalize();
  }

  /** For people; paths are relative to a folder, usually the working directory. */
  public static String text(List<Problem> problems, Path base) {
    ProblemReport report = new ProblemReport(base);
    return problems.stream().map(report::text).collect(Collectors.joining("\n"));
  }

  /**
   * For programs: an array of {@code {"file", "line", "column", "length", "message", "advice"}}.
   */
  public static String json(List<Problem> problems, Path base) {
    ProblemReport report = new ProblemReport(base);
    return problems.stream().map(report::json).collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private String text(Problem problem) {
    Position at = problem.at();
    StringBuilder text = new StringBuilder();
    text.append(file(at)).append(':').append(at.line()).append(':').append(at.column());
    text.append(": ").append(visible(problem.message())).append('\n');
    if (!at.equals(Position.startOf(at.file()))) {
      files
          .computeIfAbsent(at.file(), TextFile::show)
          .filter(file -> at.line() <= file.lines())
          .ifPresent(file -> appendExcerpt(text, file.line(at.line()), at));
    }
    problem.advice().lines().forEach(line -> text.append("  ").append(visible(line)).append('\n'));
    return text.toString();
  }

  private static void appendExcerpt(StringBuilder text, String line, Position at) {
    int column = Math.min(at.column() - 1, line.length());
    int from = line.length() <= WIDEST_LINE ? 0 : Math.max(0, column - SHOWN_BEFORE);
    int to = Math.min(line.length(), from + WIDEST_LINE);
    int marks = Math.max(1, Math.min(at.length(), to - column));
    String number = String.format(Locale.ROOT, "%5d | ", at.line());
    String before = (from > 0 ? "…" : "") + visible(line.substring(from, column));
    String rest = visible(line.substring(column, to)) + (to < line.length() ? "…" : "");
    text.append(number).append(before).append(rest).append('\n');
    text.append(" ".repeat(number.length())).append(before.replaceAll("[^\t]", " "));
    text.append("^".repeat(marks)).append('\n');
  }

  private String json(Problem problem) {
    Position at = problem.at();
    return "{\"file\":"
        + quoted(file(at))
        + ",\"line\":"
        + at.line()
        + ",\"column\":"
        + at.column()
        + ",\"length\":"
        + at.length()
        + ",\"message\":"
        + quoted(problem.message())
        + ",\"advice\":"
        + quoted(problem.advice())
        + "}";
  }

  private String file(Position at) {
    Path file = at.file().toAbsolutePath().normalize();
    return (file.startsWith(base) && !file.equals(base) ? base.relativize(file) : file)
        .toString()
        .replace('\\', '/');
  }

  /** A file's text must not be able to steer the terminal. */
  private static String visible(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\t]]", "\uFFFD");
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          // A lone surrogate is no character and cannot be written as UTF-8.
          if (c < ' ' || (Character.isSurrogate(c) && !partOfPair(text, i))) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }

  private static boolean partOfPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
