package dev.lodestar.sql;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.jspecify.annotations.Nullable;

/** Arguments that must be written out in a statement, because they say what a function does. */
final class Literals {
  private static final List<String> DAYS = List.of("year", "quarter", "month", "week", "day");
  private static final List<String> TIMES =
      List.of("hour", "minute", "second", "millisecond", "microsecond");
  private static final List<String> PARTS =
      List.of(
          "year", "quarter", "month", "week", "day", "hour", "minute", "second", "doy", "dow",
          "isodow", "isoyear", "epoch");
  private static final Pattern PATH = Pattern.compile("\\$(\\.\\w+|\\.\"[^\"]*\"|\\[\\d+])*");
  private static final BigDecimal LAST_MONTH = BigDecimal.valueOf(12);

  private Literals() {}

  /** What to do about an argument that is not right; empty when it is. */
  static String problemWith(Parameter parameter, SqlNode argument) {
    if (parameter.isWord()) {
      return argument instanceof SqlCharStringLiteral literal
          ? problemWithWord(parameter, literal.getValueAs(String.class))
          : "write a text such as " + example(parameter);
    }
    BigDecimal number = number(argument);
    if (number == null) {
      return "write a number such as " + example(parameter);
    }
    return switch (parameter) {
      case MONTH -> within(number, BigDecimal.ONE, LAST_MONTH) ? "" : "use a month from 1 to 12";
      case FRACTION ->
          within(number, BigDecimal.ZERO, BigDecimal.ONE) ? "" : "use a number from 0 to 1";
      default -> "";
    };
  }

  private static boolean within(BigDecimal number, BigDecimal least, BigDecimal most) {
    return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
  }

  private static @Nullable BigDecimal number(SqlNode argument) {
    if (argument instanceof SqlNumericLiteral literal) {
      return literal.getValueAs(BigDecimal.class);
    }
    if (argument.getKind() == SqlKind.MINUS_PREFIX
        && argument instanceof SqlCall call
        && call.operand(0) instanceof SqlNumericLiteral literal) {
      return literal.getValueAs(BigDecimal.class).negate();
    }
    return null;
  }

  private static String problemWithWord(Parameter parameter, String text) {
    return switch (parameter) {
      case UNIT -> oneOf(Stream.concat(DAYS.stream(), TIMES.stream()).toList(), text);
      case DAYS -> oneOf(DAYS, text);
      case PART -> oneOf(PARTS, text);
      case LANGUAGE -> text.equals("en") || text.equals("fr") ? "" : "use 'en' or 'fr'";
      case PATH -> PATH.matcher(text).matches() ? "" : "write a path such as '$.customer.names[0]'";
      default -> DateFormats.problemWith(text);
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
      case PATH -> "'$.name'";
      case DIGITS -> "2";
      case MONTH -> "4";
      case FRACTION -> "0.5";
      default -> "'dd/MM/yyyy'";
    };
  }

  static String noun(Parameter parameter) {
    return switch (parameter) {
      case UNIT, DAYS -> "unit of time";
      case PART -> "part of a date";
      case LANGUAGE -> "language";
      case PATH -> "path into a JSON text";
      case DIGITS -> "written-out whole number";
      case MONTH -> "month";
      case FRACTION -> "number from 0 to 1";
      default -> "date format";
    };
  }
}
