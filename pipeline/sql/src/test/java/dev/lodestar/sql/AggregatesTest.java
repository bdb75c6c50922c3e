package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Answers from tables that are summed up are those from the rows, computed by DuckDB both times.
 * The data keeps no rule that a star is supposed to keep: keys are null, missing and there twice.
 */
class AggregatesTest {
  private static final Map<String, String> TABLES =
      new TreeMap<>(
          Map.of(
              "sales",
              "day_id integer, shop_id integer, product varchar, units integer,"
                  + " price decimal(12,2), weight double",
              "days",
              "day_id integer, month integer, year integer",
              "shops",
              "shop_id integer, city varchar, region varchar",
              "none",
              "x integer"));

  private static final Map<String, String> DEFINITIONS =
      new TreeMap<>(
          Map.of(
              "by_day_and_shop",
              "select shop_id, day_id, sum(units) as u, count(*) as n, count(units) as c,"
                  + " min(price) as low, max(product) as last, sum(price) as p, sum(weight) as w"
                  + " from sales group by day_id, shop_id",
              "by_month_and_region",
              "select year, region, month, sum(units) as u, count(*) as n, avg(price) as mean,"
                  + " cast(sum(price) as decimal(18, 4)) as p, count(distinct product) as products"
                  + " from sales join days on sales.day_id = days.day_id, shops"
                  + " where shops.shop_id = sales.shop_id group by year, month, region",
              "in_order",
              "select day_id, string_agg(product, ',' order by price) as p from sales"
                  + " group by day_id",
              "dear",
              "select product, shop_id, count(*) as n, sum(units) as u from sales"
                  + " where 5 < price group by product, shop_id order by product",
              "total",
              "select sum(units) as u, count(*) as n, max(price) as high from sales",
              "of_none",
              "select count(*) as n, sum(x) as x from none",
              "of_apples",
              "select shop_id, sum(units) filter (where product = 'apple') as u from sales"
                  + " group by shop_id"));

  private static Connection duckDb;
  private static SqlCompiler compiler;
  private static Aggregates aggregates;

