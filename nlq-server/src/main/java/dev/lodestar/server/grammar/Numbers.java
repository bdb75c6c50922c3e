package dev.lodestar.server.grammar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers in digits and in words: {@code INT} whole ones, {@code ORD} ordinals, {@code NUM} any, as
 * exact decimals. Digits follow the language: {@code 1,234.5} in English, {@code 1 234,5} in
 * French.
 */
public final class Numbers {
  private static final Pattern GROUPED_BY_COMMA = Pattern.compile("\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern GROUPED_BY_DOT = Pattern.compile("\\d{1,3}(\\.\\d{3})+(,\\d+)?");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+");
  private static final Pattern PLAIN = Pattern.compile("\\d+(\\.\\d+)?");
  private static final int MOST_DIGITS = 30;

  private Numbers() {}

  public static Words words(Language language) {
    return Words.read(Numbers.class, "numbers-" + language.code() + ".words");
  }

  /** The value of digits; empty when they are no number, as in {@code 1.2.3}. */
  public static Optional<BigDecimal> value(String digits, Language language) {
    String text = digits.replace(" ", "");
    if (text.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    if (language == Language.FR && GROUPED_BY_DOT.matcher(text).matches()) {
      return Optional.of(new BigDecimal(text.replace(".", "").replace(',', '.')));
    }
    if (language == Language.EN && GROUPED_BY_COMMA.matcher(text).matches()) {
      return Optional.of(new BigDecimal(text.replace(",", "")));
    }
    if (DECIMAL_COMMA.matcher(text).matches()) {
      return Optional.of(new BigDecimal(text.replace(',', '.')));
    }
    return PLAIN.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /** The pieces of numbers in digits. */
  public static List<Piece> in(List<Token> tokens, Language language) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.kind() == Token.Kind.NUMBER) {
        int at = i;
        value(token.text(), language)
            .ifPresent(value -> pieces.add(new Piece("DIGITS", at, at + 1, value, 0)));
      }
    }
    return pieces;
  }

  /** Adds the rules that make numbers of digits and words. */
  public static void addTo(Grammar grammar) {
    grammar.rule("WHOLE", "ONES|TEENS|TENS", a -> BigDecimal.valueOf(a.number(0)));
    grammar.rule(
        "WHOLE", "TENS dash? ONES", a -> BigDecimal.valueOf(a.number(0) + (long) a.number(2)));
    grammar.rule("NUM", "DIGITS|WHOLE", a -> a.<BigDecimal>at(0));
    grammar.rule(
        "NUM",
        "DIGITS|WHOLE SCALE",
        a -> plain(a.<BigDecimal>at(0).scaleByPowerOfTen(a.number(1))));
    grammar.rule(
        "INT",
        "NUM",
        a -> {
          BigDecimal number = a.at(0);
          return number.scale() <= 0 && number.compareTo(BigDecimal.valueOf(999_999_999)) <= 0
              ? Integer.valueOf(number.intValueExact())
              : null;
        });
    grammar.rule("ORD", "ORDINAL", a -> a.number(0));
    grammar.rule(
        "ORD",
        "DIGITS nth",
        a -> {
          BigDecimal number = a.at(0);
          return number.scale() == 0 && number.precision() <= 4
              ? Integer.valueOf(number.intValueExact())
              : null;
        });
  }

  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
