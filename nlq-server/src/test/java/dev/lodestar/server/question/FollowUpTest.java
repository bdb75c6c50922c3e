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
          revenue by country in Q4 2025 | the whole of 2024 | revenue by country, from 2024-01-01 to 2024-12-31
          chiffre d'affaires par pays au T4 2025 | et sur toute l'année 2024 ? | chiffre d'affaires par pays, du 2024-01-01 au 2024-12-31
          # of which rows
          revenue by country | France only | revenue by country, country is "France"
          revenue by product | only the Furniture ones | revenue by product, category is "Furniture"
          revenue by product | those in Furniture | revenue by product, category is "Furniture"
          chiffre d'affaires par produit | Furniture uniquement | chiffre d'affaires par produit, catégorie est « Furniture »
          chiffre d'affaires par produit | seulement ceux de Furniture | chiffre d'affaires par produit, catégorie est « Furniture »
          revenue by product in France | Germany only | revenue by product, country is "Germany"
          revenue by country without Germany | without Spain | revenue by country, country is not "Germany" or "Spain"
          revenue by country in France and Spain | without Spain | revenue by country, country is "France"
          products with a price above 10 | price above 20 | list of products, price more than 20
          products with a price above 10 | price below 20 | list of products, price less than 20, price more than 10
          # the time that was asked is set beside another, as long as that
          revenue in Q4 2025 | vs Q3 2025 | revenue, from 2025-07-01 to 2025-09-30 vs from 2025-10-01 to 2025-12-31
          chiffre d'affaires au T4 2025 | par rapport au T3 2025 | chiffre d'affaires, du 2025-07-01 au 2025-09-30 vs du 2025-10-01 au 2025-12-31
          revenue by country in Q4 2025 | compared to 2024 | revenue by country, from 2024-10-01 to 2024-12-31 vs from 2025-10-01 to 2025-12-31
          revenue by country in Q4 2025 | vs last year | revenue by country, from 2024-10-01 to 2024-12-31 vs from 2025-10-01 to 2025-12-31
          revenue by month | vs last year | year over year growth of revenue by month
          chiffre d'affaires par mois | par rapport à l'année précédente | croissance du chiffre d'affaires d'une année sur l'autre par mois
          revenue by country in Q4 2025 | vs the last 10 days | REFUSED
          revenue by country in Q4 2025 | vs Q4 2025 | REFUSED
          revenue by country | vs 2024 | REFUSED
          top 3 countries by revenue in 2025 | vs 2024 | REFUSED
          revenue by country 2024 vs 2025 | and the quantity? | quantity by country, from 2024-01-01 to 2024-12-31 vs from 2025-01-01 to 2025-12-31
          revenue 2024 vs 2025 | by month | revenue by month of the year, from 2024-01-01 to 2024-12-31 vs from 2025-01-01 to 2025-12-31
          revenue Q3 2025 vs Q4 2025 | by month | REFUSED
          revenue by country 2024 vs 2025 | only 2023 | revenue by country, from 2023-01-01 to 2023-12-31
          revenue by country 2024 vs 2025 | top 3 | REFUSED
          # the first few stay, and each of them is told apart
          top 3 countries by revenue | break that down by month | top 3 countries by revenue, each broken down by month
          top 3 countries by revenue in 2024 | break them down by category | top 3 countries by revenue, each broken down by category, from 2024-01-01 to 2024-12-31
          les 3 meilleurs pays par chiffre d'affaires | détaille-les par mois | top 3 des pays par chiffre d'affaires, chacun détaillé par mois
          les 3 meilleurs pays par chiffre d'affaires | détaille-le par catégorie | top 3 des pays par chiffre d'affaires, chacun détaillé par catégorie
          top 3 countries by revenue, each broken down by month | top 2 | top 2 countries by revenue, each broken down by month
          top 3 countries by revenue, each broken down by month | break that down by category | top 3 countries by revenue, each broken down by month and category
          top 3 countries by revenue, each broken down by month | by category instead | top 3 countries by revenue, each broken down by category
          les 3 meilleurs pays par chiffre d'affaires, chacun détaillé par mois | plutôt par trimestre | top 3 des pays par chiffre d'affaires, chacun détaillé par trimestre
          top 3 countries by revenue | by month instead | REFUSED
          top 3 countries by revenue | break that down by country | REFUSED
          top 3 products per category by revenue | break that down by month | REFUSED
          top 10 % of countries by revenue | break that down by month | REFUSED
          revenue by country | break that down by month | revenue by country and month
          # in another order
          revenue by country | sort it | revenue by country, sorted by revenue descending
          revenue by country | ascending | revenue by country, sorted by revenue ascending
          revenue by country | worst first | revenue by country, sorted by revenue ascending
          delivery time by store | worst first | delivery time by store, sorted by delivery time descending; LowerIsBetter[]
          revenue by country, worst first | sort it by name | revenue by country, sorted by country ascending
          revenue by month | latest first | revenue by month, sorted by month descending
          revenue by month | alphabetically | REFUSED
          revenue by country | latest first | REFUSED
          top 3 countries by revenue | ascending | REFUSED
          chiffre d'affaires par pays | trie-les | chiffre d'affaires par pays, trié par chiffre d'affaires décroissant
          chiffre d'affaires par pays | ordre croissant | chiffre d'affaires par pays, trié par chiffre d'affaires croissant
          délai de livraison par magasin | du pire au meilleur | délai de livraison par magasin, trié par délai de livraison décroissant; LowerIsBetter[]
          chiffre d'affaires par mois | du plus récent au plus ancien | chiffre d'affaires par mois, trié par mois décroissant
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

  /** What both languages say is said in that of the question before. */
  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          chiffre d'affaires par pays | top 2 | top 2 des pays par chiffre d'affaires
          revenue by country | top 2 | top 2 countries by revenue
          chiffre d'affaires par pays | France, Germany | chiffre d'affaires par pays, pays est « France » ou « Germany »
          """)
  void isInTheLanguageThatIsSpoken(String before, String question, String words) {
    Interpretation.Reading first = reading(RETAIL, before);
    assertThat(
            said(
                RETAIL.read(
                    question, Optional.empty(), Optional.of(first.query()), first.language())))
        .isEqualTo(words);
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
          revenue in Q1 2025 | vs Q1 2024 | SELECT a, b, b - a AS d, 100.0 * (b - a) / a AS p FROM (SELECT sum(amount) FILTER (WHERE sold_on < DATE '2024-04-01' AND sold_on >= DATE '2024-01-01') AS a, sum(amount) FILTER (WHERE sold_on < DATE '2025-04-01' AND sold_on >= DATE '2025-01-01') AS b FROM sales) AS t
          revenue in Q1 2025 | vs the same period last year | SELECT a, b, b - a AS d, 100.0 * (b - a) / a AS p FROM (SELECT sum(amount) FILTER (WHERE sold_on < DATE '2024-04-01' AND sold_on >= DATE '2024-01-01') AS a, sum(amount) FILTER (WHERE sold_on < DATE '2025-04-01' AND sold_on >= DATE '2025-01-01') AS b FROM sales) AS t
          chiffre d'affaires par mois en 2025 | du plus récent au plus ancien | SELECT date_trunc('month', sold_on)::DATE AS m, sum(amount) AS n FROM sales WHERE year(sold_on) = 2025 GROUP BY m ORDER BY m DESC
          top 3 customers by revenue | break that down by category | WITH top AS (SELECT buyer_id FROM sales JOIN buyers USING (buyer_id) GROUP BY buyer_id, buyer ORDER BY sum(amount) DESC, buyer LIMIT 3) SELECT buyer, family, sum(amount) AS n FROM sales JOIN buyers USING (buyer_id) JOIN goods USING (good_id) WHERE buyer_id IN (FROM top) GROUP BY buyer_id, buyer, family ORDER BY buyer, family NULLS LAST
          top 2 customers by quantity in 2024 | break that down by product | WITH top AS (SELECT buyer_id FROM sales JOIN buyers USING (buyer_id) WHERE year(sold_on) = 2024 GROUP BY buyer_id, buyer ORDER BY sum(pieces) DESC, buyer LIMIT 2) SELECT buyer, good, sum(pieces) AS n FROM sales JOIN buyers USING (buyer_id) JOIN goods USING (good_id) WHERE year(sold_on) = 2024 AND buyer_id IN (FROM top) GROUP BY buyer_id, buyer, good_id, good ORDER BY buyer, good
          which month had the highest revenue? | break that down by customer | WITH top AS (SELECT date_trunc('month', sold_on) AS m FROM sales GROUP BY m ORDER BY sum(amount) DESC LIMIT 1) SELECT date_trunc('month', sold_on)::DATE AS m, buyer, sum(amount) AS n FROM sales LEFT JOIN buyers USING (buyer_id) WHERE date_trunc('month', sold_on) IN (FROM top) GROUP BY ALL ORDER BY m, buyer
          la ville au plus gros chiffre d'affaires | détaille-le par mois | WITH top AS (SELECT town FROM sales JOIN buyers USING (buyer_id) GROUP BY town ORDER BY sum(amount) DESC LIMIT 1) SELECT town, date_trunc('month', sold_on)::DATE AS m, sum(amount) AS n FROM sales JOIN buyers USING (buyer_id) WHERE town IN (FROM top) GROUP BY ALL ORDER BY m
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
    return reading(parser, question).query();
  }

  private static Interpretation.Reading reading(QuestionParser parser, String question) {
    return parser
        .read(question, Optional.empty())
        .match(
            u -> u.reading(),
            m -> {
              throw new IllegalStateException(question);
            },
            t -> {
              throw new IllegalStateException(question);
            },
            r -> {
              throw new IllegalStateException(question);
            });
  }

  private static String said(
      QuestionParser parser, String question, Optional<LogicalQuery> before) {
    return said(parser.read(question, Optional.empty(), before));
  }

  private static String said(Interpretation read) {
    return read.match(
        u ->
            u.reading().words()
                + String.join("", u.reading().notes().stream().map(n -> "; " + n).toList()),
        m -> "ASK",
        t -> "TOLD",
        r -> "REFUSED");
  }
}
