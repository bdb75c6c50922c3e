package dev.lodestar.semantic.exchange;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlTree;
import dev.lodestar.spec.semantic.Aggregation;
import dev.lodestar.spec.semantic.AiContext;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Calendar;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Extension;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
import dev.lodestar.spec.semantic.Values;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a semantic model of Snowflake's Cortex Analyst. */
final class CortexModel {
  static final String VENDOR = "SNOWFLAKE";
  static final Map<String, Aggregation> AGGREGATIONS =
      Map.of(
          "sum", Aggregation.SUM,
          "avg", Aggregation.AVERAGE,
          "min", Aggregation.MIN,
          "max", Aggregation.MAX,
          "count", Aggregation.COUNT,
          "count_distinct", Aggregation.COUNT_DISTINCT);

  private static final Map<String, Relationship.Join> JOINS =
      Map.of(
          "", Relationship.Join.LEFT,
          "left_outer", Relationship.Join.LEFT,
          "inner", Relationship.Join.INNER);

  private static final Set<String> OF_A_MODEL =
      Set.of("name", "description", "tables", "relationships", "metrics", "verified_queries");
  private static final Set<String> OF_A_TABLE =
      Set.of(
          "name",
          "description",
          "synonyms",
          "base_table",
          "primary_key",
          "unique_keys",
          "dimensions",
          "time_dimensions",
          "facts",
          "measures",
          "filters",
          "metrics");
  private static final Set<String> OF_AN_EXPRESSION =
      Set.of(
          "name",
          "expr",
          "description",
          "synonyms",
          "data_type",
          "unique",
          "sample_values",
          "is_enum",
          "default_aggregation",
          "access_modifier",
          "cortex_search_service_name",
          "cortex_search_service");
  private static final Set<String> OF_A_RELATIONSHIP =
      Set.of(
          "name",
          "left_table",
          "right_table",
          "relationship_columns",
          "join_type",
          "relationship_type");
  private static final Set<String> OF_A_VERIFIED_QUERY =
      Set.of("name", "question", "sql", "verified_at", "verified_by", "use_as_onboarding_question");

  private final Draft draft;
  private final Section file;
  private final Map<Draft.Table, Section> sections = new LinkedHashMap<>();
  private final Map<Draft.Table, Yaml.Keys> originals = new LinkedHashMap<>();
  private final List<Relationship> relationships = new ArrayList<>();
  private final List<Metric> metrics = new ArrayList<>();
  private final List<NamedFilter> filters = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> filtersAsTheyWere = new ArrayList<>();
  private final List<VerifiedQuery> verified = new ArrayList<>();
  private final List<String> samples = new ArrayList<>();
  private final Map<Position, Problem> rejected;

  private CortexModel(Draft draft, Section file, Map<Position, Problem> rejected) {
    this.draft = draft;
    this.file = file;
    this.rejected = rejected;
  }

  static SemanticModel read(
      Section file, Yaml.Keys keys, Draft draft, Map<Position, Problem> rejected) {
    return new CortexModel(draft, file, rejected).model(keys);
  }

  private SemanticModel model(Yaml.Keys keys) {
    unknown(file, keys, OF_A_MODEL);
    each(file, "tables", OF_A_TABLE, this::table);
    sections.forEach(this::fields);
    sections.forEach(
        (table, section) -> {
          each(section, "metrics", OF_AN_EXPRESSION, (m, k) -> metric(m, k, Optional.of(table)));
          each(section, "filters", OF_AN_EXPRESSION, (f, k) -> filter(f, k, table));
        });
    each(file, "relationships", OF_A_RELATIONSHIP, this::relationship);
    each(file, "metrics", OF_AN_EXPRESSION, (m, k) -> metric(m, k, Optional.empty()));
    each(file, "verified_queries", OF_A_VERIFIED_QUERY, this::verified);
    List<Dataset> datasets = new ArrayList<>();
    sections.forEach((table, section) -> datasets.add(dataset(table, section)));
    SemanticModel bare = model(datasets, List.of());
    Map<String, @Nullable Object> original = MetricView.map(keys);
    YamlTree ours = CortexWriter.head(bare);
    List.of("tables", "relationships", "metrics").forEach(original::remove);
    if (!verified.isEmpty()) {
      original.put(CortexWriter.VERIFIED_HERE, CortexWriter.verifiedOf(bare));
    }
    if (!filtersAsTheyWere.isEmpty()) {
      original.put("_filters", filtersAsTheyWere);
    }
    return model(datasets, Residue.of(VENDOR, original, ours));
  }

