package dev.lodestar.server.genie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The definition of a domain, as far as a caller sees it, as Genie exports spaces, version 2: so
 * that the same can be asked of Databricks. What has no place there (roles, languages, calendars)
 * is left out.
 */
final class SerializedSpace {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String DESCRIPTION = "description";

  private final String catalog;

  private SerializedSpace(String catalog) {
    this.catalog = catalog;
  }

  /** As a text, which is how Genie carries it. */
  static String of(Space space, Caller caller) throws GenieProblem, QueryFailed, IOException {
    return new SerializedSpace(space.id()).whole(space.files(caller)).toString();
  }

  private ObjectNode whole(AnswerFiles files) {
    ObjectNode json = JSON.objectNode();
    json.put("version", 2);
    Map<String, ObjectNode> samples = new LinkedHashMap<>();
    for (Language language : Language.values()) {
      for (String sample : Samples.of(files, language)) {
        ObjectNode one = identified(language, sample);
        lines(one, "question", sample);
        samples.putIfAbsent(one.path("id").asText(), one);
      }
    }
    sorted(json.putObject("config").putArray("sample_questions"), samples.values(), "id");
    ArrayNode tables = json.putObject("data_sources").putArray("tables");
    ObjectNode instructions = json.putObject("instructions");
    if (files.model().isPresent()) {
      SemanticModel model = files.model().get();
      sorted(tables, model.datasets().stream().map(this::table).toList(), "identifier");
      examples(instructions.putArray("example_question_sqls"), model.verified());
      joins(instructions.putArray("join_specs"), model);
      snippets(instructions.putObject("sql_snippets"), model);
    }
    benchmarks(json.putObject("benchmarks").putArray("questions"), files.questions());
    return json;
  }

  private static ObjectNode identified(Language language, String words) {
    return JSON.objectNode().put("id", EvalRuns.id(language, words));
  }

  private static ObjectNode identified(String kind, String name) {
    return identified(Language.EN, kind + " " + name);
  }

  private static void sorted(ArrayNode array, Collection<ObjectNode> objects, String by) {
    objects.stream()
        .sorted(Comparator.comparing((ObjectNode object) -> object.path(by).asText()))
        .forEach(array::add);
  }

  /** A text, as the lines of it. */
  private static void lines(ObjectNode json, String field, String text) {
    if (!text.isBlank()) {
      ArrayNode lines = json.putArray(field);
      List<String> split = text.lines().toList();
      for (int i = 0; i < split.size(); i++) {
        lines.add(i + 1 < split.size() ? split.get(i) + "\n" : split.get(i));
      }
    }
  }

  private String identifier(Dataset dataset) {
    String source = dataset.source().name();
    return catalog + "." + (source.contains(".") ? source : "gold." + source);
  }

  private ObjectNode table(Dataset dataset) {
    ObjectNode json = JSON.objectNode();
    json.put("identifier", identifier(dataset));
    lines(json, DESCRIPTION, description(dataset.description(), dataset.naming()));
    List<ObjectNode> columns = new ArrayList<>();
    for (Field field : dataset.fields()) {
      field
          .expression()
          .sql()
          .map(SqlText::text)
          .filter(sql -> sql.matches("[A-Za-z_][A-Za-z_0-9]*"))
          .ifPresent(column -> columns.add(column(column, field)));
    }
    sorted(json.putArray("column_configs"), columns, "column_name");
    return json;
  }

  private static ObjectNode column(String name, Field field) {
    ObjectNode json = JSON.objectNode();
    json.put("column_name", name);
    lines(json, DESCRIPTION, description(field.description(), field.naming()));
    synonyms(json, field.naming(), name);
    if (field.naming().hidden()) {
      json.put("exclude", true);
    }
    return json;
  }

  private static String description(Optional<String> described, Naming naming) {
    return described.orElseGet(() -> naming.description().in("en"));
  }

  /** What people say for it, in any language. */
  private static void synonyms(ObjectNode json, Naming naming, String name) {
    Set<String> words = new LinkedHashSet<>(naming.name().byLanguage().values());
    naming.synonyms().byLanguage().values().forEach(words::addAll);
    words.remove(name);
    if (!words.isEmpty()) {
      ArrayNode synonyms = json.putArray("synonyms");
      words.forEach(synonyms::add);
    }
  }

