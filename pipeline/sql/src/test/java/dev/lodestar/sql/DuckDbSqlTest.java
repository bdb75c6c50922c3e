package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.junit.jupiter.api.Test;

/** The shape of the SQL; what it computes is compared with DuckDB's answers elsewhere. */
class DuckDbSqlTest {

  @Test
  void everyColumnIsCastToWhatItWasPromised() {
    assertThat(
            Shop.compile("select customer_code, sum(quantity) as q from orders group by 1")
                .duckDb())
        .isEqualTo(
            """
            SELECT CAST(t."customer_code" AS varchar) AS "customer_code", CAST(t."q" AS bigint) AS "q"
            FROM (SELECT "customer_code", CAST((sum("quantity")) AS BIGINT) AS "q"
            FROM "silver.orders" AS "s1"
            GROUP BY "customer_code") AS t("customer_code", "q")\
            """);
  }

  @Test
  void theOrderOfRowsIsThatOfTheOutermostSelect() {
    assertThat(Shop.compile("select order_id from orders order by price desc limit 5").duckDb())
        .isEqualTo(
            """
            SELECT CAST(t."order_id" AS bigint) AS "order_id"
            FROM (SELECT "order_id", "price"
            FROM "silver.orders" AS "s1") AS t("order_id", "price")
            ORDER BY t."price" DESC NULLS LAST
            LIMIT 5\
            """);
  }

  @Test
  void aTableIsOneQuotedIdentifierWithAnAliasOfItsOwn() {
    assertThat(
            Shop.compile("select a.order_id from orders a join orders b on a.order_id = b.order_id")
                .duckDb())
        .contains("FROM \"silver.orders\" AS \"s1\"")
        .contains(
            "INNER JOIN \"silver.orders\" AS \"s2\" ON \"s1\".\"order_id\" = \"s2\".\"order_id\"");
  }

  @Test
  void tablesInFromAreJoinedByTheConditionsOfWhere() {
    assertThat(
            Shop.compile(
                    "select o.order_id from orders o, customers c"
                        + " where o.customer_code = c.customer_code and c.city = 'Lyon'")
                .duckDb())
        .contains("JOIN");
  }

  @Test
  void aPartOfAPlanIsWrittenLikeAWholeOne() {
    CompiledQuery query = Shop.compile("select order_id, upper(product_code) as p from orders");
    RelNode cut =
        SqlCompiler.scan(
            query.plan().getCluster(),
            TableName.parse("exchange.one"),
            rowType(query.plan().getCluster().getTypeFactory()));
    RelNode above = query.plan().copy(query.plan().getTraitSet(), java.util.List.of(cut));
    assertThat(DuckDbWriter.toDuckDb(above, query.columns()))
        .isEqualTo(query.duckDb().replace("silver.orders", "exchange.one"));
  }

  private static org.apache.calcite.rel.type.RelDataType rowType(RelDataTypeFactory factory) {
    return ColumnTypes.rowType(factory, Shop.ORDERS.columns());
  }

  @Test
  void tablesReadAreTold() {
    CompiledQuery query =
        Shop.compile(
            "select total from gold.best b where exists"
                + " (select 1 from customers c where c.customer_code = b.customer_code)");
    assertThat(query.inputs()).containsExactlyInAnyOrder(Shop.ORDERS.name(), Shop.CUSTOMERS.name());
  }
}
