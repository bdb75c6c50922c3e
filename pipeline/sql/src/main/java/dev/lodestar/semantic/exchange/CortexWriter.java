package dev.lodestar.semantic.exchange;

import dev.lodestar.semantic.Star;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.YamlTree;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.sql.ColumnUse;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a model as one of Snowflake's Cortex Analyst. */
final class CortexWriter {
  /** Where the head keeps what verified queries became when they were brought. */
  static final String VERIFIED_HERE = "_verified";

  private final SemanticModel model;
  private final Star star;
  private final List<String> leftOut = new ArrayList<>();

  /**
   * Begins one.
   *
   * @param star tells the types of fields
   */
  CortexWriter(SemanticModel model, Star star) {
    this.model = model;
    this.star = star;
  }

  /** What had no place in the file. */
  List<String> leftOut() {
    return leftOut;
  }

  YamlTree tree() {
    Map<String, @Nullable Object> kept = Residue.in(model.others(), CortexModel.VENDOR);
    YamlTree head = Residue.back(head(model), model.others(), CortexModel.VENDOR);
    head.remove("verified_queries");
    List<Object> verified = verified(kept);
    List<YamlTree> tables = new ArrayList<>();
    List<YamlTree> ofModel = new ArrayList<>();
    Map<String, Map<String, List<YamlTree>>> ofTables = new LinkedHashMap<>();
    for (Metric metric : model.metrics()) {
      if (metric.naming().hidden() && metric.expression().in(CortexModel.VENDOR).isEmpty()) {
        continue;
      }
      String table = tableOf(metric);
      Object kind = Residue.in(metric.others(), CortexModel.VENDOR).get("_kind");
      written(metric)
          .ifPresent(
              tree ->
                  (table.isEmpty()
                          ? ofModel
                          : ofTables
                              .computeIfAbsent(table, t -> new LinkedHashMap<>())
                              .computeIfAbsent(
                                  kind == null ? "metrics" : String.valueOf(kind),
                                  k -> new ArrayList<>()))
                      .add(tree));
    }
    for (Dataset dataset : model.datasets()) {
      YamlTree table = Residue.back(table(dataset), dataset.others(), CortexModel.VENDOR);
      Map<String, List<YamlTree>> parts = new LinkedHashMap<>();
      for (Field field : dataset.fields()) {
        boolean told = field.expression().in(CortexModel.VENDOR).isPresent();
        if (told || !field.naming().hidden()) {
          Object kind = Residue.in(field.others(), CortexModel.VENDOR).get("_kind");
          parts
              .computeIfAbsent(
                  kind == null ? kind(field) : String.valueOf(kind), k -> new ArrayList<>())
              .add(
                  Residue.back(
                      field(field, type(dataset, field)), field.others(), CortexModel.VENDOR));
        }
      }
      ofTables
          .getOrDefault(dataset.name(), Map.of())
          .forEach((kind, all) -> parts.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(all));
      parts.put("filters", filters(dataset, kept));
      parts.forEach(table::with);
      tables.add(table);
    }
    if (!model.calendar().equals(dev.lodestar.spec.semantic.Calendar.USUAL)) {
      leftOut.add("the calendar, of which Cortex knows nothing");
    }
    head.put("tables", tables);
    return head.with(
            "relationships",
            model.relationships().stream()
                .map(r -> Residue.back(relationship(r), r.others(), CortexModel.VENDOR))
                .toList())
        .with("metrics", ofModel)
        .with("verified_queries", verified);
  }

  /** What stands beside tables, relationships and metrics. */
  static YamlTree head(SemanticModel model) {
    List<YamlTree> verified = new ArrayList<>();
    for (VerifiedQuery query : model.verified()) {
      Optional<String> sql =
          query.answer().match(text -> Optional.of(text.text()), m -> Optional.empty());
      sql.ifPresent(
          text ->
              query.ask().in("en").stream()
                  .limit(1)
                  .forEach(
                      ask ->
                          verified.add(
                              new YamlTree()
                                  .with("name", ask)
                                  .with("question", ask)
                                  .with("sql", text))));
    }
    return new YamlTree()
        .with("name", model.name())
        .with("description", model.description().orElse(""))
        .with("verified_queries", verified);
  }

