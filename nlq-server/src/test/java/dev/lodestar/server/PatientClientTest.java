package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lodestar.server.print.RowFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose answers begin and then come slowly, or no further. */
@Timeout(60)
final class PatientClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    asked.add(request);
    String text =
        request.equals("GET /api/catalog")
            ? "{\"domains\": [{\"name\": \"oranges\"}]}"
            : "{\"statement_id\": \"s1\", \"status\": {\"state\": \"RUNNING\"}}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try {
      for (int i = 0; i < bytes.length; i++) {
        exchange.getResponseBody().write(bytes, i, 1);
        if (request.endsWith("/slow") && i % 10 == 0) {
          exchange.getResponseBody().flush();
          TimeUnit.MILLISECONDS.sleep(300);
        } else if (request.equals("GET /api/2.0/sql/statements/s1") && i == 5) {
          exchange.getResponseBody().flush();
          end.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  @Test
  void anAnswerThatComesSlowlyIsHeardToItsEnd() throws Exception {
    long begun = System.nanoTime();
    HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/slow")).build();
    assertThat(new PatientClient().send(request, PATIENCE).body()).contains("RUNNING");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(PATIENCE);
  }

  @Test
  void anAnswerThatComesNoFurtherIsGivenUp() {
    URI stalls = URI.create(address() + "/api/2.0/sql/statements/s1");
    assertThatThrownBy(
            () -> new PatientClient().send(HttpRequest.newBuilder(stalls).build(), PATIENCE))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void aStatementOfWhichNothingIsHeardAnyMoreIsStopped() throws Exception {
    ServerAddress read = ServerAddress.of(address(), Map.of(), user -> Optional.empty());
    Terminal terminal =
        Terminal.of(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8);
    SqlShell shell =
        new SqlShell(new TablesOfServer(read, terminal, PATIENCE), terminal, RowFormat.CSV);
    assertThatThrownBy(() -> shell.statement("select 1 as x", Lines.NONE))
        .hasMessageContaining("has not answered for 1 s");
    assertThat(asked)
        .containsExactly(
            "GET /api/catalog",
            "POST /api/2.0/sql/statements",
            "GET /api/2.0/sql/statements/s1",
            "POST /api/2.0/sql/statements/s1/cancel");
  }
}
