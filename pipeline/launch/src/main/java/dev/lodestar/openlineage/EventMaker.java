package dev.lodestar.openlineage;

import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.openlineage.Datasets.Name;
import dev.lodestar.openlineage.LineageEvents.About;
import dev.lodestar.openlineage.LineageEvents.Made;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.tables.ExpectationResult;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputField;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.net.URI;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.jspecify.annotations.Nullable;

/** Puts what is known of a run and its tables into the words of OpenLineage. */
final class EventMaker {
  private static final URI PRODUCER = URI.create("urn:lodestar:openlineage");
  private static final String INTEGRATION = "LODESTAR";

  private final OpenLineage events = new OpenLineage(PRODUCER);
  private final About about;
  private final Domain domain;
  private final String namespace;
  private final Datasets datasets;
  private final Map<TableName, Model> models = new HashMap<>();
  private final Map<TableName, Source> sources = new HashMap<>();
  private @Nullable LineageGraph graph;

  EventMaker(About about, Map<String, String> environment) {
    this.about = about;
    this.domain = about.domain();
    this.namespace = environment.getOrDefault("OPENLINEAGE_NAMESPACE", "lodestar");
    this.datasets = new Datasets(about.warehouse(), environment);
    domain.models().forEach(model -> models.put(model.table(), model));
    domain.sources().forEach(source -> sources.put(source.table(), source));
  }

  private LineageGraph graph() {
    LineageGraph known = graph;
    if (known == null) {
      known = about.graph().get();
      graph = known;
    }
    return known;
  }

  /** What happens to the run as a whole. */
  RunEvent run(EventType type, ZonedDateTime moment, UUID run, Optional<RuntimeException> failure) {
    OpenLineage.RunFacetsBuilder facets =
        events
            .newRunFacetsBuilder()
            .externalQuery(events.newExternalQueryRunFacet(about.runId(), "lodestar"))
            .processing_engine(
                events.newProcessingEngineRunFacet(
                    ReleaseInfo.getReleaseInfo().getVersion(), "beam-" + about.engine(), null));
    failure.ifPresent(
        cause ->
            facets.errorMessage(
                events.newErrorMessageRunFacet(String.valueOf(cause.getMessage()), "JAVA", null)));
    return event(
        type,
        moment,
        run,
        facets,
        domain.name(),
        jobFacets("JOB", domain.description()),
        List.of(),
        List.of());
  }

  /** What happens to one table in a run. */
  RunEvent table(
      EventType type,
      ZonedDateTime moment,
      UUID id,
      UUID run,
      TableName table,
      Optional<Made> made) {
    TableLineage lineage = graph().table(table);
    List<InputDataset> inputs = new ArrayList<>();
    List<OutputDataset> outputs = new ArrayList<>(List.of(output(lineage, made)));
    OpenLineage.JobFacetsBuilder facets;
    Source source = sources.get(table);
    Model model = models.get(table);
    if (source != null) {
      facets = jobFacets("SOURCE", source.description());
      Name name = datasets.of(source);
      inputs.add(
          events.newInputDatasetBuilder().namespace(name.namespace()).name(name.name()).build());
    } else if (model != null) {
      facets = jobFacets("MODEL", model.description());
      facets.sql(events.newSQLJobFacet(model.sql(), "lodestar"));
      lineage.reads().stream()
          .filter(lineage::isMadeFrom)
          .forEach(read -> inputs.add(input(read, null)));
    } else {
      throw new IllegalStateException("Neither a source nor a model: " + table);
    }
    made.filter(m -> m.step().quarantined() > 0)
        .ifPresent(m -> outputs.add(quarantine(table, m.step().quarantined())));
    return event(
        type, moment, id, parent(run), domain.name() + "." + table, facets, inputs, outputs);
  }

  /** What the rules of a table found. */
  RunEvent expectations(
      EventType type,
      ZonedDateTime moment,
      UUID id,
      UUID run,
      TableName table,
      List<ExpectationResult> results) {
    OpenLineage.@Nullable InputDatasetInputFacets facets =
        results.isEmpty()
            ? null
            : events
                .newInputDatasetInputFacetsBuilder()
                .dataQualityAssertions(
                    events.newDataQualityAssertionsDatasetFacet(
                        results.stream().map(this::assertion).toList()))
                .build();
    return event(
        type,
        moment,
        id,
        parent(run),
        domain.name() + "." + table + ".expectations",
        jobFacets("TEST", Text.NONE),
        List.of(input(table, facets)),
        List.of());
  }

