package dev.lodestar.server.semantic;

import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.semantic.QuerySql;
import dev.lodestar.semantic.Star;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.AiContext;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.ModelQuery;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.Identifiers;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A semantic model as a caller finds it: what needs a table or a column that is not there for them
 * is not there either, as if nobody had ever written it.
 */
public final class SeenModel {
  private static final String PROBE = "number of rows that fulfil it";
  private static final Pattern TEXTS = Pattern.compile("'((?:[^']|'')*)'");

  private final SemanticModel model;
  private final Catalog catalog;
  private final Map<TableName, CatalogTable> tables = new TreeMap<>();
  private final Predicate<String> keptBack;

  private SeenModel(SemanticModel model, Catalog catalog, Predicate<String> keptBack) {
    this.model = model;
    this.catalog = catalog;
    this.keptBack = keptBack;
    catalog.tables().forEach(table -> tables.put(table.name(), table));
  }

  /**
   * What is left of a model; all of it for whoever sees everything.
   *
   * @param keptBack whether a text is a value that the caller does not see: whatever names it in
   *     its SQL is left out
   */
  public static SemanticModel of(SemanticModel model, Catalog catalog, Predicate<String> keptBack) {
    return catalog.access().isEverything() ? model : new SeenModel(model, catalog, keptBack).seen();
  }

  /** Whether a statement that somebody else has written reads only what a caller sees. */
  public static boolean reads(String sql, Catalog catalog, Predicate<String> keptBack) {
    return !names(sql, keptBack) && compiles(sql, catalog);
  }

  /** Whether there is a text among those in a statement. */
  private static boolean names(String sql, Predicate<String> keptBack) {
    return TEXTS
        .matcher(sql)
        .results()
        .map((MatchResult found) -> found.group(1).replace("''", "'"))
        .anyMatch(keptBack);
  }

  private static boolean compiles(String sql, Catalog catalog) {
    try {
      catalog.compiler().compileForReader(sql, "gold");
      return true;
    } catch (SqlProblem e) {
      // Why is not for the caller to know: it would name what they do not see.
      return false;
    }
  }

  private SemanticModel seen() {
    List<Dataset> datasets =
        model.datasets().stream().flatMap(dataset -> dataset(dataset).stream()).toList();
    SemanticModel bare = with(datasets, List.of(), List.of(), List.of(), List.of());
    List<Relationship> relationships =
        model.relationships().stream().filter(one -> isSeen(one, bare)).toList();
    SemanticModel joined = with(datasets, relationships, model.metrics(), List.of(), List.of());
    SemanticModel counted = over(joined, catalog::tellsApart);
    List<Metric> metrics =
        model.metrics().stream().filter(metric -> isSeen(metric, counted)).toList();
    SemanticModel plain = over(joined, (table, column) -> !catalog.isMasked(table, column));
    List<NamedFilter> filters =
        model.filters().stream().filter(filter -> isSeen(filter, plain)).toList();
    SemanticModel named = with(datasets, relationships, metrics, filters, List.of());
    List<VerifiedQuery> verified =
        model.verified().stream().filter(query -> isSeen(query, named)).toList();
    return with(datasets, relationships, metrics, filters, verified);
  }

  private SemanticModel with(
      List<Dataset> datasets,
      List<Relationship> relationships,
      List<Metric> metrics,
      List<NamedFilter> filters,
      List<VerifiedQuery> verified) {
    return new SemanticModel(
        model.name(),
        model.description(),
        AiContext.NONE,
        datasets,
        relationships,
        metrics,
        List.of(),
        model.naming(),
        model.calendar(),
        model.currency(),
        model
            .defaultMetric()
            .filter(name -> metrics.stream().anyMatch(m -> m.name().equals(name.name()))),
        filters,
        verified,
        model.samples(),
        model.at());
  }

  private static TableName table(Dataset dataset) {
    String source = dataset.source().name();
    return TableName.parse(source.contains(".") ? source : "gold." + source);
  }

  private Optional<Dataset> dataset(Dataset dataset) {
    CatalogTable table = tables.get(table(dataset));
    if (table == null) {
      return Optional.empty();
    }
    List<String> columns = table.columns().stream().map(Column::name).toList();
    List<Field> fields =
        dataset.fields().stream().filter(field -> isSeen(field, table, columns)).toList();
    Predicate<ColumnName> isField =
        name -> fields.stream().anyMatch(field -> field.name().equals(name.name()));
    boolean keyed =
        dataset.primaryKey().stream()
            .allMatch(
                key ->
                    columns.contains(key.name()) && catalog.tellsApart(table.name(), key.name()));
    return Optional.of(
        new Dataset(
            dataset.name(),
            dataset.source(),
            keyed ? dataset.primaryKey() : List.of(),
            List.of(),
            dataset.description(),
            dataset.ai(),
            fields.stream().map(field -> sorted(field, isField)).toList(),
            List.of(),
            dataset.naming(),
            dataset.grain(),
            dataset.time().filter(isField),
            dataset.shownAs().filter(isField),
            dataset
                .countedBy()
                .filter(isField)
                .filter(field -> catalog.tellsApart(table.name(), field.name())),
            dataset.at()));
  }

