package dev.lodestar.semantic;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.ModelQuery;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.sql.SqlCompiler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the SELECT of a query over a semantic model, to be read by people and compiled like any
 * other.
 */
public final class QuerySql {
  private final Star star;

  public QuerySql(Star star) {
    this.star = star;
  }

  /** A condition on a field that comes from outside of the query, as from a filter. */
  public record Narrowed(Star.Place field, String condition) {
    /** The place in the condition where the field goes. */
    static final String FIELD = "{field}";
  }

  /** The SELECT of a query; its columns are called as the measures and fields are. */
  public String sql(ModelQuery query) throws ModelProblem {
    return sql(query, List.of());
  }

  String sql(ModelQuery query, List<Narrowed> narrowed) throws ModelProblem {
    Set<String> datasets = new LinkedHashSet<>();
    Map<String, String> measures = new LinkedHashMap<>();
    for (ColumnName name : query.measures()) {
      Metric metric = metric(name);
      Formula formula = formula(metric);
      measures.put(metric.name(), formula.sql());
      datasets.addAll(formula.datasets());
    }
    List<Grouped> groups = groups(query.by());
    groups.forEach(g -> datasets.add(g.place().dataset().name()));
    List<String> columns = new ArrayList<>();
    groups.forEach(g -> columns.add(g.sql() + as(g.sql(), g.name())));
    measures.forEach((name, measure) -> columns.add(measure + as(measure, name)));
    StringBuilder sql = new StringBuilder(select(query, narrowed, columns, datasets));
    if (!groups.isEmpty()) {
      sql.append("\nGROUP BY ")
          .append(String.join(", ", groups.stream().map(Grouped::sql).toList()));
    }
    List<String> order = order(query, groups, measures.keySet());
    if (!order.isEmpty()) {
      sql.append("\nORDER BY ").append(String.join(", ", order));
    }
    query.limit().ifPresent(limit -> sql.append("\nLIMIT ").append(limit));
    return sql.toString();
  }

  /**
   * The SELECT of the rows that a query sums up, with all that is known of them, from the last
   * column to the first in the order of their values.
   */
  String rows(ModelQuery query, List<Narrowed> narrowed) throws ModelProblem {
    Set<String> datasets = new LinkedHashSet<>();
    List<String> columns = new ArrayList<>();
    for (Detail detail : details(query)) {
      String value = star.written(detail.place());
      datasets.add(detail.place().dataset().name());
      columns.add(value + as(value, detail.name()));
    }
    return select(query, narrowed, columns, datasets)
        + "\nORDER BY "
        + IntStream.rangeClosed(1, columns.size())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
  }

  /** What the columns of its rows are, in their order. */
  List<AnswerColumn> columnsOfRows(ModelQuery query) throws ModelProblem {
    return details(query).stream()
        .map(
            detail ->
                new AnswerColumn(
                    detail.name(), Optional.empty(), Optional.of(detail.place()), Optional.empty()))
        .toList();
  }

  private record Detail(Star.Place place, String name) {}

  /** What is grouped by, and then all that people may see of the dataset that is summed up. */
  private List<Detail> details(ModelQuery query) throws ModelProblem {
    Dataset root = root(query);
    Set<Star.Place> places = new LinkedHashSet<>();
    groups(query.by()).forEach(group -> places.add(group.place()));
    root.fields().stream()
        .filter(field -> !field.naming().hidden())
        .forEach(field -> places.add(new Star.Place(root, field)));
    Set<String> names = new HashSet<>();
    List<Detail> details = new ArrayList<>();
    for (Star.Place place : places) {
      String plain = place.field().name();
      String name = names.add(plain) ? plain : place.dataset().name() + "_" + plain;
      names.add(name);
      details.add(new Detail(place, name));
    }
    return details;
  }

