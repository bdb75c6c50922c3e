package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.sun.net.httpserver.HttpServer;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are told of in OpenLineage's words. */
class OpenLineageTest {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(
              new SimpleModule().addDeserializer(ZonedDateTime.class, new MomentReader()));

  @TempDir static Path folder;

  private static final List<JsonNode> good = new ArrayList<>();
  private static final List<JsonNode> bad = new CopyOnWriteArrayList<>();
  private static TestDomain.Printed failed;

  private static final class MomentReader extends StdDeserializer<ZonedDateTime> {
    private static final long serialVersionUID = 1L;

    MomentReader() {
      super(ZonedDateTime.class);
    }

    @Override
    public ZonedDateTime deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return ZonedDateTime.parse(json.getText());
    }
  }

  /** A good run to a file, then one that a rule stops, to a server. */
  @BeforeAll
  static void run() throws IOException {
    Path file = folder.resolve("events.jsonl");
    shop("- unique: [id]").run("--run-id=first", "--open-lineage=" + file);
    for (String line : Files.readAllLines(file)) {
      good.add(JSON.readTree(line));
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/lineage",
        exchange -> {
          bad.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    server.start();
    failed =
        shop("- rows: {at-least: 9}")
            .lodestar(
                "run",
                "--full",
                "--run-id=second",
                "--open-lineage=http://localhost:" + server.getAddress().getPort());
    server.stop(0);
  }

  private static TestDomain shop(String rule) {
    return TestDomain.in(folder)
        .source("orders", "id,customer,quantity\n1,ann,3\n2,bob,x\n3,ann,4\n")
        .model(
            "silver.orders",
            "SELECT id, customer, try_cast(quantity AS integer) AS quantity FROM bronze.orders",
            "description: Orders as they were read\nexpect:\n  - not-null: [quantity]\n  "
                + rule
                + "\ncolumns:\n  quantity: {description: Units sold}\n")
        .model(
            "gold.sales",
            "SELECT upper(customer) AS who, sum(CASE WHEN quantity > 0 THEN quantity END) AS units"
                + " FROM silver.orders GROUP BY customer")
        .model("gold.seen", "SELECT who FROM gold.sales", "kind: view\n");
  }

  private static String inWords(List<JsonNode> events) {
    return events.stream()
        .map(
            e ->
                e.at("/eventType").asText()
                    + " "
                    + e.at("/job/name").asText()
                    + names(" <- ", e.get("inputs"))
                    + names(" -> ", e.get("outputs")))
        .collect(Collectors.joining("\n"));
  }

  private static String names(String arrow, JsonNode datasets) {
    String names =
        StreamSupport.stream(datasets.spliterator(), false)
            .map(d -> d.at("/namespace").asText() + ":" + d.at("/name").asText())
            .map(n -> n.replace(folder.toString(), ""))
            .collect(Collectors.joining(" "));
    return names.isEmpty() ? "" : arrow + names;
  }

  @Test
  void aRunStartsAndCompletesWithEachOfItsTables() {
    assertThat(inWords(good))
        .isEqualTo(
            """
            START test
            START test.bronze.orders <- file:/domain/data/orders*.csv -> file:/warehouse/bronze/orders
            START test.silver.orders <- file:/warehouse/bronze/orders -> file:/warehouse/silver/orders
            START test.gold.sales <- file:/warehouse/silver/orders -> file:/warehouse/gold/sales
            COMPLETE test.bronze.orders <- file:/domain/data/orders*.csv -> file:/warehouse/bronze/orders
            COMPLETE test.silver.orders <- file:/warehouse/bronze/orders -> file:/warehouse/silver/orders file:/warehouse/quarantine/silver_orders
            COMPLETE test.gold.sales <- file:/warehouse/silver/orders -> file:/warehouse/gold/sales
            COMPLETE test.gold.seen <- file:/warehouse/gold/sales -> file:/warehouse/gold/seen
            START test.silver.orders.expectations <- file:/warehouse/silver/orders
            COMPLETE test.silver.orders.expectations <- file:/warehouse/silver/orders
            COMPLETE test"""
                .stripIndent());
  }

  @Test
  void aRunThatFailsSaysWhyAndFailsItsTables() {
    assertThat(failed.exit()).isEqualTo(3);
    assertThat(inWords(bad).replaceAll(" (<-|->).*", ""))
        .isEqualTo(
            """
            START test
            START test.bronze.orders
            START test.silver.orders
            START test.gold.sales
            FAIL test.bronze.orders
            FAIL test.silver.orders
            FAIL test.gold.sales
            START test.silver.orders.expectations
            FAIL test.silver.orders.expectations
            FAIL test"""
                .stripIndent());
    JsonNode last = bad.get(bad.size() - 1);
    assertThat(last.at("/run/facets/errorMessage/message").asText())
        .startsWith("silver.orders breaks what may not be broken: rows (2 rows)");
    assertThat(last.at("/run/facets/externalQuery/externalQueryId").asText()).isEqualTo("second");
  }

  @Test
  void theRunIsTheParentOfItsTablesAndEachKeepsItsName() {
    String run = good.get(0).at("/run/runId").asText();
    Map<String, String> ids = new TreeMap<>();
    for (JsonNode event : good) {
      String job = event.at("/job/name").asText();
      String id = event.at("/run/runId").asText();
      assertThat(ids.merge(job, id, (one, other) -> one)).as(job).isEqualTo(id);
      if (!job.equals("test")) {
        assertThat(event.at("/run/facets/parent/run/runId").asText()).isEqualTo(run);
        assertThat(event.at("/run/facets/parent/job/name").asText()).isEqualTo("test");
      }
    }
    assertThat(ids).hasSize(6);
    assertThat(ids.values()).doesNotHaveDuplicates();
    assertThat(good.get(0).at("/run/facets/processing_engine/name").asText())
        .isEqualTo("beam-direct");
  }

  private static JsonNode completed(String job) {
    return good.stream()
        .filter(e -> e.at("/job/name").asText().equals(job))
        .filter(e -> e.at("/eventType").asText().equals("COMPLETE"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTableComesWithItsColumnsItsRowsAndItsSnapshot() {
    JsonNode event = completed("test.silver.orders");
    JsonNode table = event.at("/outputs/0");
    assertThat(table.at("/facets/schema/fields/2").toString())
        .isEqualTo("{\"name\":\"quantity\",\"type\":\"integer\",\"description\":\"Units sold\"}");
    assertThat(table.at("/facets/symlinks/identifiers/0/name").asText())
        .isEqualTo("test.silver.orders");
    assertThat(table.at("/facets/documentation/description").asText())
        .isEqualTo("Orders as they were read");
    assertThat(table.at("/facets/version/datasetVersion").asText()).matches("[0-9]+");
    assertThat(table.at("/outputFacets/outputStatistics/rowCount").asLong()).isEqualTo(2);
    assertThat(table.at("/outputFacets/outputStatistics/fileCount").asLong()).isEqualTo(1);
    assertThat(event.at("/outputs/1/outputFacets/outputStatistics/rowCount").asLong()).isEqualTo(1);
    assertThat(event.at("/job/facets/sql/query").asText()).startsWith("SELECT id, customer");
  }

  private static String lineage(JsonNode field) {
    return StreamSupport.stream(field.spliterator(), false)
        .map(
            f ->
                f.at("/name").asText().replace(folder.toString(), "")
                    + "."
                    + f.at("/field").asText()
                    + StreamSupport.stream(f.at("/transformations").spliterator(), false)
                        .map(t -> " " + t.at("/type").asText() + "/" + t.at("/subtype").asText())
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("; "));
  }

  @Test
  void columnsTellWhatTheyAreMadeFromAndTheTableWhatDecidesItsRows() {
    JsonNode sales = completed("test.gold.sales").at("/outputs/0/facets/columnLineage");
    assertThat(lineage(sales.at("/fields/who/inputFields")))
        .isEqualTo("/warehouse/silver/orders.customer DIRECT/TRANSFORMATION");
    assertThat(lineage(sales.at("/fields/units/inputFields")))
        .isEqualTo("/warehouse/silver/orders.quantity DIRECT/AGGREGATION INDIRECT/CONDITIONAL");
    assertThat(lineage(sales.at("/dataset")))
        .isEqualTo("/warehouse/silver/orders.customer INDIRECT/GROUP_BY");
    JsonNode bronze = completed("test.bronze.orders").at("/outputs/0/facets/columnLineage");
    assertThat(lineage(bronze.at("/fields/id/inputFields")))
        .isEqualTo("/domain/data/orders*.csv.id DIRECT/IDENTITY");
    assertThat(bronze.at("/fields/_run_id").isMissingNode()).isTrue();
  }

  @Test
  void rulesAreAssertions() {
    JsonNode facet =
        completed("test.silver.orders.expectations")
            .at("/inputs/0/inputFacets/dataQualityAssertions/assertions");
    assertThat(facet.get(0).toString())
        .isEqualTo(
            "{\"assertion\":\"not-null\",\"success\":false,\"column\":\"quantity\","
                + "\"severity\":\"warn\",\"name\":\"not_null_quantity\","
                + "\"actual\":\"1 of 3 rows break it\"}");
    assertThat(facet.get(1).at("/assertion").asText()).isEqualTo("unique");
    assertThat(facet.get(1).at("/success").asBoolean()).isTrue();
    assertThat(facet.get(1).at("/severity").asText()).isEqualTo("error");
  }

  /** An event that the library reads and writes again is the same: nothing in it is foreign. */
  @Test
  void theLibraryUnderstandsEveryWord() throws IOException {
    List<JsonNode> all = new ArrayList<>(good);
    all.addAll(bad);
    for (JsonNode event : all) {
      OpenLineage.RunEvent read = JSON.treeToValue(event, OpenLineage.RunEvent.class);
      assertThat(read.getEventTime()).isNotNull();
      assertThat(foreign(event)).as(event.toString()).isEmpty();
      read.getOutputs().forEach(o -> assertThat(o.getFacets().getAdditionalProperties()).isEmpty());
      assertThat(read.getRun().getFacets().getAdditionalProperties()).isEmpty();
      assertThat(read.getJob().getFacets().getAdditionalProperties()).isEmpty();
    }
  }

  /** Facets that do not say who made them and after which schema. */
  private static List<String> foreign(JsonNode event) {
    List<String> foreign = new ArrayList<>();
    for (String end : List.of("facets", "inputFacets", "outputFacets")) {
      for (JsonNode facets : event.findValues(end)) {
        facets
            .fields()
            .forEachRemaining(
                facet -> {
                  if (!facet.getValue().at("/_producer").asText().equals("urn:lodestar:openlineage")
                      || !facet
                          .getValue()
                          .at("/_schemaURL")
                          .asText()
                          .startsWith("https://openlineage.io/spec/facets/")) {
                    foreign.add(facet.getKey());
                  }
                });
      }
    }
    return foreign;
  }

  @Test
  void aTargetThatCannotBeIsWrongUsage() {
    TestDomain.Printed printed =
        shop("- unique: [id]").lodestar("run", "--open-lineage=http://me:secret@host/");
    assertThat(printed.exit()).isEqualTo(2);
    assertThat(printed.err()).contains("Cannot send events there").doesNotContain("secret");
  }

  @Test
  void aRunWithNothingToDoIsARunToo() throws IOException {
    Path file = folder.resolve("nothing.jsonl");
    shop("- unique: [id]").lodestar("run", "--open-lineage=" + file);
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      events.add(JSON.readTree(line));
    }
    assertThat(inWords(events).lines().toList()).contains("START test").endsWith("COMPLETE test");
  }
}
