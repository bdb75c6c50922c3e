package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.semantic.Model;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a time is not over is said where it is held against a whole one, and nowhere else. */
class UnfinishedTest {
  @ParameterizedTest(name = "{1} on {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2026-05-04 | revenue this year vs last year | The time from 2026-01-01 to 2026-12-31 is not over, and is held against a whole one: today is 2026-05-04.
          2026-05-04 | chiffre d'affaires 2026 vs 2025 | La période du 2026-01-01 au 2026-12-31 n'est pas terminée, et elle est comparée à une période entière : nous sommes le 2026-05-04.
          2026-05-04 | growth of revenue by month | The time from 2026-05-01 to 2026-05-31 is not over, and is held against a whole one: today is 2026-05-04.
          2026-05-04 | croissance du chiffre d'affaires par trimestre en 2026 | La période du 2026-04-01 au 2026-06-30 n'est pas terminée, et elle est comparée à une période entière : nous sommes le 2026-05-04.
          2026-05-04 | growth of revenue by month in 2025 | NOTHING
          2026-05-04 | revenue 2024 vs 2025 | NOTHING
          2026-05-04 | revenue this year | NOTHING
          2026-05-04 | revenue by month | NOTHING
          2025-12-31 | revenue this year vs last year | NOTHING
          2025-12-31 | growth of revenue by month | NOTHING
          """)
  void isSaidOfWhatIsCompared(LocalDate today, String question, String said) {
    Model model = Stars.RETAIL.model();
    Interpretation read = Stars.RETAIL.parser(today.toString()).read(question, Optional.empty());
    Language language = said.startsWith("La ") ? Language.FR : Language.EN;
    assertThat(read)
        .isInstanceOfSatisfying(
            Interpretation.Understood.class,
            understood ->
                assertThat(
                        new Unfinished(model, today)
                            .in(understood.reading().query())
                            .map(new NoteWords(model, language)::of)
                            .orElse("NOTHING"))
                    .isEqualTo(said));
  }
}
