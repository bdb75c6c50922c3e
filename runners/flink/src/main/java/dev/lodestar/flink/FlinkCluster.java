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
    int slots = overview().path("slots-total").asInt();
    if (slots == 0) {
      throw new ClusterException(
          "Flink at " + master + " has no task slots: start a task manager, or wait for it");
    }
    return slots;
  }

  private JsonNode overview() {
    HttpRequest request = HttpRequest.newBuilder(address()).timeout(PATIENCE).build();
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      JsonNode overview = new ObjectMapper().readTree(answer);
      if (!overview.has("slots-total")) {
        throw notFlink();
      }
      return overview;
    } catch (JsonProcessingException e) {
      throw notFlink();
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
  private URI address() {
    boolean schemed = master.startsWith("http://") || master.startsWith("https://");
    try {
      URI uri = URI.create((schemed ? master : "http://" + master) + "/overview");
      if (uri.getHost() != null) {
        return uri.getPort() >= 0 || schemed
            ? uri
            : URI.create("http://" + uri.getHost() + ":" + PORT + "/overview");
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
