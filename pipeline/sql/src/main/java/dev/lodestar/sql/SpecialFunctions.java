package dev.lodestar.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * DuckDB SQL that depends on arguments that are written out: the formats of a date, the language of
 * a number, a unit. {@code {0}} and so on are the arguments, as in {@code functions.txt}.
 */
final class SpecialFunctions {
  /** With the space that does not break. */
  private static final String BLANKS = "[\\s\\x{a0}]*";

  private static final String ENGLISH =
      "[+-]?(\\d+|\\d\\d?\\d?(,\\d\\d\\d?)*,\\d\\d\\d)(\\.\\d*)?|[+-]?\\.\\d+";
  private static final String FRENCH =
      "[+-]?(\\d+|\\d\\d?\\d?([ \\x{a0}\\x{202f}]\\d\\d\\d)+)(,\\d*)?|[+-]?,\\d+";

  private static final String EARLY = "TIMESTAMP '1000-01-01 00:00:00'";

  private SpecialFunctions() {}

  /** The SQL of a function, given the texts among its arguments that are written out. */
  static String text(String name, List<String> words) {
    return switch (name) {
      case "@parse_date" -> "CAST(" + parsed(words) + " AS DATE)";
      case "@parse_timestamp" -> parsed(words);
      case "@format_date" -> "strftime({0}, " + quoted(DateFormats.toStrptime(words.get(0))) + ")";
      case "@parse_number" -> number(words);
      case "@date_part" -> part(words.get(0));
      case "@date_diff" -> difference(words.get(0));
      default -> throw new IllegalStateException("No such function: " + name);
    };
  }

  /**
   * The first format wins that fits. All at once are told apart fastest; but DuckDB takes a year of
   * fewer digits where four are meant, so what comes out early is read again, format by format.
   */
  private static String parsed(List<String> formats) {
    String oneByOne =
        formats.stream()
            .map(f -> strptime(DateFormats.toPattern(f), quoted(DateFormats.toStrptime(f))))
            .collect(Collectors.joining(", "));
    if (formats.size() == 1) {
      return oneByOne;
    }
    String atOnce =
        strptime(
            formats.stream().map(DateFormats::toPattern).collect(Collectors.joining("|")),
            formats.stream()
                .map(f -> quoted(DateFormats.toStrptime(f)))
                .collect(Collectors.joining(", ", "[", "]")));
    return "coalesce(nullif(greatest("
        + atOnce
        + ", "
        + EARLY
        + "), "
        + EARLY
        + "), "
        + oneByOne
        + ")";
  }

  /**
   * The text is cut out by a pattern first: DuckDB takes long to refuse one, and functions of one
   * column alone are computed once for each value of a dictionary.
   */
  private static String strptime(String pattern, String formats) {
    return "try_strptime(" + cutOut(pattern) + ", " + formats + ")";
  }

  private static String number(List<String> words) {
    boolean french = words.contains("fr");
    String text = cutOut(french ? FRENCH : ENGLISH);
    String plain =
        french
            ? "replace(replace(replace(replace("
                + text
                + ", ' ', ''), chr(160), ''), chr(8239), ''), ',', '.')"
            : "replace(" + text + ", ',', '')";
    return "TRY_CAST(" + plain + " AS DECIMAL(38,10))";
  }

  /** {@code {0}} without the blanks around it, or nothing when it does not fit a pattern. */
  private static String cutOut(String pattern) {
    return "regexp_extract({0}, "
        + quoted("^" + BLANKS + "(" + pattern + ")" + BLANKS + "$")
        + ", 1)";
  }

  /** How many borders between units lie between two moments. DuckDB counts weeks otherwise. */
  private static String difference(String unit) {
    String from = "CAST({1} AS TIMESTAMP)";
    String to = "CAST({2} AS TIMESTAMP)";
    return unit.equals("week")
        ? "(date_diff('day', date_trunc('week', "
            + from
            + "), date_trunc('week', "
            + to
            + ")) // 7)"
        : "date_diff({0}, " + from + ", " + to + ")";
  }

  /** Seconds since 1970 are whole ones here. */
  private static String part(String part) {
    return part.equals("epoch")
        ? "CAST(floor(date_part('epoch', {1})) AS BIGINT)"
        : "date_part({0}, {1})";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
