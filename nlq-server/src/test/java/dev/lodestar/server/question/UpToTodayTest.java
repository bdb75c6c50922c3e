package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.grammar.Language;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of months are asked for whole months, and for no days. */
class UpToTodayTest {
  private static final Star MONTHS =
      Star.of(
          """
          dataset takings: key=taking_id time=month names=taking|recette
          field taking_id: bigint hidden
          field month: date grain=month names=month|mois
          field shop: varchar names=shop|boutique values=Dock,Hill
          field amount: decimal(12,2) sum names=amount of a taking|montant d'une recette
          metric revenue: SUM(takings.amount) names=revenue|chiffre d'affaires
          usual revenue
          """);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          revenue on Mondays | Each row of "taking" tells the month, not the day of the week: ask by month or longer.
          chiffre d'affaires le lundi | Chaque ligne de « recette » n'est datée que par mois, non par jour de la semaine : demandez par mois ou plus.
          revenue last week | Each row of "taking" tells the month, not the week: ask by month or longer.
          revenue by week in 2025 | Each row of "taking" tells the month, not the week: ask by month or longer.
          revenue on 15 March 2025 | Each row of "taking" tells the month, not the day: ask by month or longer.
          revenue on 1 March 2025 | Each row of "taking" tells the month, not the day: ask by month or longer.
          chiffre d'affaires depuis le 15 mars 2025 | Chaque ligne de « recette » n'est datée que par mois, non par jour : demandez par mois ou plus.
          revenue by day | Each row of "taking" tells the month, not the day: ask by month or longer.
          average revenue per day | Each row of "taking" tells the month, not the day: ask by month or longer.
          best day by revenue | Each row of "taking" tells the month, not the day: ask by month or longer.
          revenue in the last 10 days | Each row of "taking" tells the month, not the day: ask by month or longer.
          revenue today | Each row of "taking" tells the month, not the day: ask by month or longer.
          """)
  void noDaysAreToldOfMonths(String question, String why) {
    assertThat(MONTHS.parser("2025-05-14").read(question, Optional.empty()))
        .isInstanceOfSatisfying(
            Interpretation.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          revenue year to date | revenue, from 2025-01-01 to 2025-05-31 | The rows tell no finer than the month: it is taken as a whole.
          chiffre d'affaires depuis le début de l'année | chiffre d'affaires, du 2025-01-01 au 2025-05-31 | Les lignes ne sont datées que par mois : la période est prise entière.
          revenue month to date | revenue, from 2025-05-01 to 2025-05-31 | The rows tell no finer than the month: it is taken as a whole.
          revenue in the rolling 12 months | revenue, from 2024-06-01 to 2025-05-31 | The rows tell no finer than the month: it is taken as a whole.
          revenue by month | revenue by month | NOTHING
          revenue between 1 March and 30 April 2025 | revenue, from 2025-03-01 to 2025-04-30 | NOTHING
          revenue by quarter in 2024 | revenue by quarter, from 2024-01-01 to 2024-12-31 | NOTHING
          """)
  void wholeMonthsAreTaken(String question, String words, String note) {
    assertThat(MONTHS.parser("2025-05-14").read(question, Optional.empty()))
        .isInstanceOfSatisfying(
            Interpretation.Understood.class,
            understood -> {
              Interpretation.Reading reading = understood.reading();
              assertThat(reading.words()).isEqualTo(words);
              Language language = reading.language();
              List<String> notes =
                  reading.notes().stream()
                      .map(new NoteWords(MONTHS.model(), language)::of)
                      .toList();
              assertThat(notes).isEqualTo(note.equals("NOTHING") ? List.of() : List.of(note));
            });
  }
}
