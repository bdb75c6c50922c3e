package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.grammar.Language;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What questions mean, said again in words; and that the words mean the same query again. */
class QuestionsTest {
  private static final QuestionParser RETAIL = Stars.RETAIL.parser("2025-12-31");
  private static final QuestionParser FLIGHTS = Stars.FLIGHTS.parser("2025-12-31");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # totals, counts
          revenue | revenue
          what was our total revenue in 2024? | revenue, from 2024-01-01 to 2024-12-31
          quel est le chiffre d'affaires total en 2024 ? | chiffre d'affaires, du 2024-01-01 au 2024-12-31
          how many customers are there in Spain | number of customers, country is "Spain"
          combien de clients y a-t-il en Espagne | nombre de clients, pays est « Spain »
          how many customers bought Chair | number of customers found in sales, product is "Chair"
          combien de clients ont acheté Chair ? | nombre de clients présents dans ventes, produit est « Chair »
          how many orders per month in 2025 | number of orders by month, from 2025-01-01 to 2025-12-31
          # groups
          revenue by country and category in Q4 2024 | revenue by country and category, from 2024-10-01 to 2024-12-31
          ventes par mois | chiffre d'affaires par mois
          customers by country | number of customers by country
          clients par pays | nombre de clients par pays
          orders by weekday | number of orders by day of the week
          # first few
          top 5 customers by quantity | top 5 customers by quantity
          les 5 meilleurs clients par quantité | top 5 des clients par quantité
          which customer has the highest revenue in France | top 1 customer by revenue, country is "France"
          quel client a le plus acheté en 2025 | top 1 des clients par chiffre d'affaires, du 2025-01-01 au 2025-12-31
          top 3 products per category by revenue | top 3 products per category by revenue
          highest revenue month | top 1 month by revenue
          les produits les plus vendus | top 10 des produits par quantité
          worst 3 customers | ASK
          top customers | top 10 customers by revenue
          # values
          revenue for Furniture and Lighting in 2025 | revenue, from 2025-01-01 to 2025-12-31, category is "Furniture" or "Lighting"
          revenue excluding France | revenue, country is not "France"
          chiffre d'affaires hors France par mois | chiffre d'affaires par mois, pays n'est pas « France »
          sales of étoile du nord | revenue, customer is "Étoile du Nord"
          sales to O'Brien Ltd | revenue, customer is "O'Brien Ltd"
          revenue by custmer | revenue by customer
          # time
          chiffre d'affaires au cours des 6 derniers mois | chiffre d'affaires, du 2025-06-01 au 2025-11-30
          ventes entre mars et juin 2025 | chiffre d'affaires, du 2025-03-01 au 2025-06-30
          evolution of revenue | revenue by month
          # growth, shares, ratios, running sums
          revenue growth by month in 2025 | growth of revenue by month, from 2025-01-01 to 2025-12-31
          croissance du chiffre d'affaires par an | croissance du chiffre d'affaires par année
          revenue this year vs last year | revenue, from 2024-01-01 to 2024-12-31 vs from 2025-01-01 to 2025-12-31
          compare France and Germany by revenue | revenue by country, country is "France" or "Germany", sorted by revenue descending
          share of revenue by category | share of revenue by category
          what share of revenue comes from France | share of revenue, country is "France"
          quelle est la part de la France dans le chiffre d'affaires | part du chiffre d'affaires, pays est « France »
          ratio of revenue to orders by country | ratio of revenue to number of orders by country
          cumulative revenue by month | cumulative revenue by month
          # thresholds
          customers with revenue above 10000 | revenue by customer, with revenue more than 10000
          products with price above 100 | list of products, price more than 100
          products with a price between 10 and 20 | list of products, price between 10 and 20
          # lists
          list customers in Germany | list of customers, country is "Germany"
          customers without email | list of customers, email is empty
          customers starting with D | list of customers, customer starts with "D"
          # first and last
          first order date by customer | first order date by customer
          last order date of each customer | latest order date by customer
          """)
  void means(String question, String words) {
    assertThat(said(RETAIL, question)).isEqualTo(words);
    saidAgain(RETAIL, question);
  }

  /** What is not over yet is compared with as many days of what is. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          revenue this year vs the same period last year | revenue, from 2024-01-01 to 2024-06-20 vs from 2025-01-01 to 2025-06-20
          YTD revenue vs last year | revenue, from 2024-01-01 to 2024-06-20 vs from 2025-01-01 to 2025-06-20
          YTD revenue by category compared to the same period last year | revenue by category, from 2024-01-01 to 2024-06-20 vs from 2025-01-01 to 2025-06-20
          CA YTD vs même période l'an dernier | chiffre d'affaires, du 2024-01-01 au 2024-06-20 vs du 2025-01-01 au 2025-06-20
          chiffre d'affaires cette année par rapport à la même période de l'an dernier | chiffre d'affaires, du 2024-01-01 au 2024-06-20 vs du 2025-01-01 au 2025-06-20
          """)
  void comparesAsManyDays(String question, String words) {
    QuestionParser inJune = Stars.RETAIL.parser("2025-06-20");
    assertThat(said(inJune, question)).isEqualTo(words);
    saidAgain(inJune, question);
  }

  /** Each of these is where a quick reading goes wrong without anybody noticing. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # "by" sorts after a number of rows, and groups elsewhere
          top 5 customers by quantity | top 5 customers by quantity
          quantity by customer | quantity by customer
          customers by quantity | quantity by customer, sorted by quantity descending
          quantité par client | quantité par client
          clients par quantité | quantité par client, trié par quantité décroissant
          # the best is the lowest where the model says so
          best store by delivery time | bottom 1 store by delivery time
          worst store by delivery time | top 1 store by delivery time
          # two levels against rows
          average revenue per customer | average revenue per customer
          chiffre d'affaires moyen par client | moyenne du chiffre d'affaires par client
          average line amount by segment | average line amount by segment
          # a value in two columns
          revenue in Paris | ASK
          revenue by city | ASK
          revenue in Berlin | revenue, customer city is "Berlin"
          # a value that is called like a column, and like a phrase
          revenue for brand Category | revenue, brand is "Category"
          revenue by category | revenue by category
          sales of Top 10 | revenue, customer is "Top 10"
          top 10 customers | top 10 customers by revenue
          # a year is no amount
          revenue more than 2024 | REFUSED
          # the month without a year is the latest that has begun
          number of orders in may | number of orders, from 2025-05-01 to 2025-05-31
          # what was not done
          customers who never bought anything | list of customers, without sale
          products not sold in 2025 | list of products, without sale from 2025-01-01 to 2025-12-31
          how many customers bought Furniture but not Lighting | number of customers, with any sale category is "Furniture", without sale category is "Lighting"
          revenue of customers who bought Chair | REFUSED
          revenue of customers in France | revenue, country is "France"
          active customers by country | number of customers by country, only active
          # last month is a month of the calendar, the last 30 days are days
          revenue last month | revenue, from 2025-11-01 to 2025-11-30
          revenue in the last 30 days | revenue, from 2025-12-01 to 2025-12-30
          revenue in the last 2 weeks | revenue, from 2025-12-15 to 2025-12-28
          # what is not there
          profit by month | REFUSED
          why did revenue fall | REFUSED
          forecast revenue for next year | REFUSED
          drop table customers | REFUSED
          revenue by unicorn | REFUSED
          """)
  void traps(String question, String words) {
    assertThat(said(RETAIL, question)).isEqualTo(words);
    saidAgain(RETAIL, question);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          passengers by airport | ASK
          passengers by origin | passengers carried by origin airport
          passagers par origine | passagers transportés par origine aéroport
          average delay by airline | average delay by airline
          retard moyen par compagnie | retard moyen par compagnie
          best airline by average delay | bottom 1 airline by average delay
          flights from Charles de Gaulle to Heathrow | list of flights, destination airport is "Heathrow", origin airport is "Charles de Gaulle"
          how many flights departed in May 2025 | number of flights, departure time is from 2025-05-01 to 2025-05-31
          how many flights in 2025 | ASK
          flights by airline | number of flights by airline
          passengers by arrival month | passengers carried by month of arrival time
          passengers from France | passengers carried, origin country is "France"
          average passengers per flight | average passengers
          """)
  void partsThatDatasetsPlay(String question, String words) {
    assertThat(said(FLIGHTS, question)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          who has the highest delay? | Who is meant is not told. Ask for one of these: airport, airline.
          qui a le retard le plus élevé ? | On ne sait pas de qui il s'agit. Demandez l'un de ceux-ci : aéroport, compagnie.
          """,
      quoteCharacter = '"')
  void whoIsNobodyIsNoNumber(String question, String why) {
    assertThat(FLIGHTS.read(question, Optional.empty()))
        .isInstanceOfSatisfying(
            Interpretation.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          months with fewer than 5 orders by country | What has none at all would be left out of the answer.
          mois avec moins de 5 commandes par pays | Ce qui n'en a aucun manquerait dans la réponse.
          """,
      quoteCharacter = '"')
  void whatHasNoneIsNotLeftOutInSilence(String question, String why) {
    assertThat(Stars.RETAIL.parser("2025-12-31").read(question, Optional.empty()))
        .isInstanceOfSatisfying(
            Interpretation.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  static String said(QuestionParser parser, String question) {
    return parser
        .read(question, Optional.empty())
        .match(u -> u.reading().words(), m -> "ASK", t -> "TOLD", r -> "REFUSED");
  }

  static void saidAgain(QuestionParser parser, String question) {
    if (parser.read(question, Optional.empty()) instanceof Interpretation.Understood understood) {
      Interpretation.Reading reading = understood.reading();
      Language language = reading.language();
      Interpretation again = parser.read(reading.words(), Optional.of(language));
      assertThat(again)
          .as("%s, said again: %s", question, reading.words())
          .isInstanceOf(Interpretation.Understood.class);
      assertThat(((Interpretation.Understood) again).reading().query()).isEqualTo(reading.query());
    }
  }
}
