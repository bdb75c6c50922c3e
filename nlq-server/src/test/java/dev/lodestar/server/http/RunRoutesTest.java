package dev.lodestar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.runs.Launcher;
import dev.lodestar.server.security.Entrance;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are started over HTTP, with a small script in the place of the real one. */
class RunRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  /** Says what it was asked, and then does what the file DO tells. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      echo "asked: $*" >&2
      . "$(dirname "$0")/do"
      """;

  @TempDir Path directory;
  private BuiltDomain oranges;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    oranges = BuiltDomain.in(directory, "oranges");
    oranges.table("gold.fruit", "SELECT 1::integer AS id");
    oranges.release("run-1");
    Path script = Files.writeString(directory.resolve("lodestar"), SCRIPT);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    server =
        serve(
            Optional.of(
                new Launcher(
                    script, List.of("direct", "flink"), List.of("--var=as-of=2025-06-30"))));
  }

  private HttpServer serve(Optional<Launcher> launcher) {
    ServedDomain served = oranges.served();
    return new HttpServer(
            List.of(served), EngineSettings.FOR_A_FEW_QUERIES, Entrance.OPEN, launcher)
        .start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    oranges.close();
  }

  private void does(String... lines) throws Exception {
    Files.writeString(directory.resolve("do"), String.join("\n", lines) + "\n");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private static JsonNode json(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private JsonNode get(String path) throws Exception {
    return json(request(path));
  }

  private HttpRequest.Builder posting(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private JsonNode post(String path, String body) throws Exception {
    return json(posting(path, body));
  }

  private JsonNode run() throws Exception {
    return post("/api/runs", "{\"errand\": \"run\"}");
  }

  private JsonNode until(String id, Predicate<JsonNode> reached) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    JsonNode run = get("/api/runs/" + id);
    while (!reached.test(run)) {
      assertThat(System.nanoTime()).as("still %s", run).isLessThan(end);
      Thread.onSpinWait();
      run = get("/api/runs/" + id);
    }
    return run;
  }

  private String log(String id, String more) throws Exception {
    StringBuilder text = new StringBuilder();
    get("/api/runs/" + id + "/log" + more)
        .get("lines")
        .forEach(line -> text.append(line.asText()).append('\n'));
    return text.toString();
  }

  private static boolean isOver(JsonNode run) {
    return run.get("over").asBoolean();
  }

  @Test
  void aRunGetsWhatTheServerWasGivenAndItsLogOutlivesIt() throws Exception {
    does("echo '   0.1 s  gold.fruit  1 rows' >&2", "echo 'gold.fruits too' >&2", "echo done");
    String id = run().get("id").asText();
    JsonNode run = until(id, RunRoutesTest::isOver);
    assertThat(run.get("state").asText()).isEqualTo("finished");
    assertThat(run.get("error").asText()).isEmpty();
    assertThat(log(id, ""))
        .contains(
            "asked: run " + oranges.folder() + " --run-id=" + id + " --var=as-of=2025-06-30\n")
        .contains("done\n");
    assertThat(log(id, "?table=gold.fruit")).isEqualTo("   0.1 s  gold.fruit  1 rows\n");
    String said = log(id, "");
    server.close();
    server = serve(Optional.empty());
    assertThat(log(id, "")).isEqualTo(said);
  }

  @Test
  void aRunThatFailsTellsItsLastWords() throws Exception {
    does("echo 'lodestar: Cannot read orders.csv' >&2", "exit 3");
    JsonNode run = until(run().get("id").asText(), RunRoutesTest::isOver);
    assertThat(run.get("state").asText()).isEqualTo("failed");
    assertThat(run.get("error").asText()).endsWith("lodestar: Cannot read orders.csv");
    assertThat(get("/api/runs").at("/latest/state").asText()).isEqualTo("failed");
  }

  @Test
  void oneRunGoesOnAtATimeAndIsCancelledAsByCtrlC() throws Exception {
    does(
        "trap 'echo giving up >&2; exit 143' TERM",
        "echo ready >&2",
        "while true; do sleep 0.05; done");
    String id = run().get("id").asText();
    while (!log(id, "").contains("ready\n")) {
      Thread.onSpinWait();
    }
    HttpResponse<String> second =
        CLIENT.send(posting("/api/runs", "{\"errand\": \"run\"}").build(), BodyHandlers.ofString());
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(second.body()).get("message").asText())
        .isEqualTo("Run " + id + " of oranges is going on; wait, or cancel it");
    JsonNode now = get("/api/runs");
    assertThat(now.get("may_start").asBoolean()).isTrue();
    assertThat(now.get("can_start").asBoolean()).isFalse();
    JsonNode told = post("/api/runs/" + id + "/cancel", "{}");
    assertThat(told.get("state").asText()).isIn("cancelling", "canceled");
    assertThat(until(id, RunRoutesTest::isOver).get("state").asText()).isEqualTo("canceled");
    assertThat(log(id, "")).endsWith("giving up\n");
    assertThat(get("/api/runs").get("can_start").asBoolean()).isTrue();
  }

  @Test
  void theServerEndsTheRunsThatItStarted() throws Exception {
    Path ended = directory.resolve("ended");
    does(
        "trap 'touch " + ended + "; exit 143' TERM",
        "echo ready >&2",
        "while true; do sleep 0.05; done");
    String id = run().get("id").asText();
    while (!log(id, "").contains("ready\n")) {
      Thread.onSpinWait();
    }
    server.close();
    assertThat(ended).exists();
    server = serve(Optional.empty());
  }

  @Test
  void aReplayTellsWhatCameOfTheRows() throws Exception {
    String outcome =
        "[{\"table\":\"silver.fruit\",\"tried\":3,\"passed\":2,\"set-aside-again\":1,"
            + "\"newly-set-aside\":0}]";
    does("echo '" + outcome + "'", "echo 'Run r: 1 of 1 tables to make' >&2");
    JsonNode started = post("/api/runs", "{\"errand\": \"replay\", \"table\": \"silver.fruit\"}");
    String id = started.get("id").asText();
    JsonNode run = until(id, RunRoutesTest::isOver);
    assertThat(run.get("outcome")).isEqualTo(JSON.readTree(outcome));
    assertThat(log(id, ""))
        .contains("asked: replay " + oranges.folder() + " silver.fruit --json --run-id=" + id);
  }

  @Test
  void aRunThatFailedGoesOnUnderItsName() throws Exception {
    does("echo done");
    JsonNode started = post("/api/runs", "{\"errand\": \"retry\", \"run\": \"run-1\"}");
    assertThat(started.get("id").asText()).isEqualTo("run-1");
    assertThat(started.get("errand").asText()).isEqualTo("retry");
    until("run-1", RunRoutesTest::isOver);
    assertThat(log("run-1", "")).contains("asked: run " + oranges.folder() + " --retry=run-1");
  }

  @Test
  void aRunnerIsChosenFromThoseThatAreThere() throws Exception {
    does("echo done");
    assertThat(get("/api/runs").get("runners")).isEqualTo(JSON.readTree("[\"direct\", \"flink\"]"));
    String id =
        post("/api/runs", "{\"errand\": \"run\", \"runner\": \"flink\"}").get("id").asText();
    until(id, RunRoutesTest::isOver);
    assertThat(log(id, "")).contains("--run-id=" + id + " --runner=flink --var=as-of=2025-06-30\n");

    HttpResponse<String> none =
        CLIENT.send(
            posting("/api/runs", "{\"errand\": \"run\", \"runner\": \"spark\"}").build(),
            BodyHandlers.ofString());
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(none.body()).get("message").asText())
        .isEqualTo("Unknown runner \"spark\"; there are direct, flink");
  }

  @Test
  void whereTheScriptIsNotKnownRunsAreStartedFromTheCommandLine() throws Exception {
    server.close();
    server = serve(Optional.empty());
    JsonNode told = get("/api/runs");
    assertThat(told.get("may_start").asBoolean()).isFalse();
    assertThat(told.get("can_start").asBoolean()).isFalse();
    assertThat(told.get("note").asText()).endsWith("lodestar run " + oranges.folder());
    assertThat(told.at("/latest/id").asText()).isEqualTo("run-1");
    assertThat(told.at("/latest/steps/0/table").asText()).isEqualTo("gold.fruit");
    assertThat(told.at("/latest/steps/0/state").asText()).isEqualTo("done");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # origin              | type             | body                                        | status
          http://localhost:1    | application/json | {"errand": "run"}                           | 403
          http://evil.example   | application/json | {"errand": "run"}                           | 403
          -                     | text/plain       | {"errand": "run"}                           | 400
          -                     | -                | {"errand": "run"}                           | 400
          -                     | application/json | {"errand": "rum"}                           | 400
          -                     | application/json | {"errand": "run", "table": "gold.fruit"}    | 400
          -                     | application/json | {"errand": "run", "run": "run-1"}           | 400
          -                     | application/json | {"errand": "retry"}                         | 400
          -                     | application/json | {"errand": "retry", "run": "../run-1"}      | 400
          -                     | application/json | {"errand": "replay", "table": "--full"}     | 400
          -                     | application/json | {"errand": "run", "options": "--full"}      | 400
          -                     | application/json | {"errand": "run", "runner": "--full"}       | 400
          -                     | application/json | [                                           | 400
          """)
  void nothingIsStartedForOtherPagesAndOtherWords(
      String origin, String type, String body, int status) throws Exception {
    does("echo started");
    HttpRequest.Builder request = request("/api/runs").POST(BodyPublishers.ofString(body));
    Optional.ofNullable(origin).ifPresent(value -> request.header("Origin", value));
    Optional.ofNullable(type).ifPresent(value -> request.header("Content-Type", value));
    HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(get("/api/runs").at("/latest/id").asText()).isEqualTo("run-1");
  }

  @Test
  void theNextTimesOfTheScheduleAreTold() throws Exception {
    oranges.file("domain.yaml", "name: oranges\nschedule: \"0 21 * * *\"\n");
    server.close();
    server = serve(Optional.empty());
    JsonNode told = get("/api/runs");
    assertThat(told.get("schedule").asText()).isEqualTo("0 21 * * *");
    assertThat(told.get("next")).hasSize(5).allMatch(at -> at.asText().endsWith("T21:00:00Z"));
  }
}
