package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormatsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          dd/MM/yyyy            | %d/%m/%Y           | 05/01/2024 | 05/01/24
          d.M.yy                | %-d.%-m.%y         | 5.1.24     | 5.1.2024
          yyyy-MM-ddTHH:mm:ssZ  | %Y-%m-%dT%H:%M:%SZ | 2024-01-05T10:20:30Z | 2024-01-05 10:20:30
          d MMMM yyyy           | %-d %B %Y          | 5 January 2024 | 5 1 2024
          dd' of 'MMM           | %d of %b           | 05 of Jan  | 05 Jan
          hh:mm a               | %I:%M %p           | 10:20 pm   | 10:20
          %d/%m/%Y              | %d/%m/%Y           | 05/01/2024 | 05/01/24
          yyyyMMdd              | %Y%m%d             | 20240105   | 2024-01-05
          """)
  void areReadByLettersOrBySpecifiers(String format, String strptime, String fits, String doesNot) {
    assertThat(DateFormats.problemWith(format)).isEmpty();
    assertThat(DateFormats.toStrptime(format)).isEqualTo(strptime);
    assertThat(fits).matches(DateFormats.toPattern(format));
    assertThat(doesNot).doesNotMatch(DateFormats.toPattern(format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jj/mm/aaaa", "dd/MM/yyy", "%d/%Q", "%", "dd 'of"})
  void otherLettersAreAProblem(String format) {
    assertThat(DateFormats.problemWith(format)).isNotEmpty();
  }
}
