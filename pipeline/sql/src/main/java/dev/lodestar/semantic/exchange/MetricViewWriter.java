package dev.lodestar.semantic.exchange;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.YamlTree;
import dev.lodestar.spec.semantic.AiContext;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes what can be asked of one fact as a Databricks metric view, YAML 1.1. */
final class MetricViewWriter {
  private static final int MOST_SYNONYMS = 10;
  private static final Pattern NAME_IN_QUOTES = Pattern.compile("'[^']*'|\"([^\"]+)\"");

  private final SemanticModel model;
  private final @Nullable Dataset root;
  private final List<String> leftOut = new ArrayList<>();

  /** By what columns are qualified, for each dataset that the fact leads to. */
  private final Map<String, String> paths = new LinkedHashMap<>();

  /**
   * Begins one.
   *
   * @param root the fact
   */
  MetricViewWriter(SemanticModel model, Dataset root) {
    this.model = model;
    this.root = root;
  }

  /** For single measures that are written in Databricks' SQL already. */
  MetricViewWriter(SemanticModel model) {
    this.model = model;
    this.root = null;
  }

  /** What had no place in the view. */
  List<String> leftOut() {
    return leftOut;
  }

  private Dataset root() {
    if (root == null) {
      throw new IllegalStateException("No fact to write a view of in " + model.name());
    }
    return root;
  }

  /** What stands before joins, dimensions and measures. */
  YamlTree head() {
    return new YamlTree()
        .with("version", "1.1")
        .with("source", root().source().name())
        .with("comment", model.description().orElse(""));
  }

