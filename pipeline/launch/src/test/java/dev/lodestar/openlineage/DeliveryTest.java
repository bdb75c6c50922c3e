package dev.lodestar.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events reach their target, or one warning says why not. */
class DeliveryTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  @TempDir Path folder;

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  private void send(Target target, Duration patience, String... events) {
    try (Delivery delivery = new Delivery(target, warnings::add, patience, SHORT)) {
      for (String event : events) {
        delivery.send(() -> event);
      }
    }
  }

  private static Target target(String where, Map<String, String> environment) {
    return Target.of(Optional.of(where), environment, System.err).orElseThrow();
  }

  private HttpServer server(int... answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int answer = answers[Math.min(received.size(), answers.length - 1)];
          received.add(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  body));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Test
  void aServerGetsEventsInOrderWithTheTokenOfTheEnvironment() throws IOException {
    HttpServer server = server(201);
    send(target(address(server), Map.of("OPENLINEAGE_API_KEY", "secret")), LONG, "{1}", "{2}");
    server.stop(0);
    assertThat(received)
        .containsExactly(
            "POST /api/v1/lineage application/json Bearer secret {1}",
            "POST /api/v1/lineage application/json Bearer secret {2}");
    assertThat(warnings).isEmpty();
  }

  @Test
  void anAddressWithAPathIsTakenAsItIs() throws IOException {
    HttpServer server = server(200);
    send(target(address(server) + "/events?x=1", Map.of()), LONG, "{}");
    server.stop(0);
    assertThat(received).containsExactly("POST /events?x=1 application/json null {}");
  }

  @Test
  void whatFailsOnceIsTriedAgain() throws IOException {
    HttpServer server = server(503, 200);
    send(target(address(server), Map.of()), LONG, "{1}", "{2}");
    server.stop(0);
    assertThat(received).map(r -> r.substring(r.length() - 3)).containsExactly("{1}", "{1}", "{2}");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aServerThatRefusesGetsNoMoreAndIsWarnedOfOnce() throws IOException {
    HttpServer server = server(500);
    send(
        target(address(server), Map.of("OPENLINEAGE_API_KEY", "secret")),
        LONG,
        "{1}",
        "{2}",
        "{3}");
    server.stop(0);
    assertThat(received).hasSize(2);
    assertThat(warnings)
        .containsExactly(
            "Warning: OpenLineage events cannot be sent to "
                + address(server)
                + "/api/v1/lineage: the server answered 500; the run goes on without them");
  }

  @Test
  void aServerThatIsNotThereIsNoHindrance() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    send(target("http://localhost:" + free, Map.of()), LONG, "{}");
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).startsWith("Warning: OpenLineage events cannot be sent to");
  }

  @Test
  void aTargetThatNeverAnswersIsNotWaitedForEver() {
    CountDownLatch never = new CountDownLatch(1);
    send(event -> never.await(), Duration.ofMillis(50), "{1}", "{2}", "{3}");
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .contains(
            "3 events were still waiting when the run had ended; the run goes on without them");
  }

  @Test
  void anEventThatCannotBeMadeIsNoHindranceEither() {
    try (Delivery delivery = new Delivery(received::add, warnings::add, LONG, SHORT)) {
      delivery.send(
          () -> {
            throw new IllegalStateException("no words");
          });
    }
    assertThat(received).isEmpty();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("no words");
  }

  @Test
  void aFileGrowsByALineForEachEvent() throws IOException {
    Path file = folder.resolve("events.jsonl");
    send(target(file.toString(), Map.of()), LONG, "{1}");
    send(target(file.toString(), Map.of()), LONG, "{2}");
    assertThat(file).content().isEqualTo("{1}\n{2}\n");
    send(target(folder.resolve("none").resolve("x").toString(), Map.of()), LONG, "{}");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void theConsoleIsStandardError() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    send(Target.of(Optional.of("console"), Map.of(), console).orElseThrow(), LONG, "{}");
    assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("{}");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # asked          | OPENLINEAGE_URL | disabled | goes to
          -                | -               | -        | -
          -                | http://a:5000   | -        | http://a:5000/api/v1/lineage
          -                | http://a:5000   | true     | -
          http://b         | http://a:5000   | -        | http://b/api/v1/lineage
          http://b/        | -               | -        | http://b/api/v1/lineage
          HTTPS://b/lin    | -               | -        | HTTPS://b/lin
          events.jsonl     | http://a:5000   | true     | events.jsonl
          console          | -               | -        | the console
          """)
  void theOptionComesBeforeTheEnvironment(
      String asked, String url, String disabled, String goesTo) {
    Map<String, String> environment = new java.util.HashMap<>();
    environment.put("OPENLINEAGE_URL", url == null ? "" : url);
    environment.put("OPENLINEAGE_DISABLED", disabled == null ? "" : disabled);
    assertThat(Target.of(Optional.ofNullable(asked), environment, System.err).map(Object::toString))
        .isEqualTo(Optional.ofNullable(goesTo));
  }

  @ParameterizedTest
  @CsvSource({"http://user:secret@b/", "http://", "http://a b"})
  void anAddressThatHoldsASecretOrNoHostIsRefused(String address) {
    assertThatThrownBy(() -> target(address, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot send events there")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFolderIsNoFile() {
    send(target(folder.toString(), Map.of()), LONG, "{}");
    assertThat(warnings).hasSize(1);
    assertThat(Files.isDirectory(folder)).isTrue();
  }
}
