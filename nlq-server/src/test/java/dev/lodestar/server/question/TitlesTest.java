package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.grammar.Language;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The titles of the columns of an answer, in both languages whatever the question's is. */
class TitlesTest {
  private static final QuestionParser PARSER = Stars.RETAIL.parser("2025-12-31");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          revenue by customer and month | customer, month, revenue | client, mois, chiffre d'affaires
          chiffre d'affaires par client | customer, revenue | client, chiffre d'affaires
          revenue by customer city | customer city, revenue | ville de client, chiffre d'affaires
          share of revenue by category | category, revenue, share of revenue | catégorie, chiffre d'affaires, part du chiffre d'affaires
          what share of revenue comes from France | share of revenue | part du chiffre d'affaires
          croissance du chiffre d'affaires par mois | month, revenue, growth of revenue | mois, chiffre d'affaires, croissance du chiffre d'affaires
          cumulative revenue by month | month, cumulative revenue | mois, cumul du chiffre d'affaires
          revenue by country 2024 vs 2025 | country, revenue 2024, revenue 2025, change in revenue, growth of revenue | pays, chiffre d'affaires 2024, chiffre d'affaires 2025, variation du chiffre d'affaires, croissance du chiffre d'affaires
          revenue Q1 2025 vs Q2 2025 | revenue Q1 2025, revenue Q2 2025, change in revenue, growth of revenue | chiffre d'affaires T1 2025, chiffre d'affaires T2 2025, variation du chiffre d'affaires, croissance du chiffre d'affaires
          average revenue per customer | average revenue per customer | moyenne du chiffre d'affaires par client
          orders by weekday | day of the week, number of orders | jour de la semaine, nombre de commandes
          list customers in Germany | customer | client
          """)
  void areOfTheModelAndTheGrammar(String question, String english, String french) {
    assertThat(PARSER.read(question, Optional.empty()))
        .isInstanceOfSatisfying(
            Interpretation.Understood.class,
            understood -> {
              assertThat(titles(understood.reading(), Language.EN)).isEqualTo(english);
              assertThat(titles(understood.reading(), Language.FR)).isEqualTo(french);
            });
  }

  private static String titles(Interpretation.Reading reading, Language language) {
    return new Titles(Stars.RETAIL.model())
        .of(reading.query(), reading.planned()).stream()
            .map(title -> title.in(language))
            .collect(Collectors.joining(", "));
  }
}
