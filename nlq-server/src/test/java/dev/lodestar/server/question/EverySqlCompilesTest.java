package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.Column;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the planner writes is accepted by the compiler, with a column for each that was promised.
 */
class EverySqlCompilesTest {
  private static final Model MODEL = Stars.RETAIL.model();
  private static final QuestionParser PARSER = Stars.RETAIL.parser("2025-12-31");
  private static final SqlCompiler COMPILER =
      new SqlCompiler(MODEL.datasets().stream().map(EverySqlCompilesTest::shape).toList());

  private static TableShape shape(Dataset dataset) {
    List<Column> columns =
        dataset.fields().stream().map(f -> new Column(f.ref().field(), f.type())).toList();
    return TableShape.stored(dataset.table(), columns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "top 5 customers by quantity",
        "top 3 products per category by revenue",
        "revenue by half year",
        "share of revenue by category",
        "what share of revenue comes from France",
        "cumulative revenue by month",
        "year over year growth of revenue by quarter and country in 2025",
        "revenue and returned units by product in 2025",
        "revenue this year vs last year by country",
        "stock by month and category",
        "average revenue per customer by country",
        "average number of orders per customer",
        "customers who bought Furniture but not Lighting",
        "products not sold in 2025",
        "revenue excluding France",
        "revenue in 2023 and 2025",
        "revenue not in May 2025",
        "customers whose name contains \"it's\"",
        "unit price by brand",
        "ratio of revenue to orders by month",
        "orders by weekday",
        "first order date by customer",
        "customers with more than 10 orders",
        "revenue of large sales by segment",
        "how many customers bought Chair",
        "active customers by country",
        "sales to O'Brien Ltd",
      })
  void compiles(String question) throws SqlProblem {
    Interpretation read = PARSER.read(question, Optional.empty());
    assertThat(read).isInstanceOf(Interpretation.Understood.class);
    var planned = ((Interpretation.Understood) read).reading().planned();
    assertThat(
            COMPILER.compileForReader(planned.sql(), "gold").columns().stream().map(Column::name))
        .containsExactlyElementsOf(planned.columns().stream().map(c -> c.name()).toList());
  }
}
