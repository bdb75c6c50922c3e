package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose rows are changes: {@code merge} and {@code history}. */
class ChangesTest {
  private static final String TYPED =
      """
      SELECT op, id, try_cast(at AS integer) AS at, city FROM bronze.changes
      """;

  private static final String RULES =
      """
      key: [id]
      keep: latest by at
      deletes: op = 'D'
      expect:
        - has_a_moment: at IS NOT NULL
      """;

  @TempDir Path folder;

  private TestDomain domain() {
    return TestDomain.in(folder)
        .source("changes", "op,id,at,city\nI,1,10,Rome\nI,2,10,Oslo\nU,1,20,Bonn\nU,3,x,Nice\n")
        .model("silver.cities", TYPED, "kind: merge\n" + RULES)
        .model("silver.city_history", TYPED, "kind: history\n" + RULES)
        .model("gold.cities", "SELECT city, count(*) AS n FROM silver.cities GROUP BY city")
        .model(
            "gold.city_days",
            "SELECT id, city, valid_to - valid_from AS days FROM silver.city_history WHERE NOT is_current");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void changesThatComeLateOrTwiceAndDeletesEndAsIfAllHadComeAtOnce(String engine) {
    String[] how = {"--runner=" + engine, "--broadcastBytes=-1"};
    TestDomain domain =
        domain()
            .run(how)
            .file("data/changes_2.csv", "op,id,at,city\nD,2,30,\nU,1,15,Paris\nU,1,20,Bonn\n")
            .run(how);
    assertThat(steps(domain))
        .isEqualTo(
            "silver.cities in 3, out 1, quarantined 0, deduplicated 2\n"
                + "silver.city_history in 3, out 2, quarantined 0, deduplicated 1");

    domain.file("data/changes_3.csv", "op,id,at,city\nI,2,20,Lima\nD,4,50,\n").run(how);
    assertThat(domain.lodestar("run", how).out()).startsWith("Nothing new");
    domain.file("data/changes_4.csv", "op,id,at,city\nI,4,40,Nice\n").run(how);

    String cities = "1 | 20 | Bonn";
    String history =
        """
        1 | 10 | Rome | 10 | 15 | false
        1 | 15 | Paris | 15 | 20 | false
        1 | 20 | Bonn | 20 | null | true
        2 | 10 | Oslo | 10 | 20 | false
        2 | 20 | Lima | 20 | 30 | false
        4 | 40 | Nice | 40 | 50 | false""";
    assertThat(cities(domain)).isEqualTo(cities);
    assertThat(history(domain)).isEqualTo(history);
    assertThat(domain.rows("gold.cities", "city, n")).isEqualTo("Bonn | 1");
    assertThat(domain.rows("gold.city_days", "id, city, days"))
        .isEqualTo("1 | Paris | 5\n1 | Rome | 5\n2 | Lima | 10\n2 | Oslo | 10\n4 | Nice | 10");
    assertThat(domain.rows("quarantine.silver_cities", "_source_row")).isEqualTo("4");

    domain.run("--full", how[0], how[1]);
    assertThat(cities(domain)).isEqualTo(cities);
    assertThat(history(domain)).isEqualTo(history);
    assertThat(domain.rows("quarantine.silver_cities", "_source_row")).isEqualTo("4");
  }

  /** A customer list that is sent whole each day becomes the history of its customers. */
  @Test
  void aSourceThatIsReplacedLeavesTheChangesOfBeforeAlone() {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/list.yaml",
                "files: ${data}/list.csv\nreads: everything\ncolumns:\n  id:\n  at:\n  city:\n")
            .file("data/list.csv", "id,at,city\n1,10,Rome\n2,10,Oslo\n")
            .model(
                "silver.list",
                "SELECT id, try_cast(at AS integer) AS at, city FROM bronze.list",
                "kind: history\nkey: [id]\nkeep: latest by at\n")
            .run()
            .file("data/list.csv", "id,at,city\n1,20,Bonn\n3,20,Nice\n")
            .run();
    String columns = "id, city, valid_from, valid_to, is_current";
    String history =
        """
        1 | Bonn | 20 | null | true
        1 | Rome | 10 | 20 | false
        2 | Oslo | 10 | null | true
        3 | Nice | 20 | null | true""";
    assertThat(domain.rows("silver.list", columns)).isEqualTo(history);

    domain.model(
        "silver.list",
        "SELECT id, try_cast(at AS integer) AS at, upper(city) AS city FROM bronze.list");
    TestDomain.Printed refused = domain.lodestar("run");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "silver.list has changed and would be built anew, but changes that came from bronze.list"
                + " may be there no longer");
    assertThat(domain.rows("silver.list", columns)).isEqualTo(history);
    assertThat(domain.run("--full").rows("silver.list", columns))
        .isEqualTo("1 | BONN | 20 | null | true\n3 | NICE | 20 | null | true");
  }

  /** A price list and its corrections: what is right today, and what was believed to be. */
  @Test
  void aHistoryKeepsWhatWasBelievedBeforeACorrection() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("prices", "op,id,at,price,told\nI,1,10,5,100\nU,1,30,6,100\n")
            .model(
                "silver.prices",
                "SELECT op, id, try_cast(at AS integer) AS at, price, try_cast(told AS integer) AS told FROM bronze.prices",
                "kind: history\nkey: [id]\nkeep: latest by at\ndeletes: op = 'D'\nknown: told\n")
            .run()
            // The price of 10 was wrong, there was one at 20, and the end came at 40.
            .file(
                "data/prices_2.csv",
                "op,id,at,price,told\nU,1,10,4,200\nU,1,20,7,300\nD,1,40,,300\n")
            .run();
    assertThat(
            domain.rows(
                "silver.prices", "valid_from, valid_to, price, known_from, known_to, is_current"))
        .isEqualTo(
            """
            10 | 20 | 4 | 300 | null | false
            10 | 30 | 4 | 200 | 300 | false
            10 | 30 | 5 | 100 | 200 | false
            20 | 30 | 7 | 300 | null | false
            30 | 40 | 6 | 300 | null | false
            30 | null | 6 | 100 | 300 | false""");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  @Test
  void thePlanSaysWhatIsRead() {
    TestDomain domain = domain().run().file("data/changes_2.csv", "op,id,at,city\nI,5,1,Rome\n");
    assertThat(domain.lodestar("plan").out())
        .contains(
            """
            silver.cities  merge, whole
              reads bronze.changes
              because bronze.changes changes
              because reads only what is new in bronze.changes: what this run brings
              because rewrites only files with rows that change, of 1 with 2 rows
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          kind: merge⏎keep: latest by at                            | 1:1: missing key "key"
          kind: merge⏎key: [id]                                     | 1:1: missing key "keep"
          kind: history⏎key: [id]⏎keep: earliest by at              | 3:7: a history keeps every change
          kind: history⏎key: [id]⏎keep: latest by at⏎deletes: opp = 'D' | 4:10: unknown column "opp"
          kind: merge⏎key: [id]⏎keep: latest by at⏎known: at        | 4:1: a model that merges has no "known"
          kind: history⏎key: [id]⏎keep: latest by at⏎known: since   | 4:8: known names "since", which is not a column of the model
          kind: table⏎deletes: op = 'D'                             | 2:1: a table has no "deletes"
          kind: history⏎key: [id]⏎keep: latest by until             | 3:17: keep names "until", which is not a column of the model
          """)
  void whatCannotBeDoneIsAProblem(String yaml, String problem) {
    TestDomain domain =
        TestDomain.in(folder)
            .source("changes", "op,id,at\nI,1,10\n")
            .model("silver.t", "SELECT op, id, at FROM bronze.changes", yaml.replace('⏎', '\n'));
    assertThat(domain.problems()).startsWith("silver/t.yaml:" + problem);
  }

  private static String cities(TestDomain domain) {
    return domain.rows("silver.cities", "id, \"at\", city");
  }

  private static String history(TestDomain domain) {
    return domain.rows("silver.city_history", "id, \"at\", city, valid_from, valid_to, is_current");
  }

  private static String steps(TestDomain domain) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      return open.steps(open.runs().get(0).id()).stream()
          .filter(s -> s.table().schema().equals("silver"))
          .map(
              s ->
                  "%s in %d, out %d, quarantined %d, deduplicated %d"
                      .formatted(
                          s.table(), s.rowsIn(), s.rowsOut(), s.quarantined(), s.deduplicated()))
          .sorted()
          .collect(Collectors.joining("\n"));
    }
  }
}
