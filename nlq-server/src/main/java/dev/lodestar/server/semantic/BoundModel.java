package dev.lodestar.server.semantic;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.time.Unit;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.PlainNames;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.SqlProblem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Binds a semantic model, as a domain's file has it, to the tables of a release. Datasets whose
 * tables are not released are left out, with all that needs them.
 */
public final class BoundModel {
  private final SemanticModel model;
  private final Catalog catalog;
  private final Map<TableName, CatalogTable> tables = new TreeMap<>();
  private final Map<TableName, String> texts = new TreeMap<>();
  private final BothLanguages languages;

  private BoundModel(SemanticModel model, Catalog catalog) {
    this.model = model;
    languages = new BothLanguages(model);
    this.catalog = catalog;
    catalog.tables().forEach(table -> tables.put(table.name(), table));
  }

  /** The model over the tables of a catalogue. */
  public static Model of(SemanticModel model, Catalog catalog) {
    return new BoundModel(model, catalog).bound();
  }

  private Model bound() {
    List<Dataset> datasets = new ArrayList<>();
    for (dev.lodestar.spec.semantic.Dataset dataset : model.datasets()) {
      dataset(dataset).ifPresent(datasets::add);
    }
    Function<String, Boolean> known =
        name -> datasets.stream().anyMatch(d -> d.name().equals(name));
    List<Relationship> relationships =
        model.relationships().stream()
            .filter(r -> known.apply(r.from().name()) && known.apply(r.to().name()))
            .map(this::relationship)
            .toList();
    MetricNames called = new MetricNames(datasets);
    List<Metric> metrics = new ArrayList<>();
    for (dev.lodestar.spec.semantic.Metric metric : model.metrics()) {
      // What is hidden is not there for anybody who asks, nor for what tells them what to ask.
      metric
          .expression()
          .sql()
          .filter(sql -> !metric.naming().hidden())
          .map(sql -> metric(metric, Formula.read(sql.text(), known), called))
          .filter(m -> !m.formula().aggregates().isEmpty())
          .filter(m -> m.formula().aggregates().stream().allMatch(a -> holds(a, datasets)))
          .ifPresent(metrics::add);
    }
    List<NamedFilter> filters =
        model.filters().stream()
            .filter(f -> !f.naming().hidden())
            .map(
                f ->
                    new NamedFilter(
                        f.name(),
                        names(f.naming(), PlainNames.words(f.name()), List.of()),
                        SqlText.read(f.sql().text(), known)))
            .filter(f -> f.condition().fields().stream().allMatch(r -> has(r, datasets)))
            .toList();
    return new Model(
        model.name(),
        datasets,
        relationships,
        metrics,
        filters,
        model
            .defaultMetric()
            .map(ColumnName::name)
            .filter(name -> metrics.stream().anyMatch(m -> m.name().equals(name))),
        model.calendar().fiscalYearStarts(),
        model.calendar().weekStarts());
  }

  private static boolean holds(Formula.Aggregate aggregate, List<Dataset> datasets) {
    return aggregate.text().fields().stream().allMatch(ref -> has(ref, datasets));
  }

  private static boolean has(FieldRef ref, List<Dataset> datasets) {
    return datasets.stream()
        .anyMatch(d -> d.name().equals(ref.dataset()) && d.field(ref.field()).isPresent());
  }

  private Optional<Dataset> dataset(dev.lodestar.spec.semantic.Dataset dataset) {
    String source = dataset.source().name();
    TableName table = TableName.parse(source.contains(".") ? source : "gold." + source);
    CatalogTable found = tables.get(table);
    if (found == null) {
      return Optional.empty();
    }
    List<String> columns = found.columns().stream().map(Column::name).toList();
    List<String> key = dataset.primaryKey().stream().map(ColumnName::name).toList();
    Map<String, ColumnType> types = new TreeMap<>();
    Map<String, String> plain = new TreeMap<>();
    for (dev.lodestar.spec.semantic.Field field : dataset.fields()) {
      field
          .expression()
          .sql()
          .flatMap(sql -> type(sql.text(), found, columns))
          .ifPresent(
              type -> {
                types.put(field.name(), type);
                plain.put(field.name(), PlainNames.ofColumn(field.name(), type.kind()));
              });
    }
    Map<String, String> called = PlainNames.apart(plain);
    List<Field> fields = new ArrayList<>();
    for (dev.lodestar.spec.semantic.Field field : dataset.fields()) {
      ColumnType type = types.get(field.name());
      String name = called.get(field.name());
      if (type != null && name != null) {
        String sql = field.expression().sql().orElseThrow().text();
        boolean isKey = SqlText.isColumn(sql, columns) && key.contains(SqlText.name(sql));
        fields.add(
            field(new FieldRef(dataset.name(), field.name()), field, sql, type, name, isKey));
      }
    }
    return Optional.of(
        new Dataset(
            dataset.name(),
            table,
            names(dataset.naming(), PlainNames.ofTable(dataset.name()), dataset.ai().synonyms()),
            key,
            columns,
            fields,
            dataset.time().map(ColumnName::name),
            dataset.shownAs().map(ColumnName::name),
            dataset
                .countedBy()
                .map(ColumnName::name)
                .filter(name -> fields.stream().anyMatch(f -> f.ref().field().equals(name)))));
  }

