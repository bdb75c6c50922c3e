package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select order_id as id from orders | id=[silver.orders.order_id]
          select quantity * price as amount from orders where paid | amount=[silver.orders.price, silver.orders.quantity]
          select c.name from orders o left join customers c on o.customer_code = c.customer_code | name=[silver.customers.name]
          select customer_code as c, sum(quantity * price) as amount, count(*) as n from orders group by 1 | amount=[silver.orders.price, silver.orders.quantity] c=[silver.orders.customer_code] n=[]
          select total from gold.best | total=[silver.orders.quantity]
          select city as x from customers union all select product_code from orders | x=[silver.customers.city, silver.orders.product_code]
          select city as x from customers except select product_code from orders | x=[silver.customers.city]
          select row_number() over (partition by customer_code order by placed_at) as n from orders | n=[silver.orders.customer_code, silver.orders.placed_at]
          select (select max(name) from customers c where c.customer_code = o.customer_code) as n from orders o | n=[silver.customers.name]
          select o.order_id, t.x from orders o, lateral (select concat(name, o.product_code) as x from customers) as t | order_id=[silver.orders.order_id] x=[silver.customers.name, silver.orders.product_code]
          select 1 as one, 'a' as two | one=[] two=[]
          """)
  void followsAColumnToWhatIsStored(String statement, String lineage) {
    String told =
        new TreeMap<>(Shop.compile(statement).lineage())
            .entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    assertThat(told).isEqualTo(lineage);
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
    RelMetadataQuery metadata = query.plan().getCluster().getMetadataQuery();
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
    assertThat(query.lineage()).isEqualTo(theirs);
  }
}
