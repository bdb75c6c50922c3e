package dev.lodestar.server.drafting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the JSON of {@code query.schema.json} against a semantic model; trusts none of it. */
final class QueryReader {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST_PARTS = 12;
  private static final int MOST_ROWS = 10_000;
  private static final String KIND = "kind";
  private static final String NAME = "name";

  private final Model model;
  private final Map<FieldRef, List<String>> values;
  private final List<String> problems = new ArrayList<>();

  private QueryReader(Model model, Map<FieldRef, List<String>> values) {
    this.model = model;
    this.values = values;
  }

  /**
   * What a draft came to.
   *
   * @param answerable false when the drafter says that there is no answer
   * @param query empty when there are problems or no answer
   * @param problems to be told to the drafter; they name nothing that the draft did not
   */
  record Read(boolean answerable, Optional<LogicalQuery> query, List<String> problems) {
    Read {
      problems = List.copyOf(problems);
    }

    static Read wrong(String problem) {
      return new Read(true, Optional.empty(), List.of(problem));
    }
  }

  static Read read(String draft, Model model, Map<FieldRef, List<String>> values) {
    JsonNode json;
    try {
      json = MAPPER.readTree(draft);
    } catch (JsonProcessingException e) {
      return Read.wrong("not JSON: " + e.getOriginalMessage());
    }
    if (!json.isObject() || !json.path("answerable").isBoolean()) {
      return Read.wrong("not an object of the schema");
    }
    if (!json.path("answerable").booleanValue()) {
      return new Read(false, Optional.empty(), List.of());
    }
    return new QueryReader(model, values).read(json);
  }

  private Read read(JsonNode json) {
    Optional<String> listed = name(json, "listed").filter(this::isDataset);
    List<Measure> measures = each(json, "measures", this::measure);
    List<Group> groups = each(json, "groups", this::group);
    List<Condition> where = new ArrayList<>(each(json, "where", this::condition));
    List<TimeRange> times = each(json, "times", this::time);
    if (!times.isEmpty()) {
      where.add(new Condition.During(times, Optional.empty(), false));
    }
    List<LogicalQuery.Having> having = each(json, "having", node -> having(node, measures));
    List<LogicalQuery.Order> order =
        new ArrayList<>(each(json, "order", node -> order(node, measures, groups)));
    Optional<LogicalQuery.Limit> limit = limit(json.path("limit"));
    if (measures.isEmpty() && listed.isEmpty() && problems.isEmpty()) {
      problems.add("neither measures nor listed: nothing is asked for");
    }
    if (limit.isPresent() && order.isEmpty() && !measures.isEmpty()) {
      order.add(new LogicalQuery.Order(true, 0, true));
    }
    return problems.isEmpty()
        ? new Read(
            true,
            Optional.of(
                new LogicalQuery(
                    measures.isEmpty() ? listed : Optional.empty(),
                    measures,
                    groups,
                    where,
                    having,
                    order,
                    limit)),
            List.of())
        : new Read(true, Optional.empty(), problems);
  }