  @BeforeAll
  static void makeTables() throws Exception {
    duckDb = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    run("select setseed(0.5)");
    make(
        "sales",
        "select nullif((random() * 40)::integer, 7) as day_id,"
            + " nullif((random() * 6)::integer, 3) as shop_id,"
            + " ['apple', 'pear', 'plum', null][1 + (random() * 3)::integer] as product,"
            + " nullif((random() * 9)::integer, 4) as units,"
            + " (random() * 12)::decimal(12, 2) as price, (random() * 8)::integer / 4 as weight"
            + " from range(700)");
    make(
        "days",
        "select i::integer as day_id, (1 + i % 4)::integer as month,"
            + " (2024 + i // 20)::integer as year from range(36) t(i)");
    make(
        "shops",
        "from (values (1, 'Lyon', 'south'), (2, 'Lille', 'north'), (2, 'Lens', 'north'),"
            + " (4, null, 'south'), (null, 'Nice', 'south'), (6, 'Metz', null))"
            + " shops(shop_id, city, region)");
    make("none", "select 1::integer as x where false");
    List<TableShape> shapes = new ArrayList<>();
    TABLES.forEach((name, columns) -> shapes.add(shape(name, Shop.columns(columns))));
    SqlCompiler beneath = new SqlCompiler(shapes);
    List<Aggregates.Candidate> candidates = new ArrayList<>();
    for (Map.Entry<String, String> one : DEFINITIONS.entrySet()) {
      CompiledQuery definition = beneath.compile(one.getValue(), "gold");
      make(one.getKey(), definition.duckDb());
      List<Column> columns = new ArrayList<>(definition.columns());
      // A table keeps the order in which its columns came to it.
      Collections.rotate(columns, 1);
      TableShape shape = shape(one.getKey(), columns);
      long rows = rows("select * from \"gold." + one.getKey() + "\"").size();
      candidates.add(
          new Aggregates.Candidate(shape, definition.inputs(), one.getValue(), () -> rows));
      shapes.add(shape);
    }
    compiler = new SqlCompiler(shapes);
    aggregates = Aggregates.among(candidates, beneath);
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  private static TableShape shape(String name, List<Column> columns) {
    return TableShape.stored(new TableName("gold", name), columns);
  }

  private static void make(String table, String select) throws SQLException {
    run("create table \"gold." + table + "\" as " + select);
  }

  private static void run(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          Object value = result.getObject(i);
          // The last digits hang on the order in which rows come.
          String text =
              value instanceof Double number
                  ? String.format(Locale.ROOT, "%.10g", number)
                  : String.valueOf(value);
          row.add(result.getMetaData().getColumnTypeName(i) + " " + text);
        }
        rows.add(row.toString());
      }
    }
    rows.sort(null);
    return rows;
  }

  /** The table that answers, and the right answer. */
  private static CompiledQuery answered(String sql) throws Exception {
    CompiledQuery asked = compiler.compile(sql, "gold");
    CompiledQuery answered = aggregates.in(asked);
    if (answered.equals(asked)) {
      return asked;
    }
    assertThat(rows(answered.duckDb())).as(sql).isEqualTo(rows(asked.duckDb()));
    assertThat(answered.columns()).isEqualTo(asked.columns());
    return answered;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select sum(units) as u, count(*) as n from sales | total",
        "select max(price) as high from sales | total",
        "select count(*) as n from sales where day_id = 3 | by_day_and_shop",
        "select distinct shop_id from sales | of_apples",
        "select shop_id, count(*) as n from sales where price > 5 group by shop_id | dear",
        "select shop_id, sum(units) as u from sales group by shop_id | by_day_and_shop",
        "select product, sum(units) as u from sales where price > 5 and product <> 'pear' group by product | dear",
        "select year, sum(units) as u from sales join days using (day_id) group by year | by_day_and_shop days",
        "select city, sum(price) as p from sales, shops where shops.shop_id = sales.shop_id group by city | by_day_and_shop shops",
        "select city, count(*) as n from sales left join shops on shops.shop_id = sales.shop_id group by city | by_day_and_shop shops",
        "select region, sum(price) as p from sales join shops using (shop_id) join days using (day_id) where year = 2024 group by region having sum(price) > 10 | by_month_and_region",
        "select year, month, region, avg(price) as mean, count(distinct product) as p from sales join shops using (shop_id) join days using (day_id) group by year, month, region | by_month_and_region",
        "select region, sum(units) as u from sales join shops using (shop_id) left join days using (day_id) group by region, year | by_day_and_shop shops days",
        "select shop_id, sum(units) filter (where product = 'apple') as u from sales group by shop_id | of_apples",
        "select sum(units) filter (where shop_id = 2) as u, count(*) filter (where day_id > 9) as n from sales | by_day_and_shop",
        "select day_id, shop_id, sum(weight) as w from sales where shop_id > 1 group by 1, 2 | by_day_and_shop",
        "select shop_id, day_id, sum(units) as u, grouping(day_id) as g from sales group by rollup(shop_id, day_id) | by_day_and_shop",
        "select count(distinct shop_id) as shops, min(day_id) as first from sales | by_day_and_shop",
        "select product from dear where n > (select count(*) / 40 from sales) | dear total",
        "select count(*) as n, sum(x) as x from none | of_none",
        "select name, u from (select city as name, sum(units) as u from sales join shops using (shop_id) group by city) where u > 3 | by_day_and_shop shops",
        "select s.city from shops s where (select sum(units) from sales where sales.shop_id = s.shop_id) > 9 | by_day_and_shop shops",
        "select shop_id, sum(units) as u from sales where shop_id > (select min(shop_id) from shops) group by shop_id | by_day_and_shop shops",
        "select shop_id, sum(units) as u from sales where shop_id = (select max(shop_id) from shops where region = 'south') group by shop_id | by_day_and_shop shops",
        "select shop_id, count(*) as n from sales where shop_id in (select shop_id from shops where region = 'south') group by shop_id | by_day_and_shop shops",
      })
  void aTableThatTellsIsRead(String sql, String tables) throws Exception {
    List<String> read = List.of(tables.split(" "));
    assertThat(answered(sql).inputs().stream().map(TableName::name)).hasSameElementsAs(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Floating point numbers are another sum in another order.
        "select shop_id, sum(weight) as w from sales group by shop_id",
        // The mean of means is no mean, and different things of several groups may be the same.
        "select region, avg(price) as mean, count(distinct product) as p from sales join shops using (shop_id) join days using (day_id) group by region",
        // Rows are gone.
        "select shop_id, product, count(*) as n from sales where price > 4 group by 1, 2",
        "select product, count(*) as n from sales group by product",
        "select shop_id, count(*) as n from sales where price > (select avg(price) from sales s where s.shop_id = sales.shop_id) group by shop_id",
        // A shop without sales counts as one row.
        "select shops.region, sum(units) as u from shops left join sales on sales.shop_id = shops.shop_id group by region",
        // The total has a row even if there are no sales.
        "select city, sum(units) as u from sales, shops where price > 11.9 group by city",
        "select max(city) as city from none, shops",
        "select city, count(*) as n from none, shops group by city",
        // Each sale stands beside each other one.
        "select a.shop_id, count(*) as n from sales a join sales b on a.shop_id = b.shop_id group by a.shop_id",
        "select city, sum(a.units) as u from sales a join shops using (shop_id) join sales b using (shop_id) group by city",
        // Of another column.
        "select shop_id, max(units) as u from sales group by shop_id",
        "select shop_id, sum(units * 2) as u from sales group by shop_id",
        "select shop_id, string_agg(product, ',' order by product) as p from sales group by shop_id",
        "select day_id, string_agg(product, ',') as p from sales group by day_id",
        "select sum(units) as u from sales where random() < 2",
        "select units from sales",
      })
  void whatItDoesNotTellIsComputedFromTheRows(String sql) throws Exception {
    CompiledQuery asked = SqlCompiler.interactive(compiler.tables()).compile(sql, "gold");
    assertThat(aggregates.in(asked)).isSameAs(asked);
  }

  @Test
  void randomStatementsHaveTheSameAnswer() throws Exception {
    Random random = new Random(7);
    Map<Boolean, Integer> told = new LinkedHashMap<>();
    for (int i = 0; i < 400; i++) {
      String sql = statement(random);
      boolean fromTable =
          answered(sql).inputs().stream().anyMatch(t -> !TABLES.containsKey(t.name()));
      told.merge(fromTable, 1, Integer::sum);
    }
    assertThat(told.get(true)).isGreaterThan(80);
    assertThat(told.get(false)).isGreaterThan(80);
  }

  private static String statement(Random random) {
    boolean days = random.nextInt(3) > 0;
    boolean shops = random.nextInt(3) > 0;
    List<String> keys = new ArrayList<>(List.of("sales.day_id", "sales.shop_id", "product"));
    List<String> conditions =
        new ArrayList<>(
            List.of(
                "price > 5",
                "sales.shop_id < 5",
                "sales.day_id between 3 and 30",
                "product in ('apple', 'plum')",
                "sales.shop_id is not null"));
    StringBuilder from = new StringBuilder("sales");
    if (days) {
      keys.addAll(List.of("year", "month", "month + year"));
      conditions.addAll(List.of("year = 2024", "month > 1", "sales.day_id <> month"));
      from.append(random.nextInt(4) == 0 ? " left" : "")
          .append(" join days on ")
          .append(
              random.nextBoolean() ? "days.day_id = sales.day_id" : "sales.day_id = days.day_id");
    }
    if (shops) {
      keys.addAll(List.of("region", "city"));
      conditions.addAll(List.of("region = 'south'", "city is null", "city < region"));
      from.append(random.nextInt(4) == 0 ? " left" : "")
          .append(" join shops on shops.shop_id = sales.shop_id");
    }
    List<String> groups = some(random, keys, random.nextInt(4));
    List<String> measures =
        some(
            random,
            List.of(
                "sum(units)",
                "count(*)",
                "count(units)",
                "min(price)",
                "sum(price)",
                "max(product)",
                "count(distinct sales.shop_id)",
                "max(sales.day_id)",
                "count(distinct product)",
                "sum(weight)",
                "avg(price)",
                "max(price)",
                "sum(units) filter (where product = 'apple')",
                "count(*) filter (where sales.shop_id > 2)"),
            1 + random.nextInt(2));
    List<String> filters = some(random, conditions, random.nextInt(3));
    StringBuilder sql = new StringBuilder("select ");
    List<String> columns = new ArrayList<>(groups);
    columns.addAll(measures);
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append(columns.get(i)).append(" as c").append(i);
    }
    sql.append(" from ").append(from);
    if (!filters.isEmpty()) {
      sql.append(" where ").append(String.join(" and ", filters));
    }
    if (!groups.isEmpty()) {
      String list = String.join(", ", groups);
      sql.append(" group by ").append(random.nextInt(5) == 0 ? "cube(" + list + ")" : list);
      if (random.nextInt(4) == 0) {
        sql.append(" having ").append(measures.get(0)).append(" is not null");
      }
    }
    return sql.toString();
  }

  private static List<String> some(Random random, List<String> of, int count) {
    List<String> left = new ArrayList<>(of);
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(left.remove(random.nextInt(left.size())));
    }
    return some;
  }
}
