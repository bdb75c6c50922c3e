package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but one SELECT over known tables compiles. */
class OnlyQueriesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "-- nothing",
        "insert into orders values (1)",
        "insert into orders select * from orders",
        "update orders set quantity = 1",
        "delete from orders",
        "merge into orders using customers on true when matched then delete",
        "create table x (a integer)",
        "create table x as select 1 as a",
        "create view x as select 1 as a",
        "create macro f(x) as x",
        "drop table orders",
        "truncate table orders",
        "alter table orders add column x integer",
        "begin",
        "commit",
        "set memory_limit = '1GB'",
        "reset memory_limit",
        "pragma database_list",
        "attach 'other.db' as other",
        "detach other",
        "copy orders to 'orders.csv'",
        "copy (select * from orders) to 'orders.csv'",
        "export database 'all'",
        "install httpfs",
        "load httpfs",
        "call pragma_version()",
        "checkpoint",
        "vacuum",
        "explain select 1 as a",
        "explain plan for select 1 as a",
        "describe orders",
        "show tables",
        "use silver",
        "select 1 as a; select 2 as b",
        "select 1 as a; drop table orders",
        "select * from read_csv('people.csv')",
        "select * from table(read_csv('people.csv'))",
        "select * from read_parquet('x.parquet')",
        "select * from read_text('/etc/passwd')",
        "select * from glob('*')",
        "select * from 'people.csv'",
        "select * from \"people.csv\"",
        "select * from information_schema.tables",
        "select * from duckdb_settings()",
        "select * from sqlite_master",
        "select * from range(10)",
        "select getenv('HOME') as x",
        "select current_setting('memory_limit') as x",
        "select query('select 1') as x",
        "select version() as x",
        "select user as x",
        "select pg_sleep(1) as x",
        "select * from orders for update",
        "select * from orders tablesample bernoulli(10)",
        "select * from orders for system_time as of timestamp '2024-01-01 00:00:00'",
        "select * from unnest(array[1, 2]) as t(x)",
        "select array[1, 2] as x",
        "select next value for s as x",
        "with recursive t(n) as (select 1 union all select n + 1 from t where n < 5) select n from"
            + " t",
        "select ? as x",
        "select cast('a' as blob) as x",
        "select quantity into x from orders",
      })
  void anythingElseIsRefused(String statement) {
    SqlProblem problem =
        catchThrowableOfType(SqlProblem.class, () -> Shop.COMPILER.compile(statement, "silver"));
    assertThat(problem).as("the problem of " + statement).isNotNull();
    assertThat(problem.getMessage()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 as a",
        "select 1 as a;",
        "  -- a comment ; with a semicolon\nselect 'a;b' as a /* and ' another */",
        "SELECT Order_Id FROM Silver.ORDERS",
        "select \"order_id\" as \"Order; id\" from orders",
        "with a as (select 1 as x) select x from a",
        "select * from (values (1, 'a')) as t(n, s)",
        "table orders",
      })
  void queriesCompile(String statement) {
    assertThat(Shop.compile(statement).columns()).isNotEmpty();
  }
}
