package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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

  @ParameterizedTest(name = "{0} after {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # schedule         | after             | next
          0 21 * * *         | 2026-11-21T18:00  | 2026-11-21T21:00 2026-11-22T21:00 2026-11-23T21:00
          0 21 * * *         | 2026-11-21T21:00  | 2026-11-22T21:00 2026-11-23T21:00 2026-11-24T21:00
          */20 8-9 * * *     | 2026-12-31T09:10  | 2026-12-31T09:20 2026-12-31T09:40 2027-01-01T08:00
          0 6 * * 1-5        | 2026-11-20T07:00  | 2026-11-23T06:00 2026-11-24T06:00 2026-11-25T06:00
          0 0 * * 7          | 2026-11-21T18:00  | 2026-11-22T00:00 2026-11-29T00:00 2026-12-06T00:00
          0 0 * * 0          | 2026-11-21T18:00  | 2026-11-22T00:00 2026-11-29T00:00 2026-12-06T00:00
          30 4 13 * 5        | 2026-11-10T00:00  | 2026-11-13T04:30 2026-11-20T04:30 2026-11-27T04:30
          0 0 31 1,3-4 *     | 2026-01-31T00:00  | 2026-03-31T00:00 2027-01-31T00:00 2027-03-31T00:00
          0 0 29 2 *         | 2097-01-01T00:00  | 2104-02-29T00:00
          0 0 30 2 *         | 2026-01-01T00:00  | ''
          15 10/6 1 */6 *    | 2026-01-01T10:15  | 2026-01-01T16:15 2026-01-01T22:15 2026-07-01T10:15
          """)
  void tellsTheNextTimes(String schedule, String after, String next) {
    assertThat(Cron.next(schedule, Instant.parse(after + ":00Z"), 3))
        .extracting(moment -> moment.toString().replace(":00Z", ""))
        .containsExactly(next.isEmpty() ? new String[0] : next.split(" +", -1));
  }
}
