package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.YamlTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an Ossie file so that reading it gives the same again. */
public final class OssieWriter {
  private final OssieVersion version;

  private OssieWriter(OssieVersion version) {
    this.version = version;
  }

  /** The YAML of a file. */
  public static String yaml(Ossie ossie) {
    return new OssieWriter(ossie.version()).tree(ossie).yaml();
  }

  private YamlTree tree(Ossie ossie) {
    YamlTree file =
        new YamlTree()
            .with("version", ossie.version().text())
            .with("dialects", ossie.dialects())
            .with("vendors", ossie.vendors());
    file.putAll(ossie.ontology());
    return file.with("semantic_model", ossie.models().stream().map(this::model).toList());
  }

  private YamlTree model(SemanticModel model) {
    YamlTree ours =
        OursWriter.naming(model.naming())
            .with("calendar", OursWriter.calendar(model.calendar()))
            .with("currency", model.currency())
            .with("default-metric", model.defaultMetric().map(ColumnName::name).orElse(""))
            .with("filters", model.filters().stream().map(OursWriter::filter).toList())
            .with("verified-queries", model.verified().stream().map(OursWriter::verified).toList())
            .with("sample-questions", OursWriter.wordings(model.samples()));
    return new YamlTree()
        .with("name", model.name())
        .with("description", model.description().orElse(""))
        .with("ai_context", ai(model.ai()))
        .with("datasets", model.datasets().stream().map(this::dataset).toList())
        .with("relationships", model.relationships().stream().map(this::relationship).toList())
        .with("metrics", model.metrics().stream().map(this::metric).toList())
        .with(Extensions.KEY, extensions(ours, model.others()));
  }

  private YamlTree dataset(Dataset dataset) {
    YamlTree ours =
        OursWriter.naming(dataset.naming())
            .with("grain", OursWriter.text(dataset.grain()))
            .with("time", dataset.time().map(ColumnName::name).orElse(""))
            .with("shown-as", dataset.shownAs().map(ColumnName::name).orElse(""))
            .with("counted-by", dataset.countedBy().map(ColumnName::name).orElse(""));
    return new YamlTree()
        .with("name", dataset.name())
        .with("source", dataset.source().name())
        .with("primary_key", names(dataset.primaryKey()))
        .with("unique_keys", dataset.uniqueKeys().stream().map(OssieWriter::names).toList())
        .with("description", dataset.description().orElse(""))
        .with("ai_context", ai(dataset.ai()))
        .with("fields", dataset.fields().stream().map(this::field).toList())
        .with(Extensions.KEY, extensions(ours, dataset.others()));
  }

  private YamlTree field(Field field) {
    YamlTree ours =
        OursWriter.naming(field.naming())
            .with("aggregation", OursWriter.word(field.aggregation(), NamingReader.AGGREGATIONS))
            .with("additivity", OursWriter.word(field.additivity(), NamingReader.ADDITIVITIES))
            .with("grain", field.grain().map(Grain::word).orElse(""))
            .with("sorted-by", field.sortedBy().map(ColumnName::name).orElse(""))
            .with("values", OursWriter.values(field.values()));
    ours.putAll(OursWriter.showing(field.showing()));
    YamlTree tree =
        new YamlTree()
            .with("name", field.name())
            .with("expression", expression(field.expression()));
    field
        .dimension()
        .ifPresent(
            d ->
                tree.put(
                    "dimension", d.isTime().map(t -> Map.of("is_time", t)).orElseGet(Map::of)));
    return tree.with("label", field.label().orElse(""))
        .with("description", field.description().orElse(""))
        .with("datatype", field.type().filter(t -> version.isOpen()).map(DataType::text).orElse(""))
        .with("ai_context", ai(field.ai()))
        .with(Extensions.KEY, extensions(ours, field.others()));
  }

  private YamlTree relationship(Relationship relationship) {
    YamlTree ours =
        new YamlTree()
            .with("role", OursWriter.text(relationship.role()))
            .with("synonyms", OursWriter.wordings(relationship.synonyms()))
            .with("join", relationship.join() == Relationship.Join.INNER ? "inner" : "");
    return new YamlTree()
        .with("name", relationship.name())
        .with("from", relationship.from().name())
        .with("to", relationship.to().name())
        .with("from_columns", names(relationship.fromColumns()))
        .with("to_columns", names(relationship.toColumns()))
        .with("ai_context", ai(relationship.ai()))
        .with(Extensions.KEY, extensions(ours, relationship.others()));
  }

  private YamlTree metric(Metric metric) {
    YamlTree ours =
        OursWriter.naming(metric.naming())
            .with("additivity", OursWriter.word(metric.additivity(), NamingReader.ADDITIVITIES))
            .with("time", metric.time().map(ColumnName::name).orElse(""))
            .with("certified", metric.certified() ? Boolean.TRUE : null);
    ours.putAll(OursWriter.showing(metric.showing()));
    return new YamlTree()
        .with("name", metric.name())
        .with("expression", expression(metric.expression()))
        .with("description", metric.description().orElse(""))
        .with(
            "datatype", metric.type().filter(t -> version.isOpen()).map(DataType::text).orElse(""))
        .with("ai_context", ai(metric.ai()))
        .with(Extensions.KEY, extensions(ours, metric.others()));
  }

  private static YamlTree expression(Expression expression) {
    return new YamlTree()
        .with(
            "dialects",
            expression.dialects().stream()
                .map(
                    e ->
                        new YamlTree()
                            .with("dialect", e.dialect())
                            .with("expression", sql(e.sql())))
                .toList());
  }

  private static String sql(SqlText sql) {
    return sql.text();
  }

  private static @Nullable Object ai(AiContext ai) {
    if (ai.isText()) {
      return ai.instructions();
    }
    YamlTree tree =
        new YamlTree()
            .with("instructions", ai.instructions())
            .with("synonyms", ai.synonyms())
            .with("examples", ai.examples());
    tree.putAll(ai.others());
    return tree;
  }

  private List<YamlTree> extensions(YamlTree ours, List<Extension> others) {
    List<YamlTree> all = new ArrayList<>();
    if (!ours.isEmpty()) {
      all.add(
          version.isOpen()
              ? extension(Extensions.VENDOR, block(ours))
              : extension(
                  Extensions.SHARED_VENDOR,
                  block(new YamlTree().with(Extensions.SHARED_KEY, ours))));
    }
    others.forEach(other -> all.add(extension(other.vendor(), other.data())));
    return all;
  }

  /** What ends with a line break is written as a block of lines. */
  private static String block(YamlTree ours) {
    return JsonWriter.json(ours) + "\n";
  }

  private static YamlTree extension(String vendor, String data) {
    return new YamlTree().with("vendor_name", vendor).with("data", data);
  }

  private static List<String> names(List<ColumnName> columns) {
    return columns.stream().map(ColumnName::name).toList();
  }
}