  private OpenLineage.DataQualityAssertionsDatasetFacetAssertions assertion(
      ExpectationResult result) {
    Model model = models.get(result.table());
    return new OpenLineage.DataQualityAssertionsDatasetFacetAssertionsBuilder()
        .assertion(result.asks())
        .name(result.rule())
        .success(result.holds())
        .column(model == null ? null : RuleColumn.of(model, result.rule()).orElse(null))
        .severity(result.otherwise().equals("stop") ? "error" : "warn")
        .actual(
            result
                .found()
                .orElse(result.rowsBroken() + " of " + result.rowsChecked() + " rows break it"))
        .build();
  }

  private OpenLineage.RunFacetsBuilder parent(UUID run) {
    return events
        .newRunFacetsBuilder()
        .parent(
            events
                .newParentRunFacetBuilder()
                .run(new OpenLineage.ParentRunFacetRunBuilder().runId(run).build())
                .job(
                    new OpenLineage.ParentRunFacetJobBuilder()
                        .namespace(namespace)
                        .name(domain.name())
                        .build())
                .build());
  }

  private OpenLineage.JobFacetsBuilder jobFacets(String type, Text description) {
    OpenLineage.JobFacetsBuilder facets =
        events
            .newJobFacetsBuilder()
            .jobType(
                events
                    .newJobTypeJobFacetBuilder()
                    .processingType("BATCH")
                    .integration(INTEGRATION)
                    .jobType(type)
                    .build());
    words(description)
        .ifPresent(
            words ->
                facets.documentation(
                    events.newDocumentationJobFacetBuilder().description(words).build()));
    return facets;
  }

  private RunEvent event(
      EventType type,
      ZonedDateTime moment,
      UUID run,
      OpenLineage.RunFacetsBuilder runFacets,
      String job,
      OpenLineage.JobFacetsBuilder jobFacets,
      List<InputDataset> inputs,
      List<OutputDataset> outputs) {
    return events
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(moment)
        .run(events.newRunBuilder().runId(run).facets(runFacets.build()).build())
        .job(
            events.newJobBuilder().namespace(namespace).name(job).facets(jobFacets.build()).build())
        .inputs(inputs)
        .outputs(outputs)
        .build();
  }

  private InputDataset input(
      TableName table, OpenLineage.@Nullable InputDatasetInputFacets inputFacets) {
    Name name = datasets.of(table);
    OpenLineage.InputDatasetBuilder input =
        events
            .newInputDatasetBuilder()
            .namespace(name.namespace())
            .name(name.name())
            .facets(facets(graph().table(table)).build());
    if (inputFacets != null) {
      input.inputFacets(inputFacets);
    }
    return input.build();
  }

  private OutputDataset output(TableLineage table, Optional<Made> made) {
    OpenLineage.DatasetFacetsBuilder facets = facets(table).columnLineage(columns(table));
    made.flatMap(Made::snapshot)
        .ifPresent(
            snapshot ->
                facets.version(events.newDatasetVersionDatasetFacet(Long.toString(snapshot))));
    Name name = datasets.of(table.table());
    OpenLineage.OutputDatasetBuilder output =
        events
            .newOutputDatasetBuilder()
            .namespace(name.namespace())
            .name(name.name())
            .facets(facets.build());
    made.map(Made::step)
        .ifPresent(
            step ->
                output.outputFacets(statistics(step.rowsOut(), step.bytes(), (long) step.files())));
    return output.build();
  }

  private OutputDataset quarantine(TableName table, long rows) {
    Name name = datasets.of(table.quarantine());
    return events
        .newOutputDatasetBuilder()
        .namespace(name.namespace())
        .name(name.name())
        .facets(named(table.quarantine(), "TABLE").build())
        .outputFacets(statistics(rows, null, null))
        .build();
  }

  private OpenLineage.OutputDatasetOutputFacets statistics(
      long rows, @Nullable Long bytes, @Nullable Long files) {
    return events
        .newOutputDatasetOutputFacetsBuilder()
        .outputStatistics(
            events
                .newOutputStatisticsOutputDatasetFacetBuilder()
                .rowCount(rows)
                .size(bytes)
                .fileCount(files)
                .build())
        .build();
  }

