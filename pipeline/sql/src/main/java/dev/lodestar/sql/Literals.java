package dev.lodestar.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Texts that must be written out in a statement, because they say what a function does: units,
 * formats, languages.
 */
final class Literals {
  private static final List<String> DAYS = List.of("year", "quarter", "month", "week", "day");
  private static final List<String> TIMES =
      List.of("hour", "minute", "second", "millisecond", "microsecond");
  private static final List<String> PARTS =
      List.of(
          "year", "quarter", "month", "week", "day", "hour", "minute", "second", "doy", "isodow",
          "isoyear", "epoch");

  private Literals() {}

  /** What to do about a literal that is not right; empty when it is. */
  static String problemWith(Parameter parameter, String text) {
    return switch (parameter) {
      case UNIT -> oneOf(Stream.concat(DAYS.stream(), TIMES.stream()).toList(), text);
      case DAYS -> oneOf(DAYS, text);
      case PART -> oneOf(PARTS, text);
      case LANGUAGE -> text.equals("en") || text.equals("fr") ? "" : "use 'en' or 'fr'";
      case FORMAT -> DateFormats.problemWith(text);
      default -> "";
    };
  }

  private static String oneOf(List<String> words, String text) {
    return words.contains(text.toLowerCase(Locale.ROOT))
        ? ""
        : "use one of " + String.join(", ", words);
  }

  static String example(Parameter parameter) {
    return switch (parameter) {
      case UNIT, DAYS, PART -> "'month'";
      case LANGUAGE -> "'fr'";
      default -> "'dd/MM/yyyy'";
    };
  }

  static String noun(Parameter parameter) {
    return switch (parameter) {
      case UNIT, DAYS -> "unit of time";
      case PART -> "part of a date";
      case LANGUAGE -> "language";
      default -> "date format";
    };
  }

  /** The literal as DuckDB wants it. */
  static String translated(Parameter parameter, String text) {
    return switch (parameter) {
      case UNIT, DAYS, PART -> text.toLowerCase(Locale.ROOT);
      case FORMAT -> DateFormats.toStrptime(text);
      default -> text;
    };
  }
}
