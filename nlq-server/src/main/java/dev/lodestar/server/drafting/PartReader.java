package dev.lodestar.server.drafting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.TimePart;
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

/** Reads what conditions, groups and times say, and notes what is wrong. */
final class PartReader {
  static final String KIND = "kind";
  static final String NAME = "name";
  private static final int MOST_PARTS = 12;

  /** What people ask is not nested deeper. */
  private static final int DEEPEST = 6;

  private static final String BY = " by ";
  private static final String NEGATED = "negated";

  private final Model model;
  private final Map<FieldRef, List<String>> values;
  private final Function<JsonNode, Optional<Measure>> measures;
  private final List<String> problems = new ArrayList<>();
  private int depth;

  /**
   * @param measures reads what is measured
   */
  PartReader(
      Model model,
      Map<FieldRef, List<String>> values,
      Function<JsonNode, Optional<Measure>> measures) {
    this.measures = measures;
    this.model = model;
    this.values = values;
  }

  /** To be told to the drafter; they name nothing that the draft did not. */
  List<String> problems() {
    return problems;
  }

  <T> Optional<T> problem(String text) {
    problems.add(text);
    return Optional.empty();
  }

  /** Reads what is within something; too deep within is a problem. */
  <T> Optional<T> within(JsonNode node, Function<JsonNode, Optional<T>> reader) {
    if (depth == DEEPEST) {
      return problem("nested more than " + DEEPEST + " times");
    }
    if (!node.isObject()) {
      return problem("not an object: " + node.getNodeType().toString().toLowerCase(Locale.ROOT));
    }
    depth++;
    Optional<T> read = reader.apply(node);
    depth--;
    return read;
  }