  private SemanticModel model(List<Dataset> datasets, List<Extension> others) {
    String name = file.words("name").map(Section.Words::text).orElse("model");
    return new SemanticModel(
        name,
        file.words("description").map(Section.Words::text),
        AiContext.NONE,
        datasets,
        relationships,
        metrics,
        others,
        Naming.NONE,
        Calendar.USUAL,
        "",
        Optional.empty(),
        filters,
        verified,
        samples.isEmpty() ? Wordings.NONE : new Wordings(Map.of("en", samples)),
        file.at());
  }

  private interface Each {
    void read(Section section, Yaml.Keys keys);
  }

  private void each(Section section, String key, Set<String> known, Each each) {
    for (Yaml item : section.items(key)) {
      if (item instanceof Yaml.Keys keys) {
        // A key without a value says nothing.
        Yaml.Keys said =
            new Yaml.Keys(
                keys.entries().stream().filter(e -> !(e.value() instanceof Yaml.Nothing)).toList(),
                keys.at());
        Section one =
            file.of(said, said.entries().stream().map(Yaml.Entry::name).toArray(String[]::new));
        unknown(one, said, known);
        one.require(key.equals("verified_queries") ? "question" : "name", "say it");
        each.read(one, said);
      } else if (item.readable()) {
        draft.problem(
            item.at(), "expected keys with values, found " + item.kind(), "write \"name: …\"");
      }
    }
  }

  private void unknown(Section section, Yaml.Keys keys, Set<String> known) {
    for (Yaml.Entry entry : keys.entries()) {
      if (!known.contains(entry.name())) {
        draft.note(
            section.at(entry.name()),
            "\"" + entry.name() + "\" is kept for the way back, and means nothing here",
            "");
      }
    }
  }

  private static String text(Section section, String key) {
    return section.words(key).map(Section.Words::text).orElse("");
  }

  private void table(Section section, Yaml.Keys keys) {
    section.require("base_table", "say which table it is: \"base_table: {table: …}\"");
    Optional<Section> base =
        section
            .keys("base_table")
            .map(
                below ->
                    file.of(
                        below,
                        below.entries().stream().map(Yaml.Entry::name).toArray(String[]::new)));
    Optional<Section.Words> source = base.flatMap(b -> b.words("table"));
    base.ifPresent(
        b -> b.require("table", "make what it is a model of gold, and name that: \"table: …\""));
    if (section.words("name").isEmpty() || source.isEmpty()) {
      return;
    }
    Draft.Table table = draft.table(Draft.ours(text(section, "name")), source.get());
    draft.alias(text(section, "name").toLowerCase(Locale.ROOT), table);
    sections.put(table, section);
    originals.put(table, keys);
  }

  private void fields(Draft.Table table, Section section) {
    for (String kind : List.of("dimensions", "time_dimensions", "facts", "measures")) {
      each(section, kind, OF_AN_EXPRESSION, (one, keys) -> field(one, keys, table, kind));
    }
    for (Section key : keysBelow(section, "primary_key")) {
      table.primaryKey(columns(key.list("columns"), table));
    }
    for (Yaml item : section.items("unique_keys")) {
      if (item instanceof Yaml.Keys keys) {
        table.key(columns(file.of(keys, "columns").list("columns"), table));
      }
    }
  }

  private List<Section> keysBelow(Section section, String key) {
    return section.keys(key).map(keys -> file.of(keys, "columns")).stream().toList();
  }

  /** Keys may name columns, or what is made of one. */
  private List<ColumnName> columns(List<Section.Words> words, Draft.Table table) {
    return words.stream()
        .map(w -> new ColumnName(table.columnBehind(w.text().toLowerCase(Locale.ROOT)), w.at()))
        .toList();
  }

