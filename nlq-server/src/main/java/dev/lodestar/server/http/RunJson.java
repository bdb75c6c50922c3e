package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.runs.Errand;
import dev.lodestar.server.runs.RunReport;
import dev.lodestar.server.runs.StartedRun;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A run as an answer. */
final class RunJson implements Json.Writing {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RunReport run;

  RunJson(RunReport run) {
    this.run = run;
  }

  @Override
  public void to(JsonGenerator json) throws IOException {
    Optional<Errand> errand = run.process().map(StartedRun::errand);
    json.writeStartObject();
    json.writeStringField("id", run.id());
    json.writeStringField("state", run.state());
    json.writeBooleanField("over", isOver());
    json.writeBooleanField("started_here", run.process().isPresent());
    json.writeStringField("errand", errand.map(e -> e.kind().word()).orElse(""));
    json.writeStringField("table", errand.flatMap(Errand::table).orElse(""));
    json.writeStringField("started", Instant.ofEpochMilli(run.startedMillis()).toString());
    long end = run.endedMillis().orElseGet(System::currentTimeMillis);
    json.writeNumberField("seconds", Math.max(0, end - run.startedMillis()) / 1000.0);
    json.writeStringField("error", run.error().orElse(""));
    json.writeBooleanField("can_retry", isOver() && run.canRetry());
    json.writeFieldName("outcome");
    outcome(json);
    json.writeArrayFieldStart("steps");
    for (RunReport.Step step : run.steps()) {
      step(json, step);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private boolean isOver() {
    return run.process()
        .map(StartedRun::isOver)
        .orElseGet(() -> !run.state().equals("running") && !run.state().equals("decided"));
  }

  /** What a replay says came of it. */
  private void outcome(JsonGenerator json) throws IOException {
    Optional<StartedRun> replay =
        run.process()
            .filter(process -> process.errand().kind() == Errand.Kind.REPLAY)
            .filter(process -> process.state() == StartedRun.State.FINISHED);
    if (replay.isEmpty()) {
      json.writeNull();
      return;
    }
    MAPPER.writeTree(json, tree(replay.get().result()));
  }

  private static JsonNode tree(String result) {
    try {
      return MAPPER.readTree(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A replay gave no JSON: " + result, e);
    }
  }

  private static void step(JsonGenerator json, RunReport.Step step) throws IOException {
    json.writeStartObject();
    json.writeStringField("table", step.table());
    json.writeStringField("state", step.progress().name().toLowerCase(Locale.ROOT));
    json.writeArrayFieldStart("reads");
    for (String read : step.reads()) {
      json.writeString(read);
    }
    json.writeEndArray();
    json.writeNumberField("rows", step.rows());
    json.writeNumberField("quarantined", step.quarantined());
    json.writeNumberField("seconds", step.seconds());
    json.writeEndObject();
  }
}
