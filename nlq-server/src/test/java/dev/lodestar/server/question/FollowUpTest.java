package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.planner.LogicalQuery;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a question means after another one, said again in words. */
class FollowUpTest {
  private static final QuestionParser RETAIL = Stars.RETAIL.parser("2025-12-31");

  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          top 5 customers by revenue | bottom 3 | bottom 3 customers by revenue
          top 5 customers by revenue | worst 3 | bottom 3 customers by revenue
          top 5 customers by revenue | the best 3 | top 3 customers by revenue
          top 5 customers by revenue | the first 3 | top 3 customers by revenue
          bottom 5 customers by revenue | the first 3 | bottom 3 customers by revenue
          top 5 customers by revenue | bottom 3 by quantity | bottom 3 customers by quantity
          delivery time by store | the best 1 | bottom 1 store by delivery time; LowerIsBetter[]
          delivery time by store | the worst 1 | top 1 store by delivery time; LowerIsBetter[]
          les 5 meilleurs clients par chiffre d'affaires | les 3 derniers | les 3 derniers clients par chiffre d'affaires
          délai de livraison par magasin | les 2 meilleurs | les 2 derniers magasins par délai de livraison; LowerIsBetter[]
          délai de livraison par magasin | les 2 pires | top 2 des magasins par délai de livraison; LowerIsBetter[]
          top 5 customers by revenue | the second best | 2nd highest customer by revenue
          top 5 customers by revenue | the best 10 % | top 10 percent of customers by revenue; RoundedUp[]
          les 5 meilleurs clients par chiffre d'affaires | le deuxième meilleur | le 2e plus élevé des clients par chiffre d'affaires
          # what says by itself what is measured and by what it is grouped is no change
          revenue by month | by category | revenue by month and category
          revenue by month | quantity by category | quantity by category
          revenue by month | revenue by category in 2024 | revenue by category, from 2024-01-01 to 2024-12-31
          revenue by month in France | quantity by country | quantity by country
          chiffre d'affaires par mois | quantité par catégorie | quantité par catégorie
          # what is asked for instead takes the place of what is of its kind, or else of all
          revenue by country in 2024 | by quarter instead | revenue by quarter, from 2024-01-01 to 2024-12-31
          revenue by country and month | by quarter instead | revenue by country and quarter
          revenue by country and month | by category instead | revenue by category and month
          revenue by country and category | by quarter instead | revenue by quarter
          chiffre d'affaires par pays | plutôt par trimestre | chiffre d'affaires par trimestre
          chiffre d'affaires par pays | par trimestre plutôt | chiffre d'affaires par trimestre
          # one time takes the place of another, and two say nothing together
          top 5 customers by revenue in 2024 | only the second half of 2025 | top 5 customers by revenue, from 2025-07-01 to 2025-12-31
          revenue by country in the second half of 2025 | only the second half of 2025 | revenue by country, from 2025-07-01 to 2025-12-31
          revenue by country | only the first half of May 2025 | REFUSED
          chiffre d'affaires par pays | seulement la première moitié de mai 2025 | REFUSED
          revenue by country | only France, only Germany | revenue by country, country is "France" or "Germany"
          """)
  void means(String before, String question, String words) {
    assertThat(said(RETAIL, question, Optional.of(query(RETAIL, before)))).isEqualTo(words);
  }

  /**
   * Nothing is converted: the unit of what was asked before is said, or the question is refused.
   */
  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          top 5 customers by revenue | in euros | top 5 buyers by revenue
          les 5 meilleurs clients par chiffre d'affaires | en euros | top 5 des acheteurs par chiffre d'affaires
          top 5 customers by revenue | in dollars | REFUSED
          top 5 customers by quantity | in euros | REFUSED
          top 5 customers by revenue | only 2024 in euros | top 5 buyers by revenue, from 2024-01-01 to 2024-12-31
          """)
  void unitsAreThoseOfTheMeasures(String before, String question, String words) {
    QuestionParser market = Star.of(SmallTables.resource("market.star")).parser("2025-12-31");
    assertThat(said(market, question, Optional.of(query(market, before)))).isEqualTo(words);
  }

  /** The first of a list are those by name; two customers of one name each add up their own. */
  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          list of products | the first 30 % | SELECT good FROM goods ORDER BY good LIMIT 3
          liste des produits | les premiers 30 % | SELECT good FROM goods ORDER BY good LIMIT 3
          list of products | the first 3 | SELECT good FROM goods ORDER BY good LIMIT 3
          cumulative revenue by customer and month | with revenue above 35 | WITH t AS (SELECT date_trunc('month', sold_on)::DATE AS m, buyer_id, buyer, sum(amount) AS n FROM sales LEFT JOIN buyers USING (buyer_id) GROUP BY ALL) SELECT buyer, m, sum(n) OVER (PARTITION BY buyer_id ORDER BY m) AS r FROM t WHERE n > 35 ORDER BY m, buyer
          """)
  void isAnsweredAsDuckDbDoes(String before, String question, String expected) throws Exception {
    SmallTables market = SmallTables.of("market", "2025-12-31");
    market.open();
    try {
      assertThat(market.answer(before, question)).isEqualTo(market.rows(expected));
    } finally {
      market.close();
    }
  }

  private static LogicalQuery query(QuestionParser parser, String question) {
    return parser
        .read(question, Optional.empty())
        .match(
            u -> u.reading().query(),
            m -> {
              throw new IllegalStateException(question);
            },
            r -> {
              throw new IllegalStateException(question);
            });
  }

  private static String said(
      QuestionParser parser, String question, Optional<LogicalQuery> before) {
    return parser
        .read(question, Optional.empty(), before)
        .match(
            u ->
                u.reading().words()
                    + String.join("", u.reading().notes().stream().map(n -> "; " + n).toList()),
            m -> "ASK",
            r -> "REFUSED");
  }
}
