package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

  /** Columns of silver.orders stand without their table, those of silver.customers behind c. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # values
          select order_id as id from orders | id: order_id (identity)
          select quantity * price as a from orders | a: price (transformation), quantity (transformation)
          select cast(quantity as varchar) as t from orders | t: quantity (transformation)
          select cast(quantity as integer) as t from orders | t: quantity (identity)
          select 1 as one, 'a' as two from orders | one: ; two:
          select quantity > 3 as many from orders | many: quantity (transformation)
          select coalesce(product_code, customer_code) as x from orders | x: customer_code (transformation), product_code (transformation)
          select nullif(product_code, customer_code) as x from orders | x: customer_code (conditional), product_code (transformation)
          select case when paid then price else rate end as x from orders | x: paid (conditional), price (transformation), rate (transformation)
          select case quantity when 1 then 'one' when 2 then product_code end as x from orders | x: product_code (transformation), quantity (conditional)
          select case when paid then quantity when price > rate then 0 end as x from orders | x: paid (conditional), price (conditional), quantity (transformation), rate (conditional)
          select x + 1 as y from (select price * 2 as x from orders) as t | y: price (transformation)
          select x as y from (select price * 2 as x from orders) as t | y: price (transformation)
          with t as (select price as p from orders) select p as q from t | q: price (identity)
          # rows
          select order_id as id from orders where paid and quantity > 3 | id: order_id (identity); rows: paid (filter), quantity (filter)
          select id from (select order_id as id, price * rate as x from orders) as t where x > 3 | id: order_id (identity); rows: price (filter), rate (filter)
          select order_id as id from orders order by placed_at desc limit 3 | id: order_id (identity); rows: placed_at (sort)
          select order_id as id from orders order by price * rate limit 3 | id: order_id (identity); rows: price (sort), rate (sort)
          select distinct product_code as p from orders | p: product_code (identity); rows: product_code (group-by)
          # joins
          select c.name as n from orders o left join customers c on o.customer_code = c.customer_code | n: c.name (identity); rows: c.customer_code (join), customer_code (join)
          select o.price as p from orders o join customers c using (customer_code) | p: price (identity); rows: c.customer_code (join), customer_code (join)
          select customer_code as k from orders full join customers using (customer_code) | k: c.customer_code (transformation), customer_code (transformation); rows: c.customer_code (join), customer_code (join)
          select o.price as p, c.city as y from orders o cross join customers c | p: price (identity); y: c.city (identity)
          select o.price as p from orders o, customers c where o.customer_code = c.customer_code and c.city = 'Paris' | p: price (identity); rows: c.city (filter), c.customer_code (join), customer_code (join)
          select a.price as x, b.price as y from orders a join orders b on a.order_id = b.quantity | x: price (identity); y: price (identity); rows: order_id (join), quantity (join)
          select o.price as p from orders o join customers c on upper(o.customer_code) = c.name and o.quantity > 2 | p: price (identity); rows: c.name (join), customer_code (join), quantity (join)
          # groups
          select customer_code as c, sum(quantity * price) as a, count(*) as n from orders group by 1 | c: customer_code (identity); a: price (aggregation), quantity (aggregation); n: ; rows: customer_code (group-by)
          select max(upper(product_code)) as m from orders | m: product_code (aggregation)
          select round(avg(rate), 2) as m from orders | m: rate (aggregation)
          select count(distinct product_code) as n from orders | n: product_code (aggregation)
          select sum(price) filter (where paid) as s from orders | s: paid (conditional), price (aggregation)
          select sum(case when paid then price end) as s from orders | s: paid (conditional), price (aggregation)
          select upper(customer_code) as c, count(*) as n from orders group by upper(customer_code) | c: customer_code (transformation); n: ; rows: customer_code (group-by)
          select customer_code as c from orders group by customer_code having sum(price) > 3 | c: customer_code (identity); rows: customer_code (group-by), price (filter)
          select customer_code as c, product_code as p, grouping(product_code) as g, sum(price) as s from orders group by rollup(customer_code, product_code) | c: customer_code (identity); p: product_code (identity); g: ; s: price (aggregation); rows: customer_code (group-by), product_code (group-by)
          select percentile_cont(0.5) within group (order by rate) as m from orders | m: rate (aggregation)
          select median(rate) as m from orders | m: rate (aggregation)
          select string_agg(product_code, ',') within group (order by placed_at) as l from orders | l: placed_at (sort), product_code (aggregation)
          select max_by(product_code, placed_at) as p from orders | p: placed_at (conditional), product_code (aggregation)
          select any_value(product_code) as p from orders | p: product_code (aggregation)
          select s from (select customer_code, sum(price) as s from orders group by customer_code) as t where s > 3 | s: price (aggregation); rows: customer_code (group-by), price (filter)
          # windows
          select row_number() over (partition by customer_code order by placed_at) as n from orders | n: customer_code (window), placed_at (window)
          select sum(price) over (partition by customer_code) as s from orders | s: customer_code (window), price (aggregation)
          select price - lag(price) over (partition by product_code order by order_date) as d from orders | d: order_date (window), price (transformation), product_code (window)
          select first_value(product_code) over (order by placed_at desc) as p from orders | p: placed_at (window), product_code (transformation)
          select max_by(product_code, price) over (partition by customer_code) as p from orders | p: customer_code (window), price (conditional), product_code (aggregation)
          select sum(sum(price)) over (order by customer_code) as s from orders group by customer_code | s: customer_code (window), price (aggregation); rows: customer_code (group-by)
          select order_id as id from orders qualify row_number() over (partition by customer_code order by placed_at desc) = 1 | id: order_id (identity); rows: customer_code (filter), placed_at (filter)
          select rank() over w as r, ntile(4) over w as q from orders window w as (order by price) | r: price (window); q: price (window)
          # sets
          select city as x from customers union all select product_code from orders | x: c.city (identity), product_code (identity)
          select city as x from customers union select product_code from orders | x: c.city (identity), product_code (identity); rows: c.city (group-by), product_code (group-by)
          select city as x from customers except select product_code from orders | x: c.city (identity); rows: c.city (filter), product_code (filter)
          select city as x from customers intersect select product_code from orders where paid | x: c.city (identity), product_code (identity); rows: c.city (filter), paid (filter), product_code (filter)
          select quantity as x from orders union all select rate from orders | x: quantity (identity), rate (identity)
          # subqueries
          select (select max(name) from customers) as n from orders | n: c.name (aggregation)
          select (select max(name) from customers c where c.customer_code = o.customer_code) as n from orders o | n: c.customer_code (filter), c.name (aggregation), customer_code (filter)
          select price as p from orders where customer_code in (select customer_code from customers where city = 'Paris') | p: price (identity); rows: c.city (filter), c.customer_code (filter), customer_code (filter)
          select price as p from orders o where exists (select 1 from customers c where c.customer_code = o.customer_code) | p: price (identity); rows: c.customer_code (filter), customer_code (filter)
          select price as p from orders o where not exists (select name from customers c) | p: price (identity)
          select price > (select avg(price) from orders) as x from orders | x: price (transformation, aggregation)
          select product_code in (select name from customers where city = 'Paris') as x from orders | x: c.city (filter), c.name (transformation), product_code (transformation)
          select price as p from orders where price > all (select rate from orders where paid) | p: price (identity); rows: paid (filter), price (filter), rate (filter)
          select o.order_id as id, t.x from orders o, lateral (select concat(name, o.product_code) as x from customers where city = o.customer_code) as t | id: order_id (identity); x: c.name (transformation), product_code (transformation); rows: c.city (filter), customer_code (filter)
          # no table
          select 1 as one | one:
          select * from (values (1, 'a')) as t(x, y) | x: ; y:
          select date_value as d from table(date_spine(date '2024-01-01', date '2024-03-01', 'month')) | d:
          # views
          select total as t from gold.best | t: quantity (aggregation); rows: customer_code (group-by), quantity (filter)
          """)
  void followsValuesAndRowsToWhatIsStored(String statement, String expected) {
    assertThat(inWords(Shop.compile(statement).lineage())).isEqualTo(expected);
  }

  private static String inWords(QueryLineage lineage) {
    List<String> words = new ArrayList<>();
    lineage.columns().forEach((column, influences) -> words.add(column + ": " + influences));
    if (!lineage.rows().isEmpty()) {
      words.add("rows: " + lineage.rows());
    }
    return String.join("; ", words)
        .replace("silver.orders.", "")
        .replace("silver.customers.", "c.")
        .strip();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select order_id, quantity * price as amount, upper(product_code) as p from orders",
        "select c.name, o.quantity from orders o join customers c on o.customer_code ="
            + " c.customer_code",
        "select customer_code, sum(quantity) as q, avg(price) as p from orders group by 1",
        "select x.customer_code, x.q / 2 as h from (select customer_code, max(rate) as q from"
            + " orders group by customer_code) as x order by 2 limit 3",
        "select city from customers union select product_code from orders",
        "select customer_code, total from gold.best",
      })
  void calcitesOwnFollowingAgrees(String statement) {
    CompiledQuery query = Shop.compile(statement);
    RelMetadataQueryBase.THREAD_PROVIDERS.set(
        JaninoRelMetadataProvider.of(DefaultRelMetadataProvider.INSTANCE));
    RelMetadataQuery metadata = RelMetadataQuery.instance();
    Map<String, Set<Origin>> ours = new TreeMap<>();
    query
        .lineage()
        .columns()
        .forEach(
            (column, all) -> ours.put(column, all.only(Influence::direct).byOrigin().keySet()));
    Map<String, Set<Origin>> theirs = new TreeMap<>();
    for (int i = 0; i < query.columns().size(); i++) {
      Set<Origin> origins = new TreeSet<>();
      for (RelColumnOrigin origin :
          Objects.requireNonNull(metadata.getColumnOrigins(query.plan(), i))) {
        String table = origin.getOriginTable().getQualifiedName().get(0);
        String column =
            origin
                .getOriginTable()
                .getRowType()
                .getFieldNames()
                .get(origin.getOriginColumnOrdinal());
        origins.add(new Origin(TableName.parse(table), column));
      }
      theirs.put(query.columns().get(i).name(), origins);
    }
    assertThat(ours).isEqualTo(theirs);
  }
}
