package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value or a time may stand anywhere, and says the same as at the end. */
class InterposedTest {
  private static final QuestionParser PARSER = Stars.RETAIL.parser("2025-12-31");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          which products of Furniture had the highest quantity? | which products had the highest quantity, of Furniture
          which products in 2025 of Furniture had the highest quantity? | which products had the highest quantity, in 2025, of Furniture
          which 2 customers in 2025 have the most Furniture orders? | which 2 customers have the most orders, in 2025, Furniture
          les 2 produits de Furniture qui ont fait le plus de CA en 2025 | les 2 produits qui ont fait le plus de CA, Furniture, en 2025
          les 2 clients qui en 2025 ont fait le plus de CA | les 2 clients qui ont fait le plus de CA, en 2025
          # of values that several fields have, all are meant
          which customers in Paris have the most orders? | which customers have the most orders, in Paris
          """)
  void saysTheSame(String question, String behind) {
    String words = QuestionsTest.said(PARSER, behind);
    assertThat(words).isNotEqualTo("REFUSED");
    assertThat(QuestionsTest.said(PARSER, question)).isEqualTo(words);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          which customers in France never bought Chair? | list of customers, country is "France", without sale product is "Chair"
          customers in France who bought Chair but not Desk Lamp | list of customers, country is "France", with any sale product is "Chair", without sale product is "Desk Lamp"
          # what is denied stands beside the phrase that ranks
          which products not in Furniture had the highest quantity? | top 10 products by quantity, category is not "Furniture"
          """)
  void isNoDenial(String question, String words) {
    assertThat(QuestionsTest.said(PARSER, question)).isEqualTo(words);
  }
}