  private Field field(
      FieldRef ref,
      dev.lodestar.spec.semantic.Field field,
      String sql,
      ColumnType type,
      String name,
      boolean isKey) {
    boolean text = type.kind() == ColumnType.Kind.VARCHAR;
    Map<String, List<String>> aliases = new TreeMap<>();
    field
        .values()
        .aliases()
        .forEach(
            (value, words) ->
                aliases.put(
                    value,
                    words.byLanguage().values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .toList()));
    boolean named = field.values().dictionary().orElse(text && !isKey && !field.naming().hidden());
    return new Field(
        ref,
        sql,
        type,
        names(field.naming(), field.label().orElse(name), field.ai().synonyms()),
        field.naming().hidden(),
        field.isTime(),
        field.grain().flatMap(BoundModel::unit),
        field.aggregation().flatMap(BoundModel::aggregation),
        field.showing().betterIsLower(),
        field.sortedBy().map(ColumnName::name),
        named && text,
        aliases,
        unit(field.showing()),
        field
            .additivity()
            .filter(a -> a != dev.lodestar.spec.semantic.Additivity.ADDITIVE)
            .isEmpty());
  }

  /** The type of a column, or that of an expression, which the compiler tells. */
  private Optional<ColumnType> type(String sql, CatalogTable table, List<String> columns) {
    if (SqlText.isColumn(sql, columns)) {
      return table.columns().stream()
          .filter(c -> c.name().equals(SqlText.name(sql)))
          .map(Column::type)
          .findFirst();
    }
    try {
      String from = texts.computeIfAbsent(table.name(), TableName::toString);
      return Optional.of(
          catalog
              .compiler()
              .columnsOf("SELECT " + sql + " AS value_of_it FROM " + from, "gold")
              .get(0)
              .type());
    } catch (SqlProblem e) {
      // "lodestar check" says what is wrong with it; here it is a field that cannot be asked for.
      return Optional.empty();
    }
  }

  private static Optional<Unit> unit(dev.lodestar.spec.semantic.Grain grain) {
    return grain == dev.lodestar.spec.semantic.Grain.HOUR
        ? Optional.empty()
        : Optional.of(Unit.valueOf(grain.name()));
  }

  private static Optional<Aggregation> aggregation(
      dev.lodestar.spec.semantic.Aggregation aggregation) {
    return aggregation == dev.lodestar.spec.semantic.Aggregation.NONE
        ? Optional.empty()
        : Optional.of(Aggregation.valueOf(aggregation.name()));
  }

  private Relationship relationship(dev.lodestar.spec.semantic.Relationship r) {
    List<String> columns = r.fromColumns().stream().map(ColumnName::name).toList();
    return new Relationship(
        r.name(),
        r.from().name(),
        r.to().name(),
        columns,
        r.toColumns().stream().map(ColumnName::name).toList(),
        named(r.role(), r.synonyms(), r.ai().synonyms(), DoneBy.role(columns)),
        r.join() == dev.lodestar.spec.semantic.Relationship.Join.INNER);
  }

  private Metric metric(
      dev.lodestar.spec.semantic.Metric metric, Formula formula, MetricNames called) {
    String plain = PlainNames.ofNumber(metric.name());
    return new Metric(
        metric.name(),
        formula,
        called.complete(names(metric.naming(), plain, metric.ai().synonyms()), formula),
        metric
            .additivity()
            .filter(a -> a == dev.lodestar.spec.semantic.Additivity.SEMI_ADDITIVE)
            .isPresent(),
        metric.showing().betterIsLower(),
        metric.time().map(ColumnName::name).filter(t -> t.contains(".")).map(FieldRef::parse),
        unit(metric.showing()));
  }

  /** In what amounts are, for people to bound them in. */
  private static String unit(Showing showing) {
    return showing.unit().isEmpty() ? showing.currency() : showing.unit();
  }

  private Names names(Naming naming, String otherwise, List<String> more) {
    return named(naming.name(), naming.synonyms(), more, otherwise);
  }

  private Names named(Text name, Wordings synonyms, List<String> more, String otherwise) {
    Map<Language, String> shown = new EnumMap<>(Language.class);
    Map<Language, List<String>> others = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      String own = name.byLanguage().get(language.code());
      if (own != null && !own.isBlank()) {
        shown.put(language, own);
      }
      List<String> all = new ArrayList<>(synonyms.in(language.code()));
      all.addAll(more);
      others.put(language, all);
    }
    if (shown.isEmpty() && !otherwise.isBlank()) {
      String plain = otherwise.toLowerCase(Locale.ROOT);
      shown.put(languages.of(plain), plain);
    }
    return languages.complete(new Names(shown, others));
  }
}