  /**
   * Columns of the rows that a query is about.
   *
   * @param datasets those that the columns are made from
   */
  private String select(
      ModelQuery query, List<Narrowed> narrowed, List<String> columns, Set<String> datasets)
      throws ModelProblem {
    Dataset root = root(query);
    List<String> conditions = new ArrayList<>();
    for (SqlText where : query.where()) {
      Formula condition = condition(where);
      conditions.add(condition.sql());
      datasets.addAll(condition.datasets());
    }
    for (Narrowed outside : narrowed) {
      datasets.add(outside.field().dataset().name());
      conditions.add(outside.condition().replace(Narrowed.FIELD, star.written(outside.field())));
    }
    StringBuilder sql = new StringBuilder("SELECT\n  ").append(String.join(",\n  ", columns));
    sql.append("\nFROM ").append(Star.from(root));
    for (Relationship join : star.joins(root, datasets, query.at())) {
      sql.append("\n").append(star.join(join));
    }
    if (!conditions.isEmpty()) {
      sql.append("\nWHERE ").append(all(conditions));
    }
    return sql.toString();
  }

  private static String all(List<String> conditions) {
    return conditions.size() == 1
        ? conditions.get(0)
        : "(" + String.join(")\n  AND (", conditions) + ")";
  }

  private static String as(String sql, String name) {
    String written = SqlCompiler.written(name);
    return sql.endsWith("." + written) ? "" : " AS " + written;
  }

  /** What its columns are, in their order. */
  List<AnswerColumn> columns(ModelQuery query) throws ModelProblem {
    List<AnswerColumn> columns = new ArrayList<>();
    for (Grouped group : groups(query.by())) {
      columns.add(
          new AnswerColumn(
              group.name(), Optional.empty(), Optional.of(group.place()), group.group().grain()));
    }
    for (ColumnName name : query.measures()) {
      Metric metric = metric(name);
      columns.add(
          new AnswerColumn(metric.name(), Optional.of(metric), Optional.empty(), Optional.empty()));
    }
    return columns;
  }

  /** The dataset whose rows a query is about. */
  Dataset root(ModelQuery query) throws ModelProblem {
    Map<String, Dataset> roots = new LinkedHashMap<>();
    for (ColumnName name : query.measures()) {
      Metric metric = metric(name);
      roots.put(name.name(), root(metric, formula(metric)));
    }
    return commonRoot(roots, query.at());
  }

  private Metric metric(ColumnName name) throws ModelProblem {
    Optional<Metric> metric = star.model().metric(name.name());
    if (metric.isEmpty()) {
      List<String> names = star.model().metrics().stream().map(Metric::name).toList();
      throw new ModelProblem(
          name.at(),
          "unknown measure \"" + name.name() + "\"",
          names.isEmpty() ? "semantic.yaml has no metrics" : Advice.oneOf(name.name(), names));
    }
    return metric.get();
  }

  /** A metric, written out. */
  Formula formula(Metric metric) throws ModelProblem {
    SqlText sql =
        metric
            .expression()
            .sql()
            .orElseThrow(
                () ->
                    new ModelProblem(
                        metric.at(),
                        "no expression in ANSI_SQL",
                        "add one: it is the dialect that Lodestar understands"));
    Formula formula = star.formula(sql);
    if (!formula.aggregates()) {
      throw new ModelProblem(
          sql.at(), "a metric that aggregates nothing", "write it like SUM(orders.amount)");
    }
    return formula;
  }

  /** The dataset whose rows a metric is made from. */
  Dataset root(Metric metric, Formula formula) throws ModelProblem {
    Position at = metric.expression().sql().map(SqlText::at).orElse(metric.at());
    Dataset root = star.root(formula.datasets(), at);
    for (Set<String> counted : formula.counted()) {
      if (!counted.contains(root.name())) {
        String one = String.join(", ", counted);
        throw new ModelProblem(
            at,
            "a row of " + one + " would count as often as " + root.name() + " leads to it",
            "aggregate values of " + root.name() + ", or make two metrics of it");
      }
    }
    return root;
  }

  private static Dataset commonRoot(Map<String, Dataset> roots, Position at) throws ModelProblem {
    List<Dataset> different =
        roots.values().stream().filter(d -> !d.name().equals(first(roots).name())).toList();
    if (!different.isEmpty()) {
      throw new ModelProblem(
          at,
          "measures of both " + first(roots).name() + " and " + different.get(0).name(),
          "ask for them apart, or write the SELECT as sql");
    }
    return first(roots);
  }

