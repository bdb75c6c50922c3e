package dev.lodestar.flink;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A Flink session cluster, asked through its REST address. */
record FlinkCluster(String master) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How many pieces of work the cluster runs at the same time. */
  int slots() {
    URI overview = URI.create(withScheme() + "/overview");
    HttpRequest request = HttpRequest.newBuilder(overview).timeout(PATIENCE).build();
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      int slots = new ObjectMapper().readTree(answer).path("slots-total").asInt();
      if (slots == 0) {
        throw new IllegalArgumentException(
            "Flink at " + master + " has no task slots: start a task manager");
      }
      return slots;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot reach Flink at " + master + ": --flinkMaster takes its REST address, HOST:PORT",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Flink at " + master, e);
    }
  }

  private String withScheme() {
    return master.startsWith("http://") || master.startsWith("https://")
        ? master
        : "http://" + master;
  }
}
