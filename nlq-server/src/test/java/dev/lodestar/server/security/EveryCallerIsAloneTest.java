package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Callers from whom something is kept back ask one server the same, {@code -Dalone.statements=5000}
 * statements when there is time, each one after the other, so that copies of tables, plans and
 * results are there that were made for others. What each is told is what a warehouse of their own
 * tells, that holds what they may see and nothing else.
 */
final class EveryCallerIsAloneTest {
  private static final int STATEMENTS = Integer.getInteger("alone.statements", 60);
  private static final Set<String> HIDDEN = Set.of("email", "pieces", "addresses");
  private static final Set<String> SEEING_APAC = Set.of("joe", "hal", "mia");
  private static final String MASK_KEY = "0123456789abcdef";

  private static final String USERS =
      """
      mask-key: %s
      users:
        ann: {tokens: {x: "%s"}, roles: [seller], attributes: {region: EMEA}}
        hal: {tokens: {x: "%s"}, roles: [shy]}
        mia: {tokens: {x: "%s"}, roles: [masked]}
        joe: {tokens: {x: "%s"}, roles: [carrier], attributes: {region: [EMEA, AMER]}}
        sue: {tokens: {x: "%s"}, roles: [seller, shy, masked], attributes: {region: EMEA}}
      roles:
        seller:
          domains:
            shop:
              rows:
                gold.dim_customers: region = ${user.region}
                gold.dim_products: true
                gold.amounts_by_customer: customer_id IN (SELECT customer_id FROM gold.dim_customers WHERE region = ${user.region})
        carrier:
          domains:
            shop:
              rows:
                gold.dim_customers: true
                gold.dim_products: true
                gold.fact_sales: customer_id IN (SELECT customer_id FROM gold.dim_customers WHERE region IN (${user.region}))
                gold.amounts_by_customer: EXISTS (SELECT 1 FROM gold.dim_customers c WHERE c.customer_id = amounts_by_customer.customer_id AND c.region IN (${user.region}))
        shy:
          domains:
            shop:
              hide: [gold.dim_customers.email, gold.fact_sales.pieces]
        masked:
          domains:
            shop:
              mask:
                gold.dim_customers.name: partial
                gold.dim_customers.region: hash
                gold.fact_sales.amount: redact
                gold.amounts_by_customer.amount: redact
      """
          .formatted(
              MASK_KEY,
              TokenHash.of("ann"),
              TokenHash.of("hal"),
              TokenHash.of("mia"),
              TokenHash.of("joe"),
              TokenHash.of("sue"));

  /** What a caller may see, as DuckDB's SQL over {@code customers}, {@code sales}, {@code sums}. */
  private record Seen(String customers, String sales, String sums) {}

  private static final String PLAIN = "SELECT * FROM ";
  private static final String IN_EMEA =
      " WHERE customer_id IN (SELECT customer_id FROM customers WHERE region = 'EMEA')";
  private static final String NOT_IN_APAC =
      " WHERE customer_id IN (SELECT customer_id FROM customers WHERE region <> 'APAC')";
  private static final String MASKED_CUSTOMERS =
      "customer_id, '****' || CASE WHEN length(name) > 8 THEN right(name, 4) ELSE '' END AS name, %s"
          + " sha256('"
          + MASK_KEY
          + "' || region) AS region, credit FROM customers";
  private static final String NO_AMOUNTS =
      "SELECT customer_id, sales, NULL::DECIMAL(38,2) AS amount FROM sums";

  private static final Map<String, Seen> SEEN = new LinkedHashMap<>();

  static {
    SEEN.put(
        "ann",
        new Seen(
            PLAIN + "customers WHERE region = 'EMEA'",
            PLAIN + "sales" + IN_EMEA,
            PLAIN + "sums" + IN_EMEA));
    SEEN.put(
        "joe",
        new Seen(PLAIN + "customers", PLAIN + "sales" + NOT_IN_APAC, PLAIN + "sums" + NOT_IN_APAC));
    SEEN.put(
        "hal",
        new Seen(
            "SELECT * EXCLUDE (email) FROM customers",
            "SELECT * EXCLUDE (pieces) FROM sales",
            PLAIN + "sums"));
    SEEN.put(
        "mia",
        new Seen(
            "SELECT " + MASKED_CUSTOMERS.formatted("email,"),
            "SELECT * REPLACE (NULL::DECIMAL(12,2) AS amount) FROM sales",
            NO_AMOUNTS));
    SEEN.put(
        "sue",
        new Seen(
            "SELECT " + MASKED_CUSTOMERS.formatted("") + " WHERE region = 'EMEA'",
            "SELECT * EXCLUDE (pieces) REPLACE (NULL::DECIMAL(12,2) AS amount) FROM sales"
                + IN_EMEA,
            NO_AMOUNTS + IN_EMEA));
  }

  /** A caller of the one server, and a warehouse of their own. */
  private record Alone(
      String name, Catalog seen, BuiltDomain shop, ServedDomain served, QueryEngine engine) {

    Catalog right() {
      Set<String> gold = Set.of("gold");
      return served
          .current()
          .orElseThrow()
          .seenBy(new Access(gold, Set.of(), Map.of(), Map.of(), Set.of(), ""));
    }
  }

  @TempDir static Path directory;
  private static BuiltDomain whole;
  private static ServedDomain served;
  private static QueryEngine engine;
  private static final List<Alone> CALLERS = new ArrayList<>();

