package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.stream.Stream;

/** The tables that the tests of this room speak of. */
final class Shop {
  static final TableShape ORDERS =
      TableShape.stored(
          TableName.parse("silver.orders"),
          columns(
              "order_id bigint, customer_code varchar, product_code varchar, quantity integer,"
                  + " price decimal(12,2), rate double, order_date date, placed_at timestamp,"
                  + " paid boolean"));

  static final TableShape CUSTOMERS =
      TableShape.stored(
          TableName.parse("silver.customers"),
          columns("customer_code varchar, name varchar, city varchar"));

  static final TableShape SALES =
      TableShape.view(
          TableName.parse("gold.sales"),
          columns("customer_code varchar, total bigint"),
          "select customer_code, sum(quantity) as total from silver.orders group by customer_code");

  static final TableShape BEST =
      TableShape.view(
          TableName.parse("gold.best"),
          columns("customer_code varchar, total bigint"),
          "select customer_code, total from sales where total > 3");

  static final TableShape BROKEN =
      TableShape.view(
          TableName.parse("gold.broken"),
          columns("total bigint"),
          "select\n  totl as total from sales");

  static final TableShape OVER_BROKEN =
      TableShape.view(
          TableName.parse("gold.over_broken"), columns("total bigint"), "select total from broken");

  static final TableShape ITSELF =
      TableShape.view(
          TableName.parse("gold.itself"), columns("total bigint"), "select total from itself");

  static final TableShape TOO_WIDE =
      TableShape.view(
          TableName.parse("gold.too_wide"), columns("a bigint"), "select 1 as a, 2 as b");

  static final List<TableShape> TABLES =
      List.of(ORDERS, CUSTOMERS, SALES, BEST, BROKEN, OVER_BROKEN, ITSELF, TOO_WIDE);

  static final SqlCompiler COMPILER = new SqlCompiler(TABLES);

  private Shop() {}

  static CompiledQuery compile(String sql) {
    try {
      return COMPILER.compile(sql, "silver");
    } catch (SqlProblem problem) {
      throw new AssertionError(sql + " is refused: " + problem.getMessage(), problem);
    }
  }

  /** Columns written as {@code name type, …}. */
  static List<Column> columns(String text) {
    return Stream.of(text.split(", ")).map(Shop::column).toList();
  }

  private static Column column(String text) {
    String[] parts = text.split(" ", 2);
    return new Column(parts[0], ColumnType.parse(parts[1]).orElseThrow());
  }
}
