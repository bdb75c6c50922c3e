package dev.lodestar.server.security;

import java.util.List;
import java.util.Random;

/** Statements over the tables of {@link Shop}, of all the shapes in which a row could be shown. */
final class RandomSelect {
  private static final List<String> SALE_NUMBERS =
      List.of("s.sale_id", "s.customer_id", "s.product_id", "s.pieces", "s.amount");
  private static final List<String> CUSTOMER_TEXTS =
      List.of("c.name", "c.email", "c.region", "c.credit");
  private static final List<String> AGGREGATES =
      List.of("count(%s)", "sum(%s)", "min(%s)", "max(%s)", "count(distinct %s)");

  private final Random random;

  RandomSelect(Random random) {
    this.random = random;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String number() {
    return one(SALE_NUMBERS);
  }

  private String text() {
    return one(CUSTOMER_TEXTS);
  }

  private String join() {
    return one(List.of("join", "left join", "right join", "full join"))
        + " dim_customers c on s.customer_id = c.customer_id";
  }

  private String condition() {
    return switch (random.nextInt(9)) {
      case 0 -> number() + " > " + random.nextInt(100);
      case 1 -> number() + " between 3 and " + (4 + random.nextInt(90));
      case 2 -> number() + " is " + (random.nextBoolean() ? "" : "not ") + "null";
      case 3 -> "s.customer_id in (select customer_id from dim_customers where region = 'APAC')";
      case 4 ->
          "s.customer_id not in (select customer_id from dim_customers where region = 'EMEA')";
      case 5 ->
          "exists (select 1 from dim_customers x where x.customer_id = s.customer_id and x.name like"
              + " '%"
              + random.nextInt(10)
              + "')";
      case 6 -> "s.amount > (select avg(amount) from fact_sales)";
      case 7 -> "s.sold_on >= DATE '2024-02-01'";
      default -> "not (" + number() + " = " + random.nextInt(20) + ")";
    };
  }

  String next() {
    String where = random.nextBoolean() ? " where " + condition() : "";
    String aggregate = one(AGGREGATES).formatted(number());
    return switch (random.nextInt(14)) {
      case 0 -> "select " + aggregate + " as a from fact_sales s" + where;
      case 1 -> "select " + number() + " as a, s.sale_id from fact_sales s" + where;
      case 2 ->
          "select "
              + text()
              + " as t, "
              + aggregate
              + " as a from fact_sales s "
              + join()
              + where
              + " group by 1";
      case 3 -> "select s.sale_id, " + text() + " as t from fact_sales s " + join() + where;
      case 4 ->
          "select s.sale_id, row_number() over (partition by s.product_id order by s.sale_id) as r,"
              + " sum(s.amount) over (order by s.sale_id) as running from fact_sales s"
              + where;
      case 5 -> "select rank() over (order by c.name desc) as r, c.name from dim_customers c";
      case 6 ->
          "with x as (select s.product_id, "
              + aggregate
              + " as a from fact_sales s"
              + where
              + " group by s.product_id) select p.product, x.a from x join dim_products p"
              + " using (product_id)";
      case 7 ->
          "select customer_id from dim_customers "
              + one(List.of("union all", "union", "except", "intersect"))
              + " select customer_id from fact_sales s"
              + where;
      case 8 ->
          "select "
              + text()
              + " as t, (select count(*) from fact_sales s where s.customer_id ="
              + " c.customer_id) as n from dim_customers c";
      case 9 ->
          "select region, count(*) as n, sum(amount) as a from large_sales group by rollup (region)";
      case 10 -> "select count(*) as n from fact_sales s, dim_customers c" + where;
      case 11 ->
          "select cast("
              + text()
              + " as integer) as n from dim_customers c where c.customer_id "
              + one(List.of(">", "<", "<>"))
              + " "
              + random.nextInt(30);
      case 12 ->
          "select grouping(s.product_id) as g, s.product_id, "
              + aggregate
              + " as a from fact_sales s"
              + where
              + " group by cube (s.product_id)";
      default ->
          "select s.product_id, "
              + aggregate
              + " as a from fact_sales s"
              + where
              + " group by s.product_id having count(*) > "
              + random.nextInt(20);
    };
  }
}
