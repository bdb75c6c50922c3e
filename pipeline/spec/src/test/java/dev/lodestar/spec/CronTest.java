package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # schedule             | mistake
          0 21 * * *             | -
          */15 8-18 * * 1-5      | -
          0 0 1,15 1-12/3 0,7    | -
          59 23 31 12 7          | -
          0 21 * *               | a schedule has 5 fields, found 4
          0 21 * * * *           | a schedule has 5 fields, found 6
          60 21 * * *            | no such minute "60"
          0 24 * * *             | no such hour "24"
          0 0 0 * *              | no such day of month "0"
          0 0 * 13 *             | no such month "13"
          0 0 * * 8              | no such day of week "8"
          0 5-2 * * *            | no such hour "5-2"
          */0 * * * *            | no such minute "*/0"
          1,,2 * * * *           | no such minute ""
          x * * * *              | no such minute "x"
          -1 * * * *             | no such minute "-1"
          """)
  void findsTheMistake(String schedule, String mistake) {
    assertThat(Cron.mistakeIn(schedule)).isEqualTo(Optional.ofNullable(mistake));
  }
}
