package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Variables;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads an Ossie file. */
public final class OssieReader {
  private static final List<String> ONTOLOGY =
      List.of("name", "description", "ai_context", "requires", Extensions.KEY);

  private static final List<String> MODEL =
      List.of("name", "description", "ai_context", "datasets", "relationships", "metrics");
  private static final List<String> DATASET =
      List.of(
          "name", "source", "primary_key", "unique_keys", "description", "ai_context", "fields");
  private static final List<String> RELATIONSHIP =
      List.of("name", "from", "to", "from_columns", "to_columns", "ai_context");
  private static final List<String> METRIC =
      List.of("name", "expression", "description", "ai_context");
  private static final List<String> FIELD =
      List.of("name", "expression", "dimension", "label", "description", "ai_context");
  private static final List<String> FILTER = NamingReader.NAMING_AND_SQL;
  private static final List<String> VERIFIED = NamingReader.askAnd(ModelQueryReader.KEYS);

  private final OssieVersion version;

  private OssieReader(OssieVersion version) {
    this.version = version;
  }

  /** Reads a file that belongs to no domain: its texts may be in any language. */
  public static Optional<Ossie> read(TextFile file, Problems problems) {
    return read(file, new Section.Setting(problems, Variables.NONE, List.of()));
  }

  /** Reads a file; empty, with problems, when its version is not known or it is not YAML. */
  public static Optional<Ossie> read(TextFile file, Section.Setting setting) {
    return YamlReader.keysOf(file, setting.problems()).flatMap(keys -> read(keys, setting));
  }

  private static Optional<Ossie> read(Yaml.Keys keys, Section.Setting setting) {
    boolean ontology = keys.entry("ontology").isPresent();
    List<String> known = new ArrayList<>(List.of("version", "dialects", "vendors"));
    known.add("semantic_model");
    if (ontology) {
      known.addAll(ONTOLOGY);
      keys.entries().stream()
          .map(Yaml.Entry::name)
          .filter(name -> name.startsWith("ontology"))
          .forEach(known::add);
    }
    Section file = new Section(keys, setting, known.toArray(String[]::new));
    file.require("version", "say which Ossie it is: \"version: " + newest() + "\"");
    Optional<OssieVersion> version = file.words("version").flatMap(words -> version(file, words));
    if (version.isEmpty()) {
      return Optional.empty();
    }
    if (!ontology) {
      file.require("semantic_model", "add \"semantic_model:\" with a model below it");
    }
    OssieReader reader = new OssieReader(version.get());
    List<SemanticModel> models =
        reader.each(file, "semantic_model", "a model", MODEL, reader::model);
    Map<String, Object> others = new LinkedHashMap<>();
    if (ontology) {
      keys.entries().stream()
          .filter(
              e -> !List.of("version", "dialects", "vendors", "semantic_model").contains(e.name()))
          .forEach(e -> others.put(e.name(), e.value().plain()));
    }
    return Optional.of(
        new Ossie(version.get(), models, texts(file, "dialects"), texts(file, "vendors"), others));
  }

  private static String newest() {
    return OssieVersion.V0_2_0_DEV0.text();
  }

  private static Optional<OssieVersion> version(Section file, Section.Words words) {
    Optional<OssieVersion> version = Optional.ofNullable(OssieVersion.BY_NAME.get(words.text()));
    if (version.isEmpty()) {
      file.report(
          words.at(),
          "Ossie version \"" + words.text() + "\" is not one that Lodestar reads",
          Advice.oneOf(words.text(), OssieVersion.BY_NAME.keySet()));
    }
    return version;
  }

  private SemanticModel model(Section model, Position at) {
    Extensions extensions = Extensions.of(model, at);
    Section ours =
        model.of(
            extensions.ours(),
            NamingReader.keysAnd(
                "calendar",
                "currency",
                "default-metric",
                "filters",
                "verified-queries",
                "sample-questions"));
    model.require("datasets", "add \"datasets:\" with the tables of the star below it");
    return new SemanticModel(
        name(model, "model"),
        description(model),
        ai(model),
        each(model, "datasets", "a dataset", DATASET, this::dataset),
        each(model, "relationships", "a relationship", RELATIONSHIP, this::relationship),
        each(model, "metrics", "a metric", METRIC, this::metric),
        extensions.others(),
        NamingReader.naming(ours),
        CalendarReader.calendar(ours),
        text(ours, "currency"),
        column(ours, "default-metric"),
        each(ours, "filters", "a filter", FILTER, OssieReader::filter),
        each(
                ours,
                "verified-queries",
                "a question with its answer",
                VERIFIED,
                OssieReader::verified)
            .stream()
            .flatMap(Optional::stream)
            .toList(),
        NamingReader.wordings(ours, "sample-questions"),
        at);
  }

