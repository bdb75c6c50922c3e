package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several of what a name names are known by it, and are no month that is spelt nearly so. */
class PluralNamesTest {
  private static final QuestionParser PARSER =
      Star.of(
              """
              dataset sales: key=sale_id time=sold_on names=sale|vente
              field sale_id: bigint hidden
              field sold_on: date names=sale date|date de vente
              field month_name: varchar names=month of the year|mois de l'année values=March,May
              field market: varchar names=market|marché values=India,Peru
              field batch: varchar names=batch|tâche values=A1,B2
              field category: varchar names=category|catégorie values=Toys,Books
              field levy: varchar names=levy|taxe values=Full,None
              field amount: decimal(12,2) sum names=amount of a sale|montant d'une vente
              metric revenue: SUM(sales.amount) names=revenue|chiffre d'affaires
              metric gross: SUM(sales.amount) names=revenue before discounts|chiffre d'affaires avant remise
              filter fraud: sales.amount < 0 names=fraud|fraude
              usual revenue
              """)
          .parser("2025-12-31");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          combien de marchés ? | nombre de marché distincts
          chiffre d'affaires des marchés | chiffre d'affaires par marché
          top 3 des catégories | top 3 des catégories par chiffre d'affaires
          combien de tâches ? | nombre de tâche distincts
          nombre de taxes | nombre de taxe distincts
          how many batches are there? | number of distinct batch
          chiffre d'affaires de mars 2025 | chiffre d'affaires, du 2025-03-01 au 2025-03-31
          may i see the revenue? | revenue
          frauds by market | number of sales by market, fraud
          fraudes par marché | nombre de ventes par marché, fraude
          revenue of frauds by market | revenue by market, fraud
          revenue in may 2024 | revenue, from 2024-05-01 to 2024-05-31
          total discounts | REFUSED
          total des remises | REFUSED
          """)
  void areKnown(String question, String words) {
    assertThat(QuestionsTest.said(PARSER, question)).isEqualTo(words);
  }
}
