package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.semantic.FieldRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the model itself is told from it, and is no question about its rows. */
class AboutTest {
  private static final QuestionParser PARSER = Stars.RETAIL.parser("2025-12-31");

  private static Optional<About> about(String question) {
    return PARSER.read(question, Optional.empty()) instanceof Interpretation.Told told
        ? Optional.of(told.about())
        : Optional.empty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "What can I ask?",
        "what data do you have?",
        "which questions can I ask you?",
        "hello, who are you?",
        "aide",
        "que puis-je te demander ?",
        "quelles données avez-vous ?",
        "bonjour"
      })
  void whoKnowsNothingIsToldWhatCanBeAsked(String question) {
    assertThat(about(question)).contains(new About.Everything());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "what does revenue mean?",
        "how is the revenue calculated?",
        "definition of turnover",
        "que veut dire chiffre d'affaires ?",
        "comment est calculé le CA ?",
        "comment calcule-t-on le chiffre d'affaires ?"
      })
  void aMeasureIsExplained(String question) {
    assertThat(about(question)).contains(new About.OfMetric("revenue"));
  }

  @Test
  void soAreColumnsAndThings() {
    About brand = new About.OfField(new FieldRef("products", "brand"));
    assertThat(about("explain brand")).contains(brand);
    assertThat(about("que signifie la marque ?")).contains(brand);
    assertThat(about("what does store mean?")).contains(new About.OfDataset("stores"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          until when does the data go? | first order date and latest order date
          how far back does our data go? | first order date and latest order date
          what period does the data cover? | first order date and latest order date
          jusqu'à quand vont les données ? | première date de commande et dernière date de commande
          quelle période couvrent les données ? | première date de commande et dernière date de commande
          # what is asked of the rows is so
          how is revenue by month? | revenue by month
          how are sales by country in 2025? | revenue by country, from 2025-01-01 to 2025-12-31
          comment évolue le chiffre d'affaires par mois ? | chiffre d'affaires par mois
          show me customers in France | list of customers, country is "France"
          # and what is asked of both is answered by neither
          what does revenue mean by month? | REFUSED
          explain why revenue fell | REFUSED
          what can I sell in France? | REFUSED
          """)
  void theRowsTellWhatTheModelDoesNot(String question, String words) {
    assertThat(QuestionsTest.said(PARSER, question)).isEqualTo(words);
  }
}
