package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.sql.SqlProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a user of EMEA asks, the answer is that of a shop that has no other customers: a second
 * warehouse, which was never told of them, says what is right.
 */
final class RowRulesTest {
  private static final String USERS =
      """
      users:
        ann: {tokens: {x: "%s"}, roles: [seller], attributes: {region: EMEA}}
      roles:
        seller:
          domains:
            shop:
              rows:
                gold.dim_customers: region = ${user.region}
                gold.dim_products: true
      """
          .formatted(TokenHash.of("t"));

  @TempDir static Path directory;
  private static BuiltDomain whole;
  private static BuiltDomain part;
  private static ServedDomain wholeServed;
  private static ServedDomain partServed;
  private static QueryEngine wholeEngine;
  private static QueryEngine partEngine;
  private static Catalog seen;
  private static Catalog right;

  @BeforeAll
  static void build() throws Exception {
    whole = Shop.in(directory, "shop", "*");
    whole.release("run-1");
    part = Shop.in(directory, "emea", "EMEA");
    part.release("run-1");
    wholeServed = whole.served();
    partServed = part.served();
    wholeEngine = QueryEngine.over(whole.address());
    partEngine = QueryEngine.over(part.address());
    Path file = Files.writeString(directory.resolve("users.yaml"), USERS);
    UsersFile.Outcome outcome = UsersFile.read(file);
    assertThat(outcome.problems()).isEmpty();
    Caller ann = outcome.users().orElseThrow().caller("ann").orElseThrow();
    seen = ann.tables(wholeServed).orElseThrow();
    right = partServed.current().orElseThrow();
  }

  @AfterAll
  static void close() throws Exception {
    wholeEngine.close();
    partEngine.close();
    wholeServed.close();
    partServed.close();
    whole.close();
    part.close();
  }

  /** The rows in their order where it is said, else sorted; or why there are none. */
  private static List<String> answer(QueryEngine engine, Catalog catalog, String sql) {
    List<String> rows = new ArrayList<>();
    try {
      engine.prepare(catalog, "gold", sql, QueryLimits.NONE).run(row -> rows.add(row.toString()));
    } catch (QueryFailed e) {
      assertThat(String.valueOf(e.getMessage())).as(sql).doesNotContain(Shop.SECRET);
      return List.of("failed");
    } catch (SqlProblem e) {
      throw new AssertionError(sql + ": " + e.getMessage() + "; " + e.advice(), e);
    } catch (java.io.IOException e) {
      throw new AssertionError(sql, e);
    }
    rows.sort(null);
    return rows;
  }

  @Test
  void noFailureTellsOfARowThatIsNotSeen() {
    // Only customers of other regions have a credit that is no number.
    for (String sql :
        List.of(
            "select count(*) from dim_customers where cast(credit as integer) > 5",
            "select sum(cast(credit as integer)) from dim_customers",
            // Everybody seen has a credit, and a number.
            "select count(*) from dim_customers where cast(coalesce(credit, 'none') as integer) > 5",
            "select customer_id from dim_customers order by cast(coalesce(credit, 'none') as integer)",
            "select count(*) from dim_customers where 2147483647 + case when customer_id is null then"
                + " 1 else 0 end > 0",
            "select rank() over (order by cast(coalesce(credit, 'none') as integer)) from"
                + " dim_customers",
            "select count(*) from fact_sales s join dim_customers c on s.customer_id = c.customer_id"
                + " where cast(c.credit as integer) >= 0",
            "select count(*) from fact_sales s left join (select customer_id, cast(credit as integer)"
                + " as n from dim_customers) c using (customer_id) where n >= 0",
            "select count(*) from dim_customers where case when region = 'APAC' then"
                + " cast(name as integer) else 1 end = 1",
            "select count(*) from fact_sales where case when customer_id % 3 = 1 then"
                + " cast('x' || sale_id as integer) else 1 end = 1")) {
      List<String> expected = answer(partEngine, right, sql);
      assertThat(expected).as(sql).isNotEqualTo(List.of("failed"));
      assertThat(answer(wholeEngine, seen, sql)).as(sql).isEqualTo(expected);
    }
  }

  @Test
  void tablesThatHoldOtherRowsAreNotThere() {
    assertThat(seen.tables().stream().map(table -> table.name().toString()))
        .containsExactly(
            "gold.addresses",
            "gold.dim_customers",
            "gold.dim_products",
            "gold.fact_sales",
            "gold.large_sales");
    assertThat(seen.withheld().toString())
        .contains("gold.sales_by_day=it is made from silver.sales, as is gold.fact_sales")
        .contains("gold.sales_by_month=it is made from gold.fact_sales, whose rows are guarded");
  }
}
