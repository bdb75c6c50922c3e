package dev.lodestar.server.security;

import java.util.List;
import java.util.Random;

/** Statements over the tables of {@link Shop} that mean the same to DuckDB as they stand. */
final class TrueSelect {
  private static final List<String> NUMBERS =
      List.of("s.sale_id", "s.customer_id", "s.product_id", "s.pieces", "s.amount");
  private static final List<String> TEXTS = List.of("c.name", "c.email", "c.region", "c.credit");
  private static final List<String> AGGREGATES =
      List.of("count(%s)", "sum(%s)", "min(%s)", "max(%s)", "count(distinct %s)", "avg(%s)");

  private final Random random;

  TrueSelect(Random random) {
    this.random = random;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private int upTo(int bound) {
    return random.nextInt(bound);
  }

  private String number() {
    return switch (upTo(9)) {
      case 0 -> "(" + one(NUMBERS) + " + " + one(NUMBERS) + ")";
      case 1 -> "(" + one(NUMBERS) + " * " + (1 + upTo(5)) + ")";
      case 2 -> "(" + one(NUMBERS) + " - " + upTo(50) + ")";
      case 3 -> "abs(" + one(NUMBERS) + " - " + upTo(100) + ")";
      case 4 -> "coalesce(" + one(NUMBERS) + ", " + upTo(9) + ")";
      case 5 -> "case when " + test() + " then " + one(NUMBERS) + " else " + upTo(9) + " end";
      case 6 -> "nullif(" + one(NUMBERS) + ", " + upTo(5) + ")";
      case 7 -> "extract(" + one(List.of("year", "month", "day")) + " from s.sold_on)";
      default -> one(NUMBERS);
    };
  }

  private String text() {
    return switch (upTo(7)) {
      case 0 -> "upper(" + one(TEXTS) + ")";
      case 1 -> "substring(" + one(TEXTS) + ", " + (1 + upTo(3)) + ", " + (1 + upTo(6)) + ")";
      case 2 -> "(" + one(TEXTS) + " || '-' || " + one(TEXTS) + ")";
      case 3 -> "replace(" + one(TEXTS) + ", 'e', 'é')";
      case 4 -> "coalesce(" + one(TEXTS) + ", 'none')";
      default -> one(TEXTS);
    };
  }

  private String test() {
    return switch (upTo(10)) {
      case 0 -> one(NUMBERS) + " > " + upTo(100);
      case 1 -> one(NUMBERS) + " between " + upTo(10) + " and " + (10 + upTo(90));
      case 2 -> one(NUMBERS) + " is " + (random.nextBoolean() ? "" : "not ") + "null";
      case 3 -> one(NUMBERS) + " in (1, 2, " + upTo(40) + ")";
      case 4 -> "s.sold_on " + one(List.of("<", ">=", "<>")) + " DATE '2024-02-1" + upTo(9) + "'";
      case 5 -> "not (" + one(NUMBERS) + " = " + upTo(20) + ")";
      case 6 -> "(" + test() + " and " + test() + ")";
      case 7 -> "(" + test() + " or " + test() + ")";
      case 8 -> one(NUMBERS) + " <= " + one(NUMBERS);
      default -> one(NUMBERS) + " % 3 = " + upTo(3);
    };
  }

  private String condition() {
    return switch (upTo(6)) {
      case 0 ->
          "s.customer_id "
              + one(List.of("in", "not in"))
              + " (select customer_id from dim_customers where region = 'APAC')";
      case 1 ->
          one(List.of("exists", "not exists"))
              + " (select 1 from dim_customers x where x.customer_id = s.customer_id and x.name like"
              + " '%"
              + upTo(10)
              + "')";
      case 2 -> "s.amount > (select avg(amount) from fact_sales)";
      default -> test();
    };
  }

  private String aggregate() {
    String aggregate = one(AGGREGATES).formatted(number());
    return random.nextInt(4) == 0 ? aggregate + " filter (where " + test() + ")" : aggregate;
  }

  private String join() {
    return one(List.of("join", "left join", "right join", "full join"))
        + " dim_customers c on s.customer_id = c.customer_id";
  }

  String next() {
    String where = random.nextBoolean() ? " where " + condition() : "";
    return switch (upTo(14)) {
      case 0 ->
          "select " + aggregate() + " as a, " + aggregate() + " as b from fact_sales s" + where;
      case 1 -> "select s.sale_id, " + number() + " as a from fact_sales s" + where;
      case 2 ->
          "select "
              + text()
              + " as t, "
              + aggregate()
              + " as a from fact_sales s "
              + join()
              + where
              + " group by 1";
      case 3 -> "select s.sale_id, " + text() + " as t from fact_sales s " + join() + where;
      case 4 ->
          "select s.sale_id, row_number() over (partition by s.product_id order by s.sale_id) as r,"
              + " sum(s.pieces) over (order by s.sale_id rows between "
              + upTo(5)
              + " preceding and current row) as running, lag(s.pieces) over (order by s.sale_id) as"
              + " before from fact_sales s"
              + where;
      case 5 ->
          "select rank() over (order by "
              + text()
              + " desc) as r, c.name from dim_customers c order by r, c.name limit "
              + (1 + upTo(30));
      case 6 ->
          "with x as (select s.product_id, "
              + aggregate()
              + " as a from fact_sales s"
              + where
              + " group by s.product_id) select p.product, x.a from x join dim_products p"
              + " on p.product_id = x.product_id";
      case 7 ->
          "select customer_id from dim_customers "
              + one(List.of("union all", "union", "except", "intersect"))
              + " select customer_id from fact_sales s"
              + where;
      case 8 ->
          "select "
              + text()
              + " as t, (select count(*) from fact_sales s where s.customer_id = c.customer_id and "
              + test()
              + ") as n from dim_customers c";
      case 9 ->
          "select c.region, s.product_id, grouping(c.region) as g, count(*) as n from fact_sales s"
              + " join dim_customers c on c.customer_id = s.customer_id"
              + where
              + " group by "
              + one(List.of("rollup", "cube"))
              + " (c.region, s.product_id)";
      case 10 -> "select distinct " + number() + " as a from fact_sales s" + where;
      case 11 ->
          "select s.sale_id, s.amount from fact_sales s"
              + where
              + " order by s.amount desc, s.sale_id limit "
              + (1 + upTo(50))
              + " offset "
              + upTo(20);
      case 12 ->
          "select s.sale_id, s.product_id from fact_sales s"
              + where
              + " qualify row_number() over (partition by s.product_id order by s.amount desc,"
              + " s.sale_id) <= "
              + (1 + upTo(4));
      default ->
          "select s.product_id, "
              + aggregate()
              + " as a from fact_sales s"
              + where
              + " group by s.product_id having count(*) > "
              + upTo(20);
    };
  }
}