  /** What is told of a table wherever it is mentioned. */
  private OpenLineage.DatasetFacetsBuilder facets(TableLineage table) {
    boolean view = table.kind() == TableLineage.Kind.VIEW;
    OpenLineage.DatasetFacetsBuilder facets = named(table.table(), view ? "VIEW" : "TABLE");
    facets.schema(
        events.newSchemaDatasetFacet(
            table.columns().stream()
                .map(
                    column ->
                        events
                            .newSchemaDatasetFacetFieldsBuilder()
                            .name(column.name())
                            .type(column.type().toString())
                            .description(description(table.table(), column.name()).orElse(null))
                            .build())
                .toList()));
    facets.datasetType(events.newDatasetTypeDatasetFacet(view ? "VIEW" : "TABLE", null));
    if (!view) {
      facets.storage(events.newStorageDatasetFacet("iceberg", "parquet"));
    }
    words(descriptionOf(table.table()))
        .ifPresent(
            words ->
                facets.documentation(
                    events.newDocumentationDatasetFacetBuilder().description(words).build()));
    return facets;
  }

  /** The name that people know, beside that of its place. */
  private OpenLineage.DatasetFacetsBuilder named(TableName table, String type) {
    return events
        .newDatasetFacetsBuilder()
        .symlinks(
            events.newSymlinksDatasetFacet(
                List.of(
                    events
                        .newSymlinksDatasetFacetIdentifiersBuilder()
                        .namespace(namespace)
                        .name(domain.name() + "." + table)
                        .type(type)
                        .build())));
  }

  private Text descriptionOf(TableName table) {
    Model model = models.get(table);
    Source source = sources.get(table);
    return model != null ? model.description() : source != null ? source.description() : Text.NONE;
  }

  private Optional<String> description(TableName table, String column) {
    Model model = models.get(table);
    Source source = sources.get(table);
    return (model != null
            ? model.columns()
            : source != null ? source.columns() : List.<dev.lodestar.spec.ColumnDoc>of())
        .stream()
            .filter(doc -> doc.column().equals(column))
            .findFirst()
            .flatMap(doc -> words(doc.description()));
  }

  private static Optional<String> words(Text text) {
    return Optional.of(text.in("en")).filter(words -> !words.isBlank());
  }

  private OpenLineage.ColumnLineageDatasetFacet columns(TableLineage table) {
    OpenLineage.ColumnLineageDatasetFacetFieldsBuilder fields =
        events.newColumnLineageDatasetFacetFieldsBuilder();
    for (String column : table.columnNames()) {
      List<InputField> from = from(table, column);
      if (!from.isEmpty()) {
        fields.put(
            column,
            events.newColumnLineageDatasetFacetFieldsAdditionalBuilder().inputFields(from).build());
      }
    }
    return events.newColumnLineageDatasetFacet(fields.build(), inputFields(table.rows()));
  }

  private List<InputField> from(TableLineage table, String column) {
    String field = table.outside().fields().get(column);
    Source source = sources.get(table.table());
    if (source == null || field == null) {
      return inputFields(table.of(column));
    }
    Name name = datasets.of(source);
    return List.of(field(name, field, List.of(Influence.IDENTITY)));
  }

  /** A rule that only warns or stops makes nothing of what it looks at, so it is left out. */
  private List<InputField> inputFields(Influences influences) {
    List<InputField> all = new ArrayList<>();
    influences
        .only(way -> way != Influence.RULE)
        .byOrigin()
        .forEach(
            (origin, ways) ->
                all.add(
                    field(
                        datasets.of(origin.table()),
                        origin.column(),
                        ways.stream().sorted().toList())));
    return all;
  }

  private InputField field(Name dataset, String field, List<Influence> ways) {
    return new OpenLineage.InputFieldBuilder()
        .namespace(dataset.namespace())
        .name(dataset.name())
        .field(field)
        .transformations(
            ways.stream()
                .map(
                    way ->
                        new OpenLineage.InputFieldTransformationsBuilder()
                            .type(way.direct() ? "DIRECT" : "INDIRECT")
                            .subtype(way.name().toUpperCase(Locale.ROOT))
                            .masking(false)
                            .build())
                .toList())
        .build();
  }
}
