package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of a domain tell whether models make of given rows what they should. */
class ModelTestsTest {
  @TempDir Path folder;

  private TestDomain domain() {
    return TestDomain.in(folder)
        .source("orders", "id,customer,quantity\n")
        .source("customers", "customer,city\n")
        .model(
            "silver.orders",
            "SELECT id, customer, try_cast(quantity AS integer) AS quantity, _ingested_at"
                + " FROM bronze.orders",
            """
            key: [id]
            keep: latest by _ingested_at
            expect:
              - has_quantity: quantity IS NOT NULL
              - customer_exists: customer references bronze.customers
            """)
        .model(
            "gold.means",
            "SELECT customer, avg(quantity) AS mean, count(*) AS orders FROM silver.orders"
                + " GROUP BY customer")
        .model("gold.seen", "SELECT customer FROM gold.means", "kind: view\n");
  }

  @Test
  void rowsAreComparedWhateverTheirOrderInTheColumnsThatAreNamed() {
    TestDomain domain =
        domain()
            .file(
                "tests/orders.yaml",
                """
                the_last_version_counts:
                  description: And rows without a customer stay
                  model: silver.orders
                  given:
                    bronze.customers: [{customer: ann}]
                    bronze.orders:
                      - {id: 1, customer: ann, quantity: 5, _ingested_at: 2024-01-01 00:00:00}
                      - {id: 1, customer: ann, quantity: 6, _ingested_at: 2024-01-02 00:00:00}
                      - {id: 2, customer: , quantity: 7}
                  expect:
                    - {id: 2, customer: , quantity: 7}
                    - {id: 1, customer: ann, quantity: 6}
                  quarantined: []
                reasons_are_told:
                  model: silver.orders
                  given:
                    bronze.orders: [{id: 3, customer: zed, quantity: x}]
                  expect: []
                  quarantined: [{id: 3, _reasons: [has_quantity, customer_exists]}]
                """)
            .file(
                "tests/more/gold.yaml",
                """
                doubles_count_to_twelve_digits:
                  model: gold.means
                  given:
                    silver.orders:
                      - {customer: ann, quantity: 1}
                      - {customer: ann, quantity: 1}
                      - {customer: ann, quantity: 2}
                  expect: [{customer: ann, mean: 1.33333333333333333}]
                what_is_not_given_is_computed:
                  model: gold.seen
                  given:
                    bronze.customers: [{customer: ann}]
                    bronze.orders: [{id: 1, customer: ann, quantity: 5}]
                  expect: [{customer: ann}]
                a_view_may_be_tested_and_a_total_is_of_nothing:
                  model: gold.seen
                  expect: []
                """);

    TestDomain.Printed printed = domain.lodestar("test-domain");

    assertThat(printed.out().replaceAll("\\d+ ms", "N ms"))
        .isEqualTo(
            """
            tests/more/gold.yaml
              ok    doubles_count_to_twelve_digits  N ms
              ok    what_is_not_given_is_computed  N ms
              ok    a_view_may_be_tested_and_a_total_is_of_nothing  N ms
            tests/orders.yaml
              ok    the_last_version_counts  N ms
              ok    reasons_are_told  N ms
            5 tests passed
            """);
    assertThat(printed.exit()).isZero();
    assertThat(Files.exists(domain.warehouse())).isFalse();
  }

  @Test
  void aFailureShowsWhichRowsAreMissingAndWhichAreTooMany() {
    TestDomain domain =
        domain()
            .file(
                "tests/orders.yaml",
                """
                wrong:
                  model: silver.orders
                  given:
                    bronze.customers: [{customer: ann}]
                    bronze.orders:
                      - {id: 1, customer: ann, quantity: 5}
                      - {id: 2, customer: ann, quantity: 6}
                      - {id: 3, customer: zed, quantity: 7}
                  expect:
                    - {id: 1, customer: ann, quantity: 5}
                    - {id: 2, customer: ann, quantity: 60}
                  quarantined:
                    - {id: 3, _reasons: [has_quantity]}
                right:
                  model: gold.means
                  expect: []
                """);

    TestDomain.Printed printed = domain.lodestar("test-domain");

    assertThat(printed.out().replaceAll("\\d+ ms", "N ms"))
        .isEqualTo(
            """
            tests/orders.yaml
              FAIL  wrong  N ms
                    silver.orders: 1 expected and not there (-), 1 there and not expected (+), 1 as expected
                       id  customer  quantity
                    +   2  ann              6
                    -   2  ann             60
                    quarantine.silver_orders: 1 expected and not there (-), 1 there and not expected (+), 0 as expected
                       _reasons         id
                    +  customer_exists   3
                    -  has_quantity      3
              ok    right  N ms
            1 of 2 tests failed
            """);
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(domain.lodestar("test-domain", "right").out()).endsWith("1 test passed\n");
    assertThat(domain.lodestar("test-domain", "gold.means").out()).endsWith("1 test passed\n");
    assertThat(domain.lodestar("test-domain", "rigth").err())
        .contains("named rigth; did you mean right?");
    assertThat(domain.lodestar("test-domain", "right", "--json").out().replaceAll("\\s", ""))
        .contains("\"test\":\"right\"", "\"passed\":true", "\"difference\":[]");
  }

  @Test
  void aTestThatDoesNotFitItsTablesIsAProblemOfTheDomain() {
    TestDomain domain =
        domain()
            .file(
                "tests/orders.yaml",
                """
                misfit:
                  model: silver.orders
                  given:
                    bronze.orders: [{ids: 1}]
                    gold.means: [{customer: ann}]
                  expect: [{id: 1, quantity: lots}]
                  quarantined: [{id: 3, _reasons: [has_quantities]}]
                """);

    assertThat(domain.problems())
        .contains(
            "tests/orders.yaml:4:22: bronze.orders has no column \"ids\"",
            "did you mean \"id\"?",
            "tests/orders.yaml:5:5: silver.orders does not read gold.means",
            "tests/orders.yaml:6:30: \"lots\" is no integer",
            "tests/orders.yaml:7:17: silver.orders has no rule \"has_quantities\"");
    assertThat(domain.lodestar("test-domain").exit()).isEqualTo(1);
  }
}
