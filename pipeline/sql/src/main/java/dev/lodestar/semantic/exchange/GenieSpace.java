package dev.lodestar.semantic.exchange;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.YamlTree;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.JsonWriter;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The definition of a domain as Genie exports spaces, version 2: so that the same can be asked of
 * Databricks. What has no place there (roles, languages, calendars) is left out.
 */
public final class GenieSpace {
  private static final String DESCRIPTION = "description";
  private static final String QUESTION = "question";

  private final String catalog;

  private GenieSpace(String catalog) {
    this.catalog = catalog;
  }

  /** The JSON of a space, in one line, which is how Genie carries it. */
  public static String json(AnswerFiles files, String catalog) {
    return JsonWriter.line(new GenieSpace(catalog).whole(files));
  }

  /** The identity of a wording, the same wherever it is asked. */
  public static String id(String language, String wording) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest((language + " " + wording).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }

  private Map<String, Object> whole(AnswerFiles files) {
    List<YamlTree> samples = new ArrayList<>();
    for (String language : List.of("en", "fr")) {
      for (String sample : files.samples(language)) {
        samples.add(identified(language, sample).with(QUESTION, lines(sample)));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", 2);
    json.put("config", Map.of("sample_questions", sorted(samples, "id")));
    Map<String, Object> instructions = new LinkedHashMap<>();
    List<YamlTree> tables = List.of();
    if (files.model().isPresent()) {
      SemanticModel model = files.model().get();
      tables = sorted(model.datasets().stream().map(this::table).toList(), "identifier");
      instructions.put("example_question_sqls", sorted(examples(model.verified()), "id"));
      instructions.put("join_specs", sorted(joins(model), "id"));
      instructions.put("sql_snippets", snippets(model));
    }
    json.put("data_sources", Map.of("tables", tables));
    json.put("instructions", instructions);
    json.put("benchmarks", Map.of("questions", sorted(benchmarks(files.questions()), "id")));
    return json;
  }

  private static YamlTree identified(String language, String words) {
    return new YamlTree().with("id", id(language, words));
  }

  /** What Genie refuses unless it is in order and each once. */
  private static List<YamlTree> sorted(Collection<YamlTree> trees, String by) {
    Map<String, YamlTree> once = new LinkedHashMap<>();
    trees.forEach(tree -> once.putIfAbsent(String.valueOf(tree.get(by)), tree));
    return once.values().stream()
        .sorted(Comparator.comparing((YamlTree tree) -> String.valueOf(tree.get(by))))
        .toList();
  }

  /** A text, as the lines of it. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(text.isBlank() ? List.of() : text.lines().toList());
    for (int i = 0; i + 1 < lines.size(); i++) {
      lines.set(i, lines.get(i) + "\n");
    }
    return lines;
  }

  private String identifier(Dataset dataset) {
    String source = dataset.source().name();
    return catalog + "." + (source.contains(".") ? source : "gold." + source);
  }

  private YamlTree table(Dataset dataset) {
    List<YamlTree> columns = new ArrayList<>();
    for (Field field : dataset.fields()) {
      field
          .expression()
          .sql()
          .map(SqlText::text)
          .filter(sql -> sql.matches("[A-Za-z_][A-Za-z_0-9]*"))
          .ifPresent(column -> columns.add(column(column, field)));
    }
    YamlTree table =
        new YamlTree()
            .with("identifier", identifier(dataset))
            .with(DESCRIPTION, lines(description(dataset.description(), dataset.naming())));
    table.put("column_configs", sorted(columns, "column_name"));
    return table;
  }

  private static YamlTree column(String name, Field field) {
    return new YamlTree()
        .with("column_name", name)
        .with(DESCRIPTION, lines(description(field.description(), field.naming())))
        .with("synonyms", synonyms(field.naming(), field.ai().synonyms(), name))
        .with("exclude", field.naming().hidden() ? Boolean.TRUE : null);
  }

  private static String description(Optional<String> described, Naming naming) {
    return described.orElseGet(() -> naming.description().in("en"));
  }

  /** What people say for it, in any language. */
  static List<String> synonyms(Naming naming, List<String> more, String name) {
    Set<String> words = new LinkedHashSet<>(naming.name().byLanguage().values());
    naming.synonyms().byLanguage().values().forEach(words::addAll);
    words.addAll(more);
    words.remove(name);
    return List.copyOf(words);
  }

  private static List<YamlTree> examples(List<VerifiedQuery> verified) {
    List<YamlTree> examples = new ArrayList<>();
    for (VerifiedQuery query : verified) {
      Optional<String> sql =
          query.answer().match(text -> Optional.of(text.text()), m -> Optional.empty());
      sql.ifPresent(
          text ->
              asked(query.ask().byLanguage())
                  .forEach(example -> examples.add(example.with("sql", lines(text)))));
    }
    return examples;
  }

  /** A tree for each wording. */
  private static List<YamlTree> asked(Map<String, List<String>> wordings) {
    List<YamlTree> all = new ArrayList<>();
    wordings.forEach(
        (language, words) ->
            words.forEach(word -> all.add(identified(language, word).with(QUESTION, lines(word)))));
    return all;
  }

  private List<YamlTree> joins(SemanticModel model) {
    List<YamlTree> specs = new ArrayList<>();
    for (Relationship relationship : model.relationships()) {
      Optional<Dataset> from = model.dataset(relationship.from().name());
      Optional<Dataset> to = model.dataset(relationship.to().name());
      if (from.isEmpty() || to.isEmpty()) {
        continue;
      }
      List<String> equal = new ArrayList<>();
      for (int i = 0; i < relationship.fromColumns().size(); i++) {
        equal.add(
            column(from.get(), relationship.fromColumns().get(i))
                + " = "
                + column(to.get(), relationship.toColumns().get(i)));
      }
      specs.add(
          identified("en", "join " + relationship.name())
              .with("left", side(from.get()))
              .with("right", side(to.get()))
              .with(
                  "sql",
                  List.of(
                      String.join(" AND ", equal), "--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--")));
    }
    return specs;
  }

  private static String column(Dataset dataset, ColumnName column) {
    return "`" + dataset.name() + "`.`" + column.name() + "`";
  }

  private YamlTree side(Dataset dataset) {
    return new YamlTree().with("identifier", identifier(dataset)).with("alias", dataset.name());
  }

  private static Map<String, Object> snippets(SemanticModel model) {
    List<YamlTree> filters = new ArrayList<>();
    for (NamedFilter filter : model.filters()) {
      if (!filter.naming().hidden()) {
        filters.add(
            snippet("filter", filter.name(), filter.naming(), List.of(), filter.sql().text()));
      }
    }
    List<YamlTree> measures = new ArrayList<>();
    for (Metric metric : model.metrics()) {
      List<String> more = metric.ai().synonyms();
      metric
          .expression()
          .sql()
          .filter(sql -> !metric.naming().hidden())
          .map(sql -> snippet("measure", metric.name(), metric.naming(), more, sql.text()))
          .ifPresent(measures::add);
    }
    Map<String, Object> snippets = new LinkedHashMap<>();
    snippets.put("filters", sorted(filters, "id"));
    snippets.put("measures", sorted(measures, "id"));
    return snippets;
  }

  private static YamlTree snippet(
      String kind, String name, Naming naming, List<String> more, String sql) {
    String shown = naming.name().in("en");
    return identified("en", kind + " " + name)
        .with("alias", name)
        .with("display_name", shown.isEmpty() ? name : shown)
        .with("sql", lines(sql))
        .with("synonyms", synonyms(naming, more, name));
  }

  private static List<YamlTree> benchmarks(List<Question> questions) {
    List<YamlTree> benchmarks = new ArrayList<>();
    for (Question question : questions) {
      question
          .sql()
          .ifPresent(
              sql ->
                  asked(question.ask().byLanguage())
                      .forEach(json -> benchmarks.add(json.with("answer", answer(sql)))));
    }
    return benchmarks;
  }

  private static List<YamlTree> answer(SqlText sql) {
    return List.of(new YamlTree().with("format", "SQL").with("content", lines(sql.text())));
  }
}
