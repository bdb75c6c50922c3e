package dev.lodestar.server.drafting;

import static dev.lodestar.server.drafting.PartReader.KIND;
import static dev.lodestar.server.drafting.PartReader.NAME;
import static dev.lodestar.server.drafting.PartReader.name;
import static dev.lodestar.server.drafting.PartReader.one;
import static dev.lodestar.server.drafting.PartReader.word;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the JSON of {@code query.schema.json} against a semantic model; trusts none of it. */
final class QueryReader {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private final Model model;
  private final PartReader parts;

  private QueryReader(Model model, Map<FieldRef, List<String>> values) {
    this.model = model;
    this.parts = new PartReader(model, values, this::measure);
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
    Optional<String> listed =
        name(json, "listed").isPresent() ? parts.dataset(json, "listed") : Optional.empty();
    List<Measure> measures = parts.each(json, "measures", this::measure);
    List<Group> groups = parts.each(json, "groups", parts::group);
    List<Condition> where = parts.each(json, "where", parts::condition);
    List<LogicalQuery.Having> having = parts.each(json, "having", this::having);
    List<LogicalQuery.Order> order =
        new ArrayList<>(parts.each(json, "order", node -> order(node, measures, groups)));
    Optional<LogicalQuery.Limit> limit = limit(json.path("limit"), groups);
    boolean nothing = measures.isEmpty() && listed.isEmpty() && groups.isEmpty();
    if (nothing && parts.problems().isEmpty()) {
      parts.problem("neither measures nor listed nor groups: nothing is asked for");
    }
    if (limit.isPresent() && order.isEmpty() && !measures.isEmpty()) {
      order.add(new LogicalQuery.Order(true, 0, true));
    }
    return parts.problems().isEmpty()
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
        : new Read(true, Optional.empty(), parts.problems());
  }

  private Optional<Measure> measure(JsonNode node) {
    String name = word(node, NAME);
    return switch (word(node, KIND)) {
      case "metric" ->
          model.metrics().stream().anyMatch(metric -> metric.name().equals(name))
              ? Optional.of(new Measure.OfMetric(name))
              : parts.problem("there is no metric \"" + name + "\"");
      case "field" -> parts.attribute(name).flatMap(found -> aggregated(found, node));
      case "delay" -> delay(node);
      case "times" ->
          one(Unit.values(), name)
              .<Measure>map(Measure.Times::new)
              .or(() -> parts.problem("not a unit of time: \"" + name + "\""));
      case "rows" -> parts.dataset(node, NAME).map(Measure.Rows::new);
      case "distinct" ->
          both(
              parts.dataset(node, NAME),
              parts.dataset(node, "from"),
              (dataset, from) -> new Measure.Distinct(dataset, from));
      case "values" ->
          both(
              parts.attribute(name),
              parts.dataset(node, "from"),
              (field, from) -> new Measure.Values(field, from));
      case "per_group" ->
          both(
              of(node),
              parts.within(node.path("group"), parts::group),
              (of, group) -> new Measure.PerGroup(of, group, how(node)));
      case "ratio" ->
          both(
              of(node),
              parts.within(node.path("below"), this::measure),
              (above, below) -> new Measure.Ratio(above, below));
      case "share" -> of(node).map(Measure.Share::new);
      case "part_of" ->
          both(
              of(node),
              parts.within(node.path("condition"), parts::condition),
              (of, condition) -> new Measure.PartOf(of, condition));
      case "running" -> of(node).map(Measure.Running::new);
      case "in" -> both(of(node), range(node, "time"), (of, range) -> new Measure.In(of, range));
      case "change" -> of(node).flatMap(of -> change(of, node));
      case "between" -> between(node);
      default -> parts.problem("not a kind of measure: \"" + word(node, KIND) + "\"");
    };
  }

  private static Aggregation how(JsonNode node) {
    return one(Aggregation.values(), word(node, "how"))
        .filter(how -> how == Aggregation.MEDIAN)
        .orElse(Aggregation.AVERAGE);
  }

  private Optional<Measure> of(JsonNode node) {
    return parts.within(node.path("of"), this::measure);
  }

  private Optional<TimeRange> range(JsonNode node, String field) {
    return parts.within(node.path(field), parts::time);
  }

  private static <A, B> Optional<Measure> both(
      Optional<A> first, Optional<B> second, BiFunction<A, B, Measure> made) {
    return first.flatMap(a -> second.map(b -> made.apply(a, b)));
  }

