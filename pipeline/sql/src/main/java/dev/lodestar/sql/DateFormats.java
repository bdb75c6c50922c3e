package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How dates are written. A format with a percent sign is strptime's own ({@code %d/%m/%Y}); any
 * other is made of letters ({@code dd/MM/yyyy}), all other characters standing for themselves,
 * letters among them between single quotes.
 *
 * <p>A format is read as a list of pieces, each known in three ways: by its letters, by its
 * specifier, and by the texts that fit it. DuckDB takes microseconds to refuse a text, so a text is
 * compared with the pattern first, which also keeps a year of two digits from being one of four.
 */
final class DateFormats {
  private record Piece(String letters, String specifier, String pattern) {
    static Piece literal(String text) {
      return new Piece(
          "", text.replace("%", "%%"), Pattern.compile("\\W").matcher(text).replaceAll("\\\\$0"));
    }

    boolean isNumber() {
      return pattern.contains("\\d");
    }
  }

  private static final List<Piece> PIECES =
      List.of(
          new Piece("yyyy", "%Y", "\\d\\d\\d\\d"),
          new Piece("yy", "%y", "\\d\\d"),
          new Piece("MMMM", "%B", "[A-Za-z]+"),
          new Piece("MMM", "%b", "[A-Za-z][A-Za-z][A-Za-z]"),
          new Piece("MM", "%m", "[01]?\\d"),
          new Piece("M", "%-m", "[01]?\\d"),
          new Piece("dd", "%d", "[0-3]?\\d"),
          new Piece("d", "%-d", "[0-3]?\\d"),
          new Piece("DDD", "%j", "\\d\\d?\\d?"),
          new Piece("HH", "%H", "[0-2]?\\d"),
          new Piece("H", "%-H", "[0-2]?\\d"),
          new Piece("hh", "%I", "[01]?\\d"),
          new Piece("h", "%-I", "[01]?\\d"),
          new Piece("mm", "%M", "[0-5]?\\d"),
          new Piece("ss", "%S", "[0-6]?\\d"),
          new Piece("SSSSSS", "%f", "\\d+"),
          new Piece("SSS", "%g", "\\d\\d\\d"),
          new Piece("a", "%p", "[AaPp][Mm]"),
          new Piece("EEEE", "%A", "[A-Za-z]+"),
          new Piece("EEE", "%a", "[A-Za-z][A-Za-z][A-Za-z]"));

  /** Letters that stand for themselves without quotes, as in {@code yyyy-MM-ddTHH:mm:ssZ}. */
  private static final List<String> PLAIN = List.of("T", "Z");

  private DateFormats() {}

  /** What to do about a format that cannot be read; empty when it can. */
  static String problemWith(String format) {
    if (format.isBlank()) {
      return "write a format such as 'dd/MM/yyyy'";
    }
    List<Piece> pieces = new ArrayList<>();
    Optional<String> unknown = read(format, pieces);
    return unknown
        .map(part -> "\"" + part + "\" is no part of a format; use " + known(format.contains("%")))
        .orElse("");
  }

  private static String known(boolean specifiers) {
    return PIECES.stream()
        .map(specifiers ? Piece::specifier : Piece::letters)
        .collect(Collectors.joining(" "));
  }

  /** The format as strptime and strftime take it. */
  static String toStrptime(String format) {
    return pieces(format).stream().map(Piece::specifier).collect(Collectors.joining());
  }

  /**
   * A regular expression for all texts that the format may fit. Numbers that touch are written with
   * all their digits, or nobody could tell where one ends.
   */
  static String toPattern(String format) {
    List<Piece> pieces = pieces(format);
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      boolean touches = piece.isNumber() && (isNumber(pieces, i - 1) || isNumber(pieces, i + 1));
      pattern.append(touches ? piece.pattern().replace("?", "") : piece.pattern());
    }
    return pattern.toString();
  }

  private static boolean isNumber(List<Piece> pieces, int i) {
    return i >= 0 && i < pieces.size() && pieces.get(i).isNumber();
  }

  private static List<Piece> pieces(String format) {
    List<Piece> pieces = new ArrayList<>();
    read(format, pieces)
        .ifPresent(
            part -> {
              throw new IllegalStateException("Not a date format: " + format + " at " + part);
            });
    return pieces;
  }

  /** Reads a format into its pieces, and gives back the first part that is none. */
  private static Optional<String> read(String format, List<Piece> pieces) {
    return format.contains("%") ? readSpecifiers(format, pieces) : readLetters(format, pieces);
  }

  private static Optional<String> readSpecifiers(String format, List<Piece> pieces) {
    int i = 0;
    while (i < format.length()) {
      if (format.charAt(i) != '%') {
        pieces.add(Piece.literal(format.substring(i, i + 1)));
        i++;
        continue;
      }
      int end = Math.min(format.length(), i + (format.startsWith("%-", i) ? 3 : 2));
      String specifier = format.substring(i, end);
      if (specifier.equals("%%")) {
        pieces.add(Piece.literal("%"));
      } else {
        Optional<Piece> piece =
            PIECES.stream()
                .filter(
                    known ->
                        known.specifier().equals(specifier.replace("-", ""))
                            || known.specifier().equals(specifier))
                .findFirst();
        if (piece.isEmpty()) {
          return Optional.of(specifier);
        }
        pieces.add(new Piece("", specifier, piece.get().pattern()));
      }
      i = end;
    }
    return Optional.empty();
  }

  private static Optional<String> readLetters(String format, List<Piece> pieces) {
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i);
      int end = i + 1;
      if (c == '\'') {
        end = format.indexOf('\'', i + 1);
        if (end < 0) {
          return Optional.of("'");
        }
        pieces.add(Piece.literal(format.substring(i + 1, end)));
        end++;
      } else if (c < 128 && Character.isLetter(c)) {
        while (end < format.length() && format.charAt(end) == c) {
          end++;
        }
        String run = format.substring(i, end);
        Optional<Piece> piece =
            PLAIN.contains(run)
                ? Optional.of(Piece.literal(run))
                : PIECES.stream().filter(known -> known.letters().equals(run)).findFirst();
        if (piece.isEmpty()) {
          return Optional.of(run);
        }
        pieces.add(piece.get());
      } else {
        pieces.add(Piece.literal(format.substring(i, end)));
      }
      i = end;
    }
    return Optional.empty();
  }
}