  private static Dataset first(Map<String, Dataset> roots) {
    return roots.values().iterator().next();
  }

  /** What rows are put together by, written out. */
  private record Grouped(Star.Place place, String sql, String name, ModelQuery.Group group) {}

  private List<Grouped> groups(List<ModelQuery.Group> by) throws ModelProblem {
    List<Star.Place> places = new ArrayList<>();
    for (ModelQuery.Group group : by) {
      places.add(star.place(group.field()));
    }
    List<Grouped> groups = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Star.Place place = places.get(i);
      ModelQuery.Group group = by.get(i);
      boolean unique =
          places.stream().filter(p -> p.field().name().equals(place.field().name())).count() == 1;
      String plain =
          unique ? place.field().name() : place.dataset().name() + "_" + place.field().name();
      String name = group.grain().map(g -> plain + "_" + g.word()).orElse(plain);
      groups.add(new Grouped(place, grouped(place, group), name, group));
    }
    return groups;
  }

  private String grouped(Star.Place place, ModelQuery.Group group) throws ModelProblem {
    String field = star.written(place);
    if (group.grain().isEmpty()) {
      return field;
    }
    Grain grain = group.grain().get();
    ColumnType type = star.type(place);
    boolean isDate = type.equals(ColumnType.DATE);
    if (!isDate && !type.equals(ColumnType.TIMESTAMP)) {
      throw new ModelProblem(
          group.field().at(), place + " is " + type + ", and not a time", "group by it as it is");
    }
    Optional<Grain> finest = place.field().grain();
    boolean tooFine =
        finest.filter(f -> f.compareTo(grain) < 0).isPresent() || (isDate && grain == Grain.HOUR);
    if (tooFine) {
      throw new ModelProblem(
          group.field().at(),
          place + " does not tell the " + grain.word(),
          "it tells the " + finest.orElse(Grain.DAY).word());
    }
    String truncated = "date_trunc('" + grain.word() + "', " + field + ")";
    return grain == Grain.HOUR ? truncated : "CAST(" + truncated + " AS date)";
  }

  private Formula condition(SqlText where) throws ModelProblem {
    Optional<NamedFilter> named = star.model().filter(where.text().strip());
    SqlText sql = named.map(NamedFilter::sql).orElse(where);
    Formula condition = star.formula(sql);
    if (condition.aggregates()) {
      throw new ModelProblem(
          where.at(), "an aggregate in a condition on rows", "compare a field with something");
    }
    return condition;
  }

  /** As asked, and then by what is grouped by, so that the order is always the same. */
  private List<String> order(ModelQuery query, List<Grouped> groups, Set<String> measures)
      throws ModelProblem {
    List<String> order = new ArrayList<>();
    Set<String> ordered = new LinkedHashSet<>();
    for (ModelQuery.Order by : query.order()) {
      String name = by.by().name();
      Optional<Grouped> group =
          groups.stream()
              .filter(
                  g ->
                      g.name().equals(name)
                          || g.place().toString().equals(name)
                          || g.place().field().name().equals(name))
              .findFirst();
      if (group.isEmpty() && !measures.contains(name)) {
        List<String> known = new ArrayList<>(measures);
        groups.forEach(g -> known.add(g.name()));
        throw new ModelProblem(
            by.by().at(), "cannot order by \"" + name + "\"", Advice.oneOf(name, known));
      }
      String what = group.isPresent() ? sorted(group.get()) : SqlCompiler.written(name);
      order.add(what + (by.descending() ? " DESC" : ""));
      group.ifPresent(g -> ordered.add(g.name()));
    }
    for (Grouped group : groups) {
      if (!ordered.contains(group.name())) {
        order.add(sorted(group));
      }
    }
    return order;
  }

  private String sorted(Grouped group) throws ModelProblem {
    Optional<Field> by =
        group.place().field().sortedBy().flatMap(f -> group.place().dataset().field(f.name()));
    return by.isPresent()
        ? "min(" + star.written(new Star.Place(group.place().dataset(), by.get())) + ")"
        : SqlCompiler.written(group.name());
  }
}