  /** The SQL of verified queries by their questions, told apart by more than blanks. */
  static Map<String, String> verifiedOf(SemanticModel model) {
    Map<String, String> sql = new LinkedHashMap<>();
    if (head(model).get("verified_queries") instanceof List<?> all) {
      for (Object one : all) {
        if (one instanceof Map<?, ?> query) {
          sql.put(
              String.valueOf(query.get("question")),
              String.valueOf(query.get("sql")).strip().replaceAll("\\s+", " "));
        }
      }
    }
    return sql;
  }

  /**
   * The verified queries of the model: as they were where nobody has changed them since they were
   * brought, and those that could not be brought.
   */
  private List<Object> verified(Map<String, @Nullable Object> kept) {
    Map<String, Object> left = new LinkedHashMap<>();
    if (head(model).get("verified_queries") instanceof List<?> all) {
      all.forEach(one -> left.put(String.valueOf(((Map<?, ?>) one).get("question")), one));
    }
    if (!(kept.get("verified_queries") instanceof List<?> originals)) {
      return List.copyOf(left.values());
    }
    Map<?, ?> brought =
        kept.get(VERIFIED_HERE) instanceof Map<?, ?> known ? known : new LinkedHashMap<>();
    Map<String, String> now = verifiedOf(model);
    List<Object> verified = new ArrayList<>();
    for (Object original : originals) {
      String question =
          original instanceof Map<?, ?> query ? String.valueOf(query.get("question")) : "";
      Optional<Object> ours = Optional.ofNullable(left.remove(question));
      // What could not be brought may have been written anew here.
      boolean asItWas =
          ours.isEmpty()
              ? !brought.containsKey(question)
              : String.valueOf(brought.get(question)).equals(now.get(question));
      if (asItWas) {
        verified.add(original);
      } else {
        ours.ifPresent(verified::add);
      }
    }
    verified.addAll(left.values());
    return verified;
  }

  static YamlTree table(Dataset dataset) {
    String source = dataset.source().name();
    int dot = source.lastIndexOf('.');
    YamlTree tree =
        new YamlTree()
            .with("name", dataset.name())
            .with("description", dataset.description().orElse(""))
            .with(
                "synonyms",
                GenieSpace.synonyms(dataset.naming(), dataset.ai().synonyms(), dataset.name()))
            .with(
                "base_table",
                new YamlTree()
                    .with("schema", dot < 0 ? "" : source.substring(0, dot))
                    .with("table", source.substring(dot + 1)));
    return tree.with("primary_key", columns(dataset.primaryKey()))
        .with("unique_keys", dataset.uniqueKeys().stream().map(CortexWriter::columns).toList());
  }

  private static YamlTree columns(List<ColumnName> columns) {
    return new YamlTree().with("columns", columns.stream().map(ColumnName::name).toList());
  }

  /** In which list of a table a field stands. */
  static String kind(Field field) {
    return field.isTime()
        ? "time_dimensions"
        : field.dimension().isPresent() ? "dimensions" : "facts";
  }

  static YamlTree field(Field field, Optional<String> type) {
    SqlText sql =
        field
            .expression()
            .in(CortexModel.VENDOR)
            .or(() -> field.expression().sql())
            .orElse(SqlText.of("NULL", field.at()));
    String aggregation =
        CortexModel.AGGREGATIONS.entrySet().stream()
            .filter(e -> field.aggregation().filter(e.getValue()::equals).isPresent())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
    return new YamlTree()
        .with("name", field.name())
        .with("expr", sql.text())
        .with("description", field.description().orElse(""))
        .with("synonyms", GenieSpace.synonyms(field.naming(), field.ai().synonyms(), field.name()))
        .with("data_type", type.orElse(""))
        .with("default_aggregation", aggregation);
  }

  private Optional<String> type(Dataset dataset, Field field) {
    return star.typeOf(dataset, field)
        .map(
            type ->
                type.kind() == ColumnType.Kind.VARCHAR
                    ? "VARCHAR"
                    : type.kind() == ColumnType.Kind.DOUBLE ? "FLOAT" : type.toString());
  }

  static YamlTree metric(Metric metric) {
    return new YamlTree()
        .with("name", metric.name())
        .with("expr", metric.expression().in(CortexModel.VENDOR).map(SqlText::text).orElse(""))
        .with("description", metric.description().orElse(""))
        .with(
            "synonyms",
            GenieSpace.synonyms(metric.naming(), metric.ai().synonyms(), metric.name()));
  }

