package dev.lodestar.server.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements over the tables of {@link Shop}, one within another, of all the shapes in which a row
 * could be shown. Some of what they compute fails on customers of APAC, and on what is missing
 * where it is never missing in a row that is seen.
 */
final class RandomSelect {
  private enum Kind {
    NUMBER,
    TEXT,
    DAY
  }

  private record Column(String sql, Kind kind) {}

  /** What can stand after FROM, and the columns that its rows then have. */
  private record From(String sql, List<Column> columns) {}

  /** A SELECT whose columns are c0, c1 and so on. */
  private record Select(String sql, List<Kind> kinds) {}

  private static final Map<String, Map<String, Kind>> TABLES = new LinkedHashMap<>();

  static {
    table("dim_customers", "customer_id number name text email text region text credit text");
    table(
        "fact_sales",
        "sale_id number customer_id number product_id number pieces number amount number sold_on"
            + " day");
    table("dim_products", "product_id number product text");
    table("large_sales", "sale_id number region text amount number");
    table("addresses", "customer_id number email text");
    table("amounts_by_customer", "customer_id number sales number amount number");
  }

  private static void table(String name, String columns) {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    String[] words = columns.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      kinds.put(words[i], Kind.valueOf(words[i + 1].toUpperCase(java.util.Locale.ROOT)));
    }
    TABLES.put(name, kinds);
  }

  private final Random random;
  private Set<String> without = Set.of();
  private int names;

  RandomSelect(Random random) {
    this.random = random;
  }

  String next() {
    return nextWithout(Set.of());
  }

  /** The next that does not name some tables and columns. */
  String nextWithout(Set<String> unnamed) {
    names = 0;
    without = unnamed;
    return select(2, List.of()).sql();
  }

  private int upTo(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[upTo(of.length)];
  }

  private String newName() {
    return "t" + names++;
  }

  // ---- SELECT

  private Select select(int depth, List<Column> outer) {
    return switch (upTo(depth > 0 ? 12 : 7)) {
      case 0, 1 -> plain(depth, outer);
      case 2, 3 -> grouped(depth, outer);
      case 4 -> whole(depth, outer);
      case 5 -> windows(depth, outer);
      case 6 -> distinct(depth, outer);
      case 7 -> united(depth, outer);
      case 8 -> cut(depth, outer);
      case 9 -> withName(depth, outer);
      case 10 -> grouped(depth, outer);
      default -> plain(depth, outer);
    };
  }

  private static Select of(String before, List<String> cells, List<Kind> kinds, String after) {
    String list =
        IntStream.range(0, cells.size())
            .mapToObj(i -> cells.get(i) + " as c" + i)
            .collect(Collectors.joining(", "));
    return new Select("select " + before + list + after, kinds);
  }

  private Select plain(int depth, List<Column> outer) {
    From from = from(depth);
    List<String> cells = new ArrayList<>();
    List<Kind> kinds = kinds();
    kinds.forEach(kind -> cells.add(value(kind, from.columns(), outer, depth)));
    return of("", cells, kinds, " from " + from.sql() + where(from, outer, depth));
  }

  private Select distinct(int depth, List<Column> outer) {
    From from = from(depth);
    Kind kind = one(Kind.values());
    String cell = value(kind, from.columns(), outer, depth);
    return of(
        "distinct ",
        List.of(cell),
        List.of(kind),
        " from " + from.sql() + where(from, outer, depth));
  }

  private Select whole(int depth, List<Column> outer) {
    From from = from(depth);
    List<Kind> kinds = kinds();
    List<String> cells = kinds.stream().map(kind -> aggregate(kind, from, outer)).toList();
    return of("", cells, kinds, " from " + from.sql() + where(from, outer, depth));
  }

  private Select grouped(int depth, List<Column> outer) {
    From from = from(depth);
    Kind first = one(Kind.values());
    Kind second = one(Kind.values());
    String a = value(first, from.columns(), List.of(), 0);
    String b = value(second, from.columns(), List.of(), 0);
    String by =
        one(
            "1, 2",
            "1, 2",
            "rollup (" + a + ", " + b + ")",
            "cube (" + a + ", " + b + ")",
            "grouping sets ((" + a + "), (" + b + "), ())");
    String having =
        upTo(3) == 0
            ? " having "
                + one("count(*)", aggregate(Kind.NUMBER, from, List.of()))
                + " > "
                + upTo(20)
            : "";
    return of(
        "",
        List.of(
            a, b, aggregate(Kind.NUMBER, from, List.of()), aggregate(Kind.TEXT, from, List.of())),
        List.of(first, second, Kind.NUMBER, Kind.TEXT),
        " from " + from.sql() + where(from, outer, depth) + " group by " + by + having);
  }

  private Select windows(int depth, List<Column> outer) {
    From from = from(depth);
    // In an order in which no two different rows are equal, so that one result is right.
    String order =
        from.columns().stream().map(Column::sql).collect(Collectors.joining(", ", "order by ", ""));
    String partition =
        one("", "partition by " + value(one(Kind.values()), from.columns(), List.of(), 0) + " ");
    String over = " over (" + partition + order;
    String number = value(Kind.NUMBER, from.columns(), List.of(), 0);
    String text = value(Kind.TEXT, from.columns(), List.of(), 0);
    String frame = one("", " rows between " + upTo(4) + " preceding and " + upTo(3) + " following");
    List<String> cells =
        List.of(
            one("row_number()", "rank()", "dense_rank()", "ntile(3)") + over + ")",
            one("sum(", "count(", "min(", "max(") + number + ")" + over + frame + ")",
            one("lag(", "lead(", "first_value(") + text + ")" + over + ")");
    String qualify = upTo(3) == 0 ? " qualify row_number()" + over + ") <= " + (1 + upTo(4)) : "";
    return of(
        "",
        cells,
        List.of(Kind.NUMBER, Kind.NUMBER, Kind.TEXT),
        " from " + from.sql() + where(from, outer, depth) + qualify);
  }

  private Select united(int depth, List<Column> outer) {
    Kind kind = one(Kind.values());
    String how = one("union", "union all", "except", "except all", "intersect", "intersect all");
    return new Select(
        oneColumn(kind, depth - 1, outer) + " " + how + " " + oneColumn(kind, depth - 1, outer),
        List.of(kind));
  }

  private String oneColumn(Kind kind, int depth, List<Column> outer) {
    From from = from(depth);
    return "select "
        + value(kind, from.columns(), outer, depth)
        + " as c0 from "
        + from.sql()
        + where(from, outer, depth);
  }

  private Select cut(int depth, List<Column> outer) {
    Select of = select(depth - 1, outer);
    String name = newName();
    String order =
        IntStream.range(0, of.kinds().size())
            .mapToObj(i -> name + ".c" + i + one("", " desc", " nulls first"))
            .collect(Collectors.joining(", "));
    return of(
        "",
        cells(name, of.kinds()),
        of.kinds(),
        " from ("
            + of.sql()
            + ") "
            + name
            + " order by "
            + order
            + " limit "
            + (1 + upTo(20))
            + one("", " offset " + upTo(6)));
  }

  private static List<String> cells(String name, List<Kind> kinds) {
    return IntStream.range(0, kinds.size()).mapToObj(i -> name + ".c" + i).toList();
  }

  private Select withName(int depth, List<Column> outer) {
    Select of = select(depth - 1, List.of());
    String name = newName();
    List<Column> columns = columns(name, of.kinds());
    Kind kind = one(Kind.values());
    return new Select(
        "with "
            + name
            + " as ("
            + of.sql()
            + ") select "
            + value(kind, columns, outer, depth - 1)
            + " as c0 from "
            + name
            + " where "
            + test(columns, outer, 0)
            + " or "
            + name
            + ".c0 in (select c0 from "
            + name
            + ")",
        List.of(kind));
  }

  private List<Kind> kinds() {
    return upTo(2) == 0
        ? List.of(one(Kind.values()), one(Kind.values()))
        : List.of(one(Kind.values()), one(Kind.values()), Kind.NUMBER);
  }

  // ---- FROM

  private From from(int depth) {
    From from = item(depth);
    for (int joins = upTo(3); joins > 0; joins--) {
      From other = item(0);
      List<Column> all = new ArrayList<>(from.columns());
      all.addAll(other.columns());
      String on =
          value(Kind.NUMBER, from.columns())
              + " = "
              + value(Kind.NUMBER, other.columns())
              + (upTo(3) == 0 ? " and " + test(all, List.of(), 0) : "");
      from =
          new From(
              from.sql()
                  + one(" join ", " left join ", " right join ", " full join ")
                  + other.sql()
                  + " on "
                  + on,
              all);
    }
    return from;
  }

  private From item(int depth) {
    String name = newName();
    if (depth > 0 && upTo(3) == 0) {
      Select of = select(depth - 1, List.of());
      return new From("(" + of.sql() + ") " + name, columns(name, of.kinds()));
    }
    List<String> others = TABLES.keySet().stream().filter(t -> !without.contains(t)).toList();
    String table = one("dim_customers", "fact_sales", others.get(upTo(others.size())));
    List<Column> columns = new ArrayList<>();
    TABLES
        .get(table)
        .forEach(
            (column, kind) -> {
              if (!without.contains(column)) {
                columns.add(new Column(name + "." + column, kind));
              }
            });
    return new From(table + " " + name, columns);
  }

  private static List<Column> columns(String name, List<Kind> kinds) {
    return IntStream.range(0, kinds.size())
        .mapToObj(i -> new Column(name + ".c" + i, kinds.get(i)))
        .toList();
  }

  // ---- Values

  private String value(Kind kind, List<Column> columns) {
    List<Column> of = columns.stream().filter(column -> column.kind() == kind).toList();
    if (!of.isEmpty()) {
      return of.get(upTo(of.size())).sql();
    }
    return switch (kind) {
      case NUMBER -> "cast(" + upTo(9) + " as bigint)";
      case TEXT -> "'a'";
      case DAY -> "DATE '2024-01-1" + upTo(9) + "'";
    };
  }

  private String value(Kind kind, List<Column> columns, List<Column> outer, int depth) {
    String plain = value(kind, columns);
    if (depth > 0 && upTo(5) == 0) {
      return "(" + scalar(kind, columns, depth) + ")";
    }
    if (!outer.isEmpty() && upTo(6) == 0) {
      return value(kind, outer);
    }
    return switch (kind) {
      case NUMBER ->
          switch (upTo(9)) {
            case 0 -> "(" + plain + " + " + upTo(9) + ")";
            case 1 -> "coalesce(" + plain + ", " + upTo(9) + ")";
            case 2 -> "case when " + test(columns, outer, 0) + " then " + plain + " end";
            case 3 -> credit(columns, plain);
            case 4 -> "nullif(" + plain + ", " + upTo(30) + ")";
            default -> plain;
          };
      case TEXT ->
          switch (upTo(6)) {
            case 0 -> "upper(" + plain + ")";
            case 1 -> "substring(" + plain + ", " + (1 + upTo(3)) + ", 9)";
            case 2 -> "coalesce(" + plain + ", 'none')";
            default -> plain;
          };
      case DAY -> upTo(4) == 0 ? "coalesce(" + plain + ", DATE '2024-03-01')" : plain;
    };
  }

  /** What fails on customers of APAC; or on who is not there, where that is never so. */
  private String credit(List<Column> columns, String otherwise) {
    return columns.stream()
        .map(Column::sql)
        .filter(sql -> sql.endsWith(".credit"))
        .findFirst()
        .map(
            sql ->
                one(
                    "cast(" + sql + " as integer)",
                    "cast(coalesce(" + sql + ", '7') as bigint)",
                    "(2147483000 + case when " + sql + " like 'sword%' then 1000 else 1 end)"))
        .orElse(otherwise);
  }

  private String scalar(Kind kind, List<Column> outer, int depth) {
    From from = from(depth - 1);
    return "select "
        + one("min(", "max(")
        + value(kind, from.columns())
        + ") from "
        + from.sql()
        + " where "
        + value(Kind.NUMBER, from.columns())
        + one(" = ", " <= ")
        + value(Kind.NUMBER, outer);
  }

  private String aggregate(Kind kind, From from, List<Column> outer) {
    List<Column> columns = from.columns();
    String of = value(kind, columns);
    String filter = upTo(4) == 0 ? " filter (where " + test(columns, outer, 0) + ")" : "";
    return switch (kind) {
      case NUMBER ->
          switch (upTo(8)) {
            case 0 -> "count(*)" + filter;
            case 1 -> "count(distinct " + value(one(Kind.values()), columns) + ")" + filter;
            case 2 -> "sum(" + value(Kind.NUMBER, columns, List.of(), 0) + ")" + filter;
            case 3 -> "percentile_disc(0.5) within group (order by " + of + ")";
            case 4 -> "max_by(" + of + ", " + value(Kind.TEXT, columns) + ")";
            default -> one("sum(", "min(", "max(", "count(", "avg(") + of + ")" + filter;
          };
      case TEXT ->
          one(
              "min(" + of + ")" + filter,
              "max(" + of + ")" + filter,
              "any_value(" + of + ")" + filter,
              "string_agg(distinct " + of + ", ',')" + filter);
      case DAY -> one("min(", "max(") + of + ")" + filter;
    };
  }

  // ---- Conditions

  private String where(From from, List<Column> outer, int depth) {
    return upTo(2) == 0 ? "" : " where " + test(from.columns(), outer, depth);
  }

  private String test(List<Column> columns, List<Column> outer, int depth) {
    Kind kind = one(Kind.values());
    String value = value(kind, columns);
    if (depth > 0 && upTo(2) == 0) {
      return switch (upTo(4)) {
        case 0 -> value + one(" in (", " not in (") + oneColumn(kind, depth - 1, columns) + ")";
        case 1 -> one("exists (", "not exists (") + scalarRows(columns, depth) + ")";
        case 2 ->
            value
                + one(" = any (", " <> all (", " >= all (", " < any (")
                + oneColumn(kind, depth - 1, List.of())
                + ")";
        default -> value + " >= (" + scalar(kind, columns, depth) + ")";
      };
    }
    return switch (upTo(9)) {
      case 0 -> value + " is null";
      case 1 -> value + " is not null";
      case 2 -> "not (" + test(columns, outer, 0) + ")";
      case 3 ->
          "(" + test(columns, outer, 0) + one(" and ", " or ") + test(columns, outer, 0) + ")";
      case 4 -> value + " is distinct from " + value(kind, columns);
      case 5 -> credit(columns, value(Kind.NUMBER, columns)) + " > " + upTo(90);
      default -> value + one(" = ", " < ", " >= ", " <> ") + literal(kind);
    };
  }

  private String scalarRows(List<Column> outer, int depth) {
    From from = from(depth - 1);
    return "select 1 from "
        + from.sql()
        + " where "
        + value(Kind.NUMBER, from.columns())
        + " = "
        + value(Kind.NUMBER, outer)
        + one("", " and " + test(from.columns(), List.of(), 0));
  }

  private String literal(Kind kind) {
    return switch (kind) {
      case NUMBER -> Integer.toString(upTo(60));
      case TEXT -> one("'APAC'", "'EMEA'", "'customer 1'", "'c3@example.org'", "'30'", "'m'");
      case DAY -> "DATE '2024-0" + (1 + upTo(3)) + "-1" + upTo(9) + "'";
    };
  }
}
