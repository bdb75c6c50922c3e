package dev.lodestar.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lodestar.launch.ClusterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers like the REST address of Flink 1.19 stands in for a cluster. */
final class FlinkClusterTest {

  private final Map<String, String> answers = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] answer =
        answers
            .getOrDefault(exchange.getRequestURI().getPath(), "{}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String address() {
    return "localhost:" + server.getAddress().getPort();
  }

  @Test
  void workersAreSlots() {
    answers.put("/overview", "{\"taskmanagers\":2,\"slots-total\":8,\"slots-available\":8}");
    assertThat(new FlinkCluster(address()).slots()).isEqualTo(8);
    assertThat(new FlinkCluster("http://" + address()).slots()).isEqualTo(8);
  }

  @Test
  void clusterWithoutSlotsSaysWhatToStart() {
    answers.put("/overview", "{\"taskmanagers\":0,\"slots-total\":0,\"slots-available\":0}");
    assertThatThrownBy(() -> new FlinkCluster(address()).slots())
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "Flink at %s has no task slots: start a task manager, or wait for it", address());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      <html>Hello</html> | is not Flink: --flinkMaster is the job manager's REST address
      {"status": "ok"}   | is not Flink: --flinkMaster is the job manager's REST address
      """)
  void anotherServerIsNotTakenForFlink(String answer, String message) {
    answers.put("/overview", answer);
    assertThatThrownBy(() -> new FlinkCluster(address()).slots())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(address())
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
      a b
      host:port
      http://
      """)
  void whatIsNoAddressIsToldSo(String master) {
    assertThatThrownBy(() -> new FlinkCluster(master).slots())
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "\"%s\" is no address of a Flink cluster: --flinkMaster takes HOST:PORT", master);
  }

  @Test
  void cancelsTheJobOfANameUnlessItIsAtItsEnd() {
    answers.put(
        "/jobs/overview",
        """
        {"jobs": [
          {"jid": "a1", "name": "lodestar-shop-r-1", "state": "RUNNING", "end-time": -1},
          {"jid": "b2", "name": "lodestar-shop-r-2", "state": "RUNNING", "end-time": -1},
          {"jid": "c3", "name": "lodestar-shop-r-1", "state": "FAILED", "end-time": 1767225600000}]}
        """);
    new FlinkCluster(address()).cancel("lodestar-shop-r-1");
    assertThat(asked).containsExactly("GET /jobs/overview", "PATCH /jobs/a1?mode=cancel");
  }
}
