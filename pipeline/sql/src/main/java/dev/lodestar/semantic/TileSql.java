package dev.lodestar.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.answers.Dashboard;
import dev.lodestar.spec.answers.Dashboard.Choose;
import dev.lodestar.spec.answers.Dashboard.Filter;
import dev.lodestar.spec.answers.Dashboard.Tile;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.spec.semantic.ModelQuery;
import dev.lodestar.sql.SqlCompiler;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the SELECT of a tile, narrowed down by what is chosen in the filters. */
public final class TileSql {
  private final Star star;
  private final Dashboard dashboard;

  public TileSql(Star star, Dashboard dashboard) {
    this.star = star;
    this.dashboard = dashboard;
  }

  /** What is chosen at first. */
  public Map<String, List<String>> initially() {
    return dashboard.filters().stream()
        .filter(f -> !f.initial().isEmpty())
        .collect(Collectors.toMap(Filter::name, Filter::initial));
  }

  /** The values there are to choose from, as a SELECT of one column. */
  public String choices(Filter filter) throws ModelProblem {
    Star.Place place = star.place(filter.field());
    String value = star.written(place);
    String name = SqlCompiler.written(place.field().name());
    Optional<Field> sortedBy =
        place.field().sortedBy().flatMap(by -> place.dataset().field(by.name()));
    String order =
        sortedBy.isPresent()
            ? "min(" + star.written(new Star.Place(place.dataset(), sortedBy.get())) + "), " + name
            : name;
    return "SELECT "
        + value
        + " AS "
        + name
        + "\nFROM "
        + Star.from(place.dataset())
        + "\nWHERE "
        + value
        + " IS NOT NULL\nGROUP BY "
        + value
        + "\nORDER BY "
        + order;
  }

  /** The lowest and the highest value there is to choose, as a SELECT of two columns. */
  public String ends(Filter filter) throws ModelProblem {
    Star.Place place = star.place(filter.field());
    String value = star.written(place);
    return "SELECT min("
        + value
        + ") AS lowest, max("
        + value
        + ") AS highest\nFROM "
        + Star.from(place.dataset());
  }

  /** The type of the values of a filter. */
  public ColumnType type(Filter filter) throws ModelProblem {
    return star.type(star.place(filter.field()));
  }

  /** The filters that narrow a tile down, by name. */
  public List<String> filters(Tile tile) {
    if (tile.data() instanceof Asked.BySql) {
      return List.copyOf(tile.filteredBy().keySet());
    }
    Set<String> spared = spared(tile);
    return dashboard.filters().stream()
        .map(Filter::name)
        .filter(name -> !spared.contains(name))
        .toList();
  }

  /**
   * What is known of the columns of a tile's result. A SELECT gets the words of the measure or
   * field that a column is called like.
   *
   * @param names those of the columns
   */
  public List<AnswerColumn> columns(Tile tile, Optional<Grain> grain, List<String> names)
      throws ModelProblem {
    if (tile.data() instanceof Asked.ByModel model) {
      return new QuerySql(star).columns(told(model.query(), grain));
    }
    return names.stream()
        .map(
            name ->
                new AnswerColumn(
                    name, star.model().metric(name), star.called(name), Optional.empty()))
        .toList();
  }

  /** The filter that a value of a column can be chosen in, if there is one. */
  public Optional<Filter> filter(Tile tile, AnswerColumn column) throws ModelProblem {
    for (Filter filter : dashboard.filters()) {
      SqlText about = tile.filteredBy().get(filter.name());
      boolean fits =
          tile.data() instanceof Asked.BySql
              ? about != null && about.text().strip().equals(column.name())
              : column.field().filter(star.place(filter.field())::equals).isPresent()
                  && (column.grain().isEmpty() || filter.choose() == Choose.RANGE);
      if (fits) {
        return Optional.of(filter);
      }
    }
    return Optional.empty();
  }

  /**
   * The SELECT of a tile.
   *
   * @param chosen values by the name of a filter: of a range its two ends; where nothing is chosen,
   *     everything
   */
  public String sql(Tile tile, Map<String, List<String>> chosen) throws ModelProblem {
    return sql(tile, chosen, tile.grains().stream().findFirst());
  }