  private Optional<Measure> aggregated(Attribute attribute, JsonNode node) {
    Field field = parts.field(attribute).orElseThrow();
    String word = word(node, "aggregation");
    Optional<Aggregation> aggregation = one(Aggregation.values(), word);
    if (aggregation.isEmpty()) {
      return parts.problem("not an aggregation of " + field.ref() + ": \"" + word + "\"");
    }
    boolean numeric =
        switch (aggregation.get()) {
          case SUM, AVERAGE, MEDIAN -> true;
          case MIN, MAX, COUNT, COUNT_DISTINCT -> false;
        };
    if (numeric && !field.isNumber()) {
      return parts.problem(field.ref() + " is no number: it has no " + word);
    }
    return Optional.of(new Measure.OfField(attribute, aggregation.get()));
  }

  private Optional<Measure> delay(JsonNode node) {
    Optional<Aggregation> aggregation = one(Aggregation.values(), word(node, "aggregation"));
    return aggregation.isEmpty()
        ? parts.problem("delay needs an aggregation")
        : both(
            parts.date(node, "from"),
            parts.date(node, "to"),
            (from, to) -> new Measure.Delay(from, to, aggregation.get()));
  }

  private Optional<Measure> change(Measure of, JsonNode node) {
    int back = node.path("back").isInt() ? node.get("back").intValue() : 1;
    return back < 1 || back > 1000
        ? parts.problem("back is not a number of units: " + back)
        : Optional.of(new Measure.Change(of, back, inPercent(node)));
  }

  private static boolean inPercent(JsonNode node) {
    return node.path("in_percent").asBoolean();
  }

  private Optional<Measure> between(JsonNode node) {
    Optional<Measure> of = of(node);
    Optional<TimeRange> earlier = range(node, "earlier");
    Optional<TimeRange> later = range(node, "later");
    return of.isPresent() && earlier.isPresent() && later.isPresent()
        ? Optional.of(new Measure.Between(of.get(), earlier.get(), later.get(), inPercent(node)))
        : Optional.empty();
  }

  private Optional<LogicalQuery.Having> having(JsonNode node) {
    Optional<Measure> measure = parts.within(node.path("measure"), this::measure);
    Optional<Comparison> comparison = one(Comparison.values(), word(node, KIND));
    String number = node.path("number").asText();
    if (measure.isEmpty() || comparison.isEmpty() || !PartReader.isNumber(number)) {
      return parts.problem("not a bound of a measure: " + node);
    }
    return Optional.of(
        new LogicalQuery.Having(measure.get(), comparison.get(), new BigDecimal(number)));
  }

  private Optional<LogicalQuery.Order> order(
      JsonNode node, List<Measure> measures, List<Group> groups) {
    boolean measure = word(node, "by").equals("measure");
    int index = node.path("index").asInt(-1);
    if (index < 0 || index >= (measure ? measures.size() : groups.size())) {
      return parts.problem("there is nothing to order by: " + node);
    }
    return Optional.of(new LogicalQuery.Order(measure, index, node.path("descending").asBoolean()));
  }

  private Optional<LogicalQuery.Limit> limit(JsonNode node, List<Group> groups) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    Optional<Kept> kept = kept(word(node, KIND), node.path("number")).filter(Kept::isPossible);
    if (kept.isEmpty()) {
      return parts.problem(
          "limit keeps no rows: it is first, nth or percent with a number up to " + Kept.MOST_ROWS);
    }
    List<Integer> per = new ArrayList<>();
    node.path("per").forEach(group -> per.add(group.asInt(-1)));
    return per.stream().allMatch(group -> group >= 0 && group < groups.size())
        ? Optional.of(new LogicalQuery.Limit(kept.get(), per))
        : parts.problem("limit is per groups that are not there: " + node);
  }

  private static Optional<Kept> kept(String kind, JsonNode number) {
    return switch (kind) {
      case "first" ->
          number.isInt() ? Optional.of(new Kept.First(number.intValue())) : Optional.empty();
      case "nth" ->
          number.isInt() ? Optional.of(new Kept.Nth(number.intValue())) : Optional.empty();
      case "percent" ->
          number.isNumber() && PartReader.isNumber(number.asText())
              ? Optional.of(new Kept.Percent(number.decimalValue()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
