package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with a domain or its files gets its message, and nothing of the run is to be
 * seen.
 */
class BadInputTest {
  @TempDir Path folder;

  static Stream<Arguments> wrong() {
    return Stream.of(
        bad(
            "a YAML that is none",
            d -> d.file("silver/orders.yaml", "key: [id\n"),
            1,
            "silver/orders.yaml:"),
        bad(
            "an unknown key",
            d -> d.file("silver/orders.yaml", "kye: [id]\n"),
            1,
            "silver/orders.yaml:1:1: ",
            "\"kye\"",
            "\"key\""),
        bad(
            "YAML and SQL, each with a mistake",
            d ->
                d.model("silver.orders", "SELECT quantty FROM bronze.orders", "kind: tabel\n")
                    .model("gold.orders", "SELECT id, nme FROM bronze.orders", "kye: [id]\n"),
            1,
            "silver/orders.sql:1:8: ",
            "silver/orders.yaml:1:7: unknown kind \"tabel\"",
            "gold/orders.sql:1:12: ",
            "gold/orders.yaml:1:1: unknown key \"kye\"",
            "4 problems"),
        bad(
            "an unknown column",
            d -> d.model("silver.orders", "SELECT quantty FROM bronze.orders"),
            1,
            "silver/orders.sql:1:8: ",
            "quantty",
            "did you mean \"quantity\""),
        bad(
            "an unknown function",
            d -> d.model("silver.orders", "SELECT\n  uper(id) AS id FROM bronze.orders"),
            1,
            "silver/orders.sql:2:3: ",
            "uper",
            "\"upper\""),
        bad(
            "an unknown table",
            d -> d.model("silver.orders", "SELECT id FROM bronze.ordres"),
            1,
            "silver/orders.sql:1:16: ",
            "\"bronze.orders\""),
        bad(
            "a key that is no column",
            d -> d.file("silver/orders.yaml", "key: [quantty]\n"),
            1,
            "silver/orders.yaml:1:",
            "key names \"quantty\"",
            "\"quantity\""),
        bad(
            "a rule with a wrong column",
            d -> d.file("silver/orders.yaml", "expect:\n  - some: quantty > 0\n"),
            1,
            "silver/orders.yaml:2:11: ",
            "quantty",
            "\"quantity\""),
        bad(
            "models that read each other",
            d -> d.model("gold.a", "SELECT x FROM b").model("gold.b", "SELECT x FROM a"),
            1,
            "models read each other in a circle: gold.a → gold.b → gold.a"),
        bad(
            "two models of one name",
            d -> d.model("silver.more/orders", "SELECT id FROM bronze.orders"),
            1,
            "orders"),
        bad(
            "a file that is not there",
            d -> d.file("bronze/more.yaml", "files: ${data}/more*.csv\ncolumns:\n  id:\n"),
            3,
            "No file matches ",
            "data/more*.csv",
            "bronze.more",
            "more.yaml"),
        bad(
            "a header with another name",
            d -> d.file("data/orders2.csv", "id,quanity\n1,2\n"),
            3,
            "data/orders2.csv:1:1: ",
            "missing quantity",
            "not declared quanity"),
        bad(
            "a header with a name twice",
            d -> d.file("data/orders2.csv", "id,id\n1,2\n"),
            3,
            "data/orders2.csv:1:1: ",
            "column \"id\" stands twice"),
        bad(
            "another delimiter",
            d -> d.file("data/orders2.csv", "id;quantity\n1;2\n"),
            3,
            "data/orders2.csv:1:1: ",
            "is the delimiter really \",\"?"),
        bad(
            "a field of JSON that nobody declared",
            d ->
                d.file(
                        "bronze/more.yaml",
                        "files: ${data}/more*\nformat: {type: json}\ncolumns: {id: , quantity: }\n")
                    .file("data/more.json", "{\"id\": 1, \"quanity\": 2}\n"),
            3,
            "data/more.json: ",
            "missing quantity",
            "not declared quanity",
            "did the file rename quantity?"),
        bad(
            "a Parquet file that is none",
            d ->
                d.file(
                        "bronze/more.yaml",
                        "files: ${data}/more*\nformat: {type: parquet}\ncolumns: {id: }\n")
                    .file("data/more.parquet", "id\n1\n"),
            3,
            "data/more.parquet",
            "as Parquet"),
        bad(
            "a column of Parquet that became another type",
            d ->
                d.file(
                        "bronze/more.yaml",
                        "files: ${data}/more*\nformat: {type: parquet}\ncolumns: {id: {type: integer}}\n")
                    .written("data/more.parquet", "SELECT 'x' AS id"),
            3,
            "data/more.parquet: ",
            "column \"id\" is varchar there, which integer does not hold",
            "more.yaml"),
        bad(
            "a value that a model cannot cast",
            d ->
                d.source("orders", "id,quantity\n1,two\n")
                    .model(
                        "silver.orders",
                        "SELECT CAST(quantity AS integer) AS q FROM bronze.orders"),
            3,
            "lodestar: Cannot build silver.orders: ",
            "Cannot cast \"two\" to integer",
            "The last release stands. The whole story is in ",
            "failure.txt"),
        asked(
            "an engine that is not there",
            "--runner=flnk",
            2,
            "No engine \"flnk\" here; --runner takes direct, shares"),
        asked(
            "an option that is not there",
            "--tragetParallelism=3",
            2,
            "Unknown option --tragetParallelism",
            "--targetParallelism"),
        asked(
            "an option that takes another value",
            "--duckdbThreads=many",
            2,
            "Cannot read option --duckdbThreads=many: "),
        asked("a variable that is not there", "--var=dat=x", 1, "dat", "data"));
  }

  private static Arguments bad(
      String what, Consumer<TestDomain> change, int exit, String... parts) {
    return Arguments.of(what, change, List.of(), exit, parts);
  }

  private static Arguments asked(String what, String option, int exit, String... parts) {
    Consumer<TestDomain> nothing = domain -> {};
    return Arguments.of(what, nothing, List.of(option), exit, parts);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void isSaidInWords(
      String what, Consumer<TestDomain> change, List<String> options, int exit, String... parts) {
    TestDomain domain =
        TestDomain.in(folder)
            .source("orders", "id,quantity\n1,2\n")
            .model("silver.orders", "SELECT id, quantity FROM bronze.orders");
    change.accept(domain);
    TestDomain.Printed printed = domain.lodestar("run", options.toArray(String[]::new));

    assertThat(printed.err()).contains(parts).doesNotContain("\tat ");
    assertThat(printed.exit()).as(printed.err()).isEqualTo(exit);
    assertThat(released(domain)).isFalse();
  }

  private static boolean released(TestDomain domain) {
    if (!domain.warehouse().toFile().exists()) {
      return false;
    }
    try (dev.lodestar.tables.Warehouse open =
        dev.lodestar.tables.Warehouse.openExisting(domain.warehouse())) {
      return open.currentRelease().isPresent() || !open.states().isEmpty();
    }
  }

  @Test
  void aGeneratorWithAMistakeTellsItsLine() {
    TestDomain.Printed printed =
        TestDomain.in(folder)
            .source("orders", "id\n1\n")
            .file(
                "generate.sql",
                "-- Orders.\nCREATE TABLE t AS SELECT 1 AS id;\n\n-- Wrong.\nCOPY (\n  SELECT idd FROM t)\nTO '${data}/x.csv';\n")
            .lodestar("generate");
    assertThat(printed.exit()).isEqualTo(3);
    assertThat(printed.err())
        .contains("generate.sql:5: Binder Error", "\"idd\"")
        .doesNotContain("at dev.lodestar");
  }
}