  private static boolean isPrivate(Section section) {
    return text(section, "access_modifier").equals("private_access");
  }

  private static boolean aggregates(SqlText sql) {
    try {
      return SqlCompiler.columnsIn(sql.text()).stream().anyMatch(use -> use.aggregate() > 0);
    } catch (SqlProblem e) {
      // Said when the expression is read.
      return false;
    }
  }

  private void field(Section section, Yaml.Keys keys, Draft.Table table, String kind) {
    Optional<Section.Words> name = section.words("name");
    Optional<SqlText> expr = section.words("expr").map(SqlText::of);
    if (name.isEmpty()) {
      return;
    }
    if (expr.isEmpty()) {
      draft.problem(name.get().at(), "no expr", "say what it is: \"expr: column\"");
      return;
    }
    if (kind.equals("measures") && aggregates(expr.get())) {
      metric(section, keys, Optional.of(table), kind);
      return;
    }
    Expression expression =
        draft.expression(
            name.get().text(), expr.get(), expr.get(), sql -> draft.overColumns(sql, table));
    String aggregation = text(section, "default_aggregation").toLowerCase(Locale.ROOT);
    if (!aggregation.isEmpty() && !AGGREGATIONS.containsKey(aggregation)) {
      draft.note(
          section.at("default_aggregation"),
          "the aggregation \"" + aggregation + "\" is kept for the way back",
          "say in a question what is meant, as in \"the median of\"");
    }
    Field bare = field(section, name.get(), expression, kind, aggregation, List.of());
    Map<String, @Nullable Object> original = MetricView.map(keys);
    YamlTree ours = CortexWriter.field(bare, Optional.empty());
    if (!CortexWriter.kind(bare).equals(kind)) {
      original.put("_kind", kind);
    }
    original.putIfAbsent("data_type", null);
    table.add(
        field(
            section, name.get(), expression, kind, aggregation, Residue.of(VENDOR, original, ours)),
        name.get().text(),
        table);
  }

