package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is meant by "who" where the model knows of no persons. */
class WhoTest {
  private static final QuestionParser PARSER =
      Star.of(
              """
              dataset sales: key=sale_id time=sold_on names=sale|vente
              field sale_id: bigint hidden
              field sold_on: date names=sale date|date de vente
              field product_id: bigint hidden
              field segment_id: bigint hidden
              field amount: decimal(12,2) sum names=amount|montant
              dataset products: key=product_id shown=product names=product|produit
              field product_id: bigint hidden
              field product: varchar names=product name|nom du produit values=Lamp,Desk
              dataset segments: key=segment_id shown=segment names=customer segment|segment de clients
              field segment_id: bigint hidden
              field segment: varchar names=segment name|nom du segment values=Gold,Silver
              link sales.product_id -> products.product_id
              link sales.segment_id -> segments.segment_id
              metric revenue: SUM(sales.amount) names=revenue|chiffre d'affaires
              usual revenue
              """)
          .parser("2025-12-31");

  private static final QuestionParser PERSONS =
      Star.of(
              """
              dataset sales: key=sale_id time=sold_on names=sale|vente
              field sale_id: bigint hidden
              field sold_on: date names=sale date|date de vente
              field customer_id: bigint hidden
              field loyal_id: bigint hidden
              field sent: boolean names=shipped|expédiée
              field amount: decimal(12,2) sum names=amount|montant
              dataset customers: key=customer_id shown=customer names=customer|client
              field customer_id: bigint hidden
              field customer: varchar names=customer name|nom du client values=Ann,Bob
              field agent: varchar names=agent|commercial values=Cid
              dataset loyal: key=loyal_id shown=loyal names=loyal customer|client fidèle
              field loyal_id: bigint hidden
              field loyal: varchar names=loyal customer name|nom du client fidèle values=Ann
              link sales.customer_id -> customers.customer_id
              link sales.loyal_id -> loyal.loyal_id
              metric revenue: SUM(sales.amount) names=revenue|chiffre d'affaires
              usual revenue
              """)
          .parser("2025-12-31");

  @ParameterizedTest
  @ValueSource(
      strings = {"who bought the most?", "who had the most revenue?", "qui a acheté le plus ?"})
  void isRefused(String question) {
    assertThat(QuestionsTest.said(PARSER, question)).isEqualTo("REFUSED");
  }

  /** Customers of some kind are not whom "who" means where there are customers. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          who never bought anything? | list of customers, without sale
          qui n'a jamais rien acheté ? | liste de clients, sans vente
          who bought the most? | top 1 customer by revenue
          loyal customers who never bought anything | list of loyal customers, without sale
          # there are none, and the word is no slip of what else is there
          list of shippers | REFUSED
          shiped sales | list of sales, only shipped
          """)
  void isThePlainest(String question, String words) {
    assertThat(QuestionsTest.said(PERSONS, question)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          who is the agent of Ann? | list of agent, customer is "Ann"
          qui est le commercial d'Ann ? | liste de commercial, client est « Ann »
          who is the agent? | REFUSED
          """)
  void isWhoeverAnotherFieldTells(String question, String words) {
    assertThat(QuestionsTest.said(PERSONS, question)).isEqualTo(words);
  }
}