  /** The same with another of the grains that a tile offers. */
  public String sql(Tile tile, Map<String, List<String>> chosen, Optional<Grain> grain)
      throws ModelProblem {
    return tile.data() instanceof Asked.ByModel model
        ? new QuerySql(star).sql(told(model.query(), grain), narrowed(tile, chosen))
        : marked(tile, chosen);
  }

  /** The rows that a tile sums up, and what their columns are. */
  public record Rows(String sql, List<AnswerColumn> columns) {}

  /** The SELECT of the rows that a tile sums up; empty where a SELECT of its own gives it. */
  public Optional<Rows> rows(Tile tile, Map<String, List<String>> chosen) throws ModelProblem {
    if (!(tile.data() instanceof Asked.ByModel model)) {
      return Optional.empty();
    }
    QuerySql query = new QuerySql(star);
    return Optional.of(
        new Rows(
            query.rows(model.query(), narrowed(tile, chosen)), query.columnsOfRows(model.query())));
  }

  private static ModelQuery told(ModelQuery query, Optional<Grain> grain) {
    if (grain.isEmpty()) {
      return query;
    }
    List<ModelQuery.Group> by =
        query.by().stream()
            .map(g -> g.grain().isPresent() ? new ModelQuery.Group(g.field(), grain) : g)
            .toList();
    return new ModelQuery(
        query.measures(), by, query.where(), query.order(), query.limit(), query.at());
  }

  private static Set<String> spared(Tile tile) {
    return tile.unfilteredBy().stream().map(ColumnName::name).collect(Collectors.toSet());
  }

  /** The conditions of filters on a query of the model. */
  private List<QuerySql.Narrowed> narrowed(Tile tile, Map<String, List<String>> chosen)
      throws ModelProblem {
    Set<String> spared = spared(tile);
    List<QuerySql.Narrowed> narrowed = new ArrayList<>();
    for (Filter filter : dashboard.filters()) {
      List<String> values = chosen.getOrDefault(filter.name(), List.of());
      if (!values.isEmpty() && !spared.contains(filter.name())) {
        Star.Place place = star.place(filter.field());
        narrowed.add(
            new QuerySql.Narrowed(place, condition(QuerySql.Narrowed.FIELD, filter, values)));
      }
    }
    return narrowed;
  }

  /** A SELECT with the conditions of filters in its place for them. */
  private String marked(Tile tile, Map<String, List<String>> chosen) throws ModelProblem {
    List<String> conditions = new ArrayList<>();
    for (Map.Entry<String, SqlText> about : tile.filteredBy().entrySet()) {
      Optional<Filter> filter = dashboard.filter(about.getKey());
      List<String> values = chosen.getOrDefault(about.getKey(), List.of());
      if (filter.isPresent() && !values.isEmpty()) {
        conditions.add(condition("(" + about.getValue().text() + ")", filter.get(), values));
      }
    }
    String all = conditions.isEmpty() ? "TRUE" : "(" + String.join(" AND ", conditions) + ")";
    return tile.data().match(SqlText::text, query -> "").replace(Tile.FILTERS, all);
  }

  private String condition(String field, Filter filter, List<String> values) throws ModelProblem {
    ColumnType type = type(filter);
    List<String> literals = new ArrayList<>();
    for (String value : values) {
      literals.add(literal(value, type, filter));
    }
    if (filter.choose() == Choose.RANGE) {
      if (literals.size() != 2) {
        throw new ModelProblem(
            filter.at(), values.size() + " ends of a range", "choose from where to where");
      }
      return field + " BETWEEN " + literals.get(0) + " AND " + literals.get(1);
    }
    return literals.size() == 1
        ? field + " = " + literals.get(0)
        : field + " IN (" + String.join(", ", literals) + ")";
  }

  /** A value as SQL writes it; what is no value of the type is none of the filter's. */
  private static String literal(String value, ColumnType type, Filter filter) throws ModelProblem {
    try {
      return switch (type.kind()) {
        case VARCHAR -> "'" + value.replace("'", "''") + "'";
        case BOOLEAN -> String.valueOf(Boolean.parseBoolean(value));
        case DATE -> "DATE '" + LocalDate.parse(value) + "'";
        case TIMESTAMP -> "CAST(DATE '" + LocalDate.parse(value) + "' AS timestamp)";
        default -> new BigDecimal(value).toPlainString();
      };
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new ModelProblem(
          filter.at(),
          "\"" + value + "\" is no value of filter " + filter.name() + ", which is " + type,
          "choose another");
    }
  }
}