  private static Field field(
      Section section,
      Section.Words name,
      Expression expression,
      String kind,
      String aggregation,
      List<Extension> others) {
    boolean hidden = isPrivate(section) || expression.sql().isEmpty();
    boolean measured = kind.equals("facts") || kind.equals("measures");
    return new Field(
        Draft.ours(name.text()),
        expression,
        measured
            ? Optional.empty()
            : Optional.of(new Field.Dimension(Optional.of(kind.equals("time_dimensions")))),
        Optional.empty(),
        section.words("description").map(Section.Words::text),
        Optional.empty(),
        Draft.synonyms(section.list("synonyms")),
        others,
        Draft.naming(name.text(), Optional.empty(), hidden),
        Showing.PLAIN,
        Optional.ofNullable(AGGREGATIONS.get(aggregation)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Values.UNTOLD,
        name.at());
  }

  private void metric(Section section, Yaml.Keys keys, Optional<Draft.Table> table) {
    metric(section, keys, table, "metrics");
  }

  private void metric(Section section, Yaml.Keys keys, Optional<Draft.Table> table, String kind) {
    section.require("expr", "say what it is: \"expr: SUM(column)\"");
    Optional<Section.Words> name = section.words("name");
    Optional<SqlText> expr = section.words("expr").map(SqlText::of);
    Optional<Draft.Table> home = table.or(() -> sections.keySet().stream().findFirst());
    if (name.isEmpty() || expr.isEmpty() || home.isEmpty()) {
      return;
    }
    String what = "metric " + name.get().text();
    boolean nonAdditive = section.has("non_additive_dimensions");
    if (nonAdditive) {
      draft.note(
          section.at("non_additive_dimensions"),
          what + " is kept for the way back, and cannot be asked: it does not add up over some",
          "write it in semantic.yaml with \"additivity\": \"semi-additive\"");
    }
    Expression expression =
        nonAdditive
            ? draft.carried(expr.get())
            : draft.expression(
                what, expr.get(), expr.get(), sql -> draft.overFields(sql, home.get()));
    Metric bare = metric(section, name.get(), expression, List.of());
    Map<String, @Nullable Object> original = MetricView.map(keys);
    original.put("_table", table.map(Draft.Table::name).orElse(""));
    if (!kind.equals("metrics")) {
      original.put("_kind", kind);
    }
    metrics.add(
        metric(
            section,
            name.get(),
            expression,
            Residue.of(VENDOR, original, CortexWriter.metric(bare))));
  }

  private static Metric metric(
      Section section, Section.Words name, Expression expression, List<Extension> others) {
    return new Metric(
        Draft.ours(name.text()),
        expression,
        section.words("description").map(Section.Words::text),
        Optional.empty(),
        Draft.synonyms(section.list("synonyms")),
        others,
        Draft.naming(
            name.text(), Optional.empty(), isPrivate(section) || expression.sql().isEmpty()),
        Showing.PLAIN,
        Optional.empty(),
        Optional.empty(),
        false,
        name.at());
  }

  /** Filters have no extensions, so the model keeps them as they were. */
  private void filter(Section section, Yaml.Keys keys, Draft.Table table) {
    section.require("expr", "say what holds: \"expr: column > 1\"");
    Optional<Section.Words> name = section.words("name");
    Optional<SqlText> expr = section.words("expr").map(SqlText::of);
    if (name.isEmpty() || expr.isEmpty()) {
      return;
    }
    Map<String, @Nullable Object> original = MetricView.map(keys);
    original.put("_table", table.name());
    filtersAsTheyWere.add(original);
    Expression expression =
        draft.expression(
            "filter " + name.get().text(),
            expr.get(),
            expr.get(),
            sql -> draft.overFields(sql, table));
    expression
        .sql()
        .ifPresent(
            sql -> {
              Naming naming = Draft.naming(name.get().text(), Optional.empty(), false);
              List<String> synonyms =
                  section.list("synonyms").stream().map(Section.Words::text).toList();
              filters.add(
                  new NamedFilter(
                      Draft.ours(name.get().text()),
                      new Naming(
                          naming.name(),
                          synonyms.isEmpty() ? Wordings.NONE : new Wordings(Map.of("en", synonyms)),
                          section.text("description"),
                          false),
                      sql,
                      name.get().at()));
            });
  }

  private void relationship(Section section, Yaml.Keys keys) {
    Optional<Section.Words> name = section.words("name");
    Optional<Draft.Table> left = side(section, "left_table");
    Optional<Draft.Table> right = side(section, "right_table");
    if (name.isEmpty() || left.isEmpty() || right.isEmpty()) {
      return;
    }
    section
        .words("relationship_type")
        .filter(type -> !type.text().endsWith("_to_one"))
        .ifPresent(
            type ->
                draft.problem(
                    type.at(),
                    "a relationship that leads to several rows",
                    "let relationships lead from the many to the one"));
    List<ColumnName> from = new ArrayList<>();
    List<ColumnName> to = new ArrayList<>();
    for (Yaml item : section.items("relationship_columns")) {
      if (item instanceof Yaml.Keys columns) {
        Section pair = file.of(columns, "left_column", "right_column");
        from.addAll(columns(pair.words("left_column").stream().toList(), left.get()));
        to.addAll(columns(pair.words("right_column").stream().toList(), right.get()));
      }
    }
    right.get().key(to);
    Relationship.Join join = join(section);
    Relationship bare = relationship(section, left.get(), right.get(), from, to, join, List.of());
    relationships.add(
        relationship(
            section,
            left.get(),
            right.get(),
            from,
            to,
            join,
            Residue.of(VENDOR, MetricView.map(keys), CortexWriter.relationship(bare))));
  }

  private Relationship.Join join(Section section) {
    String type = text(section, "join_type").toLowerCase(Locale.ROOT);
    if (!JOINS.containsKey(type)) {
      draft.problem(
          section.at("join_type"),
          "unknown join_type \"" + text(section, "join_type") + "\"",
          "use left_outer, which is meant without, or inner");
    }
    return JOINS.getOrDefault(type, Relationship.Join.LEFT);
  }

  private static Relationship relationship(
      Section section,
      Draft.Table left,
      Draft.Table right,
      List<ColumnName> from,
      List<ColumnName> to,
      Relationship.Join join,
      List<Extension> others) {
    Section.Words name = section.words("name").orElseThrow();
    return Draft.relationship(name.text(), left, right, from, to, join, others, name.at());
  }

  private Optional<Draft.Table> side(Section section, String key) {
    Optional<Section.Words> name = section.words(key);
    Optional<Draft.Table> table = name.flatMap(n -> draft.table(n.text()));
    if (table.isEmpty()) {
      draft.problem(
          name.map(Section.Words::at).orElse(section.at()),
          "no table for \"" + key + "\"",
          "name one of " + sections.keySet().stream().map(Draft.Table::name).toList());
    }
    return table;
  }

  private Dataset dataset(Draft.Table table, Section section) {
    boolean isFact = relationships.stream().noneMatch(r -> r.to().name().equals(table.name()));
    Naming naming = Draft.naming(text(section, "name"), Optional.empty(), false);
    Optional<String> description = section.words("description").map(Section.Words::text);
    AiContext synonyms = Draft.synonyms(section.list("synonyms"));
    Dataset bare = table.dataset(description, synonyms, naming, isFact, List.of());
    Yaml.Keys keys = originals.getOrDefault(table, new Yaml.Keys(List.of(), section.at()));
    Map<String, @Nullable Object> original = MetricView.map(keys);
    List.of("dimensions", "time_dimensions", "facts", "measures", "metrics", "filters")
        .forEach(original::remove);
    return table.dataset(
        description,
        synonyms,
        naming,
        isFact,
        Residue.of(VENDOR, original, CortexWriter.table(bare)));
  }

  /** Verified SQL is over tables and columns as the model names them; each becomes a WITH. */
  private void verified(Section section, Yaml.Keys keys) {
    Optional<Section.Words> question = section.words("question");
    Optional<SqlText> sql = section.words("sql").map(SqlText::of);
    if (question.isEmpty() || sql.isEmpty()) {
      return;
    }
    Problem known = rejected.get(sql.get().at());
    if (known != null) {
      draft.carried("the verified query \"" + question.get().text() + "\"", known);
      return;
    }
    if (text(section, "use_as_onboarding_question").equals("true")) {
      samples.add(question.get().text());
    }
    verified.add(
        new VerifiedQuery(
            new Wordings(Map.of("en", List.of(question.get().text()))),
            new Asked.BySql(SqlText.of(overGold(draft.quoted(sql.get().text())), sql.get().at())),
            question.get().at()));
  }

  private String overGold(String sql) {
    String text = sql.strip().replaceFirst(";\\s*$", "");
    for (Draft.Table table : sections.keySet()) {
      // A name of the model may be written with two underscores before it.
      text = text.replaceAll("(?i)\\b__" + Pattern.quote(table.name()) + "\\b", table.name());
    }
    List<String> withs = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Draft.Table table : sections.keySet()) {
      Pattern use = Pattern.compile("(?i)\\b" + Pattern.quote(table.name()) + "\\b");
      if (use.matcher(text).find() && named.add(table.name())) {
        List<String> columns = new ArrayList<>();
        for (Field field : table.fields()) {
          field
              .expression()
              .sql()
              .filter(s -> !field.expression().in(VENDOR).isEmpty())
              .ifPresent(s -> columns.add(s.text() + " AS " + SqlCompiler.written(field.name())));
        }
        withs.add(
            SqlCompiler.written(table.name())
                + " AS (\n  SELECT "
                + String.join(", ", columns)
                + "\n  FROM "
                + table.source().name()
                + ")");
      }
    }
    if (withs.isEmpty()) {
      return text;
    }
    String prefix = "WITH " + String.join(",\n", withs);
    return text.regionMatches(true, 0, "with", 0, 4)
        ? prefix + ",\n" + text.substring(4).strip()
        : prefix + "\n" + text;
  }
}
