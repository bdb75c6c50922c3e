package dev.lodestar.server.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Interpretation;
import dev.lodestar.server.question.QuestionParser;
import dev.lodestar.server.question.Star;
import dev.lodestar.server.time.TimeRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a question can mean can be drafted: written as the schema says, and read again. */
class QueryReaderTest {
  private static final String STARS = "/dev/lodestar/server/question/";
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "club, questions",
    "freight, questions",
    "hospital, questions",
    "energy, answers",
    "hotel, answers",
    "library, answers",
    "orders, answers",
    "school, answers",
    "staff, answers"
  })
  void everyMeaningIsReadAgain(String name, String rows) throws Exception {
    Star star = Star.of(text(name + ".star"));
    QuestionParser parser = star.parser("2025-12-31");
    List<String> asked = new ArrayList<>();
    for (String line : text(name + "." + rows).lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String question = line.split(" [|] ", 2)[0];
      if (parser.read(question, Optional.empty()) instanceof Interpretation.Understood read) {
        LogicalQuery query = read.reading().query();
        String draft = written(query).toString();
        QueryReader.Read again = QueryReader.read(draft, star.model(), Map.of());
        assertThat(again.problems()).as("%s: %s", question, draft).isEmpty();
        assertThat(again.query()).as("%s: %s", question, draft).contains(query);
        asked.add(question);
      }
    }
    assertThat(asked).hasSizeGreaterThan(10);
  }

  /** What is written "depots.region by shipments_origin" must be known by its name. */
  @Test
  void relationshipsAreToldByNameAndRole() throws Exception {
    Star star = Star.of(text("freight.star"));
    LocalDate today = LocalDate.parse("2025-12-31");
    assertThat(Instructions.of(star.model(), Map.of(), today, Egress.NAMES))
        .contains(
            "- shipments_origin (origin, from, sent from, origine, au départ de, depuis):"
                + " shipments to depots\n",
            "- fuel_carrier_id: fuel to carriers\n");
  }

  /** A kind that the schema does not offer would never come; one that nobody reads is refused. */
  @Test
  void theSchemaOffersEveryKind() throws Exception {
    JsonNode schema =
        new ObjectMapper().readTree(QueryReader.class.getResourceAsStream("query.schema.json"));
    Set<String> kinds = new TreeSet<>();
    schema.findParents("kind").stream()
        .flatMap(parent -> parent.path("kind").findValues("enum").stream())
        .forEach(list -> list.forEach(kind -> kinds.add(kind.asText())));
    assertThat(kinds)
        .contains("metric", "field", "rows", "distinct", "values", "per_group", "ratio", "share")
        .contains("part_of", "running", "in", "change", "between", "time", "part", "one_of")
        .contains("less", "at_most", "equal", "unlike", "at_least", "more", "starts", "contains")
        .contains("ends", "missing", "true", "filter", "during", "on_part", "related", "any_of");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "month_of_year, 13",
    "month_of_year, 0",
    "quarter_of_year, 5",
    "day_of_week, 8",
    "day_of_month, 32",
    "hour_of_day, 24",
    "hour_of_day, -1",
    "fiscal_year, 0",
    "fiscal_quarter, 3"
  })
  void whatNoYearAndNoDayHasIsAProblem(String part, int number) throws Exception {
    QueryReader.Read read =
        QueryReader.read(
            "{\"answerable\": true, \"measures\": [], \"where\": [{\"kind\": \"on_part\", \"part\": \""
                + part
                + "\", \"numbers\": ["
                + number
                + "]}]}",
            Star.of(text("club.star")).model(),
            Map.of());
    assertThat(read.query()).isEmpty();
    assertThat(read.problems()).contains("there is no " + part + " " + number);
  }

  /** Written in full, such a number would have more digits than there is memory. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"1e-999999999", "1e999999999", "-1e-999999999", "0", "101"})
  void whatIsNoPercentageIsAProblem(String number) throws Exception {
    QueryReader.Read read =
        QueryReader.read(
            "{\"answerable\": true, \"limit\": {\"kind\": \"percent\", \"number\": "
                + number
                + ", \"per\": []}}",
            Star.of(text("club.star")).model(),
            Map.of());
    assertThat(read.query()).isEmpty();
    assertThat(read.problems()).singleElement().asString().startsWith("limit keeps no rows");
  }

  @Test
  void whatIsNestedWithoutEndIsAProblem() throws Exception {
    String deep = "{\"kind\": \"share\", \"of\": ".repeat(500) + "{}" + "}".repeat(500);
    QueryReader.Read read =
        QueryReader.read(
            "{\"answerable\": true, \"measures\": [" + deep + "]}",
            Star.of(text("club.star")).model(),
            Map.of());
    assertThat(read.query()).isEmpty();
    assertThat(read.problems()).contains("nested more than 6 times");
  }

  private static JsonNode written(LogicalQuery query) {
    ObjectNode json = JSON.objectNode().put("answerable", true);
    json.put("listed", query.listed().orElse(null));
    query.measures().forEach(measure -> json.withArray("measures").add(written(measure)));
    query.groups().forEach(group -> json.withArray("groups").add(written(group)));
    query.where().forEach(condition -> json.withArray("where").add(written(condition)));
    for (LogicalQuery.Having having : query.having()) {
      ObjectNode bound = json.withArray("having").addObject();
      bound.set("measure", written(having.measure()));
      bound.put("kind", word(having.comparison())).put("number", having.number());
    }
    for (LogicalQuery.Order order : query.order()) {
      json.withArray("order")
          .addObject()
          .put("by", order.measure() ? "measure" : "group")
          .put("index", order.index())
          .put("descending", order.descending());
    }
    query
        .limit()
        .ifPresent(
            limit -> {
              ObjectNode rows = json.putObject("limit");
              limit
                  .kept()
                  .match(
                      first -> rows.put("kind", "first").put("number", first.rows()),
                      nth -> rows.put("kind", "nth").put("number", nth.place()),
                      part -> rows.put("kind", "percent").put("number", part.percent()));
              limit.per().forEach(rows.putArray("per")::add);
            });
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode of(String kind, Measure measure) {
    ObjectNode json = JSON.objectNode().put("kind", kind);
    json.set("of", written(measure));
    return json;
  }

  private static ObjectNode written(Measure measure) {
    ObjectNode json = JSON.objectNode();
    if (measure instanceof Measure.OfMetric metric) {
      return json.put("kind", "metric").put("name", metric.metric());
    } else if (measure instanceof Measure.OfField field) {
      return json.put("kind", "field")
          .put("name", field.attribute().toString())
          .put("aggregation", word(field.aggregation()));
    } else if (measure instanceof Measure.Delay delay) {
      return json.put("kind", "delay")
          .put("from", delay.from().toString())
          .put("to", delay.to().toString())
          .put("aggregation", word(delay.aggregation()));
    } else if (measure instanceof Measure.Times times) {
      return json.put("kind", "times").put("name", word(times.unit()));
    } else if (measure instanceof Measure.Rows rows) {
      return json.put("kind", "rows").put("name", rows.dataset());
    } else if (measure instanceof Measure.Distinct distinct) {
      return json.put("kind", "distinct")
          .put("name", distinct.dataset())
          .put("from", distinct.from());
    } else if (measure instanceof Measure.Values values) {
      return json.put("kind", "values")
          .put("name", values.attribute().toString())
          .put("from", values.from());
    } else if (measure instanceof Measure.PerGroup per) {
      return of("per_group", per.of())
          .put("how", word(per.how()))
          .set("group", written(per.group()));
    } else if (measure instanceof Measure.Ratio ratio) {
      return of("ratio", ratio.above()).set("below", written(ratio.below()));
    } else if (measure instanceof Measure.Share share) {
      return of("share", share.of());
    } else if (measure instanceof Measure.PartOf part) {
      return of("part_of", part.of()).set("condition", written(part.condition()));
    } else if (measure instanceof Measure.Running running) {
      return of("running", running.of());
    } else if (measure instanceof Measure.In in) {
      return of("in", in.of()).set("time", written(in.range()));
    } else if (measure instanceof Measure.Change change) {
      return of("change", change.of())
          .put("back", change.back())
          .put("in_percent", change.inPercent());
    }
    Measure.Between between = (Measure.Between) measure;
    ObjectNode both = of("between", between.of()).put("in_percent", between.inPercent());
    both.set("earlier", written(between.earlier()));
    both.set("later", written(between.later()));
    return both;
  }

  private static ObjectNode written(TimeRange range) {
    return JSON.objectNode()
        .put("first", range.start().map(LocalDate::toString).orElse(null))
        .put("last", range.last().map(LocalDate::toString).orElse(null));
  }

  private static ObjectNode when(ObjectNode json, Optional<Attribute> time) {
    return json.put("when", time.map(Attribute::toString).orElse(null));
  }

  private static ObjectNode written(Group group) {
    ObjectNode json = JSON.objectNode();
    return group.match(
        field -> json.put("kind", "field").put("name", field.attribute().toString()),
        time -> when(json.put("kind", "time").put("name", word(time.unit())), time.time()),
        part -> when(json.put("kind", "part").put("name", word(part.part())), part.time()));
  }

  private static ObjectNode named(String kind, Attribute attribute) {
    return JSON.objectNode().put("kind", kind).put("name", attribute.toString());
  }

  private static ObjectNode written(Condition condition) {
    ObjectNode json = JSON.objectNode();
    if (condition instanceof Condition.OneOf one) {
      ObjectNode values = named("one_of", one.attribute()).put("negated", one.negated());
      one.values().forEach(values.putArray("values")::add);
      return values;
    } else if (condition instanceof Condition.Compared compared) {
      ObjectNode number = named(word(compared.comparison()), compared.attribute());
      number.putArray("values").add(compared.number().toPlainString());
      return number;
    } else if (condition instanceof Condition.Within within) {
      ObjectNode between = named("between", within.attribute());
      between
          .putArray("values")
          .add(within.low().toPlainString())
          .add(within.high().toPlainString());
      return between;
    } else if (condition instanceof Condition.Missing missing) {
      return named("missing", missing.attribute()).put("negated", missing.negated());
    } else if (condition instanceof Condition.True yes) {
      return named("true", yes.attribute()).put("negated", yes.negated());
    } else if (condition instanceof Condition.Like like) {
      ObjectNode text = named(word(like.where()), like.attribute()).put("negated", like.negated());
      text.putArray("values").add(like.text());
      return text;
    } else if (condition instanceof Condition.Beside beside) {
      return named("beside", beside.attribute())
          .put("is", word(beside.comparison()))
          .put("other", beside.other().toString());
    } else if (condition instanceof Condition.Apart apart) {
      return json.put("kind", "apart")
          .put("from", apart.from().toString())
          .put("to", apart.to().toString())
          .put("is", word(apart.comparison()))
          .put("days", apart.days());
    } else if (condition instanceof Condition.Whole whole) {
      json.put("kind", "whole").put("name", whole.key().toString());
      json.set("of", written(whole.measure()));
      json.put("is", word(whole.comparison()));
      json.putArray("values").add(whole.number().toPlainString());
      return json;
    } else if (condition instanceof Condition.Named filter) {
      return json.put("kind", "filter")
          .put("name", filter.filter())
          .put("negated", filter.negated());
    } else if (condition instanceof Condition.During during) {
      ArrayNode times = json.put("kind", "during").putArray("times");
      during.ranges().forEach(range -> times.add(written(range)));
      return when(json.put("negated", during.negated()), during.time());
    } else if (condition instanceof Condition.OnPart on) {
      json.put("kind", "on_part").put("part", word(on.part())).put("negated", on.negated());
      on.numbers().forEach(json.putArray("numbers")::add);
      return when(json, on.time());
    } else if (condition instanceof Condition.Related related) {
      json.put("kind", "related").put("entity", related.entity());
      json.put("dataset", related.dataset()).put("negated", related.negated());
      ArrayNode where = json.putArray("where");
      related.where().forEach(each -> where.add(written(each)));
      return json;
    }
    ArrayNode any = json.put("kind", "any_of").putArray("conditions");
    ((Condition.AnyOf) condition).conditions().forEach(each -> any.add(written(each)));
    return json;
  }

  private static String text(String name) throws IOException {
    try (InputStream in = QueryReaderTest.class.getResourceAsStream(STARS + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
