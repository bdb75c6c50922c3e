package dev.lodestar.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Partition.Unit;
import dev.lodestar.spec.TableName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** A run's outcome as the ledger keeps it until it is carried out. */
final class OutcomeJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private OutcomeJson() {}

  static String write(RunOutcome outcome) {
    ObjectNode node = JSON.createObjectNode().put("version", VERSION);
    ArrayNode commits = node.putArray("commits");
    outcome.commits().forEach(commit -> write(commit, commits.addObject()));
    ArrayNode tables = node.putArray("tables");
    outcome.tables().stream().sorted().forEach(table -> tables.add(table.toString()));
    ArrayNode views = node.putArray("views");
    for (View view : outcome.views()) {
      ObjectNode to = views.addObject();
      to.put("name", view.name().toString()).put("sql", view.sql());
      writeColumns(view.columns(), to.putArray("columns"));
    }
    ArrayNode steps = node.putArray("steps");
    outcome.steps().forEach(step -> write(step, steps.addObject()));
    outcome.restores().ifPresent(release -> node.put("restores", release));
    return node.toString();
  }

  static RunOutcome read(String json) {
    JsonNode node = parse(json);
    int version = node.path("version").asInt();
    if (version != VERSION) {
      throw new WarehouseException(
          "Cannot read the outcome of a run: it has version "
              + version
              + ", this program knows version "
              + VERSION);
    }
    Set<TableName> tables = new LinkedHashSet<>();
    node.path("tables").forEach(table -> tables.add(TableName.parse(table.asText())));
    return new RunOutcome(
        list(node.path("commits"), OutcomeJson::commit),
        tables,
        list(
            node.path("views"),
            view ->
                new View(
                    TableName.parse(view.path("name").asText()),
                    view.path("sql").asText(),
                    columns(view.path("columns")))),
        list(node.path("steps"), OutcomeJson::step),
        node.has("restores") ? Optional.of(node.path("restores").asLong()) : Optional.empty());
  }

  static String writeColumns(List<Column> columns) {
    ArrayNode array = JSON.createArrayNode();
    writeColumns(columns, array);
    return array.toString();
  }

  static List<Column> readColumns(String json) {
    return columns(parse(json));
  }

  static String writeSources(Map<TableName, Long> sources) {
    ObjectNode node = JSON.createObjectNode();
    new TreeMap<>(sources).forEach((table, snapshot) -> node.put(table.toString(), snapshot));
    return node.toString();
  }

  static Map<TableName, Long> readSources(String json) {
    Map<TableName, Long> sources = new TreeMap<>();
    parse(json)
        .properties()
        .forEach(e -> sources.put(TableName.parse(e.getKey()), e.getValue().asLong()));
    return sources;
  }

  private static void write(TableCommit commit, ObjectNode to) {
    to.put("table", commit.table().toString());
    to.put("mode", commit.mode().name());
    to.put("fingerprint", commit.fingerprint());
    commit.definition().ifPresent(select -> to.put("definition", select));
    ArrayNode columns = to.putArray("columns");
    for (Column column : commit.columns()) {
      ObjectNode node = columns.addObject();
      node.put("name", column.name()).put("type", column.type().toString());
      Integer id = commit.fieldIds().get(column.name());
      if (id != null) {
        node.put("field-id", id);
      }
      String doc = commit.docs().get(column.name());
      if (doc != null) {
        node.put("doc", doc);
      }
    }
    ArrayNode sources = to.putArray("sources");
    for (TableCommit.Source source : commit.sources()) {
      ObjectNode node = sources.addObject().put("table", source.table().toString());
      source.snapshot().ifPresent(snapshot -> node.put("snapshot", snapshot));
    }
    ArrayNode files = to.putArray("files");
    commit.files().forEach(file -> write(file, files.addObject()));
    ArrayNode removed = to.putArray("removed");
    commit.removed().forEach(removed::add);
    ArrayNode partitions = to.putArray("partitions");
    commit
        .partitions()
        .forEach(
            by -> partitions.addObject().put("unit", by.unit().name()).put("column", by.column()));
    commit
        .inputFiles()
        .ifPresent(
            inputs -> {
              ArrayNode array = to.putArray("input-files");
              for (InputFile input : inputs) {
                array
                    .addObject()
                    .put("path", input.path())
                    .put("size", input.size())
                    .put("modified-ms", input.modifiedMillis())
                    .put("fingerprint", input.fingerprint());
              }
            });
  }

  private static TableCommit commit(JsonNode node) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    Map<String, String> docs = new LinkedHashMap<>();
    for (JsonNode column : node.path("columns")) {
      String name = column.path("name").asText();
      if (column.has("field-id")) {
        ids.put(name, column.path("field-id").asInt());
      }
      if (column.has("doc")) {
        docs.put(name, column.path("doc").asText());
      }
    }
    return new TableCommit(
        TableName.parse(node.path("table").asText()),
        columns(node.path("columns")),
        ids,
        TableCommit.Mode.valueOf(node.path("mode").asText()),
        list(node.path("files"), OutcomeJson::file),
        node.path("fingerprint").asText(),
        list(
            node.path("sources"),
            source ->
                new TableCommit.Source(
                    TableName.parse(source.path("table").asText()),
                    source.has("snapshot")
                        ? Optional.of(source.path("snapshot").asLong())
                        : Optional.empty())),
        node.has("input-files")
            ? Optional.of(
                list(
                    node.path("input-files"),
                    input ->
                        new InputFile(
                            input.path("path").asText(),
                            input.path("size").asLong(),
                            input.path("modified-ms").asLong(),
                            input.path("fingerprint").asText())))
            : Optional.empty(),
        docs,
        list(node.path("removed"), JsonNode::asText),
        list(
            node.path("partitions"),
            by ->
                new PartitionField(
                    Unit.valueOf(by.path("unit").asText()), by.path("column").asText())),
        Optional.ofNullable(node.path("definition").textValue()));
  }

  private static void write(DataFile file, ObjectNode to) {
    to.put("path", file.path()).put("rows", file.rows()).put("bytes", file.bytes());
    ObjectNode statistics = to.putObject("statistics");
    new TreeMap<>(file.statistics())
        .forEach(
            (column, known) ->
                statistics
                    .putObject(column)
                    .put("bytes", known.bytes())
                    .put("values", known.values())
                    .put("nulls", known.nulls())
                    .put("minimum", known.minimum())
                    .put("maximum", known.maximum()));
    ObjectNode partition = to.putObject("partition");
    new TreeMap<>(file.partition()).forEach(partition::put);
  }

  private static DataFile file(JsonNode node) {
    Map<String, DataFile.Statistics> statistics = new LinkedHashMap<>();
    node.path("statistics")
        .properties()
        .forEach(
            entry -> {
              JsonNode known = entry.getValue();
              statistics.put(
                  entry.getKey(),
                  new DataFile.Statistics(
                      known.path("bytes").asLong(),
                      known.path("values").asLong(),
                      known.path("nulls").asLong(),
                      known.path("minimum").textValue(),
                      known.path("maximum").textValue()));
            });
    Map<String, String> partition = new LinkedHashMap<>();
    node.path("partition")
        .properties()
        .forEach(e -> partition.put(e.getKey(), e.getValue().asText()));
    return new DataFile(
        node.path("path").asText(),
        node.path("rows").asLong(),
        node.path("bytes").asLong(),
        statistics,
        partition);
  }

  private static void write(StepRecord step, ObjectNode to) {
    to.put("table", step.table().toString())
        .put("rows-in", step.rowsIn())
        .put("rows-out", step.rowsOut())
        .put("quarantined", step.quarantined())
        .put("deduplicated", step.deduplicated())
        .put("dropped", step.dropped())
        .put("files", step.files())
        .put("bytes", step.bytes())
        .put("seconds", step.seconds());
    ObjectNode broken = to.putObject("broken");
    new TreeMap<>(step.broken()).forEach(broken::put);
  }

  private static StepRecord step(JsonNode node) {
    Map<String, Long> broken = new LinkedHashMap<>();
    node.path("broken").properties().forEach(e -> broken.put(e.getKey(), e.getValue().asLong()));
    return new StepRecord(
        TableName.parse(node.path("table").asText()),
        node.path("rows-in").asLong(),
        node.path("rows-out").asLong(),
        node.path("quarantined").asLong(),
        node.path("deduplicated").asLong(),
        node.path("dropped").asLong(),
        node.path("files").asInt(),
        node.path("bytes").asLong(),
        node.path("seconds").asDouble(),
        broken);
  }

  private static void writeColumns(List<Column> columns, ArrayNode to) {
    for (Column column : columns) {
      to.addObject().put("name", column.name()).put("type", column.type().toString());
    }
  }

  private static List<Column> columns(JsonNode node) {
    return list(
        node,
        column -> {
          String type = column.path("type").asText();
          return new Column(
              column.path("name").asText(),
              ColumnType.parse(type)
                  .orElseThrow(() -> new IllegalStateException("No such type: " + type)));
        });
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    return StreamSupport.stream(array.spliterator(), false).map(read).toList();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new WarehouseException("Cannot read what the ledger keeps: " + e.getMessage(), e);
    }
  }
}