  /**
   * The same with those fields only whose columns are all of a kind: a measure of what is shown in
   * place of values would be wrong, and nobody would notice.
   */
  private SemanticModel over(SemanticModel joined, BiPredicate<TableName, String> kind) {
    List<Dataset> datasets = new ArrayList<>();
    for (Dataset dataset : joined.datasets()) {
      List<Field> fields =
          dataset.fields().stream()
              .filter(field -> columns(field).stream().allMatch(c -> kind.test(table(dataset), c)))
              .toList();
      datasets.add(
          new Dataset(
              dataset.name(),
              dataset.source(),
              dataset.primaryKey(),
              List.of(),
              dataset.description(),
              dataset.ai(),
              fields,
              List.of(),
              dataset.naming(),
              dataset.grain(),
              dataset.time(),
              dataset.shownAs(),
              dataset.countedBy(),
              dataset.at()));
    }
    return with(datasets, joined.relationships(), joined.metrics(), List.of(), List.of());
  }

  /** The columns that a field that was compiled is made from. */
  private static List<String> columns(Field field) {
    try {
      return SqlCompiler.columnsIn(field.expression().sql().map(SqlText::text).orElse("")).stream()
          .map(use -> use.path().get(use.path().size() - 1))
          .toList();
    } catch (SqlProblem e) {
      throw new IllegalStateException("It was compiled before: " + field.name(), e);
    }
  }

  private boolean isSeen(Field field, CatalogTable table, List<String> columns) {
    Optional<String> sql = field.expression().sql().map(SqlText::text);
    if (sql.isEmpty()) {
      return false;
    }
    String from = table.name().schema() + "." + Identifiers.written(table.name().name());
    return dev.lodestar.server.semantic.SqlText.isColumn(sql.get(), columns)
        || reads("SELECT " + sql.get() + " AS value_of_it FROM " + from, catalog, keptBack);
  }

  private static Field sorted(Field field, Predicate<ColumnName> isField) {
    return new Field(
        field.name(),
        field.expression(),
        field.dimension(),
        field.label(),
        field.description(),
        field.type(),
        field.ai(),
        List.of(),
        field.naming(),
        field.showing(),
        field.aggregation(),
        field.additivity(),
        field.grain(),
        field.sortedBy().filter(isField),
        field.values(),
        field.at());
  }

  /** Rows are only joined by columns that still tell them apart. */
  private boolean isSeen(Relationship relationship, SemanticModel bare) {
    Optional<Dataset> from = bare.dataset(relationship.from().name());
    Optional<Dataset> to = bare.dataset(relationship.to().name());
    if (from.isEmpty() || to.isEmpty()) {
      return false;
    }
    boolean joins = true;
    for (int i = 0; i < relationship.fromColumns().size(); i++) {
      String one = relationship.fromColumns().get(i).name();
      String other = relationship.toColumns().get(i).name();
      joins &= has(from.get(), one) && has(to.get(), other);
      joins &= catalog.isMasked(table(from.get()), one) == catalog.isMasked(table(to.get()), other);
      joins &=
          catalog.tellsApart(table(from.get()), one) && catalog.tellsApart(table(to.get()), other);
    }
    return joins;
  }

  private boolean has(Dataset dataset, String column) {
    CatalogTable table = tables.get(table(dataset));
    return table != null && table.columns().stream().anyMatch(c -> c.name().equals(column));
  }

  private boolean isSeen(Metric metric, SemanticModel joined) {
    ColumnName name = new ColumnName(metric.name(), metric.at());
    return isAnswered(
        new ModelQuery(
            List.of(name), List.of(), List.of(), List.of(), Optional.empty(), metric.at()),
        joined);
  }

  /** A condition can be asked for where the rows that fulfil it can be counted. */
  private boolean isSeen(NamedFilter filter, SemanticModel joined) {
    SqlText count =
        SqlText.of("COUNT(CASE WHEN " + filter.sql().text() + "\nTHEN 1 END)", filter.at());
    Metric probe =
        new Metric(
            PROBE,
            new Expression(List.of(new Expression.InDialect(Expression.ANSI_SQL, count))),
            Optional.empty(),
            Optional.empty(),
            AiContext.NONE,
            List.of(),
            new Naming(Text.NONE, Wordings.NONE, Text.NONE, true),
            Showing.PLAIN,
            Optional.empty(),
            Optional.empty(),
            false,
            filter.at());
    List<Metric> probes = new ArrayList<>(List.of(probe));
    return isSeen(
        probe, with(joined.datasets(), joined.relationships(), probes, List.of(), List.of()));
  }

  private boolean isSeen(VerifiedQuery query, SemanticModel named) {
    return query
        .answer()
        .match(sql -> reads(sql.text(), catalog, keptBack), asked -> isAnswered(asked, named));
  }

  private boolean isAnswered(ModelQuery query, SemanticModel over) {
    try {
      Star star =
          new Star(
              over, tables.values().stream().map(CatalogTable::shape).toList(), catalog.compiler());
      return reads(new QuerySql(star).sql(query), catalog, keptBack);
    } catch (ModelProblem e) {
      // As with SQL that names what is not there.
      return false;
    }
  }
}