  private Dataset dataset(Section dataset, Position at) {
    Extensions extensions = Extensions.of(dataset, at);
    Section ours =
        dataset.of(
            extensions.ours(), NamingReader.keysAnd("grain", "time", "shown-as", "counted-by"));
    dataset.require("source", "say which table it is: \"source: gold.…\"");
    return new Dataset(
        name(dataset, "dataset"),
        dataset
            .words("source")
            .map(s -> new ColumnName(s.text(), s.at()))
            .orElse(new ColumnName("", at)),
        columns(dataset, "primary_key"),
        uniqueKeys(dataset),
        description(dataset),
        ai(dataset),
        each(dataset, "fields", "a field", FIELD, this::field),
        extensions.others(),
        NamingReader.naming(ours),
        ours.text("grain"),
        column(ours, "time"),
        column(ours, "shown-as"),
        column(ours, "counted-by"),
        at);
  }

  private Field field(Section field, Position at) {
    Extensions extensions = Extensions.of(field, at);
    Section ours =
        field.of(
            extensions.ours(),
            NamingReader.keysAnd(
                "format",
                "unit",
                "currency",
                "better-is-lower",
                "aggregation",
                "additivity",
                "grain",
                "sorted-by",
                "values"));
    return new Field(
        name(field, "field"),
        expression(field),
        dimension(field),
        field.words("label").map(Section.Words::text),
        description(field),
        type(field),
        ai(field),
        extensions.others(),
        NamingReader.naming(ours),
        NamingReader.showing(ours),
        ours.oneOf("aggregation", NamingReader.AGGREGATIONS),
        ours.oneOf("additivity", NamingReader.ADDITIVITIES),
        ours.oneOf("grain", Grain.BY_NAME),
        column(ours, "sorted-by"),
        NamingReader.values(ours),
        at);
  }

  private Relationship relationship(Section relationship, Position at) {
    Extensions extensions = Extensions.of(relationship, at);
    Section ours = relationship.of(extensions.ours(), "role", "synonyms", "join");
    for (String key : List.of("from", "to", "from_columns", "to_columns")) {
      relationship.require(key, "a relationship has from, to, from_columns and to_columns");
    }
    List<ColumnName> from = columns(relationship, "from_columns");
    List<ColumnName> to = columns(relationship, "to_columns");
    if (!from.isEmpty() && !to.isEmpty() && from.size() != to.size()) {
      relationship.report(
          relationship.at("to_columns"),
          from.size() + " columns on one side and " + to.size() + " on the other",
          "name as many columns in to_columns as in from_columns, in the same order");
    }
    return new Relationship(
        name(relationship, "relationship"),
        column(relationship, "from").orElse(new ColumnName("", at)),
        column(relationship, "to").orElse(new ColumnName("", at)),
        from,
        to,
        ai(relationship),
        extensions.others(),
        ours.text("role"),
        NamingReader.wordings(ours, "synonyms"),
        ours.oneOf("join", NamingReader.JOINS).orElse(Relationship.Join.LEFT),
        at);
  }

  private Metric metric(Section metric, Position at) {
    Extensions extensions = Extensions.of(metric, at);
    Section ours =
        metric.of(
            extensions.ours(),
            NamingReader.keysAnd(
                "format",
                "unit",
                "currency",
                "better-is-lower",
                "additivity",
                "time",
                "certified"));
    return new Metric(
        name(metric, "metric"),
        expression(metric),
        description(metric),
        type(metric),
        ai(metric),
        extensions.others(),
        NamingReader.naming(ours),
        NamingReader.showing(ours),
        ours.oneOf("additivity", NamingReader.ADDITIVITIES),
        column(ours, "time"),
        NamingReader.flag(ours, "certified").orElse(false),
        at);
  }

  private static NamedFilter filter(Section filter, Position at) {
    filter.require("filter", "give it a name for use in queries: \"filter\": \"large_orders\"");
    filter.require("sql", "give its condition: \"sql\": \"orders.quantity > 100\"");
    return new NamedFilter(
        text(filter, "filter"),
        NamingReader.naming(filter),
        ModelQueryReader.sql(filter, "sql").orElse(SqlText.of("true", at)),
        at);
  }

  private static Optional<VerifiedQuery> verified(Section verified, Position at) {
    verified.require("ask", "give the question: \"ask\": {\"en\": \"…\"}");
    Wordings ask = NamingReader.wordings(verified, "ask");
    return ModelQueryReader.read(verified).map(answer -> new VerifiedQuery(ask, answer, at));
  }

