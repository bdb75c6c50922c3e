package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused for the sake of words in the way is proposed without them, and not answered. */
class NearestTest {
  private static final QuestionParser PARSER = Stars.RETAIL.parser("2025-12-31");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          revenue by country please compare frobnicated | revenue by country
          frobnicated customers in France | list of customers, country is "France"
          clients frobnifiés sans courriel | liste de clients, courriel est vide
          # one of two words, or what is measured, is too much to leave out
          frobnicated customers | NOTHING
          frobs by customer in 2025 | NOTHING
          chiffre des frobs par client en 2025 | NOTHING
          # nor is it left out that something is denied, or compared
          which customers in France did not frobnicate in 2025? | NOTHING
          customers in France who frobnicated more Chair than Desk Lamp | NOTHING
          """)
  void isProposed(String question, String words) {
    assertThat(PARSER.read(question, Optional.empty()))
        .isInstanceOfSatisfying(
            Interpretation.Refused.class,
            refused ->
                assertThat(refused.nearest())
                    .isEqualTo(words.equals("NOTHING") ? List.of() : List.of(words)));
  }

  /** A proposal is a question like any other: asked, it is what was proposed. */
  @ParameterizedTest
  @CsvSource({
    "frobnicated revenue by country in 2025",
    "revenus frobnifiés par pays en mai et par mois"
  })
  void canBeAsked(String question) {
    Interpretation.Refused refused =
        (Interpretation.Refused) PARSER.read(question, Optional.empty());
    assertThat(refused.nearest())
        .isNotEmpty()
        .allSatisfy(nearest -> assertThat(QuestionsTest.said(PARSER, nearest)).isEqualTo(nearest));
  }
}
