package dev.lodestar.server.drafting;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers of a text are borne out by others. */
class FiguresTest {
  private static final List<String> ROWS =
      List.of(
          "Boeing 747X",
          "AX7",
          "1e999999999",
          "2024-Q1",
          "134802",
          "-12.5",
          "0.2345",
          "1250000",
          "7.8",
          "Route 66",
          "0");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "134,802 in Q1 of 2024",
        "134 802 au 1er trimestre 2024",
        "134.802",
        "134\u202f802 vendus",
        "135 thousand, 135 k, 134.8k",
        "1.25 million, 1,3 million, 1,25 million, 1 250 000",
        "it fell by 12.5, by 12,5 %, nearly 13",
        "23 %, 23.45 %, 23,5 %, 0.23",
        "in 2024 134 802 were sold",
        "in 2024, 134,802 were sold",
        "on Route 66 about 8",
        "0 remained",
        "the 8th of them, Boeing 747X and AX7",
        "12.5 m high",
        "no number at all"
      })
  void isBorneOut(String text) {
    assertThat(Figures.in(ROWS).unknownIn(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "134,803 were sold | 134,803",
        "134,802 million | 134,802 million",
        "in 2025 it was 7.8 | 2025",
        "2 million | 2 million",
        "up 14 % | 14 %",
        "1 of them | ",
        "134802134802 | 134802134802",
        "7.81 | 7.81",
        "12.52 | 12.52",
        "between 8 and 9 | 9",
        "8M pieces | 8M",
        "12.5 mn | 12.5 mn",
        "12.5 trillion | 12.5 trillion",
        "8-thousand | 8-thousand",
        "8e6 | 8e6",
        "8x more | 8x"
      })
  void isNotBorneOut(String text, String number) {
    List<String> unknown = Figures.in(ROWS).unknownIn(text);
    assertThat(unknown).isEqualTo(number == null ? List.of() : List.of(number));
  }

  @Test
  void manyNumbersInARowAreReadAtOnce() {
    String row = IntStream.rangeClosed(1, 150).mapToObj(String::valueOf).collect(joining(", "));
    Figures figures = Figures.in(List.of(row));
    assertThat(figures.unknownIn(row)).isEmpty();
    assertThat(figures.unknownIn(row + ", 777")).hasSize(1);
  }

  @Test
  void numbersAreKnownAgainInEachWriting() {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      BigDecimal number =
          BigDecimal.valueOf(random.nextLong(1, 1_000_000_000_000L), random.nextInt(4));
      Figures figures = Figures.in(List.of(number.toPlainString()));
      for (Locale locale : List.of(Locale.ROOT, Locale.US, Locale.FRANCE, Locale.GERMANY)) {
        String written =
            new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(locale)).format(number);
        assertThat(figures.unknownIn("It is " + written + ".")).as(written).isEmpty();
        String other =
            new DecimalFormat("#,##0.####", DecimalFormatSymbols.getInstance(locale))
                .format(number.multiply(new BigDecimal("1.1")));
        assertThat(figures.unknownIn("It is " + other + ".")).as(other).isNotEmpty();
      }
    }
  }
}