  /** The entries of a list, each of them keys with values. */
  private <T> List<T> each(
      Section section,
      String key,
      String what,
      List<String> known,
      BiFunction<Section, Position, T> read) {
    List<String> keys = new ArrayList<>(known);
    if (known != FILTER && known != VERIFIED) {
      keys.add(Extensions.KEY);
    }
    if ((known == FIELD || known == METRIC) && version.isOpen()) {
      keys.add("datatype");
    }
    List<T> found = new ArrayList<>();
    for (Yaml item : section.items(key)) {
      if (item instanceof Yaml.Keys entry) {
        Section one = section.of(entry, keys.toArray(String[]::new));
        found.add(read.apply(one, placeOf(entry)));
      } else if (item.readable()) {
        section.report(
            item.at(), "expected " + what + ", found " + item.kind(), "write keys with values");
      }
    }
    return found;
  }

  /** A thing stands where its name does. */
  private static Position placeOf(Yaml.Keys keys) {
    return keys.entry("name")
        .or(() -> keys.entry("filter"))
        .filter(e -> e.value().readable())
        .map(e -> e.value().at())
        .orElse(keys.at());
  }

  private static String name(Section section, String what) {
    section.require("name", "give the " + what + " a name");
    return text(section, "name");
  }

  private static String text(Section section, String key) {
    return section.words(key).map(Section.Words::text).orElse("");
  }

  private static Optional<String> description(Section section) {
    return section.words("description").map(Section.Words::text);
  }

  private static Optional<ColumnName> column(Section section, String key) {
    return section.words(key).map(w -> new ColumnName(w.text(), w.at()));
  }

  private static List<ColumnName> columns(Section section, String key) {
    return section.list(key).stream().map(w -> new ColumnName(w.text(), w.at())).toList();
  }

  private static List<String> texts(Section section, String key) {
    return section.list(key).stream().map(Section.Words::text).toList();
  }

  /** Lists of columns, each read as if it stood under the key alone. */
  private static List<List<ColumnName>> uniqueKeys(Section dataset) {
    List<List<ColumnName>> keys = new ArrayList<>();
    for (Yaml item : dataset.items("unique_keys")) {
      keys.add(columns(dataset.with("unique_keys", item), "unique_keys"));
    }
    return keys;
  }

  private Expression expression(Section thing) {
    thing.require("expression", "add \"expression: {dialects: [{dialect: ANSI_SQL, …}]}\"");
    List<Expression.InDialect> dialects = new ArrayList<>();
    for (Yaml.Keys keys : thing.keys("expression").stream().toList()) {
      Section expression = thing.of(keys, "dialects");
      expression.require("dialects", "list the expression in at least one dialect, ANSI_SQL");
      for (Yaml item : expression.items("dialects")) {
        if (item instanceof Yaml.Keys one) {
          dialect(expression.of(one, "dialect", "expression")).ifPresent(dialects::add);
        } else if (item.readable()) {
          expression.report(
              item.at(),
              "expected an expression in a dialect, found " + item.kind(),
              "write \"- dialect: ANSI_SQL\" and \"expression: …\" below it");
        }
      }
    }
    return new Expression(dialects);
  }

  private Optional<Expression.InDialect> dialect(Section section) {
    section.require("dialect", "say which SQL it is: \"dialect: ANSI_SQL\"");
    section.require("expression", "add \"expression: …\"");
    Map<String, String> known = new LinkedHashMap<>();
    version.dialects().forEach(d -> known.put(d, d));
    Optional<String> dialect = section.oneOf("dialect", known);
    Optional<SqlText> sql = section.words("expression").map(SqlText::of);
    return dialect.isEmpty() || sql.isEmpty()
        ? Optional.empty()
        : Optional.of(new Expression.InDialect(dialect.get(), sql.get()));
  }

  private static Optional<Field.Dimension> dimension(Section field) {
    return field
        .keys("dimension")
        .map(keys -> new Field.Dimension(NamingReader.flag(field.of(keys, "is_time"), "is_time")));
  }

  private Optional<DataType> type(Section thing) {
    return version.isOpen() ? thing.oneOf("datatype", DataType.BY_NAME) : Optional.empty();
  }

  private static AiContext ai(Section thing) {
    Optional<Yaml> value = thing.value("ai_context");
    if (value.isEmpty()) {
      return AiContext.NONE;
    }
    if (!(value.get() instanceof Yaml.Keys keys)) {
      return thing
          .words("ai_context")
          .map(w -> new AiContext(w.text(), List.of(), List.of(), Map.of(), true))
          .orElse(AiContext.NONE);
    }
    Section context =
        thing.of(keys, keys.entries().stream().map(Yaml.Entry::name).toArray(String[]::new));
    Map<String, Object> others = new LinkedHashMap<>();
    keys.entries().stream()
        .filter(e -> !List.of("instructions", "synonyms", "examples").contains(e.name()))
        .forEach(e -> others.put(e.name(), e.value().plain()));
    return new AiContext(
        text(context, "instructions"),
        texts(context, "synonyms"),
        texts(context, "examples"),
        others,
        false);
  }
}
