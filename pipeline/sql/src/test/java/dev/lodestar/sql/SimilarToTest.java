package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarToTest {

  @ParameterizedTest(name = "{0} is similar to {1}")
  @CsvSource({"abc, a%", "abc, a_c", "abba, (a|b)+", "a.c, a.c", "50%, 50\\%", "abc, [a-c]+"})
  void percentAndUnderscoreAreThoseOfLike(String text, String pattern) {
    assertThat(text).matches(SimilarTo.toRegex(pattern));
  }

  @ParameterizedTest(name = "{0} is not similar to {1}")
  @CsvSource({"abc, a.c", "ab, a", "ac, a_c", "501, 50\\%"})
  void theWholeTextMustFit(String text, String pattern) {
    assertThat(text).doesNotMatch(SimilarTo.toRegex(pattern));
  }
}