  @BeforeAll
  static void build() throws Exception {
    whole = shop("shop", new Seen(PLAIN + "customers", PLAIN + "sales", PLAIN + "sums"), true);
    served = whole.served();
    engine =
        QueryEngine.over(
            whole.address(), new EngineSettings(Optional.empty(), 50_000_000, 50_000_000));
    Path file = Files.writeString(directory.resolve("users.yaml"), USERS);
    UsersFile.Outcome outcome = UsersFile.read(file);
    assertThat(outcome.problems()).isEmpty();
    for (Map.Entry<String, Seen> entry : SEEN.entrySet()) {
      String name = entry.getKey();
      Caller caller = outcome.users().orElseThrow().caller(name).orElseThrow();
      BuiltDomain shop = shop(name, entry.getValue(), !name.matches("hal|sue"));
      CALLERS.add(
          new Alone(
              name,
              caller.tables(served).orElseThrow(),
              shop,
              shop.served(),
              QueryEngine.over(shop.address())));
    }
  }

  private static BuiltDomain shop(String name, Seen of, boolean withAddresses)
      throws IOException, SQLException {
    String all =
        "WITH customers AS (%s), sales AS (%s), sums AS (SELECT customer_id, count(*) AS sales,"
                .formatted(Shop.CUSTOMERS, Shop.SALES)
            + " sum(amount)::DECIMAL(38,2) AS amount FROM sales GROUP BY customer_id) ";
    String sums =
        "select customer_id, count(*) as sales, sum(amount) as amount from fact_sales group by"
            + " customer_id";
    BuiltDomain shop = BuiltDomain.in(directory, name);
    shop.file("bronze/customers.yaml", "files: c.csv\ncolumns:\n  id:\n")
        .file("bronze/sales.yaml", "files: s.csv\ncolumns:\n  id:\n")
        .file("gold/dim_customers.sql", "SELECT id AS customer_id FROM bronze.customers")
        .file("gold/dim_customers.yaml", "key: [customer_id]\n")
        .file("gold/dim_products.sql", "SELECT id AS product_id FROM bronze.sales")
        .file("gold/fact_sales.sql", "SELECT id AS sale_id FROM bronze.sales")
        .file(
            "gold/fact_sales.yaml",
            """
            key: [sale_id]
            expect:
              - customer_is_known: customer_id references gold.dim_customers
                otherwise: warn
            """)
        .file("gold/amounts_by_customer.sql", sums)
        .table("gold.dim_customers", all + of.customers())
        .table(
            "gold.dim_products",
            "SELECT i::INTEGER AS product_id, 'product ' || i AS product FROM range(4) t(i)")
        .table("gold.fact_sales", all + of.sales())
        .summedUp("gold.amounts_by_customer", all + of.sums(), sums, "gold.fact_sales")
        .view(
            "gold.large_sales",
            "SELECT s.sale_id, c.region, s.amount FROM fact_sales s JOIN dim_customers c USING"
                + " (customer_id) WHERE s.sale_id > 40",
            new Column("sale_id", ColumnType.INTEGER),
            new Column("region", ColumnType.VARCHAR),
            new Column("amount", ColumnType.decimal(12, 2)));
    if (withAddresses) {
      shop.view(
          "gold.addresses",
          "SELECT customer_id, email FROM dim_customers",
          new Column("customer_id", ColumnType.INTEGER),
          new Column("email", ColumnType.VARCHAR));
    }
    shop.release("run-1");
    return shop;
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
    served.close();
    whole.close();
    for (Alone caller : CALLERS) {
      caller.engine().close();
      caller.served().close();
      caller.shop().close();
    }
  }

  private enum Kind {
    ROWS,
    NONE,
    FAILED,
    REFUSED
  }

  /** The rows, sorted; or why there are none. */
  private record Answer(Kind kind, List<String> lines) {
    boolean isFailure() {
      return kind == Kind.FAILED;
    }
  }

  private static Answer answer(QueryEngine of, Catalog catalog, String sql) {
    List<String> rows = new ArrayList<>();
    try {
      of.prepare(catalog, "gold", sql, QueryLimits.NONE).run(row -> rows.add(row.toString()));
    } catch (QueryFailed e) {
      return new Answer(Kind.FAILED, List.of(String.valueOf(e.getMessage())));
    } catch (SqlProblem e) {
      return new Answer(Kind.REFUSED, List.of(e.getMessage() + "; " + e.advice()));
    } catch (IOException e) {
      throw new AssertionError(sql, e);
    }
    rows.sort(null);
    return new Answer(rows.isEmpty() ? Kind.NONE : Kind.ROWS, rows);
  }

  @Test
  void whateverOthersAsk() {
    Random random = new Random(Long.getLong("alone.seed", 20_261_122));
    RandomSelect statements = new RandomSelect(random);
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < STATEMENTS; i++) {
      String sql = i % 3 == 0 ? statements.next() : statements.nextWithout(HIDDEN);
      for (Alone caller : CALLERS) {
        Answer right = answer(caller.engine(), caller.right(), sql);
        Answer told = answer(engine, caller.seen(), sql);
        outcomes.merge(caller.name() + " " + right.kind(), 1, Integer::sum);
        // Who sees customers of APAC may be told of their credit sooner or later, as DuckDB plans.
        boolean eitherMayFail =
            SEEING_APAC.contains(caller.name()) && (right.isFailure() || told.isFailure());
        if (!told.equals(right) && !eitherMayFail) {
          wrong.add(caller.name() + ": " + sql + "\n  right " + right + "\n  told  " + told);
        }
      }
    }
    assertThat(wrong).isEmpty();
    // Otherwise they would ask nothing.
    for (String name : SEEN.keySet()) {
      assertThat(outcomes.getOrDefault(name + " ROWS", 0)).as(name).isGreaterThan(STATEMENTS / 4);
    }
    assertThat(outcomes.get("mia FAILED")).isPositive();
    assertThat(outcomes.get("sue REFUSED")).isPositive();
    assertThat(outcomes.getOrDefault("ann FAILED", 0)).isLessThan(STATEMENTS / 20);
  }
}
