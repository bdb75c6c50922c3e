package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.ExpectationResult;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule finds what breaks it, does what it says, and leaves a result. */
class ExpectationsTest {
  @TempDir Path folder;

  private TestDomain orders(String rules) {
    return TestDomain.in(folder)
        .source(
            "orders",
            "id,status,code,quantity,day\n"
                + "1,open,AB1,5,2024-01-01\n"
                + "2,closed,x,50,2024-01-02\n"
                + "3,lost,AB3,500,2024-01-03\n"
                + "4,,,,\n")
        .model(
            "silver.orders",
            "SELECT try_cast(id AS bigint) AS id, nullif(status, '') AS status,"
                + " nullif(code, '') AS code, try_cast(quantity AS integer) AS quantity,"
                + " parse_date(day, 'yyyy-MM-dd') AS day FROM bronze.orders",
            rules);
  }

  private static String results(TestDomain domain, String run) {
    try (Warehouse open = Warehouse.openExisting(domain.warehouse())) {
      return open.expectations(run).stream()
          .map(ExpectationsTest::line)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String line(ExpectationResult r) {
    return r.rule()
        + " | "
        + r.asks()
        + " | "
        + r.otherwise()
        + " | "
        + r.rowsBroken()
        + " of "
        + r.rowsChecked()
        + r.found().map(f -> " | " + f).orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "shares"})
  void rulesOfRowsHaveShortForms(String engine) {
    TestDomain domain =
        orders(
                """
                expect:
                  - not-null: [id, status]
                  - one-of: {status: [open, closed]}
                    otherwise: drop
                  - between: {quantity: [1, 100], day: [2024-01-01, 2024-01-31]}
                    otherwise: warn
                  - matches: {code: "^[A-Z]+[0-9]$"}
                    otherwise: warn
                """)
            .run("--runner=" + engine, "--run-id=r");

    assertThat(domain.rows("silver.orders", "id, status")).isEqualTo("1 | open\n2 | closed");
    assertThat(domain.rows("quarantine.silver_orders", "_reasons"))
        .isEqualTo("[\"not_null_status\"]");
    assertThat(results(domain, "r"))
        .isEqualTo(
            """
            not_null_id | not-null | quarantine | 0 of 4
            not_null_status | not-null | quarantine | 1 of 4
            one_of_status | one-of | drop | 1 of 4
            between_quantity | between | warn | 1 of 4
            between_day | between | warn | 0 of 4
            matches_code | matches | warn | 1 of 4""");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # rule                                                      | result
          rows: {at-least: 4, at-most: 4}                             | rows / 0 of 4 / 4 rows
          rows: {at-least: 5}                                         | rows / 1 of 4 / 4 rows
          rows: {at-most: 3}                                          | rows / 1 of 4 / 4 rows
          fresh: {day: 2 days}                                        | fresh / 1 of 4 / latest 2024-01-03
          fresh: {day: 5000 weeks}                                    | fresh / 0 of 4 / latest 2024-01-03
          sum-equals: {quantity: checks(total)}                       | sum-equals / 0 of 4 / 555 and 555
          sum-equals: {quantity: bronze_checks(total)}                | sum-equals / 1 of 4 / 555 and 7
          none_is_lost: SELECT id FROM orders WHERE status = 'lost'   | query / 1 of 4 / {"id":3}
          all_arrive: SELECT 1 AS one FROM bronze.orders HAVING count(*) <> (SELECT count(*) FROM orders) | query / 0 of 4
          unique: [status]                                            | unique / 0 of 4
          """)
  void rulesOfTablesAreAskedWhenAllIsMade(String rule, String expected) {
    TestDomain domain =
        orders("expect:\n  - " + rule + "\n    otherwise: warn\n")
            .model("silver.checks", "SELECT sum(quantity) AS total FROM silver.orders")
            .model("silver.bronze_checks", "SELECT 7 AS total FROM bronze.orders LIMIT 1")
            .run("--run-id=r");

    assertThat(results(domain, "r").replaceFirst("\\S+ \\| ", "").replace("warn | ", ""))
        .isEqualTo(expected.replace(" / ", " | "));
    assertThat(domain.rows("silver.orders", "id").lines()).hasSize(4);
  }

  @Test
  void aRunThatIsStoppedLeavesTheLastReleaseAndItsResults() {
    TestDomain domain =
        orders("expect:\n  - rows: {at-most: 4}\n  - unique: [id]\n").run("--run-id=good");
    domain.file("data/orders_2.csv", "id,status,code,quantity,day\n4,open,AB1,5,2024-01-01\n");

    TestDomain.Printed stopped = domain.lodestar("run", "--run-id=bad");

    assertThat(stopped.exit()).isEqualTo(3);
    assertThat(stopped.err())
        .contains(
            "silver.orders breaks what may not be broken: rows (5 rows), unique_id (1 rows). Nothing of this run was released; the last release stands");
    assertThat(domain.rows("silver.orders", "id").lines()).hasSize(4);
    assertThat(results(domain, "good"))
        .isEqualTo("rows | rows | stop | 0 of 4 | 4 rows\nunique_id | unique | stop | 0 of 4");
    assertThat(results(domain, "bad"))
        .isEqualTo("rows | rows | stop | 1 of 5 | 5 rows\nunique_id | unique | stop | 1 of 5");
  }

  @Test
  void aRunThatSetsTooManyRowsAsideIsStopped() {
    String rules = "expect:\n  - not-null: [status]\nquarantine-at-most: %s%%\n";
    assertThat(orders(rules.formatted("25")).lodestar("run", "--run-id=a").exit()).isZero();

    TestDomain domain = orders(rules.formatted("24.9"));
    TestDomain.Printed stopped = domain.lodestar("run", "--run-id=b", "--full");

    assertThat(stopped.err())
        .contains(
            "silver.orders breaks what may not be broken: quarantine_at_most (1 of 4 rows set aside)");
    assertThat(results(domain, "a"))
        .contains("quarantine_at_most | quarantine-at-most | stop | 0 of 4 | 1 of 4 rows");
    assertThat(results(domain, "b")).contains("stop | 1 of 4 | 1 of 4 rows set aside");
  }

  @Test
  void freshnessIsAskedInEveryRunAndOtherRulesWhenOneOfTheirTablesChanges() {
    TestDomain domain =
        orders(
                """
                expect:
                  - fresh: {day: 2 days}
                    otherwise: warn
                  - rows: {at-least: 1}
                  - same_rows: SELECT 1 AS one FROM bronze.others HAVING count(*) > 100
                """)
            .source("others", "id\n1\n")
            .run("--run-id=a")
            .run("--run-id=b")
            .file("data/others_2.csv", "id\n2\n")
            .run("--run-id=c");

    assertThat(rules(domain, "a")).containsExactly("fresh_day", "rows", "same_rows");
    assertThat(rules(domain, "b")).containsExactly("fresh_day");
    assertThat(rules(domain, "c")).containsExactly("fresh_day", "same_rows");
  }

  private static List<String> rules(TestDomain domain, String run) {
    return results(domain, run).lines().map(l -> l.split(" ")[0]).toList();
  }

  @Test
  void rulesThatDoNotFitTheirTableAreProblems() {
    TestDomain domain =
        orders(
            """
            expect:
              - one-of: {quantity: [1, many]}
              - between: {day: [2024-01-01, soon]}
              - matches: {quantity: "5"}
              - not-null: [ids]
              - fresh: {status: 2 days}
              - sum-equals: {status: bronze.orders(id)}
              - lost: SELECT ids FROM orders
            """);

    assertThat(domain.problems())
        .contains(
            "silver/orders.yaml:2:24: \"many\" is no integer",
            "silver/orders.yaml:3:20: \"soon\" is no date",
            "silver/orders.yaml:4:26: \"quantity\" is of type integer and matches no pattern",
            "silver/orders.yaml:5:15: not-null names \"ids\", which is not a column of the model");
    domain =
        orders(
            """
            expect:
              - fresh: {status: 2 days}
              - sum-equals: {status: bronze.orders(id)}
              - lost: SELECT ids FROM orders
            """);
    assertThat(domain.problems())
        .contains(
            "silver/orders.yaml:2:21: \"status\" is of type varchar and cannot be fresh",
            "silver/orders.yaml:3:26: \"status\" is of type varchar and has no sum",
            "silver/orders.yaml:4:18: unknown column \"ids\"");
  }
}
