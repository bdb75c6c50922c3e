package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.spec.Expectation.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainReaderTest {
  @TempDir Path folder;

  @Test
  void readsWhatADomainSaysOfItself() {
    Domain domain = ExampleDomain.in(folder).good();

    assertThat(domain.folder()).isEqualTo(folder);
    assertThat(domain.name()).isEqualTo("fmcg");
    assertThat(domain.title().in("fr")).isEqualTo("Ventes de deux sociétés");
    assertThat(domain.description()).isEqualTo(Text.english("Orders up to 2025-12-31"));
    assertThat(domain.languages()).containsExactly("en", "fr");
    assertThat(domain.schedule()).isEqualTo("0 21 * * *");
    assertThat(domain.variables())
        .isEqualTo(
            Map.of(
                "data", folder.resolve("data").toString(), "as-of", "2025-12-31", "label", "$x"));
  }

  @Test
  void readsASource() {
    Source orders = ExampleDomain.in(folder).good().sources().get(0);

    Path file = folder.resolve("bronze/child/child_orders.yaml");
    assertThat(orders)
        .isEqualTo(
            new Source(
                "child_orders",
                folder.resolve("data") + "/child/*/orders/*.csv",
                Optional.empty(),
                new CsvFormat(";", "'", "\\", false, "latin-1"),
                Source.Increment.EVERYTHING,
                Source.ChangedFiles.FAIL,
                Source.NoFiles.FAIL,
                Source.SchemaChange.FAIL,
                "sports-bar",
                List.of(
                    new ColumnDoc(
                        "order_id",
                        new Text(Map.of("en", "Number", "fr", "Numéro")),
                        "",
                        new Position(file, 7, 3, 8)),
                    new ColumnDoc("order_qty", Text.NONE, "", new Position(file, 8, 3, 9))),
                List.of(
                    new SourceField("order_id", "order_id", ColumnType.VARCHAR),
                    new SourceField("order_qty", "order_qty", ColumnType.VARCHAR)),
                Text.english("Orders as the shop sends them"),
                Position.startOf(file)));
    assertThat(orders.tableColumns().stream().map(Column::name))
        .containsExactly(
            "order_id",
            "order_qty",
            "_ingested_at",
            "_ingest_date",
            "_run_id",
            "_source_system",
            "_source_table",
            "_source_file",
            "_source_row");
  }

  @Test
  void aSourceNeedsOnlyFilesAndColumns() {
    Source products = ExampleDomain.in(folder).good().sources().get(1);

    assertThat(products.format()).isEqualTo(CsvFormat.DEFAULT);
    assertThat(products.increment()).isEqualTo(Source.Increment.NEW_FILES);
    assertThat(products.system()).isEqualTo("fmcg");
    assertThat(products.files()).isEqualTo(folder.resolve("data/products.csv").toString());
    assertThat(products.description()).isEqualTo(Text.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data/*.csv            | DOMAIN/data/*.csv
          ./data/../{a,b}/*.csv | DOMAIN/{a,b}/*.csv
          ../shared/x.csv       | PARENT/shared/x.csv
          /files/**/*.csv       | /files/**/*.csv
          ${data}/*.csv         | DOMAIN/data/*.csv
          ${data}               | DOMAIN/data
          """)
  void aPatternOfFilesIsAbsolute(String files, String absolute) {
    Domain domain =
        ExampleDomain.in(folder)
            .with("bronze/products.yaml", "columns: {a: }\nfiles: " + files)
            .good();

    assertThat(domain.sources().get(1).files())
        .isEqualTo(
            absolute
                .replace("DOMAIN", folder.toString())
                .replace("PARENT", String.valueOf(folder.getParent())));
  }

  @Test
  void readsAModel() {
    Model orders = ExampleDomain.in(folder).good().models().get(0);

    Path yaml = folder.resolve("silver/orders.yaml");
    assertThat(orders)
        .isEqualTo(
            new Model(
                Layer.SILVER,
                "orders",
                folder.resolve("silver/orders.sql"),
                "SELECT order_id, order_qty AS quantity\nFROM bronze.child_orders\n"
                    + "WHERE order_date <= DATE '2025-12-31' -- ${as-of}\n",
                Model.Kind.TABLE,
                List.of("order_id"),
                Optional.of(
                    new Keep(
                        Keep.Order.LATEST,
                        List.of(new ColumnName("_ingested_at", new Position(yaml, 3, 17, 12))))),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(
                    new Expectation(
                        "quantity_is_positive",
                        new Rule.Holds("quantity > 0", new Position(yaml, 5, 27, 12)),
                        Otherwise.DROP,
                        new Position(yaml, 5, 5, 20)),
                    new Expectation(
                        "customer_exists",
                        new Rule.References(
                            "customer_code",
                            new TableName("gold", "dim_customers"),
                            "customer_code",
                            new Position(yaml, 7, 22, 43)),
                        Otherwise.QUARANTINE,
                        new Position(yaml, 7, 5, 15)),
                    new Expectation(
                        "order_is_known",
                        new Rule.References(
                            "order_id",
                            new TableName("bronze", "child_orders"),
                            "order_id",
                            new Position(yaml, 8, 22, 52)),
                        Otherwise.QUARANTINE,
                        new Position(yaml, 8, 5, 14)),
                    new Expectation(
                        "unique_order_id_quantity",
                        new Rule.Unique(
                            List.of("order_id", "quantity"), new Position(yaml, 9, 13, 20)),
                        Otherwise.WARN,
                        new Position(yaml, 9, 5, 6))),
                List.of(
                    new ColumnDoc(
                        "quantity",
                        Text.english("Units sold"),
                        "pieces",
                        new Position(yaml, 12, 3, 8))),
                Text.NONE,
                Position.startOf(folder.resolve("silver/orders.sql")),
                new Position(yaml, 1, 7, 5),
                new Position(yaml, 2, 6, 10)));
  }

  @Test
  void aModelNeedsNoYaml() {
    Model customers = ExampleDomain.in(folder).good().models().get(1);

    assertThat(customers.table()).hasToString("gold.dim_customers");
    assertThat(customers.kind()).isEqualTo(Model.Kind.TABLE);
    assertThat(customers.key()).isEmpty();
    assertThat(customers.keep()).isEmpty();
  }

  @Test
  void anUnqualifiedReferenceMeansTheModelsOwnLayer() {
    Domain domain =
        ExampleDomain.in(folder)
            .with("silver/customers.sql", "SELECT 1 AS customer_code")
            .with("silver/orders.yaml", "expect: [{known: customer_code REFERENCES customers}]")
            .good();

    Rule rule = model(domain, "silver.orders").expectations().get(0).rule();
    assertThat(((Rule.References) rule).table()).hasToString("silver.customers");
  }

  @Test
  void theCommandLineOverridesVariables() {
    Domain domain =
        ExampleDomain.in(folder).given("as-of", "2024-06-30").given("data", "elsewhere").good();

    assertThat(domain.variables())
        .containsEntry("as-of", "2024-06-30")
        .containsEntry("data", Path.of("elsewhere").toAbsolutePath().toString());
    assertThat(domain.models().get(0).sql()).contains("DATE '2024-06-30'");
  }

  @Test
  void mistakesInTheYamlOfModelsLeaveADraftWhoseSqlCanBeRead() {
    DomainReader.Outcome outcome =
        ExampleDomain.in(folder)
            .with("silver/orders.yaml", "kind: tabel")
            .with("gold/vw_orders.yaml", "kind: [")
            .read();

    assertThat(outcome).isInstanceOf(DomainReader.Outcome.Bad.class);
    assertThat(((DomainReader.Outcome.Bad) outcome).draft().orElseThrow().models())
        .extracting(model -> model.table().toString())
        .containsExactly("silver.orders", "gold.dim_customers", "gold.vw_orders");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          domain.yaml          | nme: shop
          bronze/products.yaml | files: x.csv
          silver/orders.sql    | SELECT ${x}
          silver/facts.yaml    | kind: table
          """)
  void aMistakeElsewhereLeavesNoDraft(String file, String text) {
    DomainReader.Outcome outcome = ExampleDomain.in(folder).with(file, text).read();

    assertThat(((DomainReader.Outcome.Bad) outcome).draft()).isEmpty();
  }

  @Test
  void otherFilesOfADomainAreLeftAlone() {
    ExampleDomain.in(folder)
        .with("semantic.yaml", "nothing: [that is read here")
        .with("dashboard.yaml", "- tiles")
        .with("questions.yaml", "")
        .with("generate.sql", "${scale}")
        .with("README.md", "# Sales")
        .with("notes/orders.yml", "x")
        .with("data/orders.csv", "order_id\n1\n")
        .with("silver/.orders.sql.swp", "hidden")
        .with("gold/.cache/x.txt", "hidden")
        .good();
  }

  @Test
  void readsFilesWithAByteOrderMarkAndWithLineEndsOfWindows() {
    Domain domain =
        ExampleDomain.in(folder)
            .with("domain.yaml", "\uFEFFname: shop\r\nlanguages: [en, fr]\r\ntitle: Été\r\n")
            .with("silver/orders.yaml", "kind: table\r\nkey:\r\n  - order_id\r\n")
            .with("silver/orders.sql", "\uFEFFSELECT 1 AS order_id\r\n")
            .with("bronze/child/child_orders.yaml", "files: x.csv\r\ncolumns: {a: }\r\n")
            .good();

    assertThat(domain.title().in("en")).isEqualTo("Été");
    assertThat(domain.models().get(0).sql()).isEqualTo("SELECT 1 AS order_id\r\n");
    assertThat(domain.models().get(0).keyAt())
        .isEqualTo(new Position(folder.resolve("silver/orders.yaml"), 3, 3, 10));
  }

  @Test
  void findsAPlaceOfTheSqlInItsFile() {
    Domain domain =
        ExampleDomain.in(folder)
            .with("silver/orders.sql", "SELECT\n  '${as-of}' AS a, b, '$${x}' AS c\nFROM t")
            .good();
    Model model = model(domain, "silver.orders");
    assertThat(model.sql()).isEqualTo("SELECT\n  '2025-12-31' AS a, b, '${x}' AS c\nFROM t");

    // The b, the value of as-of, the c, the first word of the next line.
    assertThat(place(domain, model, 2, 22, 1)).isEqualTo("2:20+1");
    assertThat(place(domain, model, 2, 4, 10)).isEqualTo("2:4+8");
    assertThat(place(domain, model, 2, 8, 2)).isEqualTo("2:4+8");
    assertThat(place(domain, model, 2, 35, 1)).isEqualTo("2:34+1");
    assertThat(place(domain, model, 3, 1, 4)).isEqualTo("3:1+4");
    assertThat(place(domain, model, 9, 1, 4)).isEqualTo("9:1+4");
  }

  private static String place(Domain domain, Model model, int line, int column, int length) {
    Position at = domain.inFile(model, line, column, length);
    assertThat(at.file()).isEqualTo(model.sqlFile());
    return at.line() + ":" + at.column() + "+" + at.length();
  }

  private static Model model(Domain domain, String table) {
    return domain.models().stream()
        .filter(model -> model.table().toString().equals(table))
        .findFirst()
        .orElseThrow();
  }
}
