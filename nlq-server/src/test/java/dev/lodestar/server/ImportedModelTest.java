package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.semantic.exchange.Import;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.semantic.Ossie;
import dev.lodestar.spec.semantic.OssieVersion;
import dev.lodestar.spec.semantic.OssieWriter;
import dev.lodestar.sql.TableShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of other makers, asked: what is answered is what DuckDB says of the same rows. */
class ImportedModelTest {
  private static final Path MODELS =
      Path.of("../pipeline/sql/src/test/resources/dev/lodestar/semantic/exchange");
  private static final List<TableShape> SHAPES =
      List.of(
          shape(
              "fact_sales",
              new Column("sale_date", ColumnType.DATE),
              new Column("customer_code", ColumnType.VARCHAR),
              new Column("product_code", ColumnType.VARCHAR),
              new Column("quantity", ColumnType.INTEGER),
              new Column("price", ColumnType.decimal(12, 2))),
          shape(
              "dim_customers",
              new Column("customer_code", ColumnType.VARCHAR),
              new Column("city", ColumnType.VARCHAR)),
          shape(
              "dim_products",
              new Column("product_code", ColumnType.VARCHAR),
              new Column("product", ColumnType.VARCHAR)));
  private static final Map<String, String> ROWS =
      Map.of(
          "fact_sales",
          """
          SELECT (DATE '2025-01-01' + INTERVAL (i) DAY)::DATE AS sale_date,
            'C' || i % 7 AS customer_code, 'P' || i % 5 AS product_code,
            (i % 13)::INTEGER AS quantity, (1 + i % 7 / 4)::DECIMAL(12,2) AS price
          FROM range(300) r(i)
          """,
          "dim_customers",
          """
          SELECT 'C' || c AS customer_code, ['Paris', 'Rome', 'Lyon'][(1 + c % 3)::INTEGER] AS city
          FROM range(7) r(c)
          """,
          "dim_products",
          "SELECT 'P' || p AS product_code, 'Product ' || p AS product FROM range(5) r(p)");

  @TempDir static Path directory;
  private static BuiltDomain shop;
  private static Connection duckDb;

  @BeforeAll
  static void build() throws Exception {
    shop =
        BuiltDomain.in(directory, "shop").file("bronze/raw.yaml", "files: x.csv\ncolumns: {a: }\n");
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    for (TableShape shape : SHAPES) {
      String name = shape.name().name();
      shop.table("gold." + name, ROWS.get(name));
      shop.file("gold/" + name + ".sql", "SELECT a FROM bronze.raw");
      try (Statement statement = duckDb.createStatement()) {
        statement.execute("CREATE TABLE " + name + " AS " + ROWS.get(name));
      }
    }
    shop.file("gold/dim_customers.yaml", "expect:\n  - unique: [customer_code]\n");
    shop.file("gold/dim_products.yaml", "expect:\n  - unique: [product_code]\n");
    shop.release("r1");
  }

  @AfterAll
  static void close() throws Exception {
    duckDb.close();
    shop.close();
  }

  private static TableShape shape(String name, Column... columns) {
    return TableShape.stored(new TableName("gold", name), List.of(columns));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          metric-view | revenue by city | SELECT city, sum(quantity * price) FROM fact_sales JOIN dim_customers USING (customer_code) GROUP BY ALL
          metric-view | turnover by town | SELECT city, sum(quantity * price) FROM fact_sales JOIN dim_customers USING (customer_code) GROUP BY ALL
          metric-view | receipts in March 2025 | SELECT count(*) FROM fact_sales WHERE month(sale_date) = 3
          metric-view | number of buyers by city | SELECT city, count(DISTINCT customer_code) FROM fact_sales JOIN dim_customers USING (customer_code) GROUP BY ALL
          metric-view | per buyer in Paris | SELECT sum(quantity * price) / count(DISTINCT customer_code) FROM fact_sales JOIN dim_customers USING (customer_code) WHERE city = 'Paris'
          cortex | turnover by city name | SELECT city, sum(quantity * price) FROM fact_sales JOIN dim_customers USING (customer_code) GROUP BY ALL
          cortex | total pieces in March 2025 | SELECT sum(quantity) FROM fact_sales WHERE month(sale_date) = 3
          cortex | highest price | SELECT max(price) FROM fact_sales
          cortex | turnover of big sales | SELECT sum(quantity * price) FROM fact_sales WHERE quantity > 10
          cortex | How many units were sold each day? | SELECT sale_date, sum(quantity) FROM fact_sales GROUP BY ALL
          """)
  void answersAsDuckDbDoes(String format, String question, String oracle) throws Exception {
    Path model = MODELS.resolve("sales." + format + ".yaml");
    Domain domain =
        DomainReader.read(shop.folder(), Map.of())
            .match(
                good -> good,
                problems -> {
                  throw new AssertionError(problems);
                });
    Import.Outcome outcome =
        Import.of(new TextFile(model, Files.readString(model)), Map.of(), domain, SHAPES);
    assertThat(outcome.problems()).isEmpty();
    shop.file(
        "semantic.yaml",
        OssieWriter.yaml(Ossie.of(OssieVersion.V0_1_1, outcome.model().orElseThrow())));
    assertThat(ask(question)).isNotEmpty().containsExactlyInAnyOrderElementsOf(rows(oracle));
  }

  private static List<String> ask(String question) throws Exception {
    JsonNode answer = shop.ask(question);
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("answered");
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell(cell.asText())));
      rows.add(String.join(", ", cells));
    }
    return rows;
  }

  private static List<String> rows(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(cell(result.getString(i)));
        }
        rows.add(String.join(", ", cells));
      }
    }
    return rows;
  }

  /** Numbers with four digits, however they are written. */
  private static String cell(String value) {
    return value.matches("-?[0-9.]+(E-?[0-9]+)?")
        ? String.format(Locale.ROOT, "%.4f", Double.parseDouble(value))
        : value;
  }
}
