package dev.lodestar.semantic.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lodestar.semantic.Shops;
import dev.lodestar.semantic.Star;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.YamlReader;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Extension;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.Ossie;
import dev.lodestar.spec.semantic.OssieReader;
import dev.lodestar.spec.semantic.OssieVersion;
import dev.lodestar.spec.semantic.OssieWriter;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.TableShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTest {
  private static final Path PUBLIC = Path.of("../../../shared/data/public");

  @TempDir private Path folder;
  private Shops shops;

  @BeforeEach
  void aShop() {
    shops = Shops.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sales.metric-view.yaml", "sales.cortex.yaml"})
  void theWayThereAndBackLosesNothing(String name) throws IOException {
    String yaml = fixture(name);
    SemanticModel model = imported(yaml).model().orElseThrow();
    assertThat(load(written(model, name))).isEqualTo(load(yaml));
    for (OssieVersion version : OssieVersion.values()) {
      assertThat(load(written(throughOssie(model, version), name))).isEqualTo(load(yaml));
    }
  }

  @Test
  void aMetricViewBecomesAStarOfOurs() throws IOException {
    Import.Outcome outcome = imported(fixture("sales.metric-view.yaml"));
    assertThat(report(outcome.problems())).isEmpty();
    SemanticModel model = outcome.model().orElseThrow();
    assertThat(fields(model))
        .containsExactly(
            "fact_sales.sold_on: sale_date",
            "fact_sales.city_and_product (hidden): -",
            "fact_sales.month: date_trunc('MONTH', sale_date)",
            "fact_sales.when_it_was (hidden): -",
            "fact_sales.quantity (hidden): quantity",
            "fact_sales.price (hidden): price",
            "fact_sales.each_row (hidden): 1",
            "fact_sales.customer_code (hidden): customer_code",
            "customer.city: city",
            "customer.loud_city: upper(city)");
    assertThat(metrics(model))
        .containsExactly(
            "revenue: SUM(fact_sales.quantity * fact_sales.price)",
            "receipts: COUNT(fact_sales.each_row)",
            "buyers: COUNT(DISTINCT fact_sales.customer_code)",
            "per_buyer: (SUM(fact_sales.quantity * fact_sales.price)) / (COUNT(DISTINCT"
                + " fact_sales.customer_code))",
            "weekly_revenue: -",
            "odd: -");
    assertThat(model.datasets().get(0).time().orElseThrow().name()).isEqualTo("sold_on");
  }

  /** A metric that only its maker's own dialect may show is in no file for another maker. */
  @Test
  void whatIsHiddenIsWrittenForItsOwnMakerAlone() throws IOException {
    String open = "name: revenue";
    String yaml = fixture("sales.cortex.yaml");
    SemanticModel model = imported(yaml).model().orElseThrow();
    SemanticModel hidden =
        imported(
                yaml.replace(
                    "name: highest_price,",
                    "name: highest_price, access_modifier: private_access,"))
            .model()
            .orElseThrow();
    assertThat(written(model, "metric-view")).contains(open, "name: highest_price");
    assertThat(written(hidden, "metric-view")).contains(open).doesNotContain("highest_price");
    assertThat(written(hidden, "cortex")).contains(open, "name: highest_price");
  }

  @Test
  void whatCannotBeAskedIsSaidWhereItStands() throws IOException {
    assertThat(report(imported(fixture("sales.metric-view.yaml")).notes()))
        .contains(
            "21:11: dimension city_and_product is kept for the way back, and cannot be asked: a"
                + " value made of columns of several tables",
            "27:11: dimension when_it_was is kept for the way back, and cannot be asked: unknown"
                + " function \"from_unixtime\"",
            "45:5: measure weekly_revenue is kept for the way back, and cannot be asked: it has a"
                + " window",
            "48:11: measure odd is kept for the way back, and cannot be asked: unknown function"
                + " \"foo_bar\"");
    assertThat(report(imported(fixture("sales.cortex.yaml")).notes()))
        .contains("3:1: \"custom_instructions\" is kept for the way back, and means nothing here");
  }

  @Test
  void aCortexModelBecomesAStarOfOurs() throws IOException {
    SemanticModel model = imported(fixture("sales.cortex.yaml")).model().orElseThrow();
    assertThat(fields(model))
        .containsExactly(
            "sales.customer_code: customer_code",
            "sales.sale_date: sale_date",
            "sales.amount (hidden): quantity * price",
            "sales.units: quantity",
            "sales.price (hidden): price",
            "customers.customer_code: customer_code",
            "customers.city_name: city");
    assertThat(metrics(model))
        .containsExactly(
            "highest_price: MAX(sales.price)",
            "revenue: SUM(sales.amount)",
            "stock: -",
            "per_customer: SUM(sales.amount) / COUNT(DISTINCT sales.customer_code)");
    assertThat(model.filters()).hasSize(1);
    assertThat(model.verified()).hasSize(1);
    assertThat(model.samples().in("en")).containsExactly("How many units were sold each day?");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          filter: quantity > 1                                    | a filter that holds for all that is asked
          source: SELECT * FROM x                                 | a source that is a query
          source: shop.nothing                                    | no table "gold.nothing"
          joins: [{name: c, source: dim_customers, on: a < b}]    | a join on something else than equal columns of source and c
          joins: [{name: c, source: dim_customers}]               | a join on nothing
          joins: [{name: c, source: dim_customers, on: source.city = c.city}] | unknown column "city" in "fact_sales"
          measures: [SUM(price)]                                  | expected keys with values, found one value
          """)
  void whatCannotBeBroughtIsRefused(String line, String problem) {
    String view = line.startsWith("source") ? line : "source: a.b.fact_sales\n" + line;
    Import.Outcome outcome = imported(view + "\n");
    assertThat(outcome.model()).isEmpty();
    assertThat(outcome.problems().get(0).message()).isEqualTo(problem);
  }

  @Test
  void whatACortexModelMustSayIsAskedFor() {
    String model =
        """
        name: shop
        tables:
          - {name: made, base_table: {definition: SELECT 1}}
          - name: sales
            base_table: {table: FACT_SALES}
            filters: [{name: large}]
            metrics: [{name: revenue}]
        """;
    assertThat(imported(model).problems())
        .extracting(Problem::message)
        .containsExactly("missing key \"table\"", "missing key \"expr\"", "missing key \"expr\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          inner       | -
          LEFT_OUTER  | -
          full_outer  | unknown join_type "full_outer"
          many_to_one | unknown join_type "many_to_one"
          """)
  void anUnknownJoinIsNoLeftJoin(String type, String problem) throws IOException {
    String yaml =
        fixture("sales.cortex.yaml").replace("join_type: left_outer", "join_type: " + type);
    int line = (int) yaml.substring(0, yaml.indexOf("join_type")).lines().count();
    List<Problem> problems = imported(yaml).problems();
    assertThat(problems)
        .extracting(Problem::message)
        .containsExactlyElementsOf(Optional.ofNullable(problem).stream().toList());
    assertThat(problems).allMatch(found -> found.at().line() == line);
  }

  @Test
  void furtherModelsOfAnOssieFileAreSaidToBeLeftAside() {
    Import.Outcome outcome = imported(ossie("gold.fact_sales"));
    assertThat(report(outcome.problems())).isEmpty();
    assertThat(outcome.model().orElseThrow().name()).isEqualTo("shop");
    assertThat(report(outcome.notes()))
        .contains("9:11: the model stock is left aside: a domain has one model");
  }

  @Test
  void aTableOfOssieMayBeAnotherOfGold() {
    shops.with("theirs.yaml", ossie("raw.receipts"));
    Import.Outcome outcome = mapped(Map.of("raw.receipts", TableName.parse("gold.fact_sales")));
    assertThat(report(outcome.problems())).isEmpty();
    assertThat(outcome.model().orElseThrow().datasets().get(0).source().name())
        .isEqualTo("gold.fact_sales");
    assertThat(report(mapped(Map.of("receipts", TableName.parse("gold.fact_sales"))).problems()))
        .contains("1:1: no dataset of shop reads the table \"receipts\"");
  }

  private Import.Outcome mapped(Map<String, TableName> tables) {
    return Import.of(
        new TextFile(folder.resolve("theirs.yaml"), ossie("raw.receipts")),
        tables,
        shops.domain(),
        Shops.TABLES);
  }

  private static String ossie(String source) {
    return """
        version: 0.1.1
        semantic_model:
          - name: shop
            datasets:
              - name: sales
                source: %s
                fields:
                  - {name: quantity, expression: {dialects: [{dialect: ANSI_SQL, expression: quantity}]}}
          - name: stock
            datasets: [{name: items, source: gold.items}]
        """
        .formatted(source);
  }

  @Test
  void aVerifiedQueryThatWasEditedIsWrittenAsItIsNow() throws IOException {
    SemanticModel model = imported(fixture("sales.cortex.yaml")).model().orElseThrow();
    VerifiedQuery before = model.verified().get(0);
    VerifiedQuery edited =
        new VerifiedQuery(
            before.ask(),
            new Asked.BySql(SqlText.of("SELECT 1 AS units", before.at())),
            before.at());
    VerifiedQuery added =
        new VerifiedQuery(
            new Wordings(Map.of("en", List.of("What is new?"))),
            new Asked.BySql(SqlText.of("SELECT 2 AS news", before.at())),
            before.at());
    assertThat(verified(with(model, List.of(edited, added))))
        .containsExactly(
            "How many units were sold each day? SELECT 1 AS units null",
            "What is odd? SELECT is_odd(units) AS odd FROM __sales null",
            "What is new? SELECT 2 AS news null");
    assertThat(verified(with(model, List.of(added))))
        .containsExactly(
            "What is odd? SELECT is_odd(units) AS odd FROM __sales null",
            "What is new? SELECT 2 AS news null");
    VerifiedQuery anew =
        new VerifiedQuery(
            new Wordings(Map.of("en", List.of("What is odd?"))),
            new Asked.BySql(SqlText.of("SELECT 3 AS odd", before.at())),
            before.at());
    assertThat(verified(with(model, List.of(anew))))
        .containsExactly("What is odd? SELECT 3 AS odd null");
    assertThat(verified(model).get(0)).endsWith(" ann");
  }

  private static List<String> verified(SemanticModel model) {
    List<?> queries =
        (List<?>) ((Map<?, ?>) load(written(model, "cortex"))).get("verified_queries");
    return queries.stream()
        .map(Map.class::cast)
        .map(q -> q.get("question") + " " + q.get("sql") + " " + q.get("verified_by"))
        .toList();
  }

  private static SemanticModel with(SemanticModel model, List<VerifiedQuery> verified) {
    return new SemanticModel(
        model.name(),
        model.description(),
        model.ai(),
        model.datasets(),
        model.relationships(),
        model.metrics(),
        model.others(),
        model.naming(),
        model.calendar(),
        model.currency(),
        model.defaultMetric(),
        model.filters(),
        verified,
        model.samples(),
        model.at());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"_v\": 1, | expected the node content, but found '<stream end>'",
        "a: 1 | it does not begin with {",
        "`` | it does not begin with {",
        "{\"a\": 1, \"a\": 2} | duplicate key \"a\""
      })
  void anExtensionThatIsNoJsonIsAProblemOfTheModel(String data, String why) throws IOException {
    SemanticModel model = imported(fixture("sales.cortex.yaml")).model().orElseThrow();
    SemanticModel broken =
        new SemanticModel(
            model.name(),
            model.description(),
            model.ai(),
            model.datasets(),
            model.relationships(),
            model.metrics(),
            List.of(new Extension("SNOWFLAKE", data)),
            model.naming(),
            model.calendar(),
            model.currency(),
            model.defaultMetric(),
            model.filters(),
            model.verified(),
            model.samples(),
            model.at());
    assertThat(Export.problems(model)).isEmpty();
    assertThat(report(Export.problems(broken)))
        .contains(
            "1:1: the extension of SNOWFLAKE cannot be read as a JSON object, "
                + why
                + ": "
                + data);
  }

  /** There a customer counts once for each row of the source, here once. */
  @Test
  void aggregatesOfJoinedColumnsAloneAreNotAsked() {
    String view =
        """
        source: shop.fact_sales
        joins:
          - {name: c, source: shop.dim_customers, on: source.customer_code = c.customer_code}
        measures:
          - {name: credit, expr: SUM(c.credit)}
          - {name: cities, expr: COUNT(DISTINCT c.city)}
          - {name: worth, expr: SUM(quantity * c.credit)}
          - {name: per_row, expr: SUM(quantity) / COUNT(*), format: {type: percentage}}
        """;
    SemanticModel model = imported(view).model().orElseThrow();
    assertThat(metrics(model))
        .containsExactly(
            "credit: -",
            "cities: -",
            "worth: SUM(fact_sales.quantity * c.credit)",
            "per_row: SUM(fact_sales.quantity) / COUNT(fact_sales.each_row)");
    assertThat(model.metrics().get(3).showing().unit()).isEmpty();
    assertThat(load(written(model, "metric-view"))).isEqualTo(load(view));
  }

  @Test
  void aTableOfTheFileMayBeAnotherOfGold() {
    String view =
        """
        source: raw.receipts
        filter: quantity > 1
        measures: [{name: units, expr: SUM(quantity)}]
        """;
    Import.Outcome outcome =
        Import.of(
            new TextFile(folder.resolve("view.yaml"), view),
            Map.of("raw.receipts", TableName.parse("gold.fact_sales")),
            shops.domain(),
            Shops.TABLES);
    assertThat(outcome.problems()).isEmpty();
    assertThat(metrics(outcome.model().orElseThrow()))
        .containsExactly("units: SUM(receipts.quantity)");
  }

  @Test
  void namesInQuotesOfOursAreNoTextsOfTheirs() {
    SemanticModel model = AnswerFiles.semanticOf(shops.domain()).model().orElseThrow();
    Export.Written written = Export.metricView(model, model.datasets().get(0));
    String view = written.yaml();
    assertThat(written.leftOut())
        .containsExactly("metric credit: in a view it would count again for each row of sales");
    assertThat(view).contains("expr: products.year").doesNotContain("\"year\"");
    assertThat(load(view).toString())
        .contains("expr=SUM((quantity * price))", "expr=COUNT(DISTINCT customers.customer_code)");
  }

  @Test
  void columnsAreCalledByTheJoinsThatLeadToThemFromTheFact() {
    String ossie =
        """
        version: "0.2.0.dev0"
        semantic_model:
          - name: shop
            datasets:
              - {name: sales, source: gold.sales}
              - {name: stores, source: gold.stores}
              - name: returns
                source: gold.returns
                fields: [{name: n, expression: {dialects: [{dialect: ANSI_SQL, expression: n}]}}]
              - {name: customers, source: gold.customers}
              - name: towns
                source: gold.towns
                fields: [{name: town, expression: {dialects: [{dialect: ANSI_SQL, expression: town}]}}]
            relationships:
              - {name: sold_in, from: sales, to: stores, from_columns: [s], to_columns: [s]}
              - {name: store_in, from: stores, to: towns, from_columns: [t], to_columns: [t]}
              - {name: brought_by, from: customers, to: customers, from_columns: [b], to_columns: [c]}
              - {name: of, from: returns, to: customers, from_columns: [c], to_columns: [c]}
              - {name: lives_in, from: customers, to: towns, from_columns: [t], to_columns: [t]}
            metrics:
              - name: open
                expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(returns.n)}]}
                custom_extensions: [{vendor_name: LODESTAR, data: '{"additivity": "semi-additive"}'}]
        """;
    SemanticModel model =
        OssieReader.read(new TextFile(folder.resolve("ossie.yaml"), ossie), new Problems())
            .orElseThrow()
            .models()
            .get(0);
    Export.Written written = Export.metricView(model, model.dataset("returns").orElseThrow());
    assertThat(load(written.yaml()).toString()).contains("expr=customers.towns.town,");
    assertThat(written.leftOut())
        .containsExactly(
            "relationship brought_by: a second way to customers",
            "dataset sales: returns does not lead to it",
            "dataset stores: returns does not lead to it",
            "metric open: over time only the last of it counts");
    assertThat(Export.cortex(model, new Star(model, List.of())).leftOut())
        .containsExactly("metric open: over time only the last of it counts");
  }

  /** Both of a pair say the same, of which one has no name of the model and no primary keys. */
  @Test
  void ossiesOwnModelsBecomeTheirMetricViews() throws IOException {
    for (String pair : List.of("fixtureA", "fixtureB")) {
      Path ossie = pairs(pair + "_ossie.yaml");
      SemanticModel model =
          OssieReader.read(new TextFile(ossie, Files.readString(ossie)), new Problems())
              .orElseThrow()
              .models()
              .get(0);
      assertThat(load(Export.metricView(model, model.datasets().get(0)).yaml()))
          .isEqualTo(load(Files.readString(pairs(pair + "_metric_view.yaml"))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixtureA", "fixtureB", "tpcds"})
  void theirMetricViewsComeBack(String pair) throws IOException {
    String yaml = Files.readString(pairs(pair + "_metric_view.yaml"));
    Import.Outcome outcome = overTablesOf(yaml);
    assertThat(outcome.problems()).isEmpty();
    SemanticModel model = outcome.model().orElseThrow();
    assertThat(model.metrics()).allMatch(m -> m.expression().sql().isPresent());
    assertThat(load(written(model, "metric-view"))).isEqualTo(load(yaml));
  }

  @Test
  void snowflakesOwnModelComesBack() throws IOException {
    Path file = PUBLIC.resolve("snowflake-revenue/revenue_timeseries.cortex.yaml");
    assumeThat(file).as("Snowflake's model is not there, so it is not tried").exists();
    shops
        .with("gold/daily_revenue.sql", "SELECT a FROM bronze.raw")
        .with("gold/product_dim.sql", "SELECT a FROM bronze.raw")
        .with("gold/product_dim.yaml", "expect:\n  - unique: [product_id]\n")
        .with("gold/region_dim.sql", "SELECT a FROM bronze.raw")
        .with("gold/region_dim.yaml", "expect:\n  - unique: [region_id]\n");
    String yaml = Files.readString(file);
    Import.Outcome outcome =
        Import.of(
            new TextFile(file, yaml),
            Map.of(),
            shops.domain(),
            List.of(
                shape("daily_revenue", "date revenue cogs forecasted_revenue product_id region_id"),
                shape("product_dim", "product_id product_line"),
                shape("region_dim", "region_id sales_region")));
    assertThat(report(outcome.problems())).isEmpty();
    assertThat(report(outcome.notes())).isEmpty();
    assertThat(outcome.model().orElseThrow().verified()).hasSize(2);
    assertThat(load(written(outcome.model().orElseThrow(), "cortex"))).isEqualTo(load(yaml));
  }

  private static TableShape shape(String name, String columns) {
    List<Column> all = new ArrayList<>();
    for (String column : columns.split(" ")) {
      boolean text = column.startsWith("product_line") || column.startsWith("sales");
      all.add(
          new Column(
              column,
              column.equals("date")
                  ? ColumnType.DATE
                  : text ? ColumnType.VARCHAR : ColumnType.decimal(12, 2)));
    }
    return TableShape.stored(TableName.parse("gold." + name), all);
  }

  private static Path pairs(String name) {
    Path file = PUBLIC.resolve("ossie-conformance/databricks-pairs").resolve(name);
    assumeThat(file).as("Ossie's pairs are not there, so nothing is held against them").exists();
    return file;
  }

  /** Tables with all columns that the view names. */
  private Import.Outcome overTablesOf(String yaml) {
    Map<?, ?> view = (Map<?, ?>) load(yaml);
    Map<String, TableName> mapped = new TreeMap<>();
    List<TableShape> shapes = new ArrayList<>();
    List<Map<?, ?>> sources = new ArrayList<>(List.of(view));
    if (view.get("joins") instanceof List<?> joins) {
      joins.forEach(join -> sources.add((Map<?, ?>) join));
    }
    for (Map<?, ?> source : sources) {
      String foreign = String.valueOf(source.get("source"));
      String table = foreign.substring(foreign.lastIndexOf('.') + 1);
      mapped.put(foreign, TableName.parse("gold." + table));
      List<String> columns = columns(yaml, table);
      shapes.add(
          TableShape.stored(
              TableName.parse("gold." + table),
              columns.stream().map(c -> new Column(c, ColumnType.INTEGER)).toList()));
      shops
          .with("gold/" + table + ".sql", "SELECT a FROM bronze.raw")
          .with(
              "gold/" + table + ".yaml",
              "expect:\n"
                  + columns.stream()
                      .map(c -> "  - unique: [" + c + "]\n")
                      .collect(Collectors.joining()));
    }
    return Import.of(
        new TextFile(folder.resolve("view.yaml"), yaml), mapped, shops.domain(), shapes);
  }

  /** What begins with the letters that the columns of a table of these makers begin with. */
  private static List<String> columns(String yaml, String table) {
    String prefix = table.equals("store_sales") ? "ss_" : table.charAt(0) + "_";
    return java.util.regex.Pattern.compile("\\b" + prefix + "\\w+")
        .matcher(yaml)
        .results()
        .map(found -> found.group())
        .distinct()
        .toList();
  }

  private Import.Outcome imported(String yaml) {
    shops.with("theirs.yaml", yaml);
    return Import.of(
        new TextFile(folder.resolve("theirs.yaml"), yaml), Map.of(), shops.domain(), Shops.TABLES);
  }

  private static String written(SemanticModel model, String format) {
    return format.contains("cortex")
        ? Export.cortex(model, new Star(model, Shops.TABLES)).yaml()
        : Export.metricView(model, model.datasets().get(0)).yaml();
  }

  private static SemanticModel throughOssie(SemanticModel model, OssieVersion version) {
    String yaml = OssieWriter.yaml(Ossie.of(version, model));
    Problems problems = new Problems();
    Ossie ossie =
        OssieReader.read(new TextFile(Path.of("semantic.yaml"), yaml), problems).orElseThrow();
    assertThat(problems.isEmpty()).isTrue();
    return ossie.models().get(0);
  }

  private String report(List<Problem> problems) {
    return problems.isEmpty() ? "" : ProblemReport.text(problems, folder);
  }

  private static List<String> fields(SemanticModel model) {
    List<String> all = new ArrayList<>();
    model.datasets().forEach(d -> d.fields().forEach(f -> all.add(d.name() + "." + field(f))));
    return all.stream().filter(f -> !f.startsWith("product.")).toList();
  }

  private static String field(Field field) {
    return field.name()
        + (field.naming().hidden() ? " (hidden)" : "")
        + ": "
        + sql(field.expression());
  }

  private static List<String> metrics(SemanticModel model) {
    return model.metrics().stream().map(ImportTest::metric).toList();
  }

  private static String metric(Metric metric) {
    return metric.name() + ": " + sql(metric.expression());
  }

  private static String sql(Expression expression) {
    return expression.sql().map(s -> s.text()).orElse("-");
  }

  private static Object load(String yaml) {
    return stripped(
        YamlReader.keysOf(new TextFile(Path.of("any.yaml"), yaml), new Problems())
            .orElseThrow()
            .plain());
  }

  private static Object stripped(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> result = new TreeMap<>();
      map.forEach((key, one) -> result.put(String.valueOf(key), stripped(one)));
      return result;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ImportTest::stripped).toList();
    }
    return value instanceof String text ? text.strip() : value;
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file = ImportTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
