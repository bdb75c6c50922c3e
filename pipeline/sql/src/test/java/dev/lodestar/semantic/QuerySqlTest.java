package dev.lodestar.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.ModelQuery;
import dev.lodestar.sql.SqlCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A query in the words of the model becomes a SELECT that people can read. */
class QuerySqlTest {
  @TempDir Path folder;

  @Test
  void joinsWhatItNamesAndNothingElse() throws Exception {
    assertThat(sql("measures: [revenue], by: [city, month(day)], order: [revenue desc], limit: 3"))
        .isEqualTo(
            """
            SELECT
              customers.city,
              CAST(date_trunc('month', sales.sale_date) AS date) AS day_month,
              SUM((sales.quantity * sales.price)) AS revenue
            FROM gold.fact_sales AS sales
            LEFT JOIN gold.dim_customers AS customers ON sales.customer_code = customers.customer_code
            GROUP BY customers.city, CAST(date_trunc('month', sales.sale_date) AS date)
            ORDER BY revenue DESC, city, day_month
            LIMIT 3""");
    assertThat(sql("measures: [revenue]"))
        .isEqualTo(
            """
            SELECT
              SUM((sales.quantity * sales.price)) AS revenue
            FROM gold.fact_sales AS sales""");
  }

  @Test
  void narrowsDownByConditionsAndSortsByAnotherField() throws Exception {
    assertThat(
            sql(
                "measures: [per_buyer], by: [products.product],"
                    + " where: [sales.quantity > 1, \"customers.city = 'Paris'\"]"))
        .isEqualTo(
            """
            SELECT
              products.product,
              SUM((sales.quantity * sales.price)) /
              COUNT(DISTINCT customers.customer_code) AS per_buyer
            FROM gold.fact_sales AS sales
            LEFT JOIN gold.dim_customers AS customers ON sales.customer_code = customers.customer_code
            LEFT JOIN gold.dim_products AS products ON sales.product_code = products.product_code
            WHERE (sales.quantity > 1)
              AND (customers.city = 'Paris')
            GROUP BY products.product
            ORDER BY min(products.year)""");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          measures: [sales]                                   | unknown measure "sales"
          measures: [revenue], by: [town]                     | unknown field "town"
          measures: [revenue], by: [customers.town]           | dataset customers has no field "town"
          measures: [revenue], by: [clients.city]             | unknown dataset "clients"
          measures: [revenue], by: [month(city)]              | customers.city is varchar, and not a time
          measures: [revenue], by: [hour(day)]                | sales.day does not tell the hour
          measures: [revenue], by: [city], order: [town]      | cannot order by "town"
          measures: [revenue], where: [sum(sales.amount) > 1] | an aggregate in a condition on rows
          measures: [revenue, credit]                         | measures of both sales and customers
          measures: [credit], by: [sales.day]                 | sales is not reached from customers
          measures: [revenue], where: [count(*) > 1]          | * names no dataset
          measures: [revenue], where: [sales.quantity in (select 1)] | a query inside an expression
          """)
  void refusesWhatHasNoMeaning(String query, String message) {
    assertThatThrownBy(() -> sql(query)).isInstanceOf(ModelProblem.class).hasMessage(message);
  }

  @Test
  void wayThatIsNotTheOnlyOneIsRefused() {
    String twice =
        Shops.MODEL.replace(
            "    metrics:",
            "      - {name: sent_to, from: sales, to: customers, from_columns: [receiver_code],"
                + " to_columns: [customer_code]}\n    metrics:");
    assertThatThrownBy(() -> sql(twice, "measures: [revenue], by: [city]"))
        .hasMessage("customers is reached from sales in several ways: by bought_by, or by sent_to");
  }

  private String sql(String query) throws Exception {
    return sql(Shops.MODEL, query);
  }

  /** The SELECT of a tile, which also compiles. */
  private String sql(String model, String query) throws Exception {
    Shops shop =
        Shops.in(folder)
            .with("semantic.yaml", model)
            .with(
                "dashboard.yaml",
                "title: Shop\npages:\n  - title: All\n    tiles:\n"
                    + "      - {title: Tile, chart: table, "
                    + query
                    + "}\n");
    AnswerFiles files = AnswerFiles.of(shop.domain());
    assertThat(files.problems()).isEmpty();
    Star star = new Star(files.model().orElseThrow(), Shops.TABLES);
    Asked asked = files.dashboard().orElseThrow().pages().get(0).tiles().get(0).data();
    ModelQuery found = ((Asked.ByModel) asked).query();
    String sql = new QuerySql(star).sql(found);
    new SqlCompiler(Shops.TABLES).compileForReader(sql, "gold").duckDb();
    return sql;
  }
}
