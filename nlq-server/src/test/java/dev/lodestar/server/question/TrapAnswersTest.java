package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.Column;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private static final Data RETAIL = new Data(Stars.RETAIL, "retail.rows");
  private static final Data CLUB = new Data(Star.of(resource("club.star")), "club.rows");

  /** A model over tables of a few rows. */
  private static final class Data {
    private final Model model;
    private final QuestionParser parser;
    private final SqlCompiler compiler;
    private final String rows;
    private Connection connection;

    Data(Star star, String rows) {
      this.model = star.model();
      this.parser = star.parser(TODAY);
      this.compiler =
          new SqlCompiler(model.datasets().stream().map(TrapAnswersTest::shape).toList());
      this.rows = rows;
    }

    void open() throws SQLException {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        for (Dataset dataset : model.datasets()) {
          List<String> columns =
              dataset.fields().stream().map(f -> f.ref().field() + " " + f.type()).toList();
          statement.execute(
              "CREATE TABLE \"" + dataset.table() + "\" (" + String.join(", ", columns) + ")");
        }
        for (String line : resource(rows).lines().filter(l -> !l.isBlank()).toList()) {
          String[] parts = line.split(": ", 2);
          statement.execute("INSERT INTO \"gold." + parts[0] + "\" VALUES (" + parts[1] + ")");
        }
      }
    }

    String answer(String question) throws SQLException, SqlProblem {
      Optional<String> sql =
          parser
              .read(question, Optional.empty())
              .match(
                  u -> Optional.of(u.reading().planned().sql()),
                  m -> Optional.empty(),
                  r -> Optional.empty());
      if (sql.isEmpty()) {
        return parser.read(question, Optional.empty()).match(u -> "", m -> "ASK", r -> "REFUSED");
      }
      List<String> found = new ArrayList<>();
      String duckDb = compiler.compileForReader(sql.get(), "gold").duckDb();
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(duckDb)) {
        while (result.next()) {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            cells.add(text(result.getObject(i)));
          }
          found.add(String.join(", ", cells));
        }
      }
      return found.isEmpty() ? "nothing" : String.join("; ", found);
    }

    private static String text(Object cell) {
      if (cell instanceof Double || cell instanceof BigDecimal) {
        BigDecimal number = new BigDecimal(cell.toString()).setScale(2, RoundingMode.HALF_UP);
        return number.stripTrailingZeros().toPlainString();
      }
      return String.valueOf(cell);
    }
  }

  private static TableShape shape(Dataset dataset) {
    return TableShape.stored(
        dataset.table(),
        dataset.fields().stream().map(f -> new Column(f.ref().field(), f.type())).toList());
  }

  private static String resource(String name) {
    try (InputStream in = TrapAnswersTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("No resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name, e);
    }
  }

  @BeforeAll
  static void open() throws SQLException {
    RETAIL.open();
    CLUB.open();
  }

  @AfterAll
  static void close() throws SQLException {
    RETAIL.connection.close();
    CLUB.connection.close();
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
          # what an order of several lines comes to is not what a line does
          how many orders above 150 | REFUSED
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
