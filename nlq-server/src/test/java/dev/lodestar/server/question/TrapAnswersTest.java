package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.sql.SqlProblem;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where a quick reading gives a wrong number: the answers over a few rows, which were worked out by
 * hand. Rows stand between semicolons, numbers with at most two digits after the point.
 */
class TrapAnswersTest {
  private static final String TODAY = "2025-12-31";
  private static final SmallTables RETAIL = new SmallTables(Stars.RETAIL, "retail.rows", TODAY);
  private static final SmallTables CLUB = SmallTables.of("club", TODAY);

  @BeforeAll
  static void open() throws SQLException {
    RETAIL.open();
    CLUB.open();
  }

  @AfterAll
  static void close() throws SQLException {
    RETAIL.close();
    CLUB.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # "by" ranks after a number of rows, and groups elsewhere; who is nobody is no candidate
          top 2 customers by quantity | Étoile du Nord, 10; Dupont SA, 4
          quantity by customer | Dupont SA, 4; Müller GmbH, 1; O'Brien Ltd, 1; Top 10, 1; Étoile du Nord, 10; null, 1
          # ties at the limit are cut by name
          top 2 customers by revenue | Dupont SA, 320; O'Brien Ltd, 200
          # two levels against the mean of rows
          average revenue per customer | 164
          average line amount | 108.75
          # different customers, not rows; most on a count of rows
          how many customers bought Chair | 3
          combien de clients ont acheté Chair ? | 3
          which country has the most customers | France, 3
          how many orders | 7
          customers with more than 1 order | Dupont SA, 2
          # a bound is of each of those that are counted
          how many customers have more than 1 order | 1
          how many customers with revenue above 100 | 3
          how many customers with revenue above 100 in 2025 | 3
          combien de clients ont dépensé plus de 100 en 2025 | 3
          how many customers with revenue below 100 | REFUSED
          revenue with more than 1 order | REFUSED
          # what an order comes to is what all of its lines do
          how many orders above 150 | 3
          how many orders above 110 | 4
          # months of the calendar, rolling days, the latest May
          revenue last month | 50
          revenue in the last 30 days | 200
          revenue in may | 400
          # a week begins on Monday, also over the new year
          revenue by week in 2024 | 2024-12-30, 120
          # both ends belong to between; a decimal comma
          products with a price between 20 and 50 | Chair; Desk Lamp
          produits avec un prix supérieur à 19,5 | Chair; Desk Lamp; Oak Table
          # a year is no amount
          revenue more than 2024 | REFUSED
          # what has no value is not the value that is left out
          revenue excluding France | 350
          # the scope of not
          customers who bought Furniture but not Lighting | Müller GmbH; O'Brien Ltd; Top 10
          how many customers bought Furniture but not Lighting | 3
          customers who ordered in 2024 but not in 2025 | nothing
          how many customers ordered in 2025 but not in 2024 | 4
          customers who never bought anything | Dupont SA
          what percentage of customers never bought anything | 16.67
          # and, or
          revenue for Furniture or Lighting | 870
          customers who bought Furniture and Lighting | Dupont SA
          customers in France and Germany | Dupont SA; Dupont SA; Müller GmbH; O'Brien Ltd
          customers who bought Chair and Table | REFUSED
          # one thing and not another
          customers who ordered but never returned anything | O'Brien Ltd; Top 10; Étoile du Nord
          combien de clients ont commandé mais n'ont rien retourné ? | 3
          customers in Paris or Lyon who bought Chair | Dupont SA
          # so often and no more
          customers with 2 orders | Dupont SA, 2
          clients ayant commandé une seule fois | Müller GmbH, 1; O'Brien Ltd, 1; Top 10, 1; Étoile du Nord, 1
          ventes avec remise | 250
          # nothing but
          customers who bought only Chair | REFUSED
          clients qui n'ont acheté que Chair | REFUSED
          revenue only in France | 520
          # what was never returned
          products never returned | Desk Lamp; Oak Table
          # the ratio of sums, not the mean of ratios
          unit price by category | Furniture, 92.86; Lighting, 20
          # of the total of what is asked for
          share of revenue by category in 2025 | Furniture, 550, 73.33; Lighting, 200, 26.67
          what share of revenue comes from France | 59.77
          # facts are aggregated apart
          revenue and returned units by product | Chair, 250, 3; Desk Lamp, 220, null; Oak Table, 400, null
          # levels are not added up over time
          stock by month | 2025-01-01, 10; 2025-02-01, 5
          stock | 5
          # January is held against the December before
          revenue growth by month in january 2025 | 2025-01-01, 50, -58.33
          # the best is the lowest
          best store by delivery time | Centre, 2.4
          # names with apostrophes, accents, capitals
          sales to o'brien ltd | 200
          ventes de etoile du nord | 200
          # a value in two columns; one that is called like a column, or like a phrase
          revenue in Paris | ASK
          revenue for brand Category | 400
          sales of Top 10 | 50
          """)
  void answersRightly(String question, String rows) throws SQLException, SqlProblem {
    assertThat(RETAIL.answer(question)).isEqualTo(rows);
  }

  /** Members have a row for each version: Ann has two, and bought with each. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          how many members bought something | 2
          combien de membres ont acheté quelque chose ? | 2
          how many members are there | 3
          members by tier | Gold, 2; Silver, 1
          members who never bought anything | Cy Wu
          what percentage of members never bought anything | 33.33
          top 2 members by revenue | Bo Rey, 400; Ann Lee, 300
          average revenue per member | 350
          revenue by tier at the time of the sale | Gold, 600; Silver, 100
          list members | Ann Lee; Bo Rey; Cy Wu
          how much was refunded | 40
          revenue before refunds | 740
          revenue in France | 700
          """)
  void countsThingsAndNotTheirVersions(String question, String rows)
      throws SQLException, SqlProblem {
    assertThat(CLUB.answer(question)).isEqualTo(rows);
  }
}