  private static void examples(ArrayNode examples, List<VerifiedQuery> verified) {
    Map<String, ObjectNode> byId = new LinkedHashMap<>();
    for (VerifiedQuery query : verified) {
      Optional<String> sql =
          query.answer().match(text -> Optional.of(text.text()), m -> Optional.<String>empty());
      asked(
          query.ask().byLanguage(),
          (example) ->
              sql.ifPresent(
                  text -> {
                    lines(example, "sql", text);
                    byId.putIfAbsent(example.path("id").asText(), example);
                  }));
    }
    sorted(examples, byId.values(), "id");
  }

  /** An object for each wording. */
  private static void asked(Map<String, List<String>> wordings, Consumer<ObjectNode> each) {
    for (Language language : Language.values()) {
      for (String wording : wordings.getOrDefault(language.code(), List.of())) {
        ObjectNode json = identified(language, wording);
        lines(json, "question", wording);
        each.accept(json);
      }
    }
  }

  private void joins(ArrayNode joins, SemanticModel model) {
    List<ObjectNode> specs = new ArrayList<>();
    for (Relationship relationship : model.relationships()) {
      Optional<Dataset> from = model.dataset(relationship.from().name());
      Optional<Dataset> to = model.dataset(relationship.to().name());
      if (from.isEmpty() || to.isEmpty()) {
        continue;
      }
      ObjectNode spec = identified("join", relationship.name());
      side(spec.putObject("left"), from.get());
      side(spec.putObject("right"), to.get());
      List<String> equal = new ArrayList<>();
      for (int i = 0; i < relationship.fromColumns().size(); i++) {
        equal.add(
            column(from.get(), relationship.fromColumns().get(i))
                + " = "
                + column(to.get(), relationship.toColumns().get(i)));
      }
      spec.putArray("sql")
          .add(String.join(" AND ", equal))
          .add("--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--");
      specs.add(spec);
    }
    sorted(joins, specs, "id");
  }

  private static String column(Dataset dataset, ColumnName column) {
    return "`" + dataset.name() + "`.`" + column.name() + "`";
  }

  private void side(ObjectNode side, Dataset dataset) {
    side.put("identifier", identifier(dataset)).put("alias", dataset.name());
  }

  private static void snippets(ObjectNode snippets, SemanticModel model) {
    List<ObjectNode> filters = new ArrayList<>();
    for (NamedFilter filter : model.filters()) {
      filters.add(snippet("filter", filter.name(), filter.naming(), filter.sql().text()));
    }
    sorted(snippets.putArray("filters"), filters, "id");
    List<ObjectNode> measures = new ArrayList<>();
    for (Metric metric : model.metrics()) {
      metric
          .expression()
          .sql()
          .ifPresent(
              sql -> measures.add(snippet("measure", metric.name(), metric.naming(), sql.text())));
    }
    sorted(snippets.putArray("measures"), measures, "id");
  }

  private static ObjectNode snippet(String kind, String name, Naming naming, String sql) {
    ObjectNode json = identified(kind, name);
    json.put("alias", name);
    Text shown = naming.name();
    json.put("display_name", shown.in("en").isEmpty() ? name : shown.in("en"));
    lines(json, "sql", sql);
    synonyms(json, naming, name);
    return json;
  }

  private static void benchmarks(ArrayNode benchmarks, List<Question> questions) {
    Map<String, ObjectNode> byId =
        questions.stream()
            .filter(question -> question.sql().isPresent())
            .flatMap(
                question -> {
                  List<ObjectNode> asked = new ArrayList<>();
                  asked(
                      question.ask().byLanguage(),
                      json -> {
                        ObjectNode answer = json.putArray("answer").addObject();
                        answer.put("format", "SQL");
                        lines(answer, "content", question.sql().orElseThrow().text());
                        asked.add(json);
                      });
                  return asked.stream();
                })
            .collect(
                Collectors.toMap(
                    json -> json.path("id").asText(),
                    json -> json,
                    (first, again) -> first,
                    LinkedHashMap::new));
    sorted(benchmarks, byId.values(), "id");
  }
}
