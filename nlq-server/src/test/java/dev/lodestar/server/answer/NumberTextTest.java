package dev.lodestar.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.spec.semantic.Showing;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spaces that do not break are written as _ here, and narrow ones as '. */
class NumberTextTest {

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # kind, number | format | unit | currency | English | French
          decimal 8470396259.00 | #,##0.00 | `` | INR | ₹8,470,396,259.00 | 8'470'396'259,00_₹
          decimal -12.5         | #,##0.00 | `` | EUR | -€12.50           | -12,50_€
          decimal 1234.5        | #,##0.00 | `` | MAD | MAD_1,234.50      | 1'234,50_MAD
          decimal 10            | ``       | `` | XQZ | XQZ_10            | 10_XQZ
          long 1234567          | ``       | `` | ``  | 1,234,567         | 1'234'567
          long 12000            | #,##0    | pieces | `` | 12,000_pieces  | 12'000_pieces
          double 12.3456        | ``       | %  | ``  | 12.35%            | 12,35_%
          double 0.034567       | ``       | `` | ``  | 0.035             | 0,035
          double 0.5            | ``       | `` | ``  | 0.50              | 0,50
          double 0              | ``       | `` | ``  | 0.00              | 0,00
          double 0.25           | 0%       | `` | ``  | 25%               | 25%
          """)
  void saysNumbersAsTheLanguageDoes(
      String number, String format, String unit, String currency, String english, String french) {
    Showing showing = new Showing(format, unit, currency, false);
    assertThat(plain(NumberText.of(value(number), showing, Language.EN))).isEqualTo(english);
    assertThat(plain(NumberText.of(value(number), showing, Language.FR))).isEqualTo(french);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "double 73.33333, 73.33",
    "double -58.3333, -58.33",
    "double 0.0012345, 0.0012",
    "double 0.999, 1.00",
    "double 100, 100.00",
    "decimal 1.23456, 1.23456",
    "long 7, 7"
  })
  void roundsWhatWasComputed(String number, String shown) {
    assertThat(NumberText.rounded(value(number))).hasToString(shown);
  }

  private static Object value(String text) {
    String[] parts = text.split(" ", 2);
    return switch (parts[0]) {
      case "long" -> Long.valueOf(parts[1]);
      case "double" -> Double.valueOf(parts[1]);
      default -> new BigDecimal(parts[1]);
    };
  }

  private static String plain(String text) {
    return text.replace('\u00a0', '_').replace('\u202f', '\'');
  }
}
