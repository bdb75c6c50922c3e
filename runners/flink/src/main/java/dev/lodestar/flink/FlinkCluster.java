package dev.lodestar.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.launch.ClusterException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A Flink session cluster, asked through its REST address. */
record FlinkCluster(String master) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PORT = 8081;

  /** How many pieces of work the cluster runs at the same time. */
  int slots() {
    int slots = ask("/overview", "slots-total").path("slots-total").asInt();
    if (slots == 0) {
      throw new ClusterException(
          "Flink at " + master + " has no task slots: start a task manager, or wait for it");
    }
    return slots;
  }

  /** Cancels all jobs of a name that are not at their end. */
  void cancel(String name) {
    for (JsonNode job : ask("/jobs/overview", "jobs").path("jobs")) {
      if (job.path("name").asText().equals(name) && job.path("end-time").asLong() < 0) {
        URI address = address("/jobs/" + job.path("jid").asText() + "?mode=cancel");
        send(
            HttpRequest.newBuilder(address)
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build());
      }
    }
  }

  /** What the cluster answers, which has a field that only Flink has. */
  private JsonNode ask(String path, String field) {
    String answer = send(HttpRequest.newBuilder(address(path)).timeout(PATIENCE).build());
    try {
      JsonNode json = new ObjectMapper().readTree(answer);
      if (json.has(field)) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw notFlink();
    }
    throw notFlink();
  }

  private String send(HttpRequest request) {
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot reach a Flink cluster at "
              + master
              + ": check that the job manager runs, and that --flinkMaster is its REST address,"
              + " HOST:PORT (rest.port, 8081 unless set)",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Flink at " + master, e);
    }
  }

  private ClusterException notFlink() {
    return new ClusterException(
        "What answers at "
            + master
            + " is not Flink: --flinkMaster is the job manager's REST address, HOST:PORT (rest.port,"
            + " 8081 unless set)");
  }

  /** Flink's client takes a port for granted, too. */
  private URI address(String path) {
    boolean schemed = master.startsWith("http://") || master.startsWith("https://");
    try {
      URI uri = URI.create(schemed ? master : "http://" + master);
      if (uri.getHost() != null) {
        return uri.getPort() >= 0 || schemed
            ? URI.create(uri + path)
            : URI.create("http://" + uri.getHost() + ":" + PORT + path);
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress();
    }
    throw notAnAddress();
  }

  private ClusterException notAnAddress() {
    return new ClusterException(
        "\"" + master + "\" is no address of a Flink cluster: --flinkMaster takes HOST:PORT");
  }
}