  YamlTree tree() {
    Map<String, @Nullable Object> kept = Residue.in(model.others(), MetricView.VENDOR);
    YamlTree tree = Residue.back(head(), model.others(), MetricView.VENDOR);
    paths.put(root().name(), "");
    tree.with("joins", joins(root().name(), "source", ""));
    for (Dataset dataset : model.datasets()) {
      if (!paths.containsKey(dataset.name())) {
        leftOut.add("dataset " + dataset.name() + ": " + root().name() + " does not lead to it");
      }
    }
    Map<String, YamlTree> fields = new LinkedHashMap<>();
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Dataset dataset : model.datasets()) {
      String path = paths.get(dataset.name());
      if (path != null) {
        for (Field field : dataset.fields()) {
          if (!field.naming().hidden() || field.expression().in(MetricView.VENDOR).isPresent()) {
            YamlTree written = field(field, path);
            String name = String.valueOf(written.get("name"));
            if (!names.add(name)) {
              written.put("name", dataset.name() + "_" + name);
            }
            fields.put(dataset.name() + "." + field.name(), written);
          }
        }
      }
    }
    tree.with(kept.containsKey("_fields") ? "fields" : "dimensions", ordered(fields, kept));
    List<YamlTree> measures = new ArrayList<>();
    for (Metric metric : model.metrics()) {
      if (metric.expression().in(MetricView.VENDOR).isPresent()) {
        measures.add(measure(metric));
      } else if (!metric.naming().hidden()) {
        overColumns(metric).ifPresent(sql -> measures.add(measure(metric).with("expr", sql)));
      }
    }
    tree.with("measures", measures);
    if (!model.filters().isEmpty()) {
      leftOut.add("filters, which have no names in a metric view");
    }
    if (!model.verified().isEmpty()) {
      leftOut.add("verified queries, which a metric view has none of");
    }
    return tree;
  }

  /** In the order that the fields had in the view that they come from. */
  private static List<YamlTree> ordered(
      Map<String, YamlTree> fields, Map<String, @Nullable Object> kept) {
    List<YamlTree> all = new ArrayList<>();
    if (kept.get("_order") instanceof List<?> order) {
      for (Object name : order) {
        List<String> keys =
            fields.keySet().stream().filter(key -> key.endsWith("." + name)).limit(1).toList();
        keys.forEach(key -> all.add(fields.remove(key)));
      }
    }
    all.addAll(fields.values());
    return all;
  }

  private List<YamlTree> joins(String from, String fromName, String path) {
    List<YamlTree> joins = new ArrayList<>();
    for (Relationship join : model.relationships()) {
      if (!join.from().name().equals(from)) {
        continue;
      }
      Optional<Dataset> to = model.dataset(join.to().name());
      String name = name(join);
      String longer = path + name + ".";
      if (to.isEmpty() || paths.putIfAbsent(join.to().name(), longer) != null) {
        leftOut.add("relationship " + join.name() + ": a second way to " + join.to().name());
        continue;
      }
      YamlTree tree =
          Residue.back(
              join(name, to.get().source().name(), fromName, join.fromColumns(), join.toColumns()),
              join.others(),
              MetricView.VENDOR);
      joins.add(tree.with("joins", joins(to.get().name(), name, longer)));
    }
    return joins;
  }

  /** What expressions call the joined table. */
  private static String name(Relationship join) {
    Object kept = Residue.in(join.others(), MetricView.VENDOR).get("name");
    return kept == null ? join.to().name() : String.valueOf(kept);
  }

  static YamlTree join(
      String name, String source, String parent, List<ColumnName> from, List<ColumnName> to) {
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      equal.add(
          parent
              + "."
              + written(from.get(i).name())
              + " = "
              + name
              + "."
              + written(to.get(i).name()));
    }
    return new YamlTree()
        .with("name", name)
        .with("source", source)
        .with("on", String.join(" AND ", equal))
        .with("rely", Map.of("at_most_one_match", true));
  }

  /** By what columns of a dataset are qualified: the joins that lead to it. */
  static String path(List<Relationship> relationships, String root, String dataset) {
    for (Relationship join : relationships) {
      if (join.to().name().equals(dataset)) {
        String before =
            join.from().name().equals(root) ? "" : path(relationships, root, join.from().name());
        return before + name(join) + ".";
      }
    }
    return "";
  }

  static YamlTree field(Field field, String path) {
    String shown = field.label().orElseGet(() -> field.naming().name().in("en"));
    YamlTree tree =
        new YamlTree()
            .with("name", field.name())
            .with("expr", theirs(field, path))
            .with("comment", field.description().orElse(""))
            .with("display_name", shown)
            .with("synonyms", synonyms(field.naming(), field.ai(), shown, field.name()))
            .with("format", format(field.showing()));
    return Residue.back(tree, field.others(), MetricView.VENDOR);
  }

  YamlTree measure(Metric metric) {
    String shown = metric.naming().name().in("en");
    YamlTree tree =
        new YamlTree()
            .with("name", metric.name())
            .with(
                "expr", metric.expression().in(MetricView.VENDOR).map(SqlText::text).orElse("NULL"))
            .with("comment", metric.description().orElse(""))
            .with("display_name", shown)
            .with("synonyms", synonyms(metric.naming(), metric.ai(), shown, metric.name()))
            .with("format", format(metric.showing()));
    return Residue.back(tree, metric.others(), MetricView.VENDOR);
  }

  private static List<String> synonyms(Naming naming, AiContext ai, String shown, String name) {
    return GenieSpace.synonyms(naming, ai.synonyms(), name).stream()
        .filter(word -> !word.equals(shown))
        .limit(MOST_SYNONYMS)
        .toList();
  }

  private static Map<String, Object> format(Showing showing) {
    if (!showing.currency().isEmpty()) {
      return Map.of("type", "currency", "currency_code", showing.currency());
    }
    return Map.of();
  }

  /** Databricks quotes names with backticks. */
  private static String written(String column) {
    return column.matches("[A-Za-z_]\\w*") ? column : "`" + column.replace("`", "``") + "`";
  }

  /** A field in the SQL of Databricks, its columns qualified by a path. */
  private static String theirs(Field field, String path) {
    Expression expression = field.expression();
    return expression
        .in(MetricView.VENDOR)
        .map(sql -> qualified(sql.text(), path))
        .or(() -> expression.sql().map(sql -> backticks(qualified(sql.text(), path))))
        .orElse("NULL");
  }

  /** What stands in double quotes is a name here, and a text in Databricks. */
  private static String backticks(String sql) {
    return NAME_IN_QUOTES
        .matcher(sql)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null ? found.group() : "`" + found.group(1) + "`"));
  }

  private static String qualified(String sql, String path) {
    if (path.isEmpty()) {
      return sql;
    }
    try {
      Map<ColumnUse, String> replacements = new LinkedHashMap<>();
      for (ColumnUse use : SqlCompiler.columnsIn(sql)) {
        String column = use.path().get(use.path().size() - 1);
        replacements.put(use, path + written(column));
      }
      return ColumnUse.replaced(sql, replacements);
    } catch (SqlProblem e) {
      // What cannot be read stands with the source, whose columns are not qualified.
      return sql;
    }
  }

  /** A metric over fields, written over the columns behind them. */
  private Optional<String> overColumns(Metric metric) {
    Optional<SqlText> sql = metric.expression().sql();
    if (sql.isEmpty()) {
      leftOut.add("metric " + metric.name() + ": it has no expression in ANSI_SQL");
      return Optional.empty();
    }
    if (Export.isLevel(metric)) {
      leftOut.add("metric " + metric.name() + ": over time only the last of it counts");
      return Optional.empty();
    }
    try {
      Map<ColumnUse, String> replacements = new LinkedHashMap<>();
      Set<Integer> counted = new LinkedHashSet<>();
      Set<Integer> ofRoot = new LinkedHashSet<>();
      for (ColumnUse use : SqlCompiler.columnsIn(sql.get().text())) {
        String name = use.path().get(use.path().size() - 1);
        Optional<Dataset> dataset =
            use.path().size() > 1
                ? model.dataset(use.path().get(0))
                : model.datasets().stream().filter(d -> d.field(name).isPresent()).findFirst();
        Optional<String> field =
            dataset
                .filter(d -> paths.containsKey(d.name()))
                .flatMap(d -> d.field(name).map(f -> behind(d, f)));
        if (field.isEmpty()) {
          leftOut.add(
              "metric " + metric.name() + ": " + root().name() + " does not lead to all of it");
          return Optional.empty();
        }
        replacements.put(use, field.get());
        if (use.within() == ColumnUse.Within.AGGREGATE) {
          counted.add(use.aggregate());
        }
        if (dataset.filter(d -> d.name().equals(root().name())).isPresent()) {
          ofRoot.add(use.aggregate());
        }
      }
      if (!ofRoot.containsAll(counted)) {
        leftOut.add(
            "metric "
                + metric.name()
                + ": in a view it would count again for each row of "
                + root().name());
        return Optional.empty();
      }
      return Optional.of(ColumnUse.replaced(sql.get().text(), replacements));
    } catch (SqlProblem e) {
      leftOut.add("metric " + metric.name() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private String behind(Dataset dataset, Field field) {
    String whole = theirs(field, paths.getOrDefault(dataset.name(), ""));
    return whole.matches("[\\w.`]+") ? whole : "(" + whole + ")";
  }
}
