package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong is said where it stands: a row is a statement with its place marked, a message, a
 * remedy.
 */
class SqlProblemTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void namesThatAreNotThere(String statement, String message, String advice) {
    assertProblem(statement, message, advice);
  }

  static Stream<Arguments> namesThatAreNotThere() {
    return rows(
        """
        select quantity from «ordres» | unknown table "silver.ordres" | did you mean "silver.orders"?
        select total from «gold.sals» | unknown table "gold.sals" | did you mean "gold.sales"?
        select total from «sales» | unknown table "silver.sales" | did you mean "gold.sales"?
        select quantity from «brnze.orders» | unknown table "brnze.orders" | did you mean "silver.orders"?
        select «quantty» from orders | unknown column "quantty" in "orders" | did you mean "quantity"?
        select o.«quantty» from orders o | unknown column "quantty" in "o" | did you mean "quantity"?
        select «naem» from orders o join customers c on true | unknown column "naem" in "o", "c" | did you mean "name"?
        select «x».quantity from orders o | there is no "x" in FROM | there are "o"
        select «customer_code» from orders join customers on true | column "customer_code" is in several tables | write customers.customer_code or orders.customer_code
        select «a» from (select 1 as a) t, (select 2 as a) u | column "a" is in several tables | write t.a or u.a
        select «*» from (select 1 as "a", 2 as "A") t | there are several t.a | give one of them another name by AS; upper and lower case are the same
        select t.«b» from (select 1 as a) as t | unknown column "b" in "t" | there are a
        with t as (select name from customers) select «nam» from t | unknown column "nam" in "t" | did you mean "name"?
        select «uper(product_code)» as x from orders | unknown function "uper" | did you mean "upper"?
        select cast(order_id as «integr») as x from orders | unknown type "integr" | use one of boolean, integer, bigint, double, decimal, date, timestamp, varchar; did you mean "integer"?
        select o.order_id from orders o, «customers o» | two tables go by the name "o" | give one of them another: … AS other
        """);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void valuesThatDoNotFit(String statement, String message, String advice) {
    assertProblem(statement, message, advice);
  }

  static Stream<Arguments> valuesThatDoNotFit() {
    return rows(
        """
        select «upper(quantity)» as x from orders | upper does not take (integer) | write upper(varchar)
        select «upper()» as x from orders | upper does not take () | write upper(varchar)
        select «lpad(product_code)» as x from orders | lpad does not take (varchar) | write lpad(varchar, integer[, varchar])
        select «sum(product_code)» as x from orders | sum does not take (varchar) | write sum(integer) or sum(decimal) or sum(double)
        select «quantity + product_code» as x from orders | + does not take integer and varchar | cast one of them
        select «order_date - order_date» as x from orders | - does not take date and date | use date_diff('day', earlier, later)
        select order_id from orders where «quantity = 'a'» | cannot compare integer with varchar | cast one of them: CAST(… AS integer)
        select order_id from orders where product_code in («1», 2) | cannot compare varchar with integer | cast one of them: CAST(… AS varchar)
        select order_id from orders where order_date > «'31/12/2024'» | '31/12/2024' is not a date | write it like '2024-01-31'
        select «date '2024-13-01'» as x | '2024-13-01' is not a date | write DATE '2024-01-31'
        select order_id from orders where «quantity» | WHERE needs a condition | compare something, as in … > 0
        select «case when paid then 1 else 'a' end» as x from orders | the branches of CASE have different types | cast them to one type
        select «greatest(1, 'a')» as x | the arguments of greatest have no type in common: integer, varchar | cast them to one type
        select «cast(order_date as integer)» as x from orders | no date can be cast to integer |
        select cast(price as «decimal») as x from orders | this decimal has no number of digits | write decimal(12,2): 12 digits, 2 of them decimals
        select date_trunc(«'moon'», placed_at) as x from orders | argument 1 of date_trunc is not a unit of time | use one of year, quarter, month, week, day, hour, minute, second, millisecond, microsecond
        select fiscal_year(order_date, «13») as x from orders | argument 2 of fiscal_year is not a month | use a month from 1 to 12
        select json_text(product_code, «'a.b'») as x from orders | argument 2 of json_text is not a path into a JSON text | write a path such as '$.customer.names[0]'
        select parse_date(product_code, «product_code») as x from orders | argument 2 of parse_date is not a date format | write a text such as 'dd/MM/yyyy'
        select percentile_cont(«1.5») within group (order by price) as x from orders | argument 1 of percentile_cont is not a number from 0 to 1 | use a number from 0 to 1
        """);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void shapesThatAreNoResult(String statement, String message, String advice) {
    assertProblem(statement, message, advice);
  }

  static Stream<Arguments> shapesThatAreNoResult() {
    return rows(
        """
        select «count(*)» from orders | this column of the result has no name | write … AS name after it
        select order_id as a, «quantity as a» from orders | two columns of the result are called "a" | give one of them another name: … AS other_name
        select «*» from orders o join customers c on o.customer_code = c.customer_code | two columns of the result are called "customer_code" | give one of them another name: … AS other_name
        select «interval '3' day as x» | column "x" of the result is of type interval | cast it to a type that a table can hold
        select «customer_code», sum(quantity) as q from orders | "customer_code" is neither grouped nor aggregated | add it to GROUP BY, or take an aggregate of it such as max(customer_code)
        select «sum(sum(quantity))» as x from orders | an aggregate cannot hold another one | compute the inner one in a subquery
        select order_id from orders where «sum(quantity)» > 1 | an aggregate cannot stand in WHERE | use HAVING, or compute it in a subquery
        select order_id from orders where «row_number() over (order by order_id)» = 1 | a window function cannot stand in WHERE | use QUALIFY
        select «row_number()» as x from orders | this function needs a window | write OVER (PARTITION BY … ORDER BY …) after it
        select 1 as a union all select «1, 2» | the parts of UNION ALL have different numbers of columns | select the same columns in each
        select «1 as a» union select 'a' as a | column 1 has different types in the parts of UNION | cast them to one type
        select order_id from orders order by «7» | there is no such column in the result | use a number from 1 to the number of columns
        select «(select order_id, quantity from orders)» as x | this query gives several columns where one value is needed | select one column
        select string_agg(distinct name, ',' order by «city») as x from customers | distinct values can only be ordered by themselves | write ORDER BY name, or leave DISTINCT out
        select «count(quantity, price)» as x from orders | count takes one argument | count(DISTINCT a || '-' || b) counts pairs
        select «percentile_cont(0.5)» as x from orders | percentile_cont needs an order | write WITHIN GROUP (ORDER BY …) after it
        """);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void textsThatAreNotSql(String statement, String message, String advice) {
    assertProblem(statement, message, advice);
  }

  static Stream<Arguments> textsThatAreNotSql() {
    return rows(
        """
        «selct» a from orders | "selct" begins no query | did you mean SELECT?
        select a, «from» orders | "from" cannot stand here | expected ( or a name
        select a from orders wher«e» | the statement ends too soon | expected ( or a name
        select a from orders where (a = «1» | the statement ends too soon | expected , or ) or AND or ORDER
        select «'»abc from orders | this text has no end | close it with '
        select «"»abc from orders | this quoted name has no end | close it with "
        select «order» from orders | "order" cannot stand here | if it is a name, put it in double quotes: "order"
        select a «#» b from orders | this character cannot stand here |
        select a b «c» from orders | "c" cannot stand here | expected FROM or , or BY or ORDER
        """);
  }

  @Test
  void aPlaceIsCountedInLinesAndColumns() {
    assertProblem(
        """
        -- what was ordered
        select order_id,
               «quantty»
        from orders
        """,
        "unknown column \"quantty\" in \"orders\"",
        "did you mean \"quantity\"?");
  }

  @Test
  void theClockIsNotForModels() {
    assertProblem(
        "select «current_date» as today from orders",
        "\"current_date\" gives another result each time",
        "a model gives the same result whenever it runs; use a variable of the domain,"
            + " as in DATE '${as-of}'");
  }

  private static Stream<Arguments> rows(String table) {
    return table
        .lines()
        .map(row -> row.split(" \\|( |$)", -1))
        .map(cells -> Arguments.of(cells[0], cells[1], cells[2]));
  }

  private static void assertProblem(String statement, String message, String advice) {
    Marked marked = Marked.read(statement);
    SqlProblem problem =
        catchThrowableOfType(
            SqlProblem.class, () -> Shop.COMPILER.compile(marked.text(), "silver"));
    assertThat(problem).as("the problem of " + marked.text()).isNotNull();
    assertThat(problem).hasMessage(message);
    assertThat(problem.advice()).isEqualTo(advice);
    assertThat(new int[] {problem.line(), problem.column(), problem.length()})
        .as("line, column and length")
        .containsExactly(marked.line(), marked.column(), marked.length());
  }
}