  private Optional<YamlTree> written(Metric metric) {
    YamlTree tree = metric(metric);
    if (metric.expression().in(CortexModel.VENDOR).isEmpty()) {
      Optional<String> sql = metric.expression().in(Expression.ANSI_SQL).map(SqlText::text);
      if (sql.isEmpty()) {
        leftOut.add("metric " + metric.name() + ": it has no expression in ANSI_SQL");
        return Optional.empty();
      }
      if (Export.isLevel(metric)) {
        leftOut.add("metric " + metric.name() + ": over time only the last of it counts");
        return Optional.empty();
      }
      tree.put("expr", tableOf(metric).isEmpty() ? sql.get() : unqualified(sql.get()));
    }
    return Optional.of(Residue.back(tree, metric.others(), CortexModel.VENDOR));
  }

  /** The table of a metric that is about one alone; empty for those of the model. */
  private String tableOf(Metric metric) {
    Object kept = Residue.in(metric.others(), CortexModel.VENDOR).get("_table");
    if (kept != null) {
      return String.valueOf(kept);
    }
    return metric.expression().sql().map(sql -> onlyTable(sql.text())).orElse("");
  }

  private String onlyTable(String sql) {
    try {
      Set<String> tables = new LinkedHashSet<>();
      for (ColumnUse use : SqlCompiler.columnsIn(sql)) {
        String name = use.path().get(use.path().size() - 1);
        tables.add(
            use.path().size() > 1
                ? use.path().get(0)
                : model.datasets().stream()
                    .filter(d -> d.field(name).isPresent())
                    .map(Dataset::name)
                    .findFirst()
                    .orElse(""));
      }
      return tables.size() == 1 ? tables.iterator().next() : "";
    } catch (SqlProblem e) {
      return "";
    }
  }

  private static String unqualified(String sql) {
    try {
      Map<ColumnUse, String> replacements = new LinkedHashMap<>();
      for (ColumnUse use : SqlCompiler.columnsIn(sql)) {
        replacements.put(use, SqlCompiler.written(use.path().get(use.path().size() - 1)));
      }
      return ColumnUse.replaced(sql, replacements);
    } catch (SqlProblem e) {
      return sql;
    }
  }

  private List<YamlTree> filters(Dataset dataset, Map<String, @Nullable Object> kept) {
    List<YamlTree> filters = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    if (kept.get("_filters") instanceof List<?> all) {
      for (Object one : all) {
        if (one instanceof Map<?, ?> filter) {
          names.add(Draft.ours(String.valueOf(filter.get("name"))));
          if (dataset.name().equals(filter.get("_table"))) {
            YamlTree told = new YamlTree();
            filter.forEach((key, value) -> told.with(String.valueOf(key), value));
            told.remove("_table");
            filters.add(told);
          }
        }
      }
    }
    for (NamedFilter filter : model.filters()) {
      if (filter.naming().hidden()) {
        continue;
      }
      if (!names.contains(filter.name()) && onlyTable(filter.sql().text()).equals(dataset.name())) {
        filters.add(
            new YamlTree()
                .with("name", filter.name())
                .with("expr", unqualified(filter.sql().text()))
                .with("synonyms", GenieSpace.synonyms(filter.naming(), List.of(), filter.name())));
      } else if (onlyTable(filter.sql().text()).isEmpty()) {
        leftOut.add("filter " + filter.name() + ": it is about several tables");
      }
    }
    return filters;
  }

  static YamlTree relationship(Relationship relationship) {
    List<YamlTree> columns = new ArrayList<>();
    for (int i = 0; i < relationship.fromColumns().size(); i++) {
      columns.add(
          new YamlTree()
              .with("left_column", relationship.fromColumns().get(i).name())
              .with("right_column", relationship.toColumns().get(i).name()));
    }
    return new YamlTree()
        .with("name", relationship.name())
        .with("left_table", relationship.from().name())
        .with("right_table", relationship.to().name())
        .with("relationship_columns", columns)
        .with("join_type", relationship.join() == Relationship.Join.INNER ? "inner" : "")
        .with("relationship_type", "many_to_one");
  }
}