  <T> List<T> each(JsonNode json, String field, Function<JsonNode, Optional<T>> reader) {
    JsonNode list = json.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MOST_PARTS) {
      problems.add(field + " is not a list of at most " + MOST_PARTS);
      return List.of();
    }
    List<T> read = new ArrayList<>();
    list.forEach(node -> within(node, reader).ifPresent(read::add));
    return read;
  }

  static String word(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  static Optional<String> name(JsonNode node, String field) {
    return node.path(field).isTextual() ? Optional.of(word(node, field)) : Optional.empty();
  }

  static <E extends Enum<E>> Optional<E> one(E[] choices, String word) {
    return Arrays.stream(choices)
        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  Optional<String> dataset(JsonNode node, String field) {
    String name = word(node, field);
    return model.hasDataset(name)
        ? Optional.of(name)
        : problem("there is no dataset \"" + name + "\"");
  }

  Optional<Field> field(Attribute attribute) {
    return model.dataset(attribute.field().dataset()).field(attribute.field().field());
  }

  /** A field, perhaps with the relationship by which it is reached. */
  Optional<Attribute> attribute(String written) {
    int by = written.indexOf(BY);
    String name = by < 0 ? written : written.substring(0, by);
    Optional<String> role =
        by < 0 ? Optional.empty() : Optional.of(written.substring(by + BY.length()));
    int dot = name.indexOf('.');
    if (dot <= 0 || !model.hasDataset(name.substring(0, dot))) {
      return problem("there is no field \"" + name + "\"");
    }
    String dataset = name.substring(0, dot);
    // Keys may be hidden, and tell rows of the same name apart all the same.
    Optional<Field> field =
        model
            .dataset(dataset)
            .field(name.substring(dot + 1))
            .filter(found -> !found.hidden() || model.dataset(dataset).key().contains(found.sql()));
    if (field.isEmpty()) {
      return problem("there is no field \"" + name + "\"");
    }
    boolean leads =
        role.isEmpty()
            || model.relationships().stream()
                .anyMatch(r -> r.name().equals(role.get()) && r.to().equals(dataset));
    return leads
        ? Optional.of(new Attribute(field.get().ref(), role))
        : problem("no relationship \"" + role.orElse("") + "\" leads to " + dataset);
  }

  /** The field that tells when: none for the usual one, and a problem where it tells no time. */
  private Optional<Optional<Attribute>> when(JsonNode node) {
    Optional<String> name = name(node, "when");
    if (name.isEmpty()) {
      return Optional.of(Optional.empty());
    }
    Optional<Attribute> attribute = attribute(name.get());
    if (attribute.flatMap(this::field).filter(field -> !field.isTime()).isPresent()) {
      return problem(name.get() + " does not tell when");
    }
    return attribute.map(Optional::of);
  }

  Optional<Group> group(JsonNode node) {
    String name = word(node, NAME);
    return switch (word(node, KIND)) {
      case "field" -> attribute(name).map(Group.ByField::new);
      case "time" ->
          one(Unit.values(), name)
              .<Group>flatMap(unit -> when(node).map(time -> new Group.ByTime(unit, time)))
              .or(() -> problem("not a unit of time: \"" + name + "\""));
      case "part" ->
          one(TimePart.values(), name)
              .<Group>flatMap(part -> when(node).map(time -> new Group.ByPart(part, time)))
              .or(() -> problem("not a part of time: \"" + name + "\""));
      default -> problem("not a kind of group: \"" + word(node, KIND) + "\"");
    };
  }

  Optional<Condition> condition(JsonNode node) {
    String name = word(node, NAME);
    boolean negated = node.path(NEGATED).asBoolean();
    return switch (word(node, KIND)) {
      case "filter" ->
          model.filters().stream().anyMatch(filter -> filter.name().equals(name))
              ? Optional.of(new Condition.Named(name, negated))
              : problem("there is no filter \"" + name + "\"");
      case "during" -> during(node, negated);
      case "on_part" -> onPart(node, negated);
      case "apart" -> apart(node);
      case "beside" -> beside(node);
      case "whole" -> whole(node);
      case "related" -> related(node, negated);
      case "any_of" -> {
        List<Condition> any = each(node, "conditions", this::condition);
        yield any.size() < 2
            ? problem("any_of needs two conditions")
            : Optional.of(new Condition.AnyOf(any));
      }
      default -> attribute(name).flatMap(attribute -> condition(attribute, node, negated));
    };
  }

  private Optional<Condition> during(JsonNode node, boolean negated) {
    List<TimeRange> times = each(node, "times", this::time);
    return times.isEmpty()
        ? problem("during needs times")
        : when(node).map(time -> new Condition.During(times, time, negated));
  }

  private Optional<Condition> onPart(JsonNode node, boolean negated) {
    Optional<TimePart> part = one(TimePart.values(), word(node, "part"));
    List<Integer> numbers = new ArrayList<>();
    node.path("numbers").forEach(number -> numbers.add(number.asInt(-1)));
    if (part.isEmpty() || numbers.isEmpty()) {
      return problem("on_part needs a part of time and which of them, by number");
    }
    for (int number : numbers) {
      if (!part.get().has(number)) {
        return problem("there is no " + part.get().word() + " " + number);
      }
    }
    return when(node).map(time -> new Condition.OnPart(part.get(), numbers, time, negated));
  }

  /** A field that is a date. */
  Optional<Attribute> date(JsonNode node, String name) {
    Optional<Attribute> attribute = attribute(word(node, name));
    return attribute.flatMap(this::field).filter(field -> !field.isDate()).isPresent()
        ? problem(word(node, name) + " is no date")
        : attribute;
  }

  private Optional<Condition> apart(JsonNode node) {
    Optional<Attribute> from = date(node, "from");
    Optional<Attribute> to = date(node, "to");
    Optional<Comparison> is = one(Comparison.values(), word(node, "is"));
    if (is.isEmpty() || !node.path("days").isInt()) {
      return problem("apart needs a comparison and a number of days");
    }
    return from.flatMap(
        a -> to.map(b -> new Condition.Apart(a, b, is.get(), node.get("days").intValue())));
  }

  /** A field that is a number. */
  private Optional<Attribute> number(JsonNode node, String name) {
    Optional<Attribute> attribute = attribute(word(node, name));
    return attribute.flatMap(this::field).filter(field -> !field.isNumber()).isPresent()
        ? problem(word(node, name) + " is no number")
        : attribute;
  }

  private Optional<Condition> beside(JsonNode node) {
    Optional<Attribute> one = number(node, NAME);
    Optional<Attribute> other = number(node, "other");
    Optional<Comparison> is = one(Comparison.values(), word(node, "is"));
    if (is.isEmpty()) {
      return problem("beside needs a comparison");
    }
    if (one.isPresent() && other.isPresent() && !areOfOneRow(one.get(), other.get())) {
      return problem("beside compares two numbers of one dataset");
    }
    return one.flatMap(a -> other.map(b -> new Condition.Beside(a, is.get(), b)));
  }

  private static boolean areOfOneRow(Attribute one, Attribute other) {
    return !one.equals(other)
        && one.field().dataset().equals(other.field().dataset())
        && one.role().equals(other.role());
  }

  private Optional<Condition> whole(JsonNode node) {
    Optional<Attribute> key = attribute(word(node, NAME));
    Optional<Measure> of = within(node.path("of"), measures);
    Optional<Comparison> is = one(Comparison.values(), word(node, "is"));
    String number = node.path("values").path(0).asText();
    if (is.isEmpty() || !isNumber(number)) {
      return problem("whole needs a comparison and one number");
    }
    return key.flatMap(
        k -> of.map(m -> new Condition.Whole(k, m, is.get(), new BigDecimal(number))));
  }

  private Optional<Condition> related(JsonNode node, boolean negated) {
    Optional<String> entity = dataset(node, "entity");
    Optional<String> dataset = dataset(node, "dataset");
    List<Condition> where = each(node, "where", this::condition);
    if (entity.isEmpty() || dataset.isEmpty()) {
      return Optional.empty();
    }
    return model.reaches(dataset.get(), entity.get()) && !dataset.equals(entity)
        ? Optional.of(new Condition.Related(entity.get(), dataset.get(), where, negated))
        : problem(dataset.get() + " does not lead to " + entity.get());
  }

  private Optional<Condition> condition(Attribute attribute, JsonNode node, boolean negated) {
    Field field = field(attribute).orElseThrow();
    List<String> named = new ArrayList<>();
    node.path("values").forEach(value -> named.add(value.asText()));
    String kind = word(node, KIND);
    return switch (kind) {
      case "one_of" -> oneOf(attribute, field, named, negated);
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
      case "between" ->
          field.isNumber() && named.size() == 2 && named.stream().allMatch(PartReader::isNumber)
              ? Optional.of(
                  new Condition.Within(
                      attribute, new BigDecimal(named.get(0)), new BigDecimal(named.get(1))))
              : problem("between needs a field of numbers and two numbers: " + field.ref());
      default -> compared(attribute, field, kind, named, negated);
    };
  }

  /** Values must be there, where it is known which there are. */
  private Optional<Condition> oneOf(
      Attribute attribute, Field field, List<String> named, boolean negated) {
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
    return Optional.of(new Condition.OneOf(attribute, meant, negated));
  }

  private Optional<Condition> compared(
      Attribute attribute, Field field, String kind, List<String> named, boolean negated) {
    Optional<Comparison> comparison = one(Comparison.values(), kind);
    if (comparison.isEmpty()) {
      return problem("not a kind of condition: \"" + kind + "\"");
    }
    if (!field.isNumber() || named.size() != 1 || !isNumber(named.get(0))) {
      return problem(kind + " needs a field of numbers and one number: " + field.ref());
    }
    return Optional.of(
        new Condition.Compared(
            attribute,
            negated ? comparison.get().negated() : comparison.get(),
            new BigDecimal(named.get(0))));
  }

  static boolean isNumber(String text) {
    return text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?");
  }

  Optional<TimeRange> time(JsonNode node) {
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
                  first, last.map(day -> day.plusDays(1)), Unit.DAY, TimeRange.Assumed.NOTHING)
              .plain());
    } catch (DateTimeException e) {
      return problem("not days of the form 2025-01-31: " + node);
    }
  }
}
