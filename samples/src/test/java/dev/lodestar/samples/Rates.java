package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares how much of the rows of generated and of real files is of some kind, in percent. */
final class Rates {
  private Rates() {}

  /** The rows are {@code kind | percent}; few rows scatter, so a fifth more or less is close. */
  static void assertClose(List<String> made, List<String> real) {
    Map<String, Double> rates = byKind(made);
    Map<String, Double> expected = byKind(real);
    assertThat(rates).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (kind, rate) ->
            assertThat(rates.get(kind)).as(kind).isCloseTo(rate, within(0.7 + 0.2 * rate)));
  }

  private static Map<String, Double> byKind(List<String> rows) {
    Map<String, Double> rates = new TreeMap<>();
    for (String row : rows) {
      List<String> kindAndRate = List.of(row.split(" \\| "));
      rates.put(kindAndRate.get(0), Double.valueOf(kindAndRate.get(1)));
    }
    return rates;
  }
}
