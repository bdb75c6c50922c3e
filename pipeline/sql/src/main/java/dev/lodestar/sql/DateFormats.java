package dev.lodestar.sql;

import java.util.List;

/**
 * How dates are written. A format with a percent sign is strptime's own ({@code %d/%m/%Y}); any
 * other is made of letters: {@code yyyy yy MMMM MMM MM M dd d HH H hh h mm ss SSS SSSSSS a EEEE
 * EEE}, all other characters standing for themselves, letters among them between single quotes.
 */
final class DateFormats {
  private record Letters(String letters, String strptime) {}

  private static final List<Letters> ALL =
      List.of(
          new Letters("yyyy", "%Y"),
          new Letters("yy", "%y"),
          new Letters("MMMM", "%B"),
          new Letters("MMM", "%b"),
          new Letters("MM", "%m"),
          new Letters("M", "%-m"),
          new Letters("dd", "%d"),
          new Letters("d", "%-d"),
          new Letters("HH", "%H"),
          new Letters("H", "%-H"),
          new Letters("hh", "%I"),
          new Letters("h", "%-I"),
          new Letters("mm", "%M"),
          new Letters("ss", "%S"),
          new Letters("SSSSSS", "%f"),
          new Letters("SSS", "%g"),
          new Letters("a", "%p"),
          new Letters("EEEE", "%A"),
          new Letters("EEE", "%a"));

  private static final String SPECIFIERS = "aAbBdfgGHIjmMnpSuUVwWyY%";

  private DateFormats() {}

  /** What to do about a format that cannot be read; empty when it can. */
  static String problemWith(String format) {
    if (format.isBlank()) {
      return "write a format such as 'dd/MM/yyyy'";
    }
    if (format.contains("%")) {
      return problemWithSpecifiers(format);
    }
    String unknown = unknownLetter(format);
    return unknown.isEmpty()
        ? ""
        : "\""
            + unknown
            + "\" is no part of a format; use yyyy, MM, dd, HH, mm, ss, SSS, MMM or MMMM";
  }

  private static String problemWithSpecifiers(String format) {
    for (int i = 0; i < format.length(); i++) {
      if (format.charAt(i) != '%') {
        continue;
      }
      i++;
      if (i < format.length() && format.charAt(i) == '-') {
        i++;
      }
      if (i >= format.length() || SPECIFIERS.indexOf(format.charAt(i)) < 0) {
        return "after a percent sign write one of " + String.join(" ", SPECIFIERS.split(""));
      }
    }
    return "";
  }

  private static String unknownLetter(String format) {
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i);
      if (c == '\'') {
        int end = format.indexOf('\'', i + 1);
        if (end < 0) {
          return "'";
        }
        i = end + 1;
      } else if (Character.isLetter(c) && c < 128) {
        int end = endOfRun(format, i);
        String run = format.substring(i, end);
        if (ALL.stream().noneMatch(known -> known.letters().equals(run)) && !run.equals("T")) {
          return run;
        }
        i = end;
      } else {
        i++;
      }
    }
    return "";
  }

  private static int endOfRun(String format, int start) {
    int end = start;
    while (end < format.length() && format.charAt(end) == format.charAt(start)) {
      end++;
    }
    return end;
  }

  /** The format as strptime and strftime take it. */
  static String toStrptime(String format) {
    if (format.contains("%")) {
      return format;
    }
    StringBuilder result = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i);
      if (c == '\'') {
        int end = format.indexOf('\'', i + 1);
        result.append(format, i + 1, end);
        i = end + 1;
      } else {
        int end = endOfRun(format, i);
        String run = format.substring(i, end);
        result.append(
            ALL.stream()
                .filter(known -> known.letters().equals(run))
                .findFirst()
                .map(Letters::strptime)
                .orElse(run));
        i = end;
      }
    }
    return result.toString();
  }
}
