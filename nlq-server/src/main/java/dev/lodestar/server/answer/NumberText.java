package dev.lodestar.server.answer;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.CellText;
import dev.lodestar.spec.semantic.Showing;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/** Numbers as a sentence of a language has them: with its separators, their unit or currency. */
public final class NumberText {
  private static final int DIGITS = 2;
  private static final char NO_BREAK = '\u00a0';

  private NumberText() {}

  /** A value in a sentence. What is no number stands as it is. */
  static String of(Object value, Showing showing, Language language) {
    if (!(value instanceof Number number)
        || (value instanceof Double d && !Double.isFinite(d.doubleValue()))) {
      return CellText.of(value);
    }
    BigDecimal exact = exact(number);
    String digits = digits(exact.abs(), value instanceof Double, showing.format(), language);
    String sign = exact.signum() < 0 ? "-" : "";
    if (!showing.unit().isEmpty()) {
      return sign + digits + gap(showing.unit(), language) + showing.unit();
    }
    if (showing.currency().isEmpty()) {
      return sign + digits;
    }
    String symbol = symbol(showing.currency(), language);
    if (language == Language.FR) {
      return sign + digits + NO_BREAK + symbol;
    }
    boolean word = Character.isLetter(symbol.charAt(symbol.length() - 1));
    return sign + symbol + (word ? NO_BREAK : "") + digits;
  }

  /**
   * A value that was computed, as shares and ratios are, to two digits: after the point, or the
   * first two of what is less than one.
   */
  public static Object rounded(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? rounded(BigDecimal.valueOf(number))
        : value;
  }

  private static BigDecimal rounded(BigDecimal number) {
    boolean small = number.signum() != 0 && number.abs().compareTo(BigDecimal.ONE) < 0;
    BigDecimal few = small ? number.round(new MathContext(DIGITS, RoundingMode.HALF_UP)) : number;
    return few.scale() > DIGITS && small ? few : number.setScale(DIGITS, RoundingMode.HALF_UP);
  }

  private static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal
        : number instanceof Double d ? BigDecimal.valueOf(d) : new BigDecimal(number.toString());
  }

  private static String digits(
      BigDecimal number, boolean computed, String pattern, Language language) {
    BigDecimal shown = computed && pattern.isEmpty() ? rounded(number) : number;
    int scale = Math.max(0, shown.scale());
    String usual = "#,##0" + (scale == 0 ? "" : "." + "0".repeat(scale));
    DecimalFormat format = format(pattern.isEmpty() ? usual : pattern, usual, language);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(shown);
  }

  /** The author of a model may have written a pattern that is none. */
  private static DecimalFormat format(String pattern, String usual, Language language) {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale(language));
    try {
      return new DecimalFormat(pattern, symbols);
    } catch (IllegalArgumentException e) {
      return new DecimalFormat(usual, symbols);
    }
  }

  private static String symbol(String currency, Language language) {
    boolean known =
        Currency.getAvailableCurrencies().stream()
            .anyMatch(c -> c.getCurrencyCode().equals(currency));
    return known ? Currency.getInstance(currency).getSymbol(locale(language)) : currency;
  }

  private static String gap(String unit, Language language) {
    return unit.equals("%") && language == Language.EN ? "" : String.valueOf(NO_BREAK);
  }

  private static Locale locale(Language language) {
    return language == Language.EN ? Locale.US : Locale.FRANCE;
  }
}