  private <T> List<T> each(JsonNode json, String field, Function<JsonNode, Optional<T>> reader) {
    JsonNode list = json.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MOST_PARTS) {
      problems.add(field + " is not a list of at most " + MOST_PARTS);
      return List.of();
    }
    List<T> read = new ArrayList<>();
    list.forEach(node -> reader.apply(node).ifPresent(read::add));
    return read;
  }

  private <T> Optional<T> problem(String text) {
    problems.add(text);
    return Optional.empty();
  }

  private static String word(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  private static Optional<String> name(JsonNode node, String field) {
    return node.path(field).isTextual() ? Optional.of(word(node, field)) : Optional.empty();
  }

  private boolean isDataset(String name) {
    boolean known = model.hasDataset(name);
    if (!known) {
      problems.add("there is no dataset \"" + name + "\"");
    }
    return known;
  }

  private Optional<Field> field(String name) {
    int dot = name.indexOf('.');
    if (dot > 0 && model.hasDataset(name.substring(0, dot))) {
      Optional<Field> field =
          model
              .dataset(name.substring(0, dot))
              .field(name.substring(dot + 1))
              .filter(found -> !found.hidden());
      if (field.isPresent()) {
        return field;
      }
    }
    return problem("there is no field \"" + name + "\"");
  }

  private static <E extends Enum<E>> Optional<E> one(E[] choices, String word) {
    return Arrays.stream(choices)
        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private Optional<Measure> measure(JsonNode node) {
    String name = word(node, NAME);
    Optional<Measure> plain =
        switch (word(node, KIND)) {
          case "metric" ->
              model.metrics().stream().anyMatch(metric -> metric.name().equals(name))
                  ? Optional.of(new Measure.OfMetric(name))
                  : problem("there is no metric \"" + name + "\"");
          case "rows" -> Optional.of(name).filter(this::isDataset).map(Measure.Rows::new);
          case "field" -> field(name).flatMap(found -> aggregated(found, node));
          default -> problem("not a kind of measure: \"" + word(node, KIND) + "\"");
        };
    return plain.flatMap(measure -> shown(measure, node));
  }

  private Optional<Measure> aggregated(Field field, JsonNode node) {
    String word = word(node, "aggregation");
    Optional<Aggregation> aggregation = one(Aggregation.values(), word);
    if (aggregation.isEmpty()) {
      return problem("not an aggregation of " + field.ref() + ": \"" + word + "\"");
    }
    boolean numeric =
        switch (aggregation.get()) {
          case SUM, AVERAGE, MEDIAN -> true;
          case MIN, MAX, COUNT, COUNT_DISTINCT -> false;
        };
    if (numeric && !field.isNumber()) {
      return problem(field.ref() + " is no number: it has no " + word);
    }
    return Optional.of(new Measure.OfField(Attribute.of(field.ref()), aggregation.get()));
  }

  private Optional<Measure> shown(Measure measure, JsonNode node) {
    int back = node.path("back").isInt() ? node.get("back").intValue() : 1;
    if (back < 1 || back > 1000) {
      return problem("back is not a number of units: " + back);
    }
    return switch (word(node, "shown")) {
      case "", "value" -> Optional.of(measure);
      case "share" -> Optional.of(new Measure.Share(measure));
      case "running" -> Optional.of(new Measure.Running(measure));
      case "change" -> Optional.of(new Measure.Change(measure, back, false));
      case "change_in_percent" -> Optional.of(new Measure.Change(measure, back, true));
      default -> problem("a measure cannot be shown as \"" + word(node, "shown") + "\"");
    };
  }

  private Optional<Group> group(JsonNode node) {
    String name = word(node, NAME);
    return switch (word(node, KIND)) {
      case "field" -> field(name).map(found -> new Group.ByField(Attribute.of(found.ref())));
      case "time" ->
          one(Unit.values(), name)
              .<Group>map(unit -> new Group.ByTime(unit, Optional.empty()))
              .or(() -> problem("not a unit of time: \"" + name + "\""));
      case "part" ->
          one(TimePart.values(), name)
              .<Group>map(part -> new Group.ByPart(part, Optional.empty()))
              .or(() -> problem("not a part of time: \"" + name + "\""));
      default -> problem("not a kind of group: \"" + word(node, KIND) + "\"");
    };
  }

  private Optional<Condition> condition(JsonNode node) {
    String name = word(node, NAME);
    boolean negated = node.path("negated").asBoolean();
    if (word(node, KIND).equals("filter")) {
      return model.filters().stream().anyMatch(filter -> filter.name().equals(name))
          ? Optional.of(new Condition.Named(name, negated))
          : problem("there is no filter \"" + name + "\"");
    }
    return field(name).flatMap(found -> condition(found, node, negated));
  }

  private Optional<Condition> condition(Field field, JsonNode node, boolean negated) {
    Attribute attribute = Attribute.of(field.ref());
    List<String> named = new ArrayList<>();
    node.path("values").forEach(value -> named.add(value.asText()));
    String kind = word(node, KIND);
    return switch (kind) {
      case "one_of" -> oneOf(field, named, negated);
      case "missing" -> Optional.of(new Condition.Missing(attribute, negated));
      case "true" ->
          field.type().toString().equals("boolean")
              ? Optional.of(new Condition.True(attribute, negated))
              : problem(field.ref() + " is neither true nor false");
      case "starts", "contains", "ends" ->
          field.isText() && named.size() == 1 && !named.get(0).isEmpty()
              ? Optional.of(
                  new Condition.Like(
                      attribute,
                      one(Condition.Like.Where.values(), kind).orElseThrow(),
                      named.get(0),
                      negated))
              : problem(kind + " needs a field of text and one value: " + field.ref());
      default -> compared(field, kind, named, negated);
    };
  }

  /** Values must be there, where it is known which there are. */
  private Optional<Condition> oneOf(Field field, List<String> named, boolean negated) {
    if (named.isEmpty() || !field.isText()) {
      return problem("one_of needs a field of text and values: " + field.ref());
    }
    List<String> known = values.getOrDefault(field.ref(), List.of());
    List<String> meant = new ArrayList<>();
    for (String value : named) {
      Optional<String> there =
          known.contains(value)
              ? Optional.of(value)
              : known.stream().filter(value::equalsIgnoreCase).findFirst();
      if (there.isEmpty() && values.containsKey(field.ref())) {
        return problem(field.ref() + " has no value \"" + value + "\"");
      }
      meant.add(there.orElse(value));
    }
    return Optional.of(new Condition.OneOf(Attribute.of(field.ref()), meant, negated));
  }

  private static Optional<Comparison> comparison(String kind) {
    return one(Comparison.values(), kind).filter(found -> found != Comparison.UNLIKE);
  }

  private Optional<Condition> compared(
      Field field, String kind, List<String> named, boolean negated) {
    Optional<Comparison> comparison = comparison(kind);
    if (comparison.isEmpty()) {
      return problem("not a kind of condition: \"" + kind + "\"");
    }
    if (!field.isNumber() || named.size() != 1 || !isNumber(named.get(0))) {
      return problem(kind + " needs a field of numbers and one number: " + field.ref());
    }
    return Optional.of(
        new Condition.Compared(
            Attribute.of(field.ref()),
            negated ? comparison.get().negated() : comparison.get(),
            new BigDecimal(named.get(0))));
  }

  private static boolean isNumber(String text) {
    return text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?");
  }

  private Optional<TimeRange> time(JsonNode node) {
    try {
      Optional<LocalDate> first = name(node, "first").map(LocalDate::parse);
      Optional<LocalDate> last = name(node, "last").map(LocalDate::parse);
      if (first.isEmpty() && last.isEmpty()) {
        return problem("a time has neither a first nor a last day");
      }
      if (first.isPresent() && last.isPresent() && first.get().isAfter(last.get())) {
        return problem("the time from " + first.get() + " to " + last.get() + " has no days");
      }
      return Optional.of(
          new TimeRange(
              first, last.map(day -> day.plusDays(1)), Unit.DAY, TimeRange.Assumed.NOTHING));
    } catch (DateTimeException e) {
      return problem("not days of the form 2025-01-31: " + node);
    }
  }

  private Optional<LogicalQuery.Having> having(JsonNode node, List<Measure> measures) {
    int index = node.path("measure").asInt(-1);
    Optional<Comparison> comparison = comparison(word(node, KIND));
    String number = node.path("number").asText();
    if (index < 0 || index >= measures.size() || comparison.isEmpty() || !isNumber(number)) {
      return problem("not a bound of one of the measures: " + node);
    }
    return Optional.of(
        new LogicalQuery.Having(measures.get(index), comparison.get(), new BigDecimal(number)));
  }

  private Optional<LogicalQuery.Order> order(
      JsonNode node, List<Measure> measures, List<Group> groups) {
    boolean measure = word(node, "by").equals("measure");
    int index = node.path("index").asInt(-1);
    if (index < 0 || index >= (measure ? measures.size() : groups.size())) {
      return problem("there is nothing to order by: " + node);
    }
    return Optional.of(new LogicalQuery.Order(measure, index, node.path("descending").asBoolean()));
  }

  private Optional<LogicalQuery.Limit> limit(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isInt() || node.intValue() < 1 || node.intValue() > MOST_ROWS) {
      return problem("limit is not a number of rows from 1 to " + MOST_ROWS);
    }
    return Optional.of(new LogicalQuery.Limit(node.intValue(), List.of()));
  }
}
